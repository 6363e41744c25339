import { TimeReader } from '../time.js'
import type { LedgerTable } from './ledger-table.js'
import { statedBalance } from './stated-balances.js'
import { DAY, TIED_FROM, TIED_TO, type TransferRows } from './transfer-rows.js'

/**
 * Flags rows that give a date alone and no balance, together with the timed rows of the same ledger on that day: the
 * first stand at the start of the day, but which came first is unknown. `order` is the total order.
 */
export function flagDays(order: Int32Array, rows: TransferRows, ledgers: LedgerTable, timeZone: string): void {
  if ((rows.everFlagged & DAY) === 0) return
  let time: TimeReader | undefined
  const isDay = (at: number) => (rows.flags[order[at]!]! & DAY) !== 0
  for (let at = 0; at < order.length; at++) {
    if (!isDay(at)) continue
    time ??= new TimeReader(timeZone)
    const start = rows.time[order[at]!]!
    const end = time.endOfDay(start)
    let timed = at + 1
    while (timed < order.length && !rows.isAfter(order[timed]!, start, 0)) timed++
    let next = timed
    while (next < order.length && rows.time[order[next]!]! <= end) next++
    if (next > timed) flagDay(at, timed, next)
    at = next - 1
  }

  /** One day: rows with a date alone in [first, timed), the timed ones in [timed, next). */
  function flagDay(first: number, timed: number, next: number): void {
    const placeless = new Set<number>()
    for (let at = first; at < timed; at++)
      if (isDay(at)) for (const ledger of silentSides(order[at]!)) placeless.add(ledger)
    if (placeless.size === 0) return
    const concerned = new Set<number>()
    for (let at = timed; at < next; at++) {
      const row = order[at]!
      for (const ledger of [rows.fromLedger[row]!, rows.toLedger[row]!]) {
        if (!placeless.has(ledger)) continue
        concerned.add(ledger)
        flag(row, ledger)
      }
    }
    for (let at = first; at < timed; at++) {
      if (!isDay(at)) continue
      for (const ledger of silentSides(order[at]!)) if (concerned.has(ledger)) flag(order[at]!, ledger)
    }
  }

  /** The ledgers of a row on which it states no balance: where it does, a wrong place would show as a gap. */
  function silentSides(row: number): number[] {
    return [rows.fromLedger[row]!, rows.toLedger[row]!].filter(
      (ledger) => ledgers.covered[ledger] === 1 && Number.isNaN(statedBalance(rows, row, ledger)),
    )
  }

  function flag(row: number, ledger: number): void {
    rows.flag(row, rows.fromLedger[row] === ledger ? TIED_FROM : TIED_TO)
  }
}
