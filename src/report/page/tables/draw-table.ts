import type { CaseAccount, CaseData } from '../data.js'
import { nameOf } from '../describe.js'
import { type Format, formatOf } from '../format.js'
import { type Child, type Element, el } from '../markup/element.js'
import type { CellKind, PageCell, PageRow, PageTable } from './page-table.js'

/** Transfers and accounts that one cell lists; it says how many more there are. */
const IN_CELL = 6
/** Stops of a route. */
const IN_ROUTE = 60

/** Kinds of cells that lead to an account in the chart. */
const LEADING: ReadonlySet<CellKind> = new Set(['account', 'accounts', 'route'])

/** The first `most` of these rows of a table below a note, and a line that says what is left out. */
export function drawTable(
  data: CaseData,
  table: PageTable,
  rows: readonly PageRow[],
  most: number,
  note?: string,
): Element {
  const format = formatOf(data)
  const { columns, key } = table
  const cut = rows.length - most
  const body: Element[] = []
  let group: string | undefined
  for (const [at, row] of rows.slice(0, most).entries()) {
    if (row.group !== undefined && row.group !== group) {
      const heading = `${row.group}${sumOf(table, rows, at, format)}`
      body.push(el('tr', { class: 'group' }, el('th', { colspan: columns.length, scope: 'colgroup' }, heading)))
    }
    group = row.group
    body.push(el('tr', {}, ...columns.map(({ kind }, at) => drawCell(data, kind, row.cells[at], format))))
  }
  return el(
    'div',
    {
      class: 'rows',
      'data-table': key,
      // Where it is wider than its place, and nothing in it can have the focus, keys have to scroll it.
      ...(!columns.some(({ kind }) => LEADING.has(kind)) && { role: 'region', 'aria-label': table.title, tabindex: 0 }),
    },
    note === undefined ? undefined : el('p', { class: 'note' }, note),
    rows.length === 0
      ? el('p', { class: 'none' }, format.say('nothing'))
      : el(
          'table',
          {},
          el('caption', {}, table.title),
          el(
            'thead',
            {},
            el('tr', {}, ...columns.map(({ title, kind }) => el('th', { scope: 'col', class: classOf(kind) }, title))),
          ),
          el('tbody', {}, ...body),
        ),
    cut > 0
      ? el(
          'p',
          { class: 'more' },
          `… ${format.count(cut)} ${format.say('moreRows')} `,
          el('button', { type: 'button', class: 'enhanced', 'data-more': key }, format.say('showMore')),
        )
      : undefined,
  )
}

/** What the rows of a group that begins here come to, those beyond the first `most` too. */
function sumOf({ groupSum }: PageTable, rows: readonly PageRow[], first: number, { money }: Format): string {
  if (groupSum === undefined) return ''
  let sum = 0
  for (let at = first; rows[at]?.group === rows[first]?.group; at++)
    sum += (rows[at] as PageRow).cells[groupSum] as number
  return `: ${money(sum)}`
}

function classOf(kind: CellKind): string | undefined {
  if (kind === 'amount' || kind === 'count' || kind === 'level') return 'figure'
  return kind === 'time' ? 'time' : undefined
}

function drawCell(data: CaseData, kind: CellKind, cell: PageCell, format: Format): Element {
  return el('td', { class: classOf(kind) }, ...contentOf(data, kind, cell, format))
}

function contentOf(data: CaseData, kind: CellKind, cell: PageCell, format: Format): Child[] {
  if (cell === undefined || cell === null) return []
  if (typeof cell === 'string') return [cell]
  if (typeof cell === 'object') {
    const shown = cell.slice(0, kind === 'route' ? IN_ROUTE : IN_CELL)
    const parts = shown.map((at) => (kind === 'transfers' ? creditOf(data, at, format) : nodeOf(data, at)))
    const rest = cell.length - shown.length
    const between = kind === 'route' ? ' → ' : kind === 'accounts' ? ' · ' : ' '
    const children = parts.flatMap((part, at): Child[] => (at > 0 ? [between, part] : [part]))
    return rest > 0 ? [...children, ` … +${format.count(rest)}`] : children
  }
  if (kind === 'account') return [accountButton(data, cell)]
  if (kind === 'amount') return [format.money(cell)]
  if (kind === 'time') return [format.time(cell)]
  return [format.count(cell)]
}

/** An account by its number, which leads to it in the chart. */
export function accountButton({ accounts }: CaseData, at: number): Element {
  return el('button', { type: 'button', class: 'account', 'data-account': at }, accounts[at]?.id)
}

function nodeOf({ accounts }: CaseData, at: number): Element {
  return el('button', { type: 'button', class: 'account', 'data-account': at }, nameOf(accounts[at] as CaseAccount))
}

/** A traced credit as a bank compares it: when, from whom, how much of it. */
function creditOf({ accounts, transfers }: CaseData, at: number, { time, money }: Format): Element {
  const payer = accounts[transfers.from[at] as number] as CaseAccount
  const text = `${time(transfers.time[at] as number)} ${payer.id}: ${money(transfers.traced[at] as number)} / ${money(transfers.amount[at] as number)} (${transfers.id[at]})`
  return el('span', { class: 'credit' }, text)
}
