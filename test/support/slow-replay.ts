/**
 * A reference to compare the library with: every transfer is replayed in the total order and every account is a list
 * of lots, each a claim's or nobody's. It is written to be read, not to be fast, and shares no code with the library.
 */
import type { ClaimInput, EndCode, FreezeInput } from '../../src/trace/types.js'
import type {
  AccountKind,
  AccountRecord,
  AmountInput,
  Coverage,
  Shortfall,
  TimeInput,
  TransferRecord,
} from '../../src/types.js'
import type { Figures } from './figures.js'
import { effectOn, known, type Ledger, openLedgers, running, statedFor, stretches } from './slow-ledgers.js'
import { cents, endOf, type Row, readRows, startOf, victimAccounts } from './slow-rows.js'
import { type Piece, type SlowRule, type Take, takes, total } from './slow-rules.js'
import { type Arrival, type Ended, summarise } from './slow-summary.js'

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
  until?: TimeInput
  maxLevel?: number
  minAmount?: AmountInput
  /** Ids of the accounts at which the trace stops. */
  stopAt?: string[]
  freezes?: FreezeInput[]
}

export function slowReplay(input: ReplayInput, options: ReplayOptions): Figures {
  return new Replay(input, options).run()
}

class Replay {
  readonly #records = new Map<string, AccountRecord[]>()
  readonly #rows: Row[]
  readonly #ledgers = new Map<string, Ledger[]>()
  readonly #take: Take
  readonly #options: ReplayOptions
  readonly #coverage: Coverage
  readonly #shortfall: Shortfall
  readonly #lastTime: number
  readonly #until: number
  /** Claim id by transfer id. */
  readonly #claimOf = new Map<string, string>()
  /** The victim's accounts by claim id. */
  readonly #victims = new Map<string, Set<string>>()
  readonly #stolen = new Map<string, bigint>()
  readonly #arrivals: Arrival[] = []
  readonly #ended: Ended[] = []
  /** What came to an account at an instant that none of its ledgers covers. */
  readonly #outside: { account: string; piece: Piece }[] = []

  constructor(input: ReplayInput, options: ReplayOptions) {
    const currency = input.currency ?? 'CNY'
    const all = readRows(input.records, currency)
    this.#options = options
    this.#take = takes[options.rule ?? 'fifo']
    for (const record of input.accounts) this.#records.set(record.id, [...this.#recordsOf(record.id), record])
    this.#coverage =
      input.coverage ?? (input.accounts.some((a) => stretches([a]).length > 0) ? 'statements' : 'complete')
    this.#shortfall = input.shortfall ?? 'opening'
    this.#lastTime = Math.max(...all.filter((row) => row.moves).map((row) => row.time))
    this.#until = options.until === undefined ? this.#lastTime : endOf(options.until)
    const named = all.filter((row) => options.claims.some((claim) => claim.transfers.includes(row.id)))
    const traced = named[0]?.currency ?? currency
    this.#rows = all.filter((row) => row.currency === traced)
    for (const account of new Set([...all.flatMap((row) => [row.from, row.to]), ...this.#records.keys()])) {
      const settings = { coverage: this.#coverage, shortfall: this.#shortfall, currency: traced }
      this.#ledgers.set(account, openLedgers(account, this.#recordsOf(account), this.#rows, settings))
    }
    for (const claim of options.claims) {
      for (const id of claim.transfers) this.#claimOf.set(id, claim.id)
      this.#victims.set(claim.id, this.#victimOf(claim))
      this.#stolen.set(claim.id, 0n)
    }
  }

  run(): Figures {
    for (const row of this.#rows) {
      if (row.time <= this.#until) this.#enter(row)
    }
    for (const ledger of [...this.#ledgers.values()].flat()) this.#holdTo(ledger, this.#until)
    // What a freeze holds on another stretch than the one known in the end is there besides that one's balance.
    for (const { account, piece } of this.#outside) {
      const code = this.#codeOutside(account, piece.since)
      this.#end(account, code, piece, code === 'frozen')
    }
    for (const ledger of [...this.#ledgers.values()].flat()) {
      const code = this.#codeAtRest(ledger)
      const besides = code === 'frozen' && ledger !== this.#ledgerAt(ledger.account, this.#until)
      for (const lot of ledger.lots) this.#end(ledger.account, code, lot, besides)
    }
    return summarise({
      rows: this.#rows,
      claims: this.#options.claims,
      until: this.#until,
      victims: this.#victims,
      stolen: this.#stolen,
      arrivals: this.#arrivals,
      ended: this.#ended,
      balanceOf: (account) => this.#balanceOf(account),
    })
  }

  #enter(row: Row): void {
    const payer = this.#ledgerAt(row.from, row.time)
    const payee = this.#ledgerAt(row.to, row.time)
    if (payer !== undefined) this.#reconcile(payer, row)
    if (payee !== undefined) this.#reconcile(payee, row)
    if (!row.moves) {
      if (payer !== undefined) payer.pairs -= row.amount
      if (payee !== undefined) payee.pairs += row.amount
      // Money that a reversal gives back is a guest only where the ledger did not give it: in another period.
      const origin = row.undoes && this.#ledgerAt(row.undoes.from, row.undoes.time)
      if (payee !== undefined && payee !== origin) payee.guests.push(row)
      if (payer?.guests.includes(row.undoes!)) this.#sendHome(payer, row)
      return
    }
    const left = payer === undefined ? [own(row.amount, row.time)] : this.#debit(payer, row.amount)
    const kept = left.map((piece) => (this.#isFrozen(row.from, row.time) ? this.#keep(row.from, piece) : piece))
    const claim = this.#claimOf.get(row.id)
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
    if (row.moves && row.from === ledger.account) this.#borrow(ledger, row.amount, row.time)
    if (stated === undefined && row.moves && row.from === ledger.account && this.#shortfall !== 'overdraft') {
      const there = running(ledger)
      const missing = row.amount > (there > 0n ? there : 0n)
      if (missing) this.#credit(ledger, [own(row.amount - there, row.time)])
    }
  }

  /** A debit may spend what guests brought: own money of just what it lacks, until they go home. */
  #borrow(ledger: Ledger, debit: bigint, time: number): void {
    const lacks = debit - running(ledger)
    const spare = ledger.guests.reduce((sum, guest) => sum + guest.amount, 0n) - ledger.borrowed
    if (total(ledger.lots) >= debit || spare === 0n) return
    const part = lacks < spare ? lacks : spare
    this.#credit(ledger, [own(part, time)])
    ledger.borrowed += part
    ledger.pairs -= part
  }

  /** A reversal takes its guest away: what the guests left could not have lent goes with it, as far as it is there. */
  #sendHome(ledger: Ledger, row: Row): void {
    ledger.guests = ledger.guests.filter((guest) => guest !== row.undoes)
    const left = ledger.guests.reduce((sum, guest) => sum + guest.amount, 0n)
    const owed = ledger.borrowed - left
    if (owed <= 0n) return
    const there = total(ledger.lots)
    const mayOverdraw = this.#shortfall === 'overdraft' || statedFor(ledger.account, row) !== undefined
    this.#takeAway(ledger, owed < there || mayOverdraw ? owed : there, row.time)
    ledger.borrowed -= owed
    ledger.pairs += owed
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
    const frozen = this.#isFrozen(ledger.account, time)
    for (const piece of this.#debit(ledger, amount)) {
      if (frozen) this.#keep(ledger.account, piece)
      else this.#end(ledger.account, 'unexplained', piece)
    }
  }

  /** What leaves, in the order in which it leaves; what the lots are short of is nobody's and a debt. */
  #debit(ledger: Ledger, amount: bigint): Piece[] {
    const { taken, left } = this.#take(ledger.lots, amount)
    const short = amount - total(taken)
    ledger.lots = left
    ledger.debt += short
    return short > 0n ? [...taken, own(short, 0)] : taken
  }

  /** Repays the overdraft first, then adds lots; gives back what repaid it. */
  #credit(ledger: Ledger, pieces: Piece[], settle = (piece: Piece) => piece): void {
    const { taken, left } = this.#take(pieces, ledger.debt)
    ledger.debt -= total(taken)
    for (const piece of taken) this.#end(ledger.account, 'overdraft', piece)
    ledger.lots.push(...left.map(settle))
  }

  #arrive(row: Row, payee: Ledger | undefined, pieces: Piece[]): void {
    const traced = total(pieces.filter((piece) => piece.claim !== null))
    const tooSmall = this.#options.minAmount !== undefined && traced < cents(this.#options.minAmount)
    const settle = (piece: Piece): Piece => {
      if (piece.claim === null) return piece
      const code = this.#codeOnArrival(row, piece) ?? (tooSmall ? 'limit' : undefined)
      if (code === undefined) return piece
      this.#end(row.to, code, piece)
      return own(piece.amount, piece.since)
    }
    if (payee !== undefined) this.#credit(payee, pieces, settle)
    else for (const piece of pieces) this.#outside.push({ account: row.to, piece: settle(piece) })
  }

  #codeOnArrival(row: Row, piece: Piece): EndCode | undefined {
    const { stopAt, maxLevel } = this.#options
    const [payer, payee] = [this.#kindOf(row.from), this.#kindOf(row.to)]
    if (this.#victims.get(piece.claim!)!.has(row.to)) return 'returned'
    if (row.kind === 'purchase' || row.kind === 'fee' || payee === 'merchant') return 'spent'
    if ((row.kind === 'cash' && payer !== 'cash') || payee === 'cash') return 'cash-out'
    if (stopAt?.includes(row.to) && ![...this.#victims.values()].some((own) => own.has(row.to))) return 'stopped'
    if (maxLevel !== undefined && piece.level >= maxLevel) return 'limit'
    return undefined
  }

  #codeOutside(account: string, time: number): EndCode {
    if (this.#isFrozen(account, this.#until)) return 'frozen'
    if (this.#kindOf(account) === 'external') return 'no-statement'
    const last = stretches(this.#recordsOf(account)).at(-1)
    return last !== undefined && time > last.to ? 'statement-ended' : 'no-statement'
  }

  #codeAtRest(ledger: Ledger): EndCode {
    if (this.#isFrozen(ledger.account, this.#until)) return 'frozen'
    return this.#until <= this.#knownUntil(ledger) ? 'held' : 'statement-ended'
  }

  #knownUntil(ledger: Ledger): number {
    return this.#coverage === 'complete' ? this.#lastTime : ledger.to
  }

  #balanceOf(account: string): bigint | undefined {
    const ledger = this.#ledgerAt(account, this.#until)
    if (ledger === undefined || this.#until > this.#knownUntil(ledger)) return undefined
    const frozen = this.#ended.filter((end) => end.account === account && end.kept)
    return running(ledger) + total(frozen.map((end) => end.piece))
  }

  /** A freeze keeps a claim's piece back; nobody's money goes in its place. */
  #keep(account: string, piece: Piece): Piece {
    if (piece.claim === null) return piece
    this.#end(account, 'frozen', piece, true)
    return own(piece.amount, 0)
  }

  #mark(claim: string, piece: Piece): Piece {
    if (piece.claim !== null) return piece
    this.#stolen.set(claim, this.#stolen.get(claim)! + piece.amount)
    return { ...piece, claim, level: 0 }
  }

  #end(account: string, code: EndCode, piece: Piece, kept = false): void {
    if (piece.claim !== null) this.#ended.push({ account, code, piece, kept })
  }

  #isFrozen(account: string, time: number): boolean {
    const freezes = this.#options.freezes ?? []
    return freezes.some((freeze) => freeze.account === account && startOf(freeze.at) <= time)
  }

  #victimOf(claim: ClaimInput): Set<string> {
    const payers = this.#rows.filter((row) => claim.transfers.includes(row.id)).map((row) => row.from)
    return victimAccounts(payers, [...this.#records.values()].flat(), claim.accounts)
  }

  #ledgerAt(account: string, time: number): Ledger | undefined {
    return this.#ledgers.get(account)?.find((ledger) => ledger.from <= time && time <= ledger.to)
  }

  #recordsOf(account: string): AccountRecord[] {
    return this.#records.get(account) ?? []
  }

  #kindOf(account: string): AccountKind {
    return this.#recordsOf(account)[0]?.kind ?? 'bank'
  }
}

function own(amount: bigint, since: number): Piece {
  return { claim: null, amount, level: 0, since }
}
