import type { GraphData } from '../graph/graph-data.js'
import type { Move } from './follow.js'

/**
 * Fetches what the tables of a trace will read of its transfers and accounts. Most of the time that the tables take is
 * waiting for memory: in a loop that does nothing else the waits overlap. Returns a use of what was read.
 */
export function readAhead({ rows, accounts, ledgers, entries }: GraphData, moves: readonly Move[]): number {
  const { time, amount, flags, from, to, toLedger } = rows
  const { credits, debits } = entries
  let touched = 0
  for (const { row } of moves) {
    touched += time[row]! + amount[row]! + flags[row]! + rows.ids.peek(row)
    touched += accounts.ids.peek(from[row]!) + accounts.ids.peek(to[row]!)
    const ledger = toLedger[row]!
    touched += ledgers.opening[ledger]! + ledgers.openingFrom[ledger]!
    touched += credits.reachedAt(ledger, credits.from[ledger + 1]!) + debits.reachedAt(ledger, debits.from[ledger + 1]!)
  }
  return touched
}
