/** The script of the page: filters, views, the rows behind the chart, the rest of long tables. It asks for nothing. */
import { drawFlow } from '../flow/draw.js'
import { statusText } from '../status.js'
import { drawTable } from '../tables/draw-table.js'
import { ROWS } from '../tables/limits.js'
import type { PageData, PageTable } from '../tables/page-table.js'
import { rowsShown } from '../tables/rows-shown.js'
import { drawTime } from '../time/draw.js'
import { drawDetail } from './detail.js'
import { readFilter } from './read-filter.js'
import { type Choice, lengthOf, recount, type State, stateOf } from './state.js'
import { toDom } from './to-dom.js'

const VIEWS = ['flow', 'time'] as const
/** How many more accounts of a level each unfolding draws. */
const UNFOLD = 24

const byId = (id: string) => document.getElementById(id) as HTMLElement
const state = stateOf(JSON.parse(byId('case').textContent ?? '') as PageData & { room: number })
const canvas = byId('canvas')
const detail = byId('detail')
const form = byId('tools') as HTMLFormElement

document.documentElement.classList.add('live')
byId('time').classList.add('other')
form.addEventListener('submit', (event) => event.preventDefault())
form.addEventListener('input', ({ target }) => {
  if ((target as HTMLInputElement).name === 'view') showView()
  else refresh()
})
// On paper both views stand one under the other.
addEventListener('beforeprint', () => VIEWS.forEach(drawView))
form.addEventListener('reset', () => {
  state.unfolded.clear()
  state.lengths.clear()
  // The fields have their first values after the event.
  setTimeout(() => {
    refresh()
    showView()
  })
})
canvas.addEventListener('click', ({ target }) => chooseAt(target as Element))
canvas.addEventListener('keydown', onKey)
for (const event of ['pointerover', 'focusin'] as const) {
  canvas.addEventListener(event, ({ target }) => highlight(placeOf(target as Element)))
}
canvas.addEventListener('pointerleave', () => highlight(undefined))
document.addEventListener('click', onButton)
document.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') choose(undefined)
})

/** Views whose drawing is older than the filters: each is drawn when it is looked at. */
const stale = new Set<State['view']>()

function refresh(): void {
  state.filter = readFilter(form, state.data)
  recount(state)
  showChart()
  for (const table of state.tables) drawRows(table)
  showChoice()
}

/** What passes the filters has changed. */
function showChart(): void {
  const { data, network, shown, format } = state
  byId('status').textContent = statusText(data, shown, network, format)
  for (const view of VIEWS) stale.add(view)
  drawView()
}

function showView(): void {
  state.view = new FormData(form).get('view') === 'time' ? 'time' : 'flow'
  for (const view of VIEWS) byId(view).classList.toggle('other', view !== state.view)
  drawView()
  showChoice()
}

function drawView(view = state.view): void {
  if (!stale.delete(view)) return
  const { data, network, shown, format } = state
  if (shown.rows.length === 0) byId(view).replaceChildren(format.say('noneShown'))
  else
    byId(view).replaceChildren(
      toDom(view === 'flow' ? drawFlow(data, network, format) : drawTime(data, network, shown, format)),
    )
}

function drawRows(table: PageTable): void {
  const { data, filter, shown } = state
  const rows = rowsShown(data, table, filter, shown)
  const drawn = toDom(drawTable(data, table, rows, lengthOf(state, table.key)))
  document.querySelector(`[data-table="${table.key}"]`)?.replaceWith(drawn)
}

/** A place in the chart: a node, or the transfers of a link. */
interface Place {
  node?: number
  rows?: number[]
}

function placeOf(target: Element): Place | undefined {
  const at = (name: string) => target.closest(`[data-${name}]`)?.getAttribute(`data-${name}`)
  const node = at('node')
  if (node != null) return { node: Number(node) }
  const link = at('link')
  if (link != null) return { rows: state.network.links[Number(link)]?.rows ?? [] }
  const rows = at('rows')
  return rows == null ? undefined : { rows: rows.split(' ').map(Number) }
}

function chooseAt(target: Element): void {
  const place = placeOf(target)
  if (place?.rows !== undefined) choose({ kind: 'rows', rows: place.rows })
  if (place?.node === undefined) return
  const node = state.network.nodes[place.node]
  if (node === undefined) return
  choose(node.folded ? { kind: 'fold', node: place.node } : { kind: 'account', account: node.members[0] as number })
}

function choose(choice: Choice | undefined): void {
  state.choice = choice
  showChoice()
}

/** The rows behind what is chosen, beside the chart; its account is marked in the chart and in the tables. */
function showChoice(): void {
  const { choice } = state
  detail.hidden = choice === undefined
  detail.replaceChildren(...(choice === undefined ? [] : [toDom(drawDetail(state, choice))]))
  const account = choice?.kind === 'account' ? choice.account : undefined
  const node = account === undefined ? -1 : state.network.nodes.findIndex(({ members }) => members.includes(account))
  for (const each of canvas.querySelectorAll('.chosen')) each.classList.remove('chosen')
  for (const each of canvas.querySelectorAll(`[data-node="${node}"]`)) each.classList.add('chosen')
  for (const row of document.querySelectorAll('tr.chosen')) row.classList.remove('chosen')
  if (account === undefined) return
  for (const button of document.querySelectorAll(`tr [data-account="${account}"]`)) {
    button.closest('tr')?.classList.add('chosen')
  }
}

/** Dims what does not touch the place. */
function highlight(place: Place | undefined): void {
  const { nodes, links } = state.network
  const { from, to } = state.data.transfers
  for (const each of canvas.querySelectorAll('.near')) each.classList.remove('near')
  canvas.classList.toggle('dimmed', place !== undefined)
  if (place === undefined) return
  const rows = new Set(place.rows)
  const members = new Set(place.node === undefined ? [] : (nodes[place.node]?.members ?? []))
  const isNear = (row: number) => rows.has(row) || members.has(from[row] as number) || members.has(to[row] as number)
  const mark = (selector: string) => {
    for (const each of canvas.querySelectorAll(selector)) each.classList.add('near')
  }
  if (place.node !== undefined) mark(`[data-node="${place.node}"]`)
  links.forEach((link, at) => {
    if (!link.rows.some(isNear)) return
    mark(`[data-link="${at}"]`)
    mark(`[data-node="${link.from}"]`)
    mark(`[data-node="${link.to}"]`)
  })
  for (const line of canvas.querySelectorAll('[data-rows]')) {
    if (
      line
        .getAttribute('data-rows')
        ?.split(' ')
        .some((row) => isNear(Number(row)))
    )
      line.classList.add('near')
  }
}

function onKey(event: KeyboardEvent): void {
  const current = (event.target as Element).closest('[data-node]')
  if (current === null) return
  if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault()
    chooseAt(current)
    return
  }
  const next = neighbour(current, event.key)
  if (next === undefined) return
  event.preventDefault()
  current.setAttribute('tabindex', '-1')
  next.setAttribute('tabindex', '0')
  next.focus()
}

/** Up and down go through a column, left and right to the nearest account of the next one. */
function neighbour(current: Element, key: string): SVGElement | undefined {
  const step = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[key]
  if (step === undefined) return undefined
  const [dx, dy] = step as [number, number]
  const middle = (element: Element) => {
    const { left, top, height } = (element.querySelector('.box, .base') ?? element).getBoundingClientRect()
    return { x: left, y: top + height / 2 }
  }
  const here = middle(current)
  let best: { element: SVGElement; distance: number } | undefined
  for (const element of canvas.querySelectorAll<SVGElement>(`#${state.view} [data-node]`)) {
    const { x, y } = middle(element)
    const [along, across] =
      dx === 0 ? [(y - here.y) * dy, Math.abs(x - here.x)] : [(x - here.x) * dx, Math.abs(y - here.y)]
    if (element === current || along <= 0.5 || (dx === 0 && across > 0.5)) continue
    const distance = dx === 0 ? along : along * 10 + across
    if (best === undefined || distance < best.distance) best = { element, distance }
  }
  return best?.element
}

function onButton({ target }: MouseEvent): void {
  const at = (name: string) => (target as Element).closest(`[data-${name}]`)?.getAttribute(`data-${name}`)
  if (at('close') != null) choose(undefined)
  const account = at('account')
  if (account != null) choose({ kind: 'account', account: Number(account) })
  const level = at('unfold')
  if (level != null) {
    state.unfolded.set(Number(level), (state.unfolded.get(Number(level)) ?? state.room) + UNFOLD)
    state.choice = undefined
    recount(state)
    showChart()
    showChoice()
  }
  const key = at('more')
  const table = state.tables.find((each) => each.key === key)
  if (table !== undefined) {
    state.lengths.set(table.key, lengthOf(state, table.key) + 10 * ROWS)
    drawRows(table)
  }
}
