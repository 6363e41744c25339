import type { CaseAccount } from '../data.js'
import { factsOf, nameOf } from '../describe.js'
import { type Child, type Element, el } from '../markup/element.js'
import { accountButton } from '../tables/draw-table.js'
import { type Choice, foldOf, type State } from './state.js'

/** Rows listed at once; the table of transfers has them all. */
const MOST = 200

/** What lies behind the part of the chart that is chosen: facts, and the rows of the records. */
export function drawDetail(state: State, choice: Choice): Element {
  const { say } = state.format
  return el(
    'div',
    {},
    el('button', { type: 'button', class: 'close', 'data-close': '', 'aria-label': say('close') }, '✕'),
    ...(choice.kind === 'account'
      ? ofAccount(state, choice.account)
      : choice.kind === 'fold'
        ? ofFold(state, choice.level)
        : ofRows(state, choice.rows)),
  )
}

function ofAccount(state: State, at: number): Child[] {
  const { data, format, shown } = state
  const account = data.accounts[at] as CaseAccount
  const { from, to } = data.transfers
  const rows = shown.rows.filter((row) => from[row] === at || to[row] === at)
  return [
    el('h3', {}, nameOf(account)),
    el('dl', {}, ...factsOf(account, format).flatMap(([word, value]) => [el('dt', {}, word), el('dd', {}, value)])),
    ...listOf(state, rows, at),
  ]
}

function ofRows(state: State, rows: number[]): Child[] {
  const { data } = state
  const first = rows[0] as number
  const name = (place: number | undefined) => nameOf(data.accounts[place as number] as CaseAccount)
  const isOne = rows.every(
    (row) =>
      data.transfers.from[row] === data.transfers.from[first] && data.transfers.to[row] === data.transfers.to[first],
  )
  return [
    isOne ? el('h3', {}, `${name(data.transfers.from[first])} → ${name(data.transfers.to[first])}`) : undefined,
    ...listOf(state, rows, undefined),
  ]
}

function ofFold(state: State, ofLevel: number): Child[] {
  const { data, format, network } = state
  const fold = foldOf(network, ofLevel)
  if (fold === undefined) return []
  const { say, count, money, level } = format
  return [
    el('h3', {}, `${level(fold.level)}: ${count(fold.members.length)} ${say('folded')}`),
    el('button', { type: 'button', class: 'act', 'data-unfold': fold.level }, say('unfold')),
    el(
      'ol',
      {},
      ...fold.members.slice(0, MOST).map((at) => {
        const { received, held, holder } = data.accounts[at] as CaseAccount
        const amounts = `${say('received')} ${money(received)}, ${say('held')} ${money(held)}`
        return el('li', {}, accountButton(data, at), ` ${holder ?? ''}`, el('small', {}, amounts))
      }),
    ),
    more(state, fold.members.length - MOST),
  ]
}

function listOf(state: State, rows: number[], self: number | undefined): Child[] {
  return [
    el('p', {}, state.format.transfers(rows.length)),
    el('ol', {}, ...rows.slice(0, MOST).map((row) => itemOf(state, row, self))),
    more(state, rows.length - MOST),
  ]
}

function itemOf({ data, format }: State, row: number, self: number | undefined): Element {
  const { transfers, accounts } = data
  const { money, time, say, level } = format
  const [from, to] = [transfers.from[row] as number, transfers.to[row] as number]
  const parts =
    self === undefined
      ? [accountButton(data, from), ' → ', accountButton(data, to)]
      : from === self
        ? ['→ ', accountButton(data, to), ` ${accounts[to]?.holder ?? ''}`]
        : ['← ', accountButton(data, from), ` ${accounts[from]?.holder ?? ''}`]
  const id = transfers.id[row] as string
  const source = transfers.source[row] as string
  return el(
    'li',
    {},
    el('b', {}, money(transfers.traced[row] as number)),
    ` / ${money(transfers.amount[row] as number)} `,
    ...parts,
    el('small', {}, `${time(transfers.time[row] as number)}, ${level(transfers.level[row] as number)}`),
    el('small', {}, `${say('transfer')}: ${id}${source === '' || source === id ? '' : ` (${source})`}`),
  )
}

function more({ format }: State, cut: number): Child {
  return cut > 0 ? el('p', {}, `… ${format.count(cut)} ${format.say('moreRows')}`) : undefined
}
