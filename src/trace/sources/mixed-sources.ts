import type { GraphData } from '../../graph/graph-data.js'
import { Heap } from '../../heap.js'
import { entranceBy, pseudoCode } from './entrance.js'
import type { Question } from './question.js'
import type { SourceTally } from './tally.js'
import type { SourceCode } from './types.js'

/** What is asked about of the money on one ledger, just before the entries that have had their turn. */
interface Mixture {
  ledger: number
  wanted: bigint
  /** The least number of transfers back. */
  level: number
  /** The places of the next credit and the next debit back. */
  credit: number
  debit: number
  /** The credit's rank. */
  rank: number
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
  const { credits, debits, rank } = entries
  const mixtures = new Map<number, Mixture>()
  /** The mixtures that have a credit to go back to. */
  const open = new Heap<Mixture>((a, b) => a.rank > b.rank)
  let steps = 0

  if (asked.of === undefined) return
  const amount = BigInt(asked.amount) * tally.scale
  if ('row' in asked.of) {
    came(asked.of.row, amount, 1)
  } else {
    const { ledger, at } = asked.of
    const isLater = (row: number) => rows.isAfter(row, at.ms, at.sub)
    const mixture = mixtureOf(ledger)
    mixture.credit = credits.firstWhere(ledger, isLater) - 1
    mixture.debit = debits.firstWhere(ledger, isLater) - 1
    want(mixture, amount, 0)
  }
  for (let mixture = open.pop(); mixture !== undefined; mixture = open.pop()) {
    if (steps++ < maxSteps) goBack(mixture)
    else settle(mixture, 'limit')
  }

  /** Takes out of a mixture what its next credit brought. */
  function goBack(mixture: Mixture): void {
    const { ledger, wanted, level } = mixture
    const credit = credits.rows[mixture.credit--]!
    while (mixture.debit >= debits.from[ledger]! && rank[debits.rows[mixture.debit]!]! > rank[credit]!) mixture.debit--
    const before = credits.start(credit) - debits.reachedAt(ledger, mixture.debit + 1)
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
    const mixture = mixtureOf(ledger)
    if (mixture.wanted === 0n) {
      mixture.credit = credits.firstWhere(ledger, (credit) => rank[credit]! > rank[row]!) - 1
      mixture.debit = debits.from[ledger]! + debits.placeIn(ledger, row) - 1
    }
    const balance = Math.max(0, credits.reachedAt(ledger, mixture.credit + 1) - debits.start(row))
    const short = Math.max(0, rows.amount[row]! - balance)
    const overdrawn = short === 0 ? 0n : (share * BigInt(short)) / BigInt(rows.amount[row]!)
    if (overdrawn > 0n) tally.add(account, 'overdraft', overdrawn, level, row)
    if (share === overdrawn) return
    mixture.leaving.push(row)
    want(mixture, share - overdrawn, level)
  }

  function want(mixture: Mixture, amount: bigint, level: number): void {
    const isOpen = mixture.wanted > 0n
    mixture.wanted += amount
    mixture.level = isOpen ? Math.min(mixture.level, level) : level
    if (!isOpen) goOn(mixture)
  }

  function mixtureOf(ledger: number): Mixture {
    let mixture = mixtures.get(ledger)
    if (mixture === undefined) {
      mixture = { ledger, wanted: 0n, level: 0, credit: NONE, debit: NONE, rank: NONE, leaving: [], noted: new Map() }
      mixtures.set(ledger, mixture)
    }
    return mixture
  }

  function goOn(mixture: Mixture): void {
    if (mixture.credit < credits.from[mixture.ledger]!) {
      settle(mixture, 'opening')
      return
    }
    mixture.rank = rank[credits.rows[mixture.credit]!]!
    open.push(mixture)
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
}
