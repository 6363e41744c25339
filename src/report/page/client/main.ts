/** The script of the page: filters, views, the rows behind the chart, the rest of long tables. It asks for nothing. */
import { drawFlow } from '../flow/draw.js'
import { statusText } from '../status.js'
import { drawTable } from '../tables/draw-table.js'
import { ROWS } from '../tables/limits.js'
import type { PageData, PageTable } from '../tables/page-table.js'
import { rowsShown } from '../tables/rows-shown.js'
import { drawTime } from '../time/draw.js'
import { focusOn, moveFocus } from './arrow-keys.js'
import { drawDetail } from './detail.js'
import { highlight } from './highlight.js'
import { placeOf } from './place.js'
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
canvas.addEventListener('keydown', (event) => {
  const node = (event.target as Element).closest('[data-node]')
  if (node === null) return
  const isChosen = event.key === 'Enter' || event.key === ' '
  if (isChosen) chooseAt(node)
  if (isChosen || moveFocus(byId(state.view), node, event.key)) event.preventDefault()
})
for (const event of ['pointerover', 'focusin'] as const) {
  canvas.addEventListener(event, ({ target }) => highlight(canvas, state, placeOf(state, target as Element)))
}
for (const event of ['pointerleave', 'focusout'] as const) {
  canvas.addEventListener(event, () => highlight(canvas, state, undefined))
}
document.addEventListener('click', onButton)
document.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') choose(undefined)
})

/** Views whose drawing is older than the filters: each is drawn when it is looked at. */
const stale = new Set<State['view']>()

function refresh(): void {
  state.filter = readFilter(form, state.whole)
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
  if (shown.rows.length === 0) {
    byId(view).replaceChildren(format.say('noneShown'))
    return
  }
  const chart = view === 'flow' ? drawFlow(data, network, format) : drawTime(data, network, shown, format)
  byId(view).replaceChildren(toDom(chart))
}

function drawRows(table: PageTable): HTMLElement {
  const { data, whole, filter, format, shown, touched } = state
  const rows = rowsShown(table, filter, shown, touched)
  const isOfAll = filter.claim !== undefined && table.ofAllClaims === true
  const [source, note] = isOfAll ? [whole, format.say('allClaims')] : [data]
  const drawn = toDom(drawTable(source, table, rows, lengthOf(state, table.key), note)) as HTMLElement
  document.querySelector(`[data-table="${table.key}"]`)?.replaceWith(drawn)
  return drawn
}

function chooseAt(target: Element): void {
  const place = placeOf(state, target)
  if (place?.rows !== undefined) choose({ kind: 'rows', rows: place.rows })
  if (place?.node === undefined) return
  const node = state.network.nodes[place.node]
  if (node === undefined) return
  choose(node.folded ? { kind: 'fold', level: node.level } : { kind: 'account', account: node.members[0] as number })
}

function choose(choice: Choice | undefined): void {
  state.choice = choice
  showChoice()
}

/** The rows behind what is chosen, beside the chart; its account is marked in the chart and in the tables. */
function showChoice(): void {
  const { choice } = state
  const hadFocus = detail.contains(document.activeElement)
  const before = canvas.querySelector<SVGElement>(`#${state.view} .chosen`)
  detail.hidden = choice === undefined
  detail.replaceChildren(...(choice === undefined ? [] : [toDom(drawDetail(state, choice))]))
  const account = choice?.kind === 'account' ? choice.account : undefined
  const node = account === undefined ? -1 : state.network.nodes.findIndex(({ members }) => members.includes(account))
  for (const each of canvas.querySelectorAll('.chosen')) each.classList.remove('chosen')
  for (const each of canvas.querySelectorAll(`[data-node="${node}"]`)) each.classList.add('chosen')
  for (const row of document.querySelectorAll('tr.chosen')) row.classList.remove('chosen')
  // What had the focus is gone: it goes on from there.
  if (hadFocus && choice !== undefined) detail.querySelector('button')?.focus()
  else if (hadFocus) (before ?? canvas.querySelector<SVGElement>(`#${state.view} [tabindex="0"]`))?.focus()
  if (account === undefined) return
  for (const button of document.querySelectorAll(`tr [data-account="${account}"]`)) {
    button.closest('tr')?.classList.add('chosen')
  }
}

function onButton({ target }: MouseEvent): void {
  const at = (name: string) => (target as Element).closest(`[data-${name}]`)?.getAttribute(`data-${name}`)
  if (at('close') != null) choose(undefined)
  const account = at('account')
  if (account != null) {
    choose({ kind: 'account', account: Number(account) })
    detail.scrollIntoView({ block: 'nearest' })
  }
  const level = at('unfold')
  if (level != null) {
    const fold = state.network.nodes.findIndex((node) => node.folded && node.level === Number(level))
    state.unfolded.set(Number(level), (state.unfolded.get(Number(level)) ?? state.room) + UNFOLD)
    state.choice = undefined
    recount(state)
    showChart()
    showChoice()
    // The first of those that have come out.
    const first = canvas.querySelector<SVGElement>(`#${state.view} [data-node="${fold}"]`)
    if (first !== null) focusOn(byId(state.view), first)
  }
  const key = at('more')
  const table = state.tables.find((each) => each.key === key)
  if (table !== undefined) {
    const before = lengthOf(state, table.key)
    state.lengths.set(table.key, before + 10 * ROWS)
    const drawn = drawRows(table)
    const row = drawn.querySelectorAll('tbody tr:not(.group)')[before]
    ;(row?.querySelector('button') ?? drawn).focus()
  }
}
