/** What a replay is given and what follows from it without following any money. Shares no code with the library. */
import type { Between, ClaimInput, EndCode, FreezeInput } from '../../src/trace/types.js'
import type {
  AccountKind,
  AccountRecord,
  AmountInput,
  Coverage,
  Shortfall,
  TimeInput,
  TransferRecord,
} from '../../src/types.js'
import { Fraction } from './fraction.js'
import { type Ledger, openLedgers, stretches } from './slow-ledgers.js'
import { cents, endOf, type Row, readRows, startOf, victimAccounts } from './slow-rows.js'
import type { SlowRule } from './slow-rules.js'

export interface ReplayInput {
  records: TransferRecord[]
  accounts: AccountRecord[]
  currency?: string
  coverage?: Coverage
  shortfall?: Shortfall
}

export interface ReplayOptions {
  claims: ClaimInput[]
  rule?: SlowRule
  between?: Between
  until?: TimeInput
  maxLevel?: number
  minAmount?: AmountInput
  /** Ids of the accounts at which the trace stops. */
  stopAt?: string[]
  freezes?: FreezeInput[]
}

export class Case {
  readonly options: ReplayOptions
  /** In the total order and of the claims' currency. */
  readonly rows: readonly Row[]
  readonly shortfall: Shortfall
  readonly until: number
  /** Claim id by transfer id. */
  readonly claimOf = new Map<string, string>()
  /** The victim's accounts by claim id. */
  readonly victims = new Map<string, Set<string>>()
  readonly #coverage: Coverage
  readonly #lastTime: number
  readonly #records = new Map<string, AccountRecord[]>()
  readonly #ledgers = new Map<string, Ledger[]>()

  constructor(input: ReplayInput, options: ReplayOptions) {
    const currency = input.currency ?? 'CNY'
    const all = readRows(input.records, currency)
    this.options = options
    for (const record of input.accounts) this.#records.set(record.id, [...this.#recordsOf(record.id), record])
    this.#coverage =
      input.coverage ?? (input.accounts.some((a) => stretches([a]).length > 0) ? 'statements' : 'complete')
    this.shortfall = input.shortfall ?? 'opening'
    this.#lastTime = Math.max(...all.filter((row) => row.moves).map((row) => row.time))
    this.until = options.until === undefined ? this.#lastTime : endOf(options.until)
    const named = all.filter((row) => options.claims.some((claim) => claim.transfers.includes(row.id)))
    const traced = named[0]?.currency ?? currency
    this.rows = all.filter((row) => row.currency === traced)
    for (const account of new Set([...all.flatMap((row) => [row.from, row.to]), ...this.#records.keys()])) {
      const settings = { coverage: this.#coverage, shortfall: this.shortfall, currency: traced }
      this.#ledgers.set(account, openLedgers(account, this.#recordsOf(account), this.rows, settings))
    }
    for (const claim of options.claims) {
      for (const id of claim.transfers) this.claimOf.set(id, claim.id)
      this.victims.set(claim.id, this.#victimOf(claim))
    }
  }

  ledgers(): Ledger[] {
    return [...this.#ledgers.values()].flat()
  }

  ledgerAt(account: string, time: number): Ledger | undefined {
    return this.#ledgers.get(account)?.find((ledger) => ledger.from <= time && time <= ledger.to)
  }

  /** The last instant up to which a ledger's movements are known. */
  knownUntil(ledger: Ledger): number {
    return this.#coverage === 'complete' ? this.#lastTime : ledger.to
  }

  /** The ledger of an account that is known up to the end of the trace. */
  ledgerInTheEnd(account: string): Ledger | undefined {
    const ledger = this.ledgerAt(account, this.until)
    return ledger === undefined || this.until > this.knownUntil(ledger) ? undefined : ledger
  }

  isFrozen(account: string, time: number): boolean {
    const freezes = this.options.freezes ?? []
    return freezes.some((freeze) => freeze.account === account && startOf(freeze.at) <= time)
  }

  isVictims(account: string): boolean {
    return [...this.victims.values()].some((own) => own.has(account))
  }

  isTooSmall(traced: Fraction): boolean {
    const { minAmount } = this.options
    return minAmount !== undefined && traced.compare(new Fraction(cents(minAmount))) < 0
  }

  /** Where a claim's money ends as it arrives, whatever is there; undefined where it is followed further. */
  codeOnArrival(row: Row, claim: string, level: number): EndCode | undefined {
    const [payer, payee] = [this.#kindOf(row.from), this.#kindOf(row.to)]
    if (this.victims.get(claim)!.has(row.to)) return 'returned'
    if (row.kind === 'purchase' || row.kind === 'fee' || payee === 'merchant') return 'spent'
    if ((row.kind === 'cash' && payer !== 'cash') || payee === 'cash') return 'cash-out'
    return this.limitOnArrival(row, level)
  }

  /** What the options alone end. */
  limitOnArrival(row: Row, level: number): 'stopped' | 'limit' | undefined {
    const { stopAt, maxLevel } = this.options
    if (stopAt?.includes(row.to) && !this.isVictims(row.to)) return 'stopped'
    return maxLevel !== undefined && level >= maxLevel ? 'limit' : undefined
  }

  /** What becomes of money that came to an account at an instant that none of its ledgers covers. */
  codeOutside(account: string, time: number): EndCode {
    if (this.isFrozen(account, this.until)) return 'frozen'
    if (this.#kindOf(account) === 'external') return 'no-statement'
    const last = stretches(this.#recordsOf(account)).at(-1)
    return last !== undefined && time > last.to ? 'statement-ended' : 'no-statement'
  }

  codeAtRest(ledger: Ledger): EndCode {
    if (this.isFrozen(ledger.account, this.until)) return 'frozen'
    return this.until <= this.knownUntil(ledger) ? 'held' : 'statement-ended'
  }

  #victimOf(claim: ClaimInput): Set<string> {
    const payers = this.rows.filter((row) => claim.transfers.includes(row.id)).map((row) => row.from)
    return victimAccounts(payers, [...this.#records.values()].flat(), claim.accounts)
  }

  #recordsOf(account: string): AccountRecord[] {
    return this.#records.get(account) ?? []
  }

  #kindOf(account: string): AccountKind {
    return this.#recordsOf(account)[0]?.kind ?? 'bank'
  }
}
