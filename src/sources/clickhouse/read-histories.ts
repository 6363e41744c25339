import { groupBy } from '../../group-by.js'
import { show } from '../../show.js'
import type { ReversedPair } from '../pair-reversals.js'
import type { Pair } from '../widen.js'
import type { AnswerRow } from './answer.js'
import type { ExternalTable } from './external-table.js'
import { joinHistory, type Stretch } from './join-history.js'
import type { History } from './opening-balance.js'
import type { ClickHouseQuery } from './query.js'
import { safe, unusable, wholeText } from './rows.js'
import { BY_SHARD, EVER, type HistoryNeed, NO_LOW } from './statements-sql.js'
import type { Store } from './store.js'

/** Lots that one question parts a history into: more would not fit into an address. */
const MOST_LOTS = 64

/** The stretch of an account's statement that is answered, in microseconds. */
export interface Window extends Pair {
  account: string
  /** Rows of its whole history, or of what comes behind what is known; and what the balance before the window takes. */
  rows: number
  need: HistoryNeed
  pairs: readonly ReversedPair[]
}

export interface AccountHistory {
  /** How many rows the window has. */
  inWindow: number
  byCurrency: Map<string, History>
}

/** Windows that are asked for together: those that need the same of their histories, until these get long. */
export function groupWindows<T extends Window>(windows: readonly T[], rowsAtOnce: number): T[][] {
  return [...groupBy(windows, ({ need }) => need).values()].flatMap((alike) => groupUpTo(alike, rowsAtOnce))
}

/** Windows in groups of no more rows than that together, or of a single window. */
export function groupUpTo<T extends { rows: number }>(windows: readonly T[], rowsAtOnce: number): T[][] {
  const groups: T[][] = []
  let rows = Number.POSITIVE_INFINITY
  for (const window of [...windows].sort((a, b) => a.rows - b.rows)) {
    if (rows + window.rows > rowsAtOnce) {
      groups.push([])
      rows = 0
    }
    groups.at(-1)!.push(window)
    rows += window.rows
  }
  return groups
}

/** Reads what the balances before the windows of one group follow from. A long history is read stretch by stretch. */
export async function readHistories(
  { store, query, rowsAtOnce }: { store: Store; query: ClickHouseQuery; rowsAtOnce: number },
  windows: readonly Window[],
  signal: AbortSignal | undefined,
): Promise<Map<string, AccountHistory>> {
  const [{ account, rows, need }] = windows as [Window]
  let stretches: (Pair | undefined)[] = [undefined]
  if (need === 'none') {
    const { from, to } = around(windows)
    stretches = [{ from, to: to + 1 }]
  } else if (windows.length === 1 && rows > rowsAtOnce && need !== 'total') {
    stretches = await cutHistory(store, query, account, EVER, rows, rowsAtOnce, signal)
  }
  const paired = windows.flatMap(({ account, pairs }) =>
    pairs.flatMap(({ original, reversal }) => [
      [account, original],
      [account, reversal],
    ]),
  )
  const tables = [windowsAsked(windows), { name: 'paired', structure: 'account String, id String', rows: paired }]
  const answers: AnswerRow[] = []
  for (const stretch of stretches) {
    answers.push(...(await query(store.sql.history(need, stretch), tables, signal, BY_SHARD)))
  }
  const answersOf = groupBy(answers, ({ owner }) => owner as string)
  return new Map(windows.map((window) => [window.account, historyOf(window, answersOf.get(window.account) ?? [])]))
}

/** From the first instant of any window to the last. */
export function around(windows: readonly Pair[]): Pair {
  const [from, to] = [windows.map((window) => window.from), windows.map((window) => window.to)]
  return { from: Math.min(...from), to: Math.max(...to) }
}

export function windowsAsked(windows: readonly Window[]): ExternalTable {
  return {
    name: 'asked',
    structure: 'account String, asked_since Int64, asked_until Int64',
    rows: windows.map(({ account, from, to }) => [account, from, to]),
  }
}

/** Parts a history into stretches of about so many rows. Where they are cut changes no result. */
async function cutHistory(
  store: Store,
  query: ClickHouseQuery,
  account: string,
  whole: { from: number; to: number },
  rows: number,
  rowsAtOnce: number,
  signal: AbortSignal | undefined,
): Promise<{ from: number; to: number }[]> {
  const wanted = Math.ceil(rows / rowsAtOnce)
  const lots = Math.min(wanted, MOST_LOTS)
  if (lots < 2) return [whole]
  const asked = { name: 'asked', structure: 'account String', rows: [[account]] }
  const [answer] = await query(store.sql.cuts(lots, whole.from, whole.to), [asked], signal, BY_SHARD)
  const cuts = ((answer?.['cuts'] ?? []) as unknown[]).map((cut) => safe('time', cut))
  const inside = [...new Set(cuts)].sort((a, b) => a - b).filter((cut) => cut > whole.from && cut < whole.to)
  if (inside.length === 0) return [whole]
  const stretches = [whole.from, ...inside].map((from, index) => ({ from, to: inside[index] ?? whole.to }))
  if (wanted <= MOST_LOTS) return stretches
  const finer: { from: number; to: number }[] = []
  for (const stretch of stretches) {
    finer.push(...(await cutHistory(store, query, account, stretch, rows / lots, rowsAtOnce, signal)))
  }
  return finer
}

function historyOf({ account, rows, need }: Window, answers: readonly AnswerRow[]): AccountHistory {
  const sum = (column: string) => answers.reduce((total, row) => total + safe(column, row[column]), 0)
  const there = sum('rows')
  if (need !== 'none' && there !== rows)
    throw unusable(`account ${show(account)} had ${rows} rows and has ${there} now; the store changed`)
  const byCurrency = new Map<string, History>()
  for (const [code, found] of groupBy(answers, (row) => row['code'] as string)) {
    byCurrency.set(code, joinHistory(found.map(stretchOf)))
  }
  return { inWindow: sum('inWindow'), byCurrency }
}

function stretchOf(row: AnswerRow): Stretch {
  const big = (column: string) => BigInt(row[column] === undefined ? 0 : wholeText(column, row[column]))
  const low = (column: string) => (row[column] === undefined || row[column] === NO_LOW ? undefined : big(column))
  return {
    before: big('before'),
    moved: big('moved'),
    movedNet: big('movedNet'),
    lowNet: low('lowNet'),
    low: low('low'),
    stated: big('statedPlace') > 0n ? { balance: big('stated'), total: big('statedTotal') } : undefined,
    later: big('laterPlace') > 0n ? big('later') : undefined,
  }
}
