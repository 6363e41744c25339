import { EVERYTHING, type Filter, type Shown, showRows } from '../filter.js'
import { type FlowNode, type Network, networkOf } from '../flow/network.js'
import { type Format, formatOf } from '../format.js'
import { ofClaim } from '../of-claim.js'
import { ROWS } from '../tables/limits.js'
import { inOrder } from '../tables/order.js'
import type { PageData, PageTable } from '../tables/page-table.js'

/** What the reader looks at: chosen by the account, a link's or a line's transfers, or the fold of a level. */
export type Choice =
  | { kind: 'account'; account: number }
  | { kind: 'rows'; rows: number[] }
  | { kind: 'fold'; level: number }

/** Everything that changes while the page is read, and what follows from it. */
export interface State {
  /** All of it, and what of it is the chosen claim's (the same where none is). */
  whole: PageData
  data: PageData
  format: Format
  tables: PageTable[]
  /** Accounts of a level that are drawn each for itself. */
  room: number
  view: 'flow' | 'time'
  filter: Filter
  /** Levels of which more are drawn, and how many. */
  unfolded: Map<number, number>
  /** Rows of tables, where more than the first are shown. */
  lengths: Map<string, number>
  choice: Choice | undefined
  shown: Shown
  network: Network
  /** Places of accounts that transfers which are shown touch. */
  touched: ReadonlySet<number>
}

export function stateOf({ room, ...data }: PageData & { room: number }): State {
  const shown = showRows(data, EVERYTHING)
  return {
    whole: data,
    data,
    format: formatOf(data),
    tables: inOrder(data),
    room,
    view: 'flow',
    filter: EVERYTHING,
    unfolded: new Map(),
    lengths: new Map(),
    choice: undefined,
    shown,
    network: networkOf(data, shown, () => room),
    touched: touchedBy(data, shown),
  }
}

/** Works out again what the filters and folds let through. */
export function recount(state: State): void {
  const { whole, filter } = state
  const data = filter.claim === undefined ? whole : ofClaim(whole, filter.claim)
  if (data !== state.data) state.tables = inOrder(data)
  state.data = data
  state.shown = showRows(whole, filter)
  state.touched = touchedBy(whole, state.shown)
  state.network = networkOf(whole, state.shown, (level) => state.unfolded.get(level) ?? state.room)
  state.choice = stillShown(state)
}

function touchedBy({ transfers }: PageData, { rows }: Shown): Set<number> {
  const touched = new Set<number>()
  for (const row of rows) touched.add(transfers.from[row] as number).add(transfers.to[row] as number)
  return touched
}

/** Of what is chosen that which passes the filters. */
function stillShown({ choice, shown, network }: State): Choice | undefined {
  if (choice?.kind === 'rows') {
    const passing = new Set(shown.rows)
    const rows = choice.rows.filter((row) => passing.has(row))
    return rows.length > 0 ? { kind: 'rows', rows } : undefined
  }
  if (choice?.kind === 'fold') return foldOf(network, choice.level) === undefined ? undefined : choice
  return choice
}

/** The small accounts of a level, drawn as one. */
export function foldOf({ nodes }: Network, level: number): FlowNode | undefined {
  return nodes.find((node) => node.folded && node.level === level)
}

export function lengthOf(state: State, table: string): number {
  return state.lengths.get(table) ?? ROWS
}
