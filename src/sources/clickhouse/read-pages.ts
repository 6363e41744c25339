import { pageEnd, pageStart } from '../statement-window.js'
import type { StatementQuery } from '../types.js'
import type { ClickHouseQuery } from './query.js'
import { around, groupUpTo, type Window } from './read-histories.js'
import { safe } from './rows.js'
import { BY_SHARD } from './statements-sql.js'
import type { Store } from './store.js'

interface PagedWindow extends Window {
  request: StatementQuery
  /** When the account's last row is. */
  last: number
  more: boolean
}

/** Ends the windows where their pages do: an account with fewer rows than a page has is not asked about. */
export async function endPages(
  { store, query, rowsAtOnce }: { store: Store; query: ClickHouseQuery; rowsAtOnce: number },
  windows: readonly PagedWindow[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const paged = windows.filter(({ request, rows }) => request.pageRows !== undefined && rows > request.pageRows)
  const byAccount = new Map(paged.map((window) => [window.account, window]))
  for (const group of groupUpTo(paged, rowsAtOnce)) {
    const stretches = group.map((window) => ({ from: pageStart(window, window.request), to: window.to }))
    const { from, to } = around(stretches)
    const [{ rows, request }] = group as [PagedWindow]
    const isLong = rows > rowsAtOnce
    const asked = {
      name: 'asked',
      structure: 'account String, asked_first Int64, asked_until Int64, asked_page Int64',
      rows: group.map(({ account, request }, index) => {
        const stretch = stretches[index]!
        return [account, stretch.from, stretch.to, request.pageRows!]
      }),
    }
    const sql = isLong ? store.sql.filledOfLong(request.pageRows!, from, to) : store.sql.filled(from, to)
    for (const row of await query(sql, [asked], signal, isLong ? undefined : BY_SHARD)) {
      const window = byAccount.get(row['owner'] as string)!
      if (!isLong && safe('count', row['there']) < window.request.pageRows!) continue
      const end = pageEnd(safe('time', row['filled']), window.last, window, window.pairs)
      if (end !== undefined) Object.assign(window, { to: end, more: true })
    }
  }
}
