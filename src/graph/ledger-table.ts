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
  /** The next ledger of the same account, -1 at the end. */
  readonly next: number[] = []
  readonly #first: number[] = []
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
      this.#make(account, 0, NO_STRETCH, this.isFollowed(account), -1)
    }
  }

  get isEverythingCovered(): boolean {
    return this.#coverage === 'complete'
  }

  /** The first ledger of an account, -1 where it has none; `next` has the others, in the order of their making. */
  first(account: number): number {
    return this.#first[account] ?? -1
  }

  /** The ledger that an entry of this instant belongs to; made where it is new. */
  at(account: number, currency: number, ms: number, sub: number): number {
    const followed = this.isFollowed(account)
    const everything = followed && this.#coverage === 'complete'
    const stretch = followed && !everything ? this.#stretchAt(account, ms, sub) : NO_STRETCH
    const covered = everything || stretch !== NO_STRETCH
    let last = -1
    for (let ledger = this.first(account); ledger >= 0; ledger = this.next[ledger]!) {
      if (this.currency[ledger] === currency && this.stretch[ledger] === stretch && this.covered[ledger] === covered) {
        return ledger
      }
      last = ledger
    }
    return this.#make(account, currency, stretch, covered, last)
  }

  /**
   * The ledger on which an account is known at an instant: -1 where it is known to have no entry, undefined where it is
   * not known. Without statements the records are known up to the last.
   */
  known(account: number, currency: number, ms: number, lastRecord: number): number | undefined {
    if (!this.isFollowed(account)) return undefined
    const stretch = this.#coverage === 'complete' ? NO_STRETCH : this.#stretchAt(account, ms, 0)
    if (this.#coverage === 'complete' ? ms > lastRecord : stretch === NO_STRETCH) return undefined
    for (let ledger = this.first(account); ledger >= 0; ledger = this.next[ledger]!) {
      if (this.currency[ledger] === currency && this.stretch[ledger] === stretch && this.covered[ledger]) return ledger
    }
    return -1
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

  #make(account: number, currency: number, stretch: number, covered: boolean, last: number): number {
    const ledger = this.size++
    this.account.push(account)
    this.currency.push(currency)
    this.stretch.push(stretch)
    this.covered.push(covered)
    this.opening.push(0)
    this.openingFrom.push(OPENING_UNKNOWN)
    this.next.push(-1)
    if (last >= 0) {
      this.next[last] = ledger
    } else {
      while (this.#first.length <= account) this.#first.push(-1)
      this.#first[account] = ledger
    }
    return ledger
  }
}
