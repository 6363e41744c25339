/**
 * A reference to compare the library with: every transfer is replayed in the total order and every account is a list
 * of lots, each a claim's or nobody's. It is written to be read, not to be fast, and shares no code with the library.
 * What a debit takes is the rule's (slow-rules.ts); 'poison' conserves nothing and has a replay of its own.
 */
import type { EndCode } from '../../src/trace/types.js'
import type { Figures } from './figures.js'
import { addUp, Fraction, nothing } from './fraction.js'
import { Case, type ReplayInput, type ReplayOptions } from './slow-case.js'
import { Hops } from './slow-hops.js'
import { effectOn, known, type Ledger, running, statedFor } from './slow-ledgers.js'
import { isParted, lend, passPair } from './slow-pairs.js'
import { poison } from './slow-poison.js'
import type { Row } from './slow-rows.js'
import { add, type Piece, ruleFor, take, total } from './slow-rules.js'
import { exactly, inWholeUnits, type Share } from './slow-shares.js'
import { type Arrival, type Ended, type ExactFigures, exactFigures, type Notes, summarise } from './slow-summary.js'

export type { ReplayInput, ReplayOptions } from './slow-case.js'

/** In whole minor units: to be met exactly. */
export function slowReplay(input: ReplayInput, options: ReplayOptions): Figures {
  const facts = new Case(input, options)
  if (options.rule !== 'poison') return summarise(facts, new Replay(facts, inWholeUnits).run())
  // The balances are the same under every rule; a freeze keeps nothing back where nothing is conserved.
  const { freezes: _, ...free } = options
  const unfrozen = new Case(input, { ...free, rule: 'fifo' })
  const notes = new Replay(unfrozen, inWholeUnits).run()
  return poison(facts, notes.balanceOf)
}

/**
 * In fractions of a minor unit where the rule shares out in proportion. `slack` is how far whole units may be off: one
 * for each time that they are shared out.
 */
export function exactReplay(input: ReplayInput, options: ReplayOptions): ExactFigures & { slack: Fraction } {
  let slack = nothing
  const counted: Share = (amount, weights) => {
    const isSplit = weights.length > 1 && amount.compare(addUp(weights)) < 0
    if (isSplit) slack = slack.plus(new Fraction(1n))
    return exactly(amount, weights)
  }
  return { ...exactFigures(new Replay(new Case(input, options), counted).run()), slack }
}

class Replay {
  readonly #case: Case
  readonly #share: Share
  readonly #rule: ReturnType<typeof ruleFor>
  readonly #stolen = new Map<string, Fraction>()
  readonly #arrivals: Arrival[] = []
  readonly #ended: Ended[] = []
  readonly #hops = new Hops()
  /** What came to an account at an instant that none of its ledgers covers. */
  readonly #outside: { account: string; piece: Piece }[] = []

  constructor(facts: Case, share: Share) {
    const { claims, rule = 'fifo', between = 'pro-rata' } = facts.options
    if (rule === 'poison') throw new Error('poison has no lots')
    this.#case = facts
    this.#share = share
    this.#rule = ruleFor(rule, between)
    for (const claim of claims) this.#stolen.set(claim.id, nothing)
  }

  run(): Notes {
    const { rows, until } = this.#case
    for (const row of rows) {
      if (row.time <= until) this.#enter(row)
    }
    for (const ledger of this.#case.ledgers()) this.#holdTo(ledger, until)
    // What a freeze holds on another stretch than the one known in the end is there besides that one's balance.
    for (const { account, piece } of this.#outside) {
      const code = this.#case.codeOutside(account, piece.since)
      this.#end(account, code, piece, code === 'frozen')
    }
    for (const ledger of this.#case.ledgers()) {
      const code = this.#case.codeAtRest(ledger)
      const besides = code === 'frozen' && ledger !== this.#case.ledgerAt(ledger.account, until)
      for (const lot of ledger.lots) this.#end(ledger.account, code, lot, besides)
    }
    return {
      stolen: this.#stolen,
      arrivals: this.#arrivals,
      ended: this.#ended,
      balanceOf: (account) => this.#balanceOf(account),
    }
  }

  #enter(row: Row): void {
    const payer = this.#case.ledgerAt(row.from, row.time)
    const payee = this.#case.ledgerAt(row.to, row.time)
    if (payer !== undefined) this.#reconcile(payer, row)
    if (payee !== undefined) this.#reconcile(payee, row)
    if (!row.moves) {
      const { taken, brought } = passPair(this.#case, row)
      if (taken > 0n) this.#takeAway(payer!, taken, row.time)
      if (brought > 0n) this.#credit(payee!, [own(brought, row.time)])
      return
    }
    const left = payer === undefined ? [own(row.amount, row.time)] : this.#debit(payer, row.amount)
    const kept = left.map((piece) => (this.#case.isFrozen(row.from, row.time) ? this.#keep(row.from, piece) : piece))
    const claim = this.#case.claimOf.get(row.id)
    const moved = claim === undefined ? kept : kept.map((piece) => this.#mark(claim, piece))
    const arrived = moved.map((piece) => ({
      ...piece,
      level: piece.claim === null ? 0 : piece.level + 1,
      since: row.time,
    }))
    this.#arrivals.push({ row, pieces: arrived.filter((piece) => piece.claim !== null) })
    this.#arrive(row, payee, arrived)
  }

  /** Puts in what no record shows but a balance, or a debit too large, proves: just before the row. */
  #reconcile(ledger: Ledger, row: Row): void {
    this.#holdTo(ledger, row.time)
    const stated = statedFor(ledger.account, row)
    if (stated !== undefined) this.#gap(ledger, stated - effectOn(ledger.account, row) - known(ledger), row.time)
    if (row.from !== ledger.account || !(row.moves || isParted(this.#case, row, ledger))) return
    this.#borrow(ledger, row.amount, row.time)
    if (stated === undefined && this.#case.shortfall !== 'overdraft') {
      const there = running(ledger)
      const missing = row.amount > (there > 0n ? there : 0n)
      if (missing) this.#credit(ledger, [own(row.amount - there, row.time)])
    }
  }

  /** A debit may spend what guests brought: nobody's money. */
  #borrow(ledger: Ledger, debit: bigint, time: number): void {
    const part = lend(ledger, debit)
    if (part > 0n) this.#credit(ledger, [own(part, time)])
  }

  /** Declared openings up to an instant: what the lots say must agree by then. */
  #holdTo(ledger: Ledger, time: number): void {
    while (ledger.anchors.length > 0 && ledger.anchors[0]!.at <= time) {
      const anchor = ledger.anchors.shift()!
      this.#gap(ledger, anchor.balance - known(ledger), anchor.at)
    }
  }

  #gap(ledger: Ledger, difference: bigint, time: number): void {
    if (difference > 0n) this.#credit(ledger, [own(difference, time)])
    if (difference >= 0n) return
    this.#borrow(ledger, -difference, time)
    this.#takeAway(ledger, -difference, time)
  }

  #takeAway(ledger: Ledger, amount: bigint, time: number): void {
    const frozen = this.#case.isFrozen(ledger.account, time)
    for (const piece of this.#debit(ledger, amount)) {
      if (frozen) this.#keep(ledger.account, piece)
      else this.#end(ledger.account, 'unexplained', piece)
    }
  }

  /** What leaves, in the order in which it leaves; what the lots are short of is nobody's and a debt. */
  #debit(ledger: Ledger, amount: bigint): Piece[] {
    const { taken, left } = take(ledger.lots, new Fraction(amount), this.#rule, this.#share)
    const short = amount - total(taken).whole()
    ledger.lots = left
    ledger.debt += short
    const moved = taken.map((piece) => ({ ...piece, level: this.#hopOf(ledger.account, piece) }))
    return short > 0n ? [...moved, own(short, 0)] : moved
  }

  /** The hop that a piece is at while it is in an account. */
  #hopOf(account: string, piece: Piece): number {
    if (piece.claim === null || this.#rule.byRoute) return piece.level
    return this.#hops.at(account, piece.claim)
  }

  /** Repays the overdraft first, as a debit from the credit's own pieces, then adds the rest to the lots. */
  #credit(ledger: Ledger, pieces: Piece[], settle = (piece: Piece) => piece): void {
    const { taken, left } = take(pieces, new Fraction(ledger.debt), this.#rule, this.#share)
    ledger.debt -= total(taken).whole()
    for (const piece of taken) this.#end(ledger.account, 'overdraft', piece)
    for (const piece of left) ledger.lots = add(ledger.lots, settle(piece), this.#rule)
  }

  #arrive(row: Row, payee: Ledger | undefined, pieces: Piece[]): void {
    const traced = pieces.filter((piece) => piece.claim !== null)
    for (const piece of traced) this.#hops.note(row.to, piece.claim!, piece.level)
    const tooSmall = this.#case.isTooSmall(total(traced))
    const settle = (piece: Piece): Piece => {
      if (piece.claim === null) return piece
      const code = this.#case.codeOnArrival(row, piece.claim, piece.level) ?? (tooSmall ? 'limit' : undefined)
      if (code === undefined) return piece
      this.#end(row.to, code, piece)
      return { ...piece, claim: null, level: 0 }
    }
    if (payee !== undefined) this.#credit(payee, pieces, settle)
    else for (const piece of pieces) this.#outside.push({ account: row.to, piece: settle(piece) })
  }

  #balanceOf(account: string): Fraction | undefined {
    const ledger = this.#case.ledgerInTheEnd(account)
    if (ledger === undefined) return undefined
    const frozen = this.#ended.filter((end) => end.account === account && end.kept)
    return new Fraction(running(ledger)).plus(total(frozen.map((end) => end.piece)))
  }

  /** A freeze keeps a claim's piece back; nobody's money goes in its place. */
  #keep(account: string, piece: Piece): Piece {
    if (piece.claim === null) return piece
    this.#end(account, 'frozen', piece, true)
    return { ...piece, claim: null, level: 0 }
  }

  #mark(claim: string, piece: Piece): Piece {
    if (piece.claim !== null) return piece
    this.#stolen.set(claim, this.#stolen.get(claim)!.plus(piece.amount))
    return { ...piece, claim, level: 0 }
  }

  #end(account: string, code: EndCode, piece: Piece, kept = false): void {
    if (piece.claim !== null) this.#ended.push({ account, code, piece, kept })
  }
}

function own(amount: bigint, since: number): Piece {
  return { claim: null, amount: new Fraction(amount), level: 0, since }
}
