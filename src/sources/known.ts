import { compareIds } from '../compare-ids.js'
import { FundtrailError } from '../errors.js'
import { show } from '../show.js'
import { TimeReader } from '../time.js'
import type { AccountRecord } from '../types.js'
import { joinRecords, keepApart, type Span } from './join-records.js'
import { addPiece, type Piece } from './pieces.js'
import { type Answer, failed } from './plain.js'
import type { ExpandState, StoredTransfer } from './types.js'

interface KnownAccount {
  /** What of its statement was read; nothing: only who it is. */
  pieces: Piece[]
  /** How many pages were asked for. */
  pages: number
  /** Whether the source once left it out of an answer. */
  unanswered: boolean
  records: AccountRecord[]
  /** The ids of the rows on its statement. */
  transfers: Set<string>
}

/** A part of an account's statement that was asked for, in ms. */
export interface Asked {
  account: string
  since: number
  /** Where the part ends that is known already; Infinity: nowhere. */
  until: number
}

/** From where on an account is read that was not answered: no instant is earlier. */
const FOR_GOOD = Number.MIN_SAFE_INTEGER

/** What makes a transfer the same one; balances are added as answers bring them. */
const CORE = ['from', 'to', 'amount', 'time', 'currency', 'kind', 'status', 'reverses'] as const
const BALANCES = ['fromBalance', 'toBalance'] as const

/** Everything that a source has answered so far. What contradicts it throws: the store changed between two questions. */
export class Known {
  rounds = 0
  /** Rows in all answers, repeated ones too, and the characters that they take as JSON. */
  rows = 0
  bytes = 0
  readonly #records = new Map<string, StoredTransfer>()
  readonly #byAccount = new Map<string, Set<string>>()
  readonly #accounts = new Map<string, KnownAccount>()
  readonly #time: TimeReader

  constructor(timeZone: string, state: ExpandState | undefined) {
    this.#time = new TimeReader(timeZone)
    if (state === undefined) return
    if (state?.version !== 2 || !Array.isArray(state.records) || !Array.isArray(state.accounts)) {
      throw new FundtrailError('bad-option', `resume is ${show(state)}; it must be a state that expandTrace gave`)
    }
    this.rounds = state.rounds
    this.rows = state.rows
    this.bytes = state.bytes
    for (const record of state.records) this.#add(record)
    for (const { id, pieces, transfers, ...rest } of state.accounts) {
      const read = pieces.map((piece) => ({ ...piece, to: piece.to ?? Number.POSITIVE_INFINITY }))
      this.#accounts.set(id, { ...rest, pieces: read, transfers: new Set(transfers) })
    }
  }

  /** The transfers, in the order of the store. */
  get records(): StoredTransfer[] {
    const place = (record: StoredTransfer) => record.place ?? Number.POSITIVE_INFINITY
    return [...this.#records.values()].sort((a, b) => {
      const [first, second] = [place(a), place(b)]
      return first === second ? compareIds(a.id, b.id) : first - second
    })
  }

  get accountRecords(): AccountRecord[] {
    const spansOf = (record: AccountRecord) => this.#spansOf(record)
    return [...this.#accounts.values()].flatMap(({ records, pieces }) => keepApart(records, pieces, spansOf))
  }

  /** Ids of all transfers that are known, and of those that they reverse. */
  chained(): string[] {
    return [...this.#records.values()].flatMap(({ id, reverses }) => (reverses === undefined ? [id] : [id, reverses]))
  }

  /** How many accounts' statements were read. */
  get accountsRead(): number {
    let count = 0
    for (const { pieces } of this.#accounts.values()) if (pieces.length > 0) count++
    return count
  }

  get unanswered(): string[] {
    const ids: string[] = []
    for (const [id, { unanswered }] of this.#accounts) if (unanswered) ids.push(id)
    return ids.sort(compareIds)
  }

  /** Whether it was asked who an account is. */
  has(account: string): boolean {
    return this.#accounts.has(account)
  }

  /** What of an account's statement was read, in the order of time. */
  pieces(account: string): readonly Piece[] {
    return this.#accounts.get(account)?.pieces ?? []
  }

  /** Where the next piece begins that was read of an account behind an instant, in ms; Infinity: there is none. */
  nextPiece(account: string, ms: number): number {
    return this.pieces(account).find(({ from }) => from > ms)?.from ?? Number.POSITIVE_INFINITY
  }

  /** When the last of the pages ends behind which a statement goes on, in ms; undefined: there are none. */
  get lastPageEnd(): number | undefined {
    let last: number | undefined
    for (const { pieces } of this.#accounts.values()) {
      for (const { to, more } of pieces) if (more && !(last !== undefined && last >= to)) last = to
    }
    return last
  }

  /** How many pages of an account's statement were asked for. */
  pages(account: string): number {
    return this.#accounts.get(account)?.pages ?? 0
  }

  addTransfers(records: readonly StoredTransfer[], bytes: number): void {
    this.rows += records.length
    this.bytes += bytes
    for (const record of records) this.#add(record)
  }

  addFacts(ids: readonly string[], answer: Answer): void {
    this.bytes += answer.bytes
    for (const id of ids) {
      const records = (answer.accounts.get(id) ?? []).map(({ statement: _, openingBalance: __, ...facts }) => facts)
      this.#accounts.set(id, { pieces: [], pages: 0, unanswered: false, records, transfers: new Set() })
    }
  }

  /** Takes what was asked of accounts' statements. */
  addStatements(asked: readonly Asked[], answer: Answer): void {
    this.addTransfers(answer.records, answer.bytes)
    for (const query of asked) this.#addStatement(query, answer)
    for (const { account } of asked) this.#checkOwn(account)
    for (const record of answer.records) {
      this.#checkSide(record, record.from)
      this.#checkSide(record, record.to)
    }
  }

  #addStatement({ account, since, until }: Asked, answer: Answer): void {
    const old = this.#accounts.get(account)
    const known = old?.pieces ?? []
    const given = answer.accounts.get(account)
    const records = given ?? []
    const spans = records.flatMap((record) => this.#spansOf(record))
    const transfers = new Set<string>()
    for (const record of answer.records) {
      const isOwn = record.from === account || record.to === account
      if (isOwn && this.#isKnownAt(records, record)) transfers.add(record.id)
    }
    for (const id of old?.transfers ?? []) {
      if (!transfers.has(id) && this.#isKnownAt(records, this.#records.get(id)!)) {
        throw this.#changed(id, `it was on the statement of ${show(account)} and is no longer`)
      }
      transfers.add(id)
    }
    const more = answer.more.has(account)
    const end = Math.max(...spans.map(({ to }) => to))
    if (more && !(end >= since)) {
      throw failed(`the page of account ${show(account)} ends before ${new Date(since).toISOString()}`)
    }
    // A source that does not answer has nothing more to say: it is not asked again.
    const begins = given === undefined && known.length === 0 ? FOR_GOOD : since
    const from = Math.min(begins, ...spans.map((span) => span.from))
    this.#accounts.set(account, {
      pieces: addPiece(known, { from, to: more ? end : until, more }),
      pages: (old?.pages ?? 0) + 1,
      unanswered: (old?.unanswered ?? false) || given === undefined,
      records:
        known.length === 0
          ? (given ?? old?.records ?? [])
          : joinRecords(old!.records, records, (record) => this.#spansOf(record)),
      transfers,
    })
  }

  state(): ExpandState {
    return {
      version: 2,
      rounds: this.rounds,
      bytes: this.bytes,
      rows: this.rows,
      records: this.records.map((record) => structuredClone(record)),
      accounts: [...this.#accounts].map(([id, { pieces, records, transfers, ...rest }]) => ({
        id,
        ...rest,
        // JSON knows no Infinity.
        pieces: pieces.map((piece) => ({ ...piece, to: Number.isFinite(piece.to) ? piece.to : null })),
        records: structuredClone(records),
        transfers: [...transfers],
      })),
    }
  }

  #add(record: StoredTransfer): void {
    const known = this.#records.get(record.id)
    if (known === undefined) {
      this.#records.set(record.id, { ...record })
      for (const account of [record.from, record.to]) {
        const ids = this.#byAccount.get(account)
        if (ids === undefined) this.#byAccount.set(account, new Set([record.id]))
        else ids.add(record.id)
      }
      return
    }
    for (const field of CORE) {
      if (known[field] === record[field]) continue
      throw this.#changed(record.id, `its ${field} was ${show(known[field])} and is ${show(record[field])} now`)
    }
    for (const field of BALANCES) {
      const balance = record[field]
      if (balance === undefined) continue
      if (known[field] !== undefined && known[field] !== balance) {
        throw this.#changed(record.id, `its ${field} was ${show(known[field])} and is ${show(balance)} now`)
      }
      known[field] = balance
    }
  }

  #checkOwn(account: string): void {
    for (const id of this.#byAccount.get(account) ?? []) this.#checkSide(this.#records.get(id)!, account)
  }

  /** A transfer that another statement shows has to be on the account's own, where that is known at its time. */
  #checkSide(record: StoredTransfer, account: string): void {
    if (record.status === 'failed' || record.from === record.to) return
    const known = this.#accounts.get(account)
    if (known === undefined || known.transfers.has(record.id) || !this.#isKnownAt(known.records, record)) return
    throw this.#changed(record.id, `another statement shows it, but that of ${show(account)} did not`)
  }

  #isKnownAt(records: readonly AccountRecord[], record: StoredTransfer): boolean {
    const time = this.#time
    if (time.read(record.time) !== undefined) return false
    const { ms, sub } = time
    for (const { statement } of records) {
      for (const { from, to } of statement === undefined ? [] : [statement].flat()) {
        if (time.read(from) !== undefined || time.ms > ms || (time.ms === ms && time.sub > sub)) continue
        if (time.read(to) !== undefined) continue
        time.toEnd()
        if (time.ms > ms || (time.ms === ms && time.sub >= sub)) return true
      }
    }
    return false
  }

  /** The periods of a record; what is no time is left to the graph to report. */
  #spansOf({ statement }: AccountRecord): Span[] {
    const time = this.#time
    return (statement === undefined ? [] : [statement].flat()).flatMap((period) => {
      if (time.read(period.from) !== undefined) return []
      const from = time.ms
      if (time.read(period.to) !== undefined) return []
      time.toEnd()
      return time.ms < from ? [] : [{ from, to: time.ms }]
    })
  }

  #changed(transfer: string, why: string): FundtrailError {
    return new FundtrailError(
      'source-changed',
      `transfer ${show(transfer)}: ${why}; the store changed while it was read: start again on one state of it`,
      { transfer },
    )
  }
}
