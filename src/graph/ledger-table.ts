import { MAX_MINOR } from '../money.js'
import type { Coverage } from '../types.js'
import type { AccountBook } from './account-book.js'
import { copy } from './copy-column.js'

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
  account = new Int32Array(64)
  currency = new Uint16Array(64)
  /** Index into the account's stretches; -1 for all time ('complete') or for none (dark). */
  stretch = new Int32Array(64)
  /** 0 for a dark ledger. */
  covered = new Uint8Array(64)
  opening = new Float64Array(64)
  openingFrom = new Uint8Array(64)
  /** By account: its first ledger + 1, 0 where it has none; by ledger: another one of the same account, likewise. */
  #first = new Int32Array(64)
  #next = new Int32Array(64)
  /** The ledgers beyond an account's first, by place: a hostile account may have many. */
  #places = new Map<string, number>()
  readonly #accounts: AccountBook
  readonly #coverage: Coverage
  /** What every ledger has turned over, in minor units; made when it is first asked for. */
  readonly #turnovers: () => Float64Array
  #room: number[] | undefined
  /** Whether `makeOneEach` made all ledgers that there are: then an account's is known without a look. */
  #oneEach = false

  constructor(accounts: AccountBook, coverage: Coverage, turnovers: () => Float64Array) {
    this.#accounts = accounts
    this.#coverage = coverage
    this.#turnovers = turnovers
  }

  /** Gives every account one ledger of its own index: how it is where one currency and no statements are in play. */
  makeOneEach(): void {
    this.#oneEach = true
    if (this.#accounts.size > this.account.length) this.#grow(this.#accounts.size)
    if (this.#accounts.size > this.#first.length) this.#first = new Int32Array(this.#accounts.size)
    for (let account = 0; account < this.#accounts.size; account++) {
      this.#make(account, 0, NO_STRETCH, this.isFollowed(account))
    }
  }

  /** The ledgers of an account, the earliest stretch first. */
  of(account: number): number[] {
    if (this.#oneEach && account < this.size) return [account]
    const ledgers: number[] = []
    for (let next = this.#first[account] ?? 0; next > 0; next = this.#next[next - 1]!) ledgers.push(next - 1)
    if (ledgers.length < 2) return ledgers
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
   * not known. Without statements the records are known up to the last. A statement is known for the whole of the
   * millisecond in which it ends.
   */
  known(
    account: number,
    currency: number,
    { ms, sub }: { ms: number; sub: number },
    lastRecord: number,
  ): number | undefined {
    if (!this.isFollowed(account)) return undefined
    if (this.#coverage === 'complete') {
      return ms > lastRecord ? undefined : (this.#placed(account, currency, NO_STRETCH, true) ?? -1)
    }
    let stretch = this.#stretchAt(account, ms, sub)
    if (stretch === NO_STRETCH) stretch = this.#stretchAt(account, ms, 0)
    return stretch === NO_STRETCH ? undefined : (this.#placed(account, currency, stretch, true) ?? -1)
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

  /**
   * The same ledgers with the openings that are declared and no others, and with room as these and the `anchors`, which
   * were declared too, leave it.
   */
  asDeclared(anchors: readonly { ledger: number; balance: number }[]): LedgerTable {
    const result = new LedgerTable(this.#accounts, this.#coverage, this.#turnovers)
    result.size = this.size
    result.account = this.account
    result.currency = this.currency
    result.stretch = this.stretch
    result.covered = this.covered
    result.#first = this.#first
    result.#next = this.#next
    result.#places = this.#places
    result.#oneEach = this.#oneEach
    result.opening = new Float64Array(this.opening.length)
    result.openingFrom = new Uint8Array(this.openingFrom.length)
    for (let ledger = 0; ledger < this.size; ledger++) {
      if (this.openingFrom[ledger] !== OPENING_DECLARED) continue
      result.setOpening(ledger, this.opening[ledger]!, OPENING_DECLARED)
      result.takeRoom(ledger, Math.abs(this.opening[ledger]!))
    }
    for (const { ledger, balance } of anchors) result.takeRoom(ledger, Math.abs(balance))
    return result
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
    const isOnly = this.#oneEach && account < this.size && currency === 0 && stretch === NO_STRETCH
    if (isOnly && this.covered[account] === Number(covered)) return account
    const first = (this.#first[account] ?? 0) - 1
    if (first < 0) return undefined
    const fits = this.currency[first] === currency && this.stretch[first] === stretch
    if (fits && this.covered[first] === Number(covered)) return first
    return this.#next[first] === 0 ? undefined : this.#places.get(`${account} ${currency} ${stretch} ${covered}`)
  }

  #make(account: number, currency: number, stretch: number, covered: boolean): number {
    const ledger = this.size++
    if (ledger !== account) this.#oneEach = false
    if (ledger === this.account.length) this.#grow(ledger * 2)
    this.account[ledger] = account
    this.currency[ledger] = currency
    this.stretch[ledger] = stretch
    this.covered[ledger] = Number(covered)
    if (account >= this.#first.length) this.#first = copy(this.#first, new Int32Array(account * 2))
    const first = this.#first[account]! - 1
    if (first < 0) {
      this.#first[account] = ledger + 1
    } else {
      this.#next[ledger] = this.#next[first]!
      this.#next[first] = ledger + 1
      this.#places.set(`${account} ${currency} ${stretch} ${covered}`, ledger)
    }
    return ledger
  }

  #grow(length: number): void {
    this.account = copy(this.account, new Int32Array(length))
    this.currency = copy(this.currency, new Uint16Array(length))
    this.stretch = copy(this.stretch, new Int32Array(length))
    this.covered = copy(this.covered, new Uint8Array(length))
    this.opening = copy(this.opening, new Float64Array(length))
    this.openingFrom = copy(this.openingFrom, new Uint8Array(length))
    this.#next = copy(this.#next, new Int32Array(length))
  }
}
