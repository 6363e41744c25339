import type { Ties } from '../types.js'
import type { GraphData } from './graph-data.js'
import { layOut } from './lay-out.js'
import { sortByTime } from './sort-by-time.js'
import { TIED_FROM, TIED_TO } from './transfer-rows.js'

/**
 * The same records with rows of undecided order in another one, as `buildMoneyGraph` would have put them with these
 * `ties`. Shares with the first all that the order does not touch, and leaves that as it is.
 */
export function reorder(data: GraphData, ties: Ties): GraphData {
  const rows = data.rows.first(data.records)
  for (let row = 0; row < rows.size; row++) rows.flags[row]! &= ~(TIED_FROM | TIED_TO)
  const ledgers = data.ledgers.asDeclared(data.anchors)
  return {
    ...data,
    rows,
    ledgers,
    ties,
    ...layOut({ ...data, rows, ledgers, ties, order: sortByTime(rows), problems: [] }),
  }
}
