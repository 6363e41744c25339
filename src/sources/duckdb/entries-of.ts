import { compareIds } from '../../compare-ids.js'
import type { ReadRelation } from './relation.js'

/** A part of some accounts' history: from and to an instant, in microseconds, both included. */
export interface Slice {
  accounts: string[]
  from?: number
  to?: number
}

/** For each row that is not skipped the engine goes through the list. */
const LONGEST_LIST = 100

/** Parts of single accounts as slices: neighbours share a scan, which reads from the earliest `from` to the latest `to`. */
export function slicesOf(parts: readonly { account: string; from?: number; to?: number }[]): Slice[] {
  const sorted = [...parts].sort((a, b) => compareIds(a.account, b.account))
  // A whole history would draw all of the others' into its scan.
  return [sorted.filter(({ from }) => from === undefined), sorted.filter(({ from }) => from !== undefined)].flatMap(
    (alike) => {
      const slices: Slice[] = []
      for (let at = 0; at < alike.length; at += LONGEST_LIST) slices.push(sliceOf(alike.slice(at, at + LONGEST_LIST)))
      return slices
    },
  )
}

function sliceOf(parts: readonly { account: string; from?: number; to?: number }[]): Slice {
  const slice: Slice = { accounts: parts.map(({ account }) => account) }
  if (parts.every(({ from }) => from !== undefined)) slice.from = Math.min(...parts.map(({ from }) => from!))
  if (parts.every(({ to }) => to !== undefined)) slice.to = Math.max(...parts.map(({ to }) => to!))
  return slice
}

/**
 * The condition that a column is one of some values. `in` lets the engine skip what its zone maps rule out where the
 * column is sorted, but it decides about whole row groups alone; the test of a list is what keeps it from putting
 * together all other rows of those, as long as the list is short. A join would tell the zone maps of very few values.
 */
export function isAmong(column: string, values: readonly string[], bind: (value: string) => string): string {
  const list = values.map(bind).join(', ')
  return values.length > LONGEST_LIST
    ? `${column} in (${list})`
    : `${column} in (${list}) and list_contains([${list}], ${column})`
}

/** A subquery of the entries of some accounts that moved money. */
export function entriesOf(
  entries: ReadRelation,
  slices: readonly Slice[],
  columns: string,
  bind: (value: string) => string,
  where = '',
): string {
  const scans = slices.map(({ accounts, from, to }) => {
    const isAsked = isAmong('account', accounts, bind)
    const since = from === undefined ? '' : `and stamp >= ${entries.instant}(${bind(String(from))}::bigint)`
    const until = to === undefined ? '' : `and stamp <= ${entries.instant}(${bind(String(to))}::bigint)`
    return `select ${columns} from ${entries.sql}
      where ${isAsked} ${since} ${until} ${where}
        and amount <> 0 and account <> counterparty`
  })
  if (scans.length > 0) return `(${scans.join('\n union all ')})`
  return `(select ${columns} from ${entries.sql} where false)`
}
