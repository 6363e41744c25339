import { MAX_MINOR } from '../money.js'
import type { Coverage } from '../types.js'
import type { AccountBook } from './account-book.js'

/** Whether and how an opening balance is known. */
export const OPENING_UNKNOWN = 0
/** Declared by an account record. */
export const OPENING_DECLARED = 1
/** Follows from the first balance that a row states. */
export const OPENING_STATED = 2
/** The least that explains every debit (`shortfall: 'opening'`). */
export const OPENING_INFERRED = 3

const NO_STRETCH = -1

/**
 * The ledgers, a column a field. A ledger is one account's money in one currency over one known stretch of time. What
 * no stretch covers goes to the account's dark ledger: money is seen to arrive there, and no more.
 */
export class LedgerTable {
  size = 0
  readonly account: number[] = []
  readonly currency: number[] = []
  /** Index into the account's stretches; -1 for all time ('complete') or for none (dark). */
  readonly stretch: number[] = []
  readonly covered: boolean[] = []
  readonly opening: number[] = []
  readonly openingFrom: number[] = []
  /** By account: its first ledger, -1 where it has none; by ledger: another one of the same account. */
  readonly #first: number[] = []
  readonly #next: number[] = []
  /** The ledgers beyond an account's first, by place: a hostile account may have many. */
  readonly #places = new Map<string, number>()
  readonly #accounts: AccountBook
  readonly #coverage: Coverage
  /** What every ledger has turned over, in minor units; made when it is first asked for. */
  readonly #turnovers: () => Float64Array
  #room: number[] | undefined

  constructor(accounts: AccountBook, coverage: Coverage, turnovers: () => Float64Array) {
    this.#accounts = accounts
    this.#coverage = coverage
    this.#turnovers = turnovers
  }

  /** Gives every account one ledger of its own index: how it is where one currency and no statements are in play. */
  makeOneEach(): void {
    for (let account = 0; account < this.#accounts.size; account++) {
      this.#make(account, 0, NO_STRETCH, this.isFollowed(account))
    }
  }

  /** The ledgers of an account, the earliest stretch first. */
  of(account: number): number[] {
    const first = this.#first[account] ?? -1
    if (first < 0 || this.#next[first]! < 0) return first < 0 ? [] : [first]
    const ledgers: number[] = []
    for (let ledger = first; ledger >= 0; ledger = this.#next[ledger]!) ledgers.push(ledger)
    return ledgers.sort((a, b) => this.from(a) - this.from(b) || a - b)
  }

  /** The ledger that an entry of this instant belongs to; made where it is new. */
  at(account: number, currency: number, ms: number, sub: number): number {
    const followed = this.isFollowed(account)
    const everything = followed && this.#coverage === 'complete'
    const stretch = followed && !everything ? this.#stretchAt(account, ms, sub) : NO_STRETCH
    const covered = everything || stretch !== NO_STRETCH
    return this.#placed(account, currency, stretch, covered) ?? this.#make(account, currency, stretch, covered)
  }

  /**
   * The ledger on which an account is known at an instant: -1 where it is known to have no entry, undefined where it is
   * not known. Without statements the records are known up to the last.
   */
  known(account: number, currency: number, ms: number, lastRecord: number): number | undefined {
    if (!this.isFollowed(account)) return undefined
    const stretch = this.#coverage === 'complete' ? NO_STRETCH : this.#stretchAt(account, ms, 0)
    if (this.#coverage === 'complete' ? ms > lastRecord : stretch === NO_STRETCH) return undefined
    return this.#placed(account, currency, stretch, true) ?? -1
  }

  /** Whether money is followed through this account at all: never outside the known world. */
  isFollowed(account: number): boolean {
    const info = this.#accounts.info(account)
    if (info === undefined) return true
    return info.kind !== 'external' && (info.kind !== 'clearing' || info.stretches.length > 0)
  }

  /** When the ledger begins; -Infinity: with the records. */
  from(ledger: number): number {
    return this.#stretch(ledger)?.from ?? Number.NEGATIVE_INFINITY
  }

  /** When the ledger is known no longer; undefined: after the last record. */
  to(ledger: number): number | undefined {
    return this.#stretch(ledger)?.to
  }

  setOpening(ledger: number, opening: number, from: number): void {
    this.opening[ledger] = opening
    this.openingFrom[ledger] = from
  }

  /** Takes an amount from what the ledger's sums can still hold exactly; false, taking nothing, where it is too much. */
  takeRoom(ledger: number, amount: number): boolean {
    this.#room ??= Array.from(this.#turnovers(), (turnover) => MAX_MINOR - turnover)
    const room = this.#room[ledger] ?? MAX_MINOR
    if (!(amount <= room)) return false
    this.#room[ledger] = room - amount
    return true
  }

  #stretch(ledger: number) {
    const stretch = this.stretch[ledger]!
    return stretch === NO_STRETCH ? undefined : this.#accounts.info(this.account[ledger]!)?.stretches[stretch]
  }

  #stretchAt(account: number, ms: number, sub: number): number {
    const stretches = this.#accounts.info(account)?.stretches ?? []
    let low = 0
    let high = stretches.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const { to, toSub } = stretches[middle]!
      if (to < ms || (to === ms && toSub < sub)) low = middle + 1
      else high = middle
    }
    const stretch = stretches[low]
    if (stretch === undefined) return NO_STRETCH
    return stretch.from < ms || (stretch.from === ms && stretch.fromSub <= sub) ? low : NO_STRETCH
  }

  #placed(account: number, currency: number, stretch: number, covered: boolean): number | undefined {
    const first = this.#first[account] ?? -1
    if (first < 0) return undefined
    if (this.currency[first] === currency && this.stretch[first] === stretch && this.covered[first] === covered) {
      return first
    }
    return this.#next[first]! < 0 ? undefined : this.#places.get(`${account} ${currency} ${stretch} ${covered}`)
  }

  #make(account: number, currency: number, stretch: number, covered: boolean): number {
    const ledger = this.size++
    this.account.push(account)
    this.currency.push(currency)
    this.stretch.push(stretch)
    this.covered.push(covered)
    this.opening.push(0)
    this.openingFrom.push(OPENING_UNKNOWN)
    while (this.#first.length <= account) this.#first.push(-1)
    const first = this.#first[account]!
    if (first < 0) {
      this.#first[account] = ledger
      this.#next.push(-1)
    } else {
      this.#next.push(this.#next[first]!)
      this.#next[first] = ledger
      this.#places.set(`${account} ${currency} ${stretch} ${covered}`, ledger)
    }
    return ledger
  }
}
