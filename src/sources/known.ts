import { compareIds } from '../compare-ids.js'
import { FundtrailError } from '../errors.js'
import { show } from '../show.js'
import { TimeReader } from '../time.js'
import type { AccountRecord } from '../types.js'
import type { Answer } from './plain.js'
import type { ExpandState, StoredTransfer } from './types.js'

interface KnownAccount {
  /** From when on its statement was asked for, in ms; null: only who it is. */
  since: number | null
  records: AccountRecord[]
  /** The ids of the rows on its statement. */
  transfers: Set<string>
}

/** `since` of an account that was not answered: no instant is earlier. */
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
    if (state?.version !== 1 || !Array.isArray(state.records) || !Array.isArray(state.accounts)) {
      throw new FundtrailError('bad-option', `resume is ${show(state)}; it must be a state that expandTrace gave`)
    }
    this.rounds = state.rounds
    this.rows = state.rows
    this.bytes = state.bytes
    for (const record of state.records) this.#add(record)
    for (const { id, since, records, transfers } of state.accounts) {
      this.#accounts.set(id, { since, records, transfers: new Set(transfers) })
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
    return [...this.#accounts.values()].flatMap(({ records }) => records)
  }

  /** How many accounts' statements were read. */
  get accountsRead(): number {
    let count = 0
    for (const { since } of this.#accounts.values()) if (since !== null) count++
    return count
  }

  get unanswered(): string[] {
    const ids: string[] = []
    for (const [id, { since }] of this.#accounts) if (since === FOR_GOOD) ids.push(id)
    return ids.sort(compareIds)
  }

  /** Whether it was asked who an account is. */
  has(account: string): boolean {
    return this.#accounts.has(account)
  }

  /** From when on an account's statement was asked for, in ms; Infinity: it was not. */
  since(account: string): number {
    return this.#accounts.get(account)?.since ?? Number.POSITIVE_INFINITY
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
      this.#accounts.set(id, { since: null, records, transfers: new Set() })
    }
  }

  /** Takes the statements of accounts, each asked for from an instant on. */
  addStatements(queries: readonly { account: string; since: Date }[], answer: Answer): void {
    this.addTransfers(answer.records, answer.bytes)
    for (const { account, since } of queries) {
      const old = this.#accounts.get(account)
      const records = answer.accounts.get(account) ?? []
      // A source that does not answer has nothing more to say: it is not asked again.
      const from = records.length === 0 ? FOR_GOOD : since.getTime()
      const transfers = new Set<string>()
      for (const record of answer.records) {
        const isOwn = record.from === account || record.to === account
        if (isOwn && this.#isKnownAt(records, record)) transfers.add(record.id)
      }
      for (const id of old?.transfers ?? []) {
        if (!transfers.has(id)) throw this.#changed(id, `it was on the statement of ${show(account)} and is no longer`)
      }
      this.#accounts.set(account, {
        since: from,
        records:
          records.length === 0 ? (old?.records ?? []).filter(({ statement }) => statement === undefined) : records,
        transfers,
      })
    }
    for (const { account } of queries) this.#checkOwn(account)
    for (const record of answer.records) {
      this.#checkSide(record, record.from)
      this.#checkSide(record, record.to)
    }
  }

  state(): ExpandState {
    return {
      version: 1,
      rounds: this.rounds,
      bytes: this.bytes,
      rows: this.rows,
      records: this.records.map((record) => structuredClone(record)),
      accounts: [...this.#accounts].map(([id, { since, records, transfers }]) => ({
        id,
        since,
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

  #changed(transfer: string, why: string): FundtrailError {
    return new FundtrailError(
      'source-changed',
      `transfer ${show(transfer)}: ${why}; the store changed while it was read: start again on one state of it`,
      { transfer },
    )
  }
}
