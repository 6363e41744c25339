import { FundtrailError } from '../errors.js'
import { buildMoneyGraph } from '../graph/build-money-graph.js'
import { groupBy } from '../group-by.js'
import { TimeReader } from '../time.js'
import { trace } from '../trace/trace.js'
import type { Trace, TraceOptions } from '../trace/types.js'
import type { BuildOptions, Problem } from '../types.js'
import { ask, askInBatches } from './ask.js'
import { readExpandOptions, type SettledExpansion } from './expand-options.js'
import { ends, frontier, type Missing, type PiecesOf } from './frontier.js'
import { Known } from './known.js'
import { pieceAt } from './pieces.js'
import { plainAnswer, plainRecords, sizeOf } from './plain.js'
import type { ExpandLimit, ExpandLimits, Expansion, StatementQuery, StatementSource } from './types.js'

/**
 * Traces through a store that is too large to load: asks for the statements of the accounts that the money reached, from
 * its arrival on, traces again, and so on until nothing is missing. An earlier arrival that a later round finds asks
 * again. The result is that of a trace of the whole store (docs/scale.md says in what it may differ), whatever the size
 * and the order of the batches; what a limit leaves out ends 'no-statement', with its amount.
 *
 * @throws FundtrailError as `trace` does; 'bad-option'; 'source-failed' where a question fails after every retry or the
 *   answer cannot be used; 'source-changed' where answers contradict each other. `details.state` of the last two holds
 *   what was read, for `resume`. Once `signal` is aborted: its reason
 */
export async function expandTrace(
  source: StatementSource,
  options: TraceOptions & BuildOptions & ExpandLimits,
): Promise<Expansion> {
  const settled = readExpandOptions(source, options)
  const known = new Known(settled.build.timeZone, settled.limits.resume)
  try {
    return await new Run(source, settled, known).expand()
  } catch (error) {
    if (!(error instanceof FundtrailError) || !error.code.startsWith('source-')) throw error
    const withState = new FundtrailError(error.code, error.message, { ...error.details, state: known.state() })
    withState.cause = error.cause
    throw withState
  }
}

/** Each page of an account is so many times as large as the one before: few rounds, whatever the account's size. */
const PAGE_GROWTH = 4

class Run {
  readonly #source: StatementSource
  readonly #trace: TraceOptions
  readonly #build: SettledExpansion['build']
  readonly #limits: SettledExpansion['limits']
  readonly #asking: Parameters<typeof ask>[2]
  readonly #known: Known
  readonly #cut = new Set<ExpandLimit>()
  readonly #pieces: PiecesOf = (account) => this.#known.pieces(account)
  /** When the store ends, where it says so. */
  #last: Date | undefined

  constructor(source: StatementSource, { trace, build, limits }: SettledExpansion, known: Known) {
    this.#source = source
    this.#trace = trace
    this.#build = build
    this.#limits = limits
    const { batchSize, concurrency, retries, timeout, signal } = limits
    this.#asking = { batchSize, concurrency, retries, timeout, signal }
    this.#known = known
  }

  async expand(): Promise<Expansion> {
    const { lastTime } = this.#source
    if (lastTime !== undefined && this.#trace.until === undefined) {
      const last = await ask('lastTime', (signal) => lastTime.call(this.#source, { signal }), this.#asking)
      this.#last = last ?? undefined
    }
    if (this.#limits.resume === undefined) await this.#begin()
    const isSettled = this.#trace.until !== undefined || this.#last !== undefined
    let isFirst = true
    for (;;) {
      const attempt = this.#traceKnown(true)
      const missing = this.#withinLimits(this.#missing(attempt.trace))
      if (isFirst) this.#report(missing.length)
      isFirst = false
      const who = this.#unknownFaces(attempt.trace, missing)
      if (who.length > 0) {
        // They may show that the money goes no further.
        await this.#askWho(who)
        continue
      }
      if (missing.length === 0) return this.#result(isSettled ? attempt : this.#traceKnown(false))
      await this.#askStatements(missing)
      this.#known.rounds++
      this.#report(missing.length)
    }
  }

  /** Reads the claims' transfers, and who the accounts are that the options name. */
  async #begin(): Promise<void> {
    const { from, claims, freezes } = this.#trace
    const isId = (id: unknown) => typeof id === 'string' && id !== ''
    const claimed = [from, (Array.isArray(claims) ? claims : []).map((claim) => claim?.transfers)].flat(3).filter(isId)
    const question = async (batch: readonly string[], signal: AbortSignal) =>
      plainRecords(await this.#source.transfers([...batch], { signal }))
    const asked = new Set<string>()
    // What such a transfer reverses, and what reverses its reversal, decides whether it counts: mostly there is nothing.
    for (let ids = claimed as string[]; ids.length > 0; ids = this.#known.chained().filter((id) => !asked.has(id))) {
      const others = [...new Set(ids)]
      for (const id of others) asked.add(id)
      await askInBatches(
        others,
        question,
        (records) => {
          this.#known.addTransfers(records, sizeOf(records))
          return true
        },
        this.#asking,
      )
    }
    // Wrong options are to be found out before anything else is read.
    if (this.#known.records.length === 0) this.#traceKnown(true)
    const payers = this.#known.records.map((record) => record.from)
    const named = [claims, freezes].flat().flatMap((option) => {
      const { accounts, account } = (option ?? {}) as { accounts?: unknown; account?: unknown }
      return [accounts, account].flat().filter(isId) as string[]
    })
    await this.#askWho([...new Set([...payers, ...named])])
  }

  /**
   * Traces what is known. A freeze holds the money that its account has not sent on before, so that its account has to be
   * known first: until then the freeze is left out, and the money there counts as lost from sight.
   *
   * Where nobody says how far the store goes, the last row read is the end; but while rows are `sought`, the end of a
   * page is none.
   */
  #traceKnown(sought: boolean): { trace: Trace; problems: Problem[] } {
    const known = this.#known
    const build = { ...this.#build, accounts: [...this.#build.accounts, ...known.accountRecords] }
    const { graph, problems } = buildMoneyGraph(known.records, build)
    const [last, page] = [graph.lastTime?.getTime(), known.lastPageEnd]
    // A page may end long after its last row.
    const beyond = sought && page !== undefined && last !== undefined ? Math.max(last, page) + 1 : undefined
    const until = this.#trace.until ?? this.#last ?? beyond
    const options = { ...this.#trace, ...(until !== undefined && { until }) }
    let freezes = options.freezes ?? []
    for (;;) {
      const result = trace(graph, { ...options, freezes })
      const doubted = this.#doubted(result, freezes)
      if (doubted.length === 0) return { trace: result, problems }
      const others = freezes.filter((freeze) => !doubted.includes(freeze))
      const unfrozen = trace(graph, { ...options, freezes: others })
      const lacking = new Set(frontier(unfrozen, this.#pieces).map(({ account }) => account))
      if (!doubted.some(({ account }) => lacking.has(account))) return { trace: result, problems }
      freezes = freezes.filter((freeze) => !doubted.includes(freeze) || !lacking.has(freeze.account))
    }
  }

  /** The freezes of accounts of which not all is read that the freeze hangs on: to its instant, and at each arrival. */
  #doubted(trace: Trace, freezes: NonNullable<TraceOptions['freezes']>): typeof freezes {
    if (freezes.length === 0) return freezes
    const arrivals = groupBy(trace.transfers, ({ to }) => to)
    const instants = new Map(trace.settings.freezes.map(({ account, at }) => [account, at.getTime()]))
    return freezes.filter(({ account }) => {
      const pieces = this.#known.pieces(account)
      return (arrivals.get(account) ?? []).some(({ time }) => {
        const piece = pieceAt(pieces, time.getTime())
        return piece === undefined || (piece.more && piece.to < instants.get(account)!)
      })
    })
  }

  #missing(trace: Trace): Missing[] {
    const lacking = frontier(trace, this.#pieces)
    return this.#limits.ends === 'names' ? lacking : [...lacking, ...ends(trace, this.#pieces, lacking)]
  }

  /** What may still be read of what is missing. */
  #withinLimits(missing: readonly Missing[]): Missing[] {
    const { maxRounds, maxAccounts, maxRows, maxBytes } = this.#limits
    const known = this.#known
    this.#cut.clear()
    if (missing.length === 0) return []
    if (known.rounds >= maxRounds) this.#cut.add('maxRounds')
    if (known.rows >= maxRows) this.#cut.add('maxRows')
    if (known.bytes >= maxBytes) this.#cut.add('maxBytes')
    if (this.#cut.size > 0) return []
    let room = maxAccounts - known.accountsRead
    const allowed = missing.filter(({ account }) => known.pieces(account).length > 0 || room-- > 0)
    if (allowed.length < missing.length) this.#cut.add('maxAccounts')
    return allowed
  }

  /**
   * Accounts of which it is not known who they are: a merchant, a victim's own. With `stopAt` that is asked before any
   * statement, for it may spare a large one; otherwise the statement itself will say.
   */
  #unknownFaces({ accounts }: Trace, missing: readonly Missing[]): string[] {
    const asked = new Set(this.#trace.stopAt === undefined ? missing.map(({ account }) => account) : [])
    return accounts.map(({ id }) => id).filter((id) => !this.#known.has(id) && !asked.has(id))
  }

  async #askWho(ids: readonly string[]): Promise<void> {
    const { accounts } = this.#source
    const instant = this.#anInstant()
    const question = async (batch: readonly string[], signal: AbortSignal) => {
      if (accounts !== undefined) {
        const given = await accounts.call(this.#source, [...batch], { signal })
        return plainAnswer(batch, { records: [], accounts: given })
      }
      const queries = batch.map((account) => ({ account, since: instant, until: instant }))
      const answer = await this.#source.statements(queries, { signal })
      return plainAnswer(batch, { records: answer?.records, accounts: answer?.accounts })
    }
    await askInBatches(
      ids,
      question,
      (answer, batch) => {
        this.#known.addFacts(batch, answer)
        return true
      },
      this.#asking,
    )
  }

  async #askStatements(missing: readonly Missing[]): Promise<void> {
    const until = this.#until() ?? Number.POSITIVE_INFINITY
    const known = this.#known
    const asked = missing.map((gap) => ({ ...gap, until: known.nextPiece(gap.account, gap.since) - 1 }))
    const question = async (batch: readonly (typeof asked)[number][], signal: AbortSignal) => {
      const queries = batch.map((gap) => this.#query(gap, Math.min(until, gap.until)))
      const answer = await this.#source.statements(queries, { signal })
      return plainAnswer(
        batch.map(({ account }) => account),
        answer ?? {},
      )
    }
    const { maxRows, maxBytes } = this.#limits
    await askInBatches(
      asked,
      question,
      (answer, batch) => {
        known.addStatements(batch, answer)
        return known.rows < maxRows && known.bytes < maxBytes
      },
      this.#asking,
    )
  }

  #query({ account, since, continues }: Missing, until: number): StatementQuery {
    const pageRows = this.#limits.pageRows * PAGE_GROWTH ** this.#known.pages(account)
    return {
      account,
      since: new Date(since),
      ...(Number.isFinite(until) && { until: new Date(until) }),
      ...(Number.isSafeInteger(pageRows) && { pageRows }),
      ...(continues && { continues }),
    }
  }

  /** To when statements are asked for: what comes after `until` moves nothing. */
  #until(): number | undefined {
    const { until } = this.#trace
    if (until === undefined) return undefined
    const time = this.#reader()
    if (time.read(until) !== undefined) return undefined
    time.toEnd()
    return time.ms
  }

  /** Some instant of the case. */
  #anInstant(): Date {
    const time = this.#reader()
    const [first] = this.#known.records
    return new Date(first !== undefined && time.read(first.time) === undefined ? time.ms : 0)
  }

  #reader(): TimeReader {
    return new TimeReader(this.#build.timeZone)
  }

  #report(waiting: number): void {
    const { rounds, accountsRead, rows, bytes } = this.#known
    this.#limits.onProgress?.({
      round: rounds,
      accounts: accountsRead,
      rows,
      bytes,
      waiting,
      state: () => this.#known.state(),
    })
  }

  #result({ trace, problems }: { trace: Trace; problems: Problem[] }): Expansion {
    const known = this.#known
    return {
      graph: trace.graph,
      trace,
      rounds: known.rounds,
      problems,
      read: { accounts: known.accountsRead, rows: known.rows, bytes: known.bytes },
      unanswered: known.unanswered,
      limits: [...this.#cut],
      state: () => known.state(),
    }
  }
}
