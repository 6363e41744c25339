import type { Span } from '../statement-window.js'
import { ACCOUNT_COLUMNS, ENTRY_COLUMNS } from '../store-columns.js'
import type { Query } from './query.js'
import { type DuckDBRelation, ID_COLUMNS, type ReadRelation, readRelation } from './relation.js'
import { spanSql } from './statements-sql.js'

export interface StoreOptions {
  /** One row for each side of a transfer: docs/scale.md has the columns. */
  entries: DuckDBRelation
  /** Where a transfer is, by its id: sorted by `id`, with an `account` of its. Without it all entries are read to find it. */
  ids?: DuckDBRelation
  /** Who the accounts are; without it all are known by their ids alone. */
  accounts?: DuckDBRelation
  /** What the amounts of CSV files count: minor units, the default, or whole units with decimals. */
  csvAmounts?: 'minor' | 'major'
}

/** What was found out about a store when it was first asked. */
export interface Store extends Span {
  entries: ReadRelation
  ids: ReadRelation | undefined
  accounts: ReadRelation | undefined
}

/** @throws FundtrailError 'bad-option' where a table or a column is not as it must be */
export async function openStore(options: StoreOptions, query: Query): Promise<Store> {
  const { csvAmounts = 'minor' } = options
  const read = async (option: 'ids' | 'accounts', columns: typeof ID_COLUMNS) => {
    const relation = options[option]
    return relation === undefined ? undefined : readRelation(option, relation, columns, query, csvAmounts)
  }
  const entries = await readRelation('entries', options.entries, ENTRY_COLUMNS, query, csvAmounts)
  const ids = await read('ids', ID_COLUMNS)
  const accounts = await read('accounts', ACCOUNT_COLUMNS)
  const [span] = await query(spanSql(entries))
  const [first, last] = [Number(span?.['first'] ?? Number.NaN), Number(span?.['last'] ?? Number.NaN)]
  return { entries, ids, accounts, first, last }
}
