import { buildMoneyGraph } from '../graph/build-money-graph.js'
import type { GraphData } from '../graph/graph-data.js'
import { dataOf } from '../graph/money-graph.js'
import { EXCLUDED } from '../graph/transfer-rows.js'
import { groupBy } from '../group-by.js'
import { toDecimal } from '../money.js'
import { WHOLE_MS } from '../time.js'
import type { AccountRecord, BuildOptions, Period, Problem, TransferRecord } from '../types.js'
import type { Span } from './join-records.js'
import { openingRecord } from './opening-record.js'
import type { StatementQuery, StatementSource, StoredTransfer } from './types.js'
import { type Pair, widen } from './widen.js'

export interface MemorySource extends Required<StatementSource> {
  /** What was wrong with the records, as `buildMoneyGraph` says it. */
  problems: Problem[]
}

/**
 * Records in memory as a source, for tests and for stores that fit. Builds their money graph, so that periods and
 * opening balances are the ones that a trace of all the records would use. Give `expandTrace` the same `currency`,
 * `currencies`, `timeZone` and `ties`.
 *
 * @throws FundtrailError as `buildMoneyGraph` does
 */
export function memorySource(records: Iterable<TransferRecord>, options: BuildOptions = {}): MemorySource {
  const kept = [...records]
  const { graph, problems } = buildMoneyGraph(kept, options)
  const data = dataOf(graph)
  const { rows, accounts, ledgers } = data
  const pairOf = new Map<number, number>()
  for (const [reversal, original] of data.reversals) pairOf.set(reversal, original).set(original, reversal)
  const rowsOf = listRows(data)
  const everything = span(data)
  const anchorsOf = groupBy(data.anchors, ({ ledger }) => ledger)

  return {
    shortfall: data.shortfall,
    problems,
    async transfers(ids) {
      const found = new Set<number>()
      for (const id of ids) {
        const row = rows.find(id)
        if (row < 0) continue
        found.add(row)
        const other = pairOf.get(row)
        if (other !== undefined) found.add(other)
      }
      return [...found].map(recordOf)
    },
    async statements(requests) {
      const found = new Set<number>()
      const answer = { records: [] as StoredTransfer[], accounts: [] as AccountRecord[], more: [] as string[] }
      for (const request of requests) {
        const account = accounts.find(request.account)
        if (account >= 0 && answerFor(account, request, found, answer.accounts)) answer.more.push(request.account)
      }
      answer.records = [...found].map(recordOf)
      return answer
    },
    async accounts(ids) {
      return ids.flatMap((id) => {
        const account = accounts.find(id)
        return account < 0 ? [] : [factsOf(account)]
      })
    },
    async lastTime() {
      return graph.lastTime
    },
  }

  /** Answers for one account; whether only with a page. */
  function answerFor(account: number, request: StatementQuery, found: Set<number>, answered: AccountRecord[]): boolean {
    const facts = factsOf(account)
    const since = request.since?.getTime() ?? Number.NEGATIVE_INFINITY
    const until = request.until?.getTime() ?? Number.POSITIVE_INFINITY
    const whole = knownPeriods(account, since, until)
    const page = request.pageRows === undefined ? whole : firstPage(account, whole, since, request.pageRows)
    if (page.length === 0) answered.push(facts)
    for (const { from, to } of page) {
      for (const row of rowsOf.get(account) ?? []) {
        const time = rows.time[row]!
        if (time < from || time > to) continue
        found.add(row)
        const other = pairOf.get(row)
        if (other !== undefined) found.add(other)
      }
      answered.push(...declaredAt(account, facts, { from, to }))
    }
    return page !== whole
  }

  /** The periods up to where so many rows have been counted, with all of that instant; all of them where no rows follow. */
  function firstPage(account: number, periods: Span[], since: number, pageRows: number): Span[] {
    const isKnown = (time: number) => periods.some(({ from, to }) => from <= time && time <= to)
    const times = (rowsOf.get(account) ?? []).map((row) => rows.time[row]!).filter((time) => time >= since)
    const shown = times.filter(isKnown).sort((a, b) => a - b)
    const last = shown[pageRows - 1]
    const index = periods.findIndex(({ from, to }) => last !== undefined && from <= last && last <= to)
    const cut = periods[index]
    if (last === undefined || cut === undefined) return periods
    const { to } = widen({ from: cut.from, to: last }, undivided(account, cut.from, cut.to))
    if (to >= shown.at(-1)!) return periods
    return [...periods.slice(0, index), { from: cut.from, to: Math.min(to, cut.to) }]
  }

  /** The stretches in which the account is known, from `since` to `until`, in ms; no reversal is parted from its row. */
  function knownPeriods(account: number, since: number, until: number): Span[] {
    if (!ledgers.isFollowed(account)) return []
    const stretches = data.coverage === 'complete' ? [everything] : (accounts.info(account)?.stretches ?? [])
    const reaching = stretches.filter(({ from, to }) => to >= since && from <= until)
    const last = stretches.at(-1)
    // Money that arrives after the last period is 'statement-ended' for that period's sake: its last instant is given.
    const chosen =
      reaching.length > 0 || last === undefined || last.to >= since ? reaching : [{ from: last.to, to: last.to }]
    return chosen.map(({ from, to }) => {
      const window = { from: Math.min(Math.max(from, since), to), to: Math.min(to, until) }
      const { from: begin, to: end } = widen(window, undivided(account, from, to))
      return { from: Math.max(from, begin), to: Math.min(to, end) }
    })
  }

  /** The stretches of time in a period that no answer may part. */
  function undivided(account: number, from: number, to: number): Pair[] {
    const pairs: Pair[] = []
    for (const row of rowsOf.get(account) ?? []) {
      const other = pairOf.get(row)
      if (other === undefined || rows.time[other]! < rows.time[row]!) continue
      const pair = { from: rows.time[row]!, to: rows.time[other]! }
      if (pair.from >= from && pair.to <= to) pairs.push(pair)
    }
    for (const { at } of ledgersIn(account, to).flatMap((ledger) => anchorsOf.get(ledger) ?? [])) {
      // What is declared for the first instant would be taken for the balance that the answer itself begins with.
      if (at > from && at <= to) pairs.push({ from: at - 1, to: at })
    }
    return pairs
  }

  /** The account's ledgers of the stretch that ends so. */
  function ledgersIn(account: number, to: number): number[] {
    return ledgers.of(account).filter((ledger) => {
      if (!ledgers.covered[ledger]) return false
      return ledgers.stretch[ledger] === -1 || (ledgers.from(ledger) <= to && ledgers.to(ledger)! >= to)
    })
  }

  /** The account's record for one period, with its balances just before, and those that were declared within it. */
  function declaredAt(account: number, facts: AccountRecord, period: { from: number; to: number }): AccountRecord[] {
    const { from, to } = period
    const known = ledgers.of(account).filter((ledger) => {
      if (!ledgers.covered[ledger]) return false
      return ledgers.stretch[ledger] === -1 || (ledgers.from(ledger) <= to && ledgers.to(ledger)! >= from)
    })
    const openings = known.map((ledger) => {
      const currency = ledgers.currency[ledger]!
      return [data.currencies[currency]!, money(data.entries.balanceAt(ledger, from - 1, WHOLE_MS), currency)] as const
    })
    const statement: Period = { from: new Date(from), to: new Date(to) }
    const declared = known.flatMap((ledger) =>
      (anchorsOf.get(ledger) ?? [])
        .filter(({ at }) => at > from && at <= to)
        .map(({ at, balance }) => {
          const currency = ledgers.currency[ledger]!
          const opening = [[data.currencies[currency]!, money(balance, currency)] as const]
          return openingRecord({ id: facts.id }, { from: new Date(at), to: new Date(to) }, opening)
        }),
    )
    return [openingRecord(facts, statement, openings), ...declared]
  }

  function factsOf(account: number): AccountRecord {
    const { statement: _, ...facts } = accounts.account(account)
    return facts
  }

  function money(minor: number, currency: number): string {
    return toDecimal(minor, data.decimals[currency]!).toFixed()
  }

  /** The record as it came, with its id, and with what repetitions of it add. */
  function recordOf(row: number): StoredTransfer {
    const place = rows.row(row)
    const currency = rows.currency[row]!
    const [fromBalance, toBalance] = [rows.fromBalance?.[row] ?? Number.NaN, rows.toBalance?.[row] ?? Number.NaN]
    return {
      ...kept[place - 1]!,
      id: rows.ids.at(row),
      place,
      currency: data.currencies[currency]!,
      ...(!Number.isNaN(fromBalance) && { fromBalance: money(fromBalance, currency) }),
      ...(!Number.isNaN(toBalance) && { toBalance: money(toBalance, currency) }),
    }
  }
}

/** The stretch of time that the rows take, those that were reversed among them. */
function span({ rows, records }: GraphData): { from: number; to: number } {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let row = 0; row < records; row++) {
    if ((rows.flags[row]! & EXCLUDED) !== 0) continue
    from = Math.min(from, rows.time[row]! - 1)
    to = Math.max(to, rows.time[row]!)
  }
  return { from, to }
}

/** By account its rows that move money, or did until they were reversed. */
function listRows({ rows, records }: GraphData): Map<number, number[]> {
  const result = new Map<number, number[]>()
  for (let row = 0; row < records; row++) {
    if ((rows.flags[row]! & EXCLUDED) !== 0) continue
    for (const account of [rows.from[row]!, rows.to[row]!]) {
      const known = result.get(account)
      if (known === undefined) result.set(account, [row])
      else known.push(row)
    }
  }
  return result
}
