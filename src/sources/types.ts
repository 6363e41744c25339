import type { MoneyGraph } from '../graph/money-graph.js'
import type { Trace } from '../trace/types.js'
import type { AccountRecord, Problem, Shortfall, TransferRecord } from '../types.js'

/** One account's statement, asked for. */
export interface StatementQuery {
  account: string
  /** From this instant on (inclusive, with the whole millisecond); absent: from the first record. */
  since?: Date
  /** To this instant (inclusive); absent: to the last record. */
  until?: Date
  /**
   * About how many rows are wanted, counted from `since` on. Where the statement has more, the answer may end behind
   * that row, with all rows of its millisecond, and names the account in `more`. A source may ignore it.
   */
  pageRows?: number
  /** What comes before `since` was read: an answer that begins there needs no opening balance. */
  continues?: boolean
}

/** A transfer as a store holds it. Its `id` is there, and the same whichever account was asked for. */
export interface StoredTransfer extends TransferRecord {
  id: string
  /**
   * The place of the record in the store's own order, the same in every answer: it decides between rows of one instant
   * that no balance orders. Without it such rows stand by id.
   */
  place?: number
}

export interface StatementAnswer {
  /** Every movement of the accounts asked for within their periods, in any order. */
  records: TransferRecord[]
  /**
   * For every account asked for, also an empty one, a record with its period (`statement`) and the balance just before
   * it (`openingBalance`); several records where it has several periods. An account without a statement has a record
   * without a period. One that no record names is final: money that arrives there ends 'no-statement'.
   */
  accounts: AccountRecord[]
  /**
   * The accounts of which this is only a page: their statements go on behind the end of the last period given, which is
   * not before `since`. They are asked for the next page only if traced money is still there.
   */
  more?: string[]
}

export interface SourceOptions {
  /** Aborts when the answer is no longer wanted. */
  signal?: AbortSignal | undefined
}

/**
 * A store that is asked for the statements of single accounts. The period of an answer may begin before `since` and end
 * after `until`, never the other way round unless nothing more is known. It must not part a transfer from the row that
 * reverses it. Both rows of such a pair are given, or neither.
 */
export interface StatementSource {
  /** The transfers with these ids, and the rows that reverse them; ids that the store has not are left out. */
  transfers(ids: string[], options?: SourceOptions): Promise<TransferRecord[]>
  statements(requests: StatementQuery[], options?: SourceOptions): Promise<StatementAnswer>
  /**
   * Who these accounts are (holder, kind, institution and so on) without their statements; unknown ones are left out.
   * Where a source cannot, it is asked for the statement of a single instant instead.
   */
  accounts?(ids: string[], options?: SourceOptions): Promise<AccountRecord[]>
  /** The time of the last transfer in the store: the default of `until`. Without it that is the last one read. */
  lastTime?(options?: SourceOptions): Promise<Date | undefined>
  /** The mode under which the opening balances were found; `expandTrace` takes it over, and refuses another. */
  readonly shortfall?: Shortfall
}

/** How much may be read. What a limit leaves out ends 'no-statement', with its amount, and is in `nextStatements`. */
export interface ExpandLimits {
  /**
   * Accounts where all the money ended on arrival (spent, cashed out, back with the victim, or at a limit): 'statements'
   * are read too, for money that repays an overdraft ends there instead, and for the balance; 'names' asks only who they
   * are. The accounts of `stopAt` are never read. Default 'statements'.
   */
  ends?: 'statements' | 'names'
  /** Rounds of questions. Default: as many as it takes. */
  maxRounds?: number
  /** Accounts whose statements are read: those with the most traced money first. */
  maxAccounts?: number
  /** Rows read: checked after each batch, so that the last one may exceed it. */
  maxRows?: number
  /** Characters that the answers take as JSON: checked likewise. */
  maxBytes?: number
  /**
   * Rows of one account that are asked for at once. An account is read on only while traced money is in it, and each
   * further page of it is asked for with four times as many rows. Default 100.
   */
  pageRows?: number
  /** Accounts asked for at once. Default 100. */
  batchSize?: number
  /** Batches under way at once. Default 4. */
  concurrency?: number
  /** How often a question that failed is asked again. Default 2. */
  retries?: number
  /** Milliseconds until a question counts as failed. Default: never. */
  timeout?: number
  /** Ends the work: the promise is rejected with the signal's reason. */
  signal?: AbortSignal
  /** Called after each round and, before the first, with what the claims' transfers gave. */
  onProgress?: (progress: ExpandProgress) => void
  /** Goes on from the finished rounds of an earlier run with the same options, as `onProgress` or an error gave them. */
  resume?: ExpandState
}

export type ExpandLimit = 'maxRounds' | 'maxAccounts' | 'maxRows' | 'maxBytes'

export interface ExpandProgress {
  /** Finished rounds. */
  round: number
  /** Accounts whose statements have been read. */
  accounts: number
  /** Rows in all answers: a transfer between two accounts that are asked for comes twice. */
  rows: number
  /** Characters that the answers took as JSON. */
  bytes: number
  /** Accounts whose statement is asked for next; 0 at the end. */
  waiting: number
  /** The finished rounds, to be kept as JSON. Made when it is called. */
  state(): ExpandState
}

/** What finished rounds have read: plain JSON. */
export interface ExpandState {
  version: 2
  rounds: number
  bytes: number
  rows: number
  records: StoredTransfer[]
  /** The records of each account asked for; none where the source did not answer. */
  accounts: {
    id: string
    /** What of the statement was read; nothing: only who it is. */
    pieces: { from: number; to: number | null; more: boolean }[]
    /** How many pages were asked for. */
    pages: number
    /** Whether the source once left it out of an answer. */
    unanswered: boolean
    records: AccountRecord[]
    /** Ids of the rows on its statement. */
    transfers: string[]
  }[]
}

export interface Expansion {
  graph: MoneyGraph
  trace: Trace
  /** Rounds of statements that were asked for. */
  rounds: number
  /** What was wrong with the records, as `buildMoneyGraph` says it. */
  problems: Problem[]
  /** Accounts whose statements were read, rows in all answers, and the characters that these took as JSON. */
  read: { accounts: number; rows: number; bytes: number }
  /** Accounts that were asked for and not answered, sorted: money there ends 'no-statement'. */
  unanswered: string[]
  /** The limits that left something out; empty: everything that the trace reaches was read. */
  limits: ExpandLimit[]
  /** All that was read, to be kept as JSON. Made when it is called. */
  state(): ExpandState
}
