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

/**
 * Parts of single accounts as slices. Neighbours share a scan; but of an account with many rows (`large`) only its own
 * part is to be read.
 */
export function slicesOf(parts: readonly (Omit<Slice, 'accounts'> & { account: string; large?: boolean })[]): Slice[] {
  const sorted = [...parts].sort((a, b) => compareIds(a.account, b.account))
  const slices: Slice[] = []
  for (const { account, from, to, large } of sorted) {
    if (large)
      slices.push({ accounts: [account], ...(from !== undefined && { from }), ...(to !== undefined && { to }) })
  }
  const small = sorted.filter(({ large }) => !large).map(({ account }) => account)
  for (let at = 0; at < small.length; at += LONGEST_LIST) slices.push({ accounts: small.slice(at, at + LONGEST_LIST) })
  return slices
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
