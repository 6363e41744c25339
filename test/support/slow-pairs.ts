/** Transfers that are reversed later: on no ledger, and yet their money was there to be spent until the reversal. */
import type { Shortfall } from '../../src/types.js'
import type { Case } from './slow-case.js'
import { type Ledger, running, statedFor } from './slow-ledgers.js'
import type { Row } from './slow-rows.js'
import { total } from './slow-rules.js'

/** What a debit spends of what guests brought: just what it lacks. The caller credits it, nobody's. */
export function lend(ledger: Ledger, debit: bigint): bigint {
  const lacks = debit - running(ledger)
  const spare = ledger.guests.reduce((sum, guest) => sum + guest.amount, 0n) - ledger.borrowed
  if (total(ledger.lots).whole() >= debit) return 0n
  const part = lacks < spare ? lacks : spare
  ledger.borrowed += part
  ledger.pairs -= part
  return part
}

/** Whether a row of a pair stands on a ledger that does not know the other: there it moves money after all. */
export function isParted(facts: Case, row: Row, ledger: Ledger): boolean {
  const other = row.undoes ?? row.undoneBy
  return other !== undefined && facts.ledgerAt(ledger.account, other.time) !== ledger
}

/** One of a pair goes by. Gives what has to be taken from the payer and what comes to the payee, without a record. */
export function passPair(facts: Case, row: Row): { taken: bigint; brought: bigint } {
  const payer = facts.ledgerAt(row.from, row.time)
  const payee = facts.ledgerAt(row.to, row.time)
  const result = { taken: 0n, brought: 0n }
  if (payer !== undefined && isParted(facts, row, payer)) {
    result.taken = row.amount
  } else if (payer !== undefined) {
    payer.pairs -= row.amount
    if (payer.guests.includes(row.undoes!)) result.taken = sendHome(payer, row, facts.shortfall)
  }
  if (payee !== undefined && isParted(facts, row, payee)) {
    result.brought = row.amount
  } else if (payee !== undefined) {
    payee.pairs += row.amount
    // Money that a reversal gives back is no guest: the ledger never saw it leave.
    if (row.undoes === undefined) payee.guests.push(row)
  }
  return result
}

/** What the guests left could not have lent goes with it, as far as it is there. */
function sendHome(ledger: Ledger, row: Row, shortfall: Shortfall): bigint {
  ledger.guests = ledger.guests.filter((guest) => guest !== row.undoes)
  const left = ledger.guests.reduce((sum, guest) => sum + guest.amount, 0n)
  const owed = ledger.borrowed - left
  if (owed <= 0n) return 0n
  ledger.borrowed -= owed
  ledger.pairs += owed
  const there = total(ledger.lots).whole()
  const mayOverdraw = shortfall === 'overdraft' || statedFor(ledger.account, row) !== undefined
  return owed < there || mayOverdraw ? owed : there
}
