import { FundtrailError } from '../../errors.js'
import { show } from '../../show.js'
import { TimeReader } from '../../time.js'
import type { TimeInput } from '../../types.js'
import type { Span } from '../statement-window.js'
import { ACCOUNT_COLUMNS, ENTRY_COLUMNS } from '../store-columns.js'
import type { ClickHouseQuery } from './query.js'
import { type ClickHouseRelation, ID_COLUMNS, type ReadClickHouseRelation, readRelation } from './relation.js'
import { EntriesSql } from './statements-sql.js'

export interface StoreOptions {
  /** One row for each side of a transfer, over all shards: docs/scale.md has the columns. */
  entries: ClickHouseRelation
  /** Who the accounts are; without it all are known by their ids alone. */
  accounts?: ClickHouseRelation
  /** Where the transfers with an id are. Without it all of `entries` is read to find a claim's transfers. */
  ids?: ClickHouseRelation
  /** When the first row and the last one are, in UTC. Without it every row's time is read once to find out. */
  period?: { from: TimeInput; to: TimeInput }
}

/** What was found out about a store when it was first asked. */
export interface Store extends Span {
  sql: EntriesSql
  scale: number | undefined
  amountType: string | undefined
  accounts: ReadClickHouseRelation | undefined
  ids: ReadClickHouseRelation | undefined
}

/** @throws FundtrailError 'bad-option' where a table or a column is not as it must be */
export async function openStore(options: StoreOptions, currency: string, query: ClickHouseQuery): Promise<Store> {
  const { period } = options
  const perhaps = async (option: string, relation: ClickHouseRelation | undefined, columns: typeof ID_COLUMNS) =>
    relation === undefined ? undefined : readRelation(option, relation, columns, query)
  const entries = await readRelation('entries', options.entries, ENTRY_COLUMNS, query)
  const accounts = await perhaps('accounts', options.accounts, ACCOUNT_COLUMNS)
  const ids = await perhaps('ids', options.ids, ID_COLUMNS)
  const sql = new EntriesSql(entries, currency)
  const span = period === undefined ? await look(sql, query) : readPeriod(period)
  return { sql, scale: entries.scale, amountType: entries.amountType, accounts, ids, ...span }
}

async function look(sql: EntriesSql, query: ClickHouseQuery): Promise<Span> {
  const [span] = await query(sql.span(), [])
  if (span === undefined || span['rows'] === '0') return { first: Number.NaN, last: Number.NaN }
  return { first: Number(span['first']), last: Number(span['last']) }
}

/** @throws FundtrailError 'bad-option' */
export function readPeriod(period: { from: TimeInput; to: TimeInput }): Span {
  const time = new TimeReader('UTC')
  const read = (name: 'from' | 'to') => {
    const value = period?.[name]
    if (time.read(value) === undefined) return
    throw new FundtrailError('bad-option', `period.${name} is ${show(value)}; it must be a time`, { value })
  }
  const MICROSECONDS = 1000
  const beyond = () => Math.min(Math.floor(time.sub / 1e12), MICROSECONDS - 1)
  read('from')
  const first = time.ms * MICROSECONDS + beyond()
  read('to')
  time.toEnd()
  const last = time.ms * MICROSECONDS + beyond()
  if (first <= last) return { first, last }
  throw new FundtrailError('bad-option', 'period.to is before period.from; it must be at it or after', { period })
}
