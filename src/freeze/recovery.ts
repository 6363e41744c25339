import { FundtrailError } from '../errors.js'
import type { GraphData } from '../graph/graph-data.js'
import type { Settled } from '../trace/read-options.js'
import { exclusionOf } from './exclusion.js'
import type { Change } from './money-in-time.js'

/** A millisecond, and the digits beyond it. */
export interface Instant {
  ms: number
  sub: number
}

/** What has become of the stolen money by some instant, in minor units. What is left of it is unresolved. */
export interface RecoveryFigures {
  freezable: number
  gone: number
  returned: number
  stolen: number
}

/** An account in `freezes` that traced money reached. */
interface FrozenAccount {
  account: number
  from: Instant
  ledgers: number[]
  kept: number
}

/**
 * Goes through the changes of a trace once, from instant to instant, and keeps what could be frozen.
 *
 * An account that is not frozen has at least the traced money that rests there: that is its `hold` for as long as its
 * statement reaches, and the sum of all is kept. A frozen one may have less, for its debits stay as recorded: it is
 * looked at in each step.
 */
export class Recovery {
  readonly #data: GraphData
  readonly #settled: Settled
  readonly #changes: readonly Change[]
  #next = 0
  readonly #figures: RecoveryFigures = { freezable: 0, gone: 0, returned: 0, stolen: 0 }
  /** Traced money by ledger. */
  readonly #resting = new Map<number, number>()
  /** The ledgers that traced money comes to and that are known, the first to end first. */
  readonly #ledgers: { ledger: number; end: number }[]
  /** How many of them have ended. */
  #ended = 0
  readonly #frozen: FrozenAccount[]
  readonly #frozenOf = new Map<number, FrozenAccount>()
  /** Ledgers whose traced money is in `#there`. */
  readonly #counted = new Set<number>()
  /** What could be frozen, but for frozen accounts. */
  #there = 0

  constructor(data: GraphData, settled: Settled, changes: readonly Change[]) {
    const { ledgers } = data
    this.#data = data
    this.#settled = settled
    this.#changes = changes
    const touched = [...new Set(changes.map(({ ledger }) => ledger))].filter(
      (ledger) => exclusionOf(data, ledgers.account[ledger]!) === undefined,
    )
    for (const ledger of touched) this.#resting.set(ledger, 0)
    this.#ledgers = touched
      .filter((ledger) => ledgers.covered[ledger])
      .map((ledger) => ({ ledger, end: ledgers.to(ledger) ?? data.last!.ms }))
      .sort((a, b) => a.end - b.end)
    for (const ledger of touched) {
      const account = ledgers.account[ledger]!
      const from = settled.freezes.get(account)
      if (from === undefined) continue
      const known = this.#frozenOf.get(account)
      if (known === undefined) this.#frozenOf.set(account, { account, from, ledgers: [ledger], kept: 0 })
      else known.ledgers.push(ledger)
    }
    this.#frozen = [...this.#frozenOf.values()]
    for (const { ledger } of this.#ledgers) {
      if (!this.#frozenOf.has(ledgers.account[ledger]!)) this.#counted.add(ledger)
    }
  }

  /** The figures at an instant, which must not lie before the one asked about last. */
  at(instant: Instant): RecoveryFigures {
    const { rows } = this.#data
    const changes = this.#changes
    while (this.#next < changes.length && !rows.isAfter(changes[this.#next]!.row, instant.ms, instant.sub)) {
      this.#apply(changes[this.#next++]!)
    }
    for (; this.#ended < this.#ledgers.length && this.#ledgers[this.#ended]!.end < instant.ms; this.#ended++) {
      const { ledger } = this.#ledgers[this.#ended]!
      if (this.#counted.delete(ledger)) this.#there -= this.#resting.get(ledger)!
    }
    let freezable = this.#there
    for (const frozen of this.#frozen) freezable += this.#holdOf(frozen, instant)
    this.#figures.freezable = freezable
    const { gone, returned, stolen } = this.#figures
    if (freezable + gone + returned > stolen || this.#there < 0) {
      throw new FundtrailError('internal', 'more is freezable, gone and returned than was stolen')
    }
    return { ...this.#figures }
  }

  #apply({ ledger, resting, kept, stolen, gone, returned }: Change): void {
    const figures = this.#figures
    figures.stolen += stolen
    figures.gone += gone
    figures.returned += returned
    const before = this.#resting.get(ledger)
    if (before === undefined) return
    this.#resting.set(ledger, before + resting)
    if (this.#counted.has(ledger)) this.#there += resting
    if (kept > 0) this.#frozenOf.get(this.#data.ledgers.account[ledger]!)!.kept += kept
  }

  /** What `freezable` says of a frozen account: all that rests there or was kept, but no more than its balance. */
  #holdOf({ account, from, ledgers: own, kept }: FrozenAccount, instant: Instant): number {
    const { ms, sub } = instant
    const { ledgers, entries, last } = this.#data
    const isFrozen = from.ms < ms || (from.ms === ms && from.sub <= sub)
    let there = kept
    for (const ledger of own) {
      if (isFrozen || this.#isKnown(ledger, ms)) there += this.#resting.get(ledger)!
    }
    if (!isFrozen) return there
    const known = ledgers.known(account, this.#settled.currency, instant, last!.ms)
    if (known === undefined || known < 0) return there
    // What rests on the known ledger is in its balance; what else the freeze holds is there besides.
    const besides = there - (this.#resting.get(known) ?? 0)
    return Math.max(0, Math.min(there, entries.balanceAt(known, ms, sub) + besides))
  }

  #isKnown(ledger: number, ms: number): boolean {
    const { ledgers, last } = this.#data
    return ledgers.covered[ledger] !== 0 && ms <= (ledgers.to(ledger) ?? last!.ms)
  }

  /** Every millisecond, up to the trace's `until`, at which a figure may change, in order. */
  instants(): number[] {
    const { rows, ledgers, accounts, last } = this.#data
    const { until, currency } = this.#settled
    const instants = new Set<number>()
    for (const { row } of this.#changes) instants.add(rows.time[row]!)
    for (const { end } of this.#ledgers) instants.add(end + 1)
    for (const { account, from } of this.#frozen) {
      instants.add(from.ms)
      instants.add(last!.ms + 1)
      for (const { from: start, to } of accounts.info(account)?.stretches ?? []) instants.add(start).add(to + 1)
      for (const ledger of ledgers.of(account)) {
        if (ledgers.covered[ledger] && ledgers.currency[ledger] === currency) this.#addOverdrafts(ledger, instants)
      }
    }
    return [...instants].filter((ms) => ms <= until.ms).sort((a, b) => a - b)
  }

  /** An overdraft changes what a frozen account has: the entries that begin, change and end one. */
  #addOverdrafts(ledger: number, instants: Set<number>): void {
    const { rows, ledgers, entries } = this.#data
    let balance = ledgers.opening[ledger]!
    for (const row of entries.of(ledger)) {
      const after = balance + (rows.toLedger[row] === ledger ? rows.amount[row]! : -rows.amount[row]!)
      if (balance < 0 || after < 0) instants.add(rows.time[row]!)
      balance = after
    }
  }
}
