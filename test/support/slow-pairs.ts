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

/** One of a pair goes by. Gives what has to be taken from the payer, as a reversal sends its guest home. */
export function passPair(facts: Case, row: Row): bigint {
  const payer = facts.ledgerAt(row.from, row.time)
  const payee = facts.ledgerAt(row.to, row.time)
  if (payer !== undefined) payer.pairs -= row.amount
  if (payee !== undefined) payee.pairs += row.amount
  // Money that a reversal gives back is a guest only where the ledger did not give it: in another period.
  const origin = row.undoes && facts.ledgerAt(row.undoes.from, row.undoes.time)
  if (payee !== undefined && payee !== origin) payee.guests.push(row)
  return payer?.guests.includes(row.undoes!) ? sendHome(payer, row, facts.shortfall) : 0n
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
