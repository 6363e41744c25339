import type { GraphData } from '../../graph/graph-data.js'
import { Heap } from '../../heap.js'
import { entranceBy, overdrawnBy, pseudoCode } from './entrance.js'
import type { Question } from './question.js'
import type { SourceTally } from './tally.js'
import type { SourceCode } from './types.js'

/** What is asked about of the money on one ledger, just before the entries that have had their turn. */
interface Mixture {
  ledger: number
  wanted: bigint
  /** The least number of transfers back. */
  level: number
  /** The place of the next credit back. */
  place: number
  /** The debits by which it left, the latest first. */
  leaving: number[]
  /** How many of them have been noted, by the code of a credit without a record that they led to. */
  noted: Map<SourceCode, number>
}

const NONE = -1

/**
 * Under 'pro-rata' a debit takes the mixture that it leaves: so going back over a ledger, each credit gives its part of
 * what is there after it, and all that was asked about before that is one amount. The credits of all ledgers have their
 * turn in the reverse total order, each once, cycles or not.
 */
export function mixedSources(data: GraphData, asked: Question, maxSteps: number, tally: SourceTally): void {
  const { rows, ledgers, entries } = data
  const { credits, rank } = entries
  const mixtures = new Map<number, Mixture>()
  /** The mixtures that have a credit to go back to. */
  const open = new Heap<Mixture>((a, b) => rankOf(a) > rankOf(b))
  let steps = 0

  if (asked.of === undefined) return
  const amount = BigInt(asked.amount) * tally.scale
  if ('row' in asked.of) {
    came(asked.of.row, amount, 1)
  } else {
    const { ledger, at } = asked.of
    want(ledger, NONE, credits.firstWhere(ledger, (row) => rows.isAfter(row, at.ms, at.sub)) - 1, amount, 0)
  }
  for (let mixture = open.pop(); mixture !== undefined; mixture = open.pop()) {
    if (steps++ < maxSteps) goBack(mixture)
    else settle(mixture, 'limit')
  }

  /** Takes out of a mixture what its next credit brought. */
  function goBack(mixture: Mixture): void {
    const { ledger, wanted, level } = mixture
    const credit = credits.rows[mixture.place--]!
    const before = entries.balanceBefore(ledger, credit)
    const after = before + rows.amount[credit]!
    // Of a credit that repaid an overdraft only the rest came, and nothing older is there.
    const share = before <= 0 ? wanted : (wanted * BigInt(rows.amount[credit]!)) / BigInt(after)
    mixture.wanted -= share
    if (credit >= data.records) note(mixture, pseudoCode(data, credit), share)
    else if (share > 0n) came(credit, share, level + 1)
    if (mixture.wanted === 0n) clear(mixture)
    else goOn(mixture)
  }

  /** Money came by a transfer, `level` transfers back. */
  function came(row: number, share: bigint, level: number): void {
    const ledger = rows.fromLedger[row]!
    const account = ledgers.account[ledger]!
    const code = entranceBy(data, row, asked)
    if (code !== undefined) {
      tally.add(account, code, share, level, row)
      return
    }
    const overdrawn = (share * BigInt(overdrawnBy(data, row))) / BigInt(rows.amount[row]!)
    if (overdrawn > 0n) tally.add(account, 'overdraft', overdrawn, level, row)
    if (share === overdrawn) return
    const known = mixtures.get(ledger)
    const place =
      known === undefined || known.wanted === 0n
        ? credits.firstWhere(ledger, (credit) => rank[credit]! > rank[row]!) - 1
        : known.place
    want(ledger, row, place, share - overdrawn, level)
  }

  function want(ledger: number, debit: number, place: number, amount: bigint, level: number): void {
    let mixture = mixtures.get(ledger)
    if (mixture === undefined) {
      mixture = { ledger, wanted: 0n, level, place, leaving: [], noted: new Map() }
      mixtures.set(ledger, mixture)
    }
    const isOpen = mixture.wanted > 0n
    mixture.wanted += amount
    mixture.level = isOpen ? Math.min(mixture.level, level) : level
    mixture.place = place
    if (debit !== NONE) mixture.leaving.push(debit)
    if (!isOpen) goOn(mixture)
  }

  function goOn(mixture: Mixture): void {
    if (mixture.place >= credits.from[mixture.ledger]!) open.push(mixture)
    else settle(mixture, 'opening')
  }

  function settle(mixture: Mixture, code: SourceCode): void {
    note(mixture, code, mixture.wanted)
    clear(mixture)
  }

  function clear(mixture: Mixture): void {
    mixture.wanted = 0n
    mixture.leaving = []
    mixture.noted.clear()
  }

  /** Money was in the account, or turned up there: its ways begin with the debits by which the mixture left. */
  function note({ ledger, level, leaving, noted }: Mixture, code: SourceCode, amount: bigint): void {
    if (amount === 0n) return
    const found = tally.add(ledgers.account[ledger]!, code, amount, level, NONE)
    for (let at = noted.get(code) ?? 0; at < leaving.length; at++) found.rows.add(leaving[at]!)
    noted.set(code, leaving.length)
  }

  function rankOf({ place }: Mixture): number {
    return rank[credits.rows[place]!]!
  }
}
