/** Every rule on the same bank: one claim, beside a replay of all transfers under the same rule, and many claims at once. */
import {
  attributionBounds,
  buildMoneyGraph,
  freezable,
  type MoneyGraph,
  type Rule,
  recoveryCurve,
  type TransferRecord,
  trace,
} from 'fundtrail'
import { compare } from './claim.js'
import {
  type BenchOptions,
  count,
  duration,
  type Figure,
  type Measurement,
  median,
  quantile,
  timeRuns,
  times,
} from './figures.js'
import { columns, random, records, transferIds } from './generator.js'
import { leastOpenings } from './replay.js'
import { replayOf } from './rule-replays.js'

const RULES: readonly Rule[] = ['fifo', 'lifo', 'libr', 'taint-first', 'pro-rata']
/** Mixed money comes to thousands of accounts: fewer claims tell enough. */
const CLAIMS: Partial<Record<Rule, number>> = { 'pro-rata': 100, poison: 2 }
const COMPARED = 5
const TOGETHER = 1000

export function measureRules(options: BenchOptions): Measurement {
  const { graph } = buildMoneyGraph(records(options))
  const next = random(options.seed + 1)
  const picked = Array.from({ length: options.claims }, () => Math.floor(next() * options.transfers))
  const idOf = transferIds(options)
  const table = columns(options)
  const openings = leastOpenings(table, options.accounts)
  const figures: Figure[] = []
  const notes: string[] = []
  let fifo = Number.NaN
  for (const rule of [...RULES, 'poison' as const]) {
    const claims = picked.slice(0, Math.min(picked.length, CLAIMS[rule] ?? picked.length))
    const { seconds, transfers } = timeClaims(graph, claims.map(idOf), rule)
    const perEntry = sum(seconds) / (2 * sum(transfers))
    if (rule === 'fifo') fifo = perEntry
    const ours = median(seconds)
    const figure: Figure = { figure: `one claim by ${rule}, median`, ours: duration(ours) }
    if (rule !== 'poison') {
      const replay = replayOf(rule, table, options.accounts, openings)
      for (const claim of claims.slice(0, COMPARED)) {
        compare(trace(graph, { from: idOf(claim), rule }), replay(claim), table, claim, options)
      }
      let turn = 0
      const peer = median(timeRuns(Math.max(3, options.runs), () => replay(claims[turn++ % claims.length] as number)))
      figure.peer = `full replay by ${rule} ${duration(peer)}`
      figure.ratio = times(peer / ours)
    }
    figures.push(figure)
    notes.push(
      `rules: ${rule}: ${count(claims.length)} claims, transfers touched: median ${count(median(transfers))}, ` +
        `90th percentile ${count(quantile(transfers, 0.9))}, most ${count(Math.max(...transfers))}; ` +
        `${duration(perEntry)} a touched entry, ${times(perEntry / fifo)} of fifo's; slowest ${duration(Math.max(...seconds))}`,
    )
  }
  notes.push(`rules: the first ${COMPARED} claims of each compared with the replay, account by account: equal`)
  together(graph, idOf, options, figures, notes)
  hub(figures, notes)
  curve(figures, notes)
  bounds(options, figures, notes)
  return { figures, notes }
}

function timeClaims(graph: MoneyGraph, ids: readonly string[], rule: Rule): { seconds: number[]; transfers: number[] } {
  for (const id of ids.slice(0, rule === 'poison' ? 1 : 50)) trace(graph, { from: id, rule })
  const seconds: number[] = []
  const transfers: number[] = []
  for (const id of ids) {
    const start = performance.now()
    const result = trace(graph, { from: id, rule })
    seconds.push((performance.now() - start) / 1000)
    transfers.push(result.transfers.length)
  }
  return { seconds, transfers }
}

/** Many claims in one trace, beside as many traces. */
function together(
  graph: MoneyGraph,
  idOf: (index: number) => string,
  { transfers, seed }: BenchOptions,
  figures: Figure[],
  notes: string[],
): void {
  const next = random(seed + 2)
  const rows = new Set<number>()
  while (rows.size < Math.min(TOGETHER, transfers / 2)) rows.add(Math.floor(next() * transfers))
  const claims = [...rows].map((row) => ({ id: `claim-${row}`, transfers: [idOf(row)] }))
  for (const rule of RULES) {
    const ours = median(timeRuns(rule === 'pro-rata' ? 1 : 5, () => trace(graph, { claims, rule })))
    const result = trace(graph, { claims, rule })
    const figure: Figure = { figure: `${count(claims.length)} claims in one trace by ${rule}`, ours: duration(ours) }
    if (rule !== 'pro-rata') {
      const alone = () => claims.map(({ transfers: from }) => trace(graph, { from, rule }).stolen)
      const peer = median(timeRuns(5, alone))
      figure.peer = `one by one ${duration(peer)}`
      figure.ratio = times(peer / ours)
    }
    figures.push(figure)
    const cut = result.endings.filter(({ code }) => code === 'limit')
    const share = cut.reduce((all, { amount }) => all.plus(amount), result.stolen.times(0)).div(result.stolen)
    notes.push(
      `together: ${rule}: ${count(result.transfers.length)} transfers touched` +
        (cut.length > 0 ? `; the limit on pieces cut ${share.times(100).toFixed(1)} % of the money` : ''),
    )
  }
}

/** A claim that comes late to an account with very many entries costs the entries after it, not those before. */
function hub(figures: Figure[], notes: string[]): void {
  const entries = 100_000
  for (const share of [0.1, 0.5, 0.9, 0.99]) {
    const { graph } = buildMoneyGraph(hubRecords(entries, Math.floor(entries * share)), {
      accounts: [{ id: 'hub', openingBalance: 10_000_000 }],
    })
    const seconds = timeRuns(5, () => trace(graph, { from: 'claim', rule: 'pro-rata' }))
    const after = Math.round(entries * (1 - share))
    figures.push({
      figure: `pro-rata at a hub of ${count(entries)} entries, ${count(after)} after the claim`,
      ours: duration(median(seconds)),
    })
    notes.push(`hub: ${count(after)} entries after the claim: ${duration(median(seconds) / after)} each`)
  }
}

/** Many instants from one trace, beside a trace for each: a step at a hub costs neither its entries nor another trace. */
function curve(figures: Figure[], notes: string[]): void {
  const entries = 100_000
  const steps = 1_000
  const tried = 20
  const { graph } = buildMoneyGraph(hubRecords(entries, entries / 10), {
    accounts: [{ id: 'hub', openingBalance: 100_000 }],
  })
  const instants = (many: number) => Array.from({ length: many }, (_, step) => Math.floor((step * entries) / many))
  for (const rule of ['fifo', 'pro-rata'] as const) {
    const options = { from: 'claim', rule }
    const ours = median(timeRuns(5, () => recoveryCurve(graph, options, instants(steps))))
    const each = () => instants(tried).map((until) => freezable(trace(graph, { ...options, until })).total)
    const peer = median(timeRuns(3, each)) * (steps / tried)
    figures.push({
      figure: `curve of ${count(steps)} steps at a hub by ${rule}`,
      ours: duration(ours),
      peer: `a trace a step, from ${tried}, ${duration(peer)}`,
      ratio: times(peer / ours),
    })
    const more = median(timeRuns(3, () => recoveryCurve(graph, options, instants(steps * 100))))
    notes.push(`curve: ${rule}: ${duration((more - ours) / (steps * 99))} a step once the trace is made`)
  }
}

function* hubRecords(entries: number, claimAt: number): Generator<TransferRecord> {
  for (let index = 0; index < entries; index++) {
    const other = `account-${index % 997}`
    if (index === claimAt) yield { id: 'claim', from: 'victim', to: 'hub', amount: 1_000_000, time: index }
    else if (index % 2 === 0) yield { id: `in-${index}`, from: other, to: 'hub', amount: 500, time: index }
    else yield { id: `out-${index}`, from: 'hub', to: `payee-${index % 991}`, amount: 499, time: index }
  }
}

function bounds({ seed, runs }: BenchOptions, figures: Figure[], notes: string[]): void {
  const shape = { transfers: 5_000, accounts: 500, seed }
  const { graph } = buildMoneyGraph(records(shape))
  const idOf = transferIds(shape)
  const options = { from: Array.from({ length: 5 }, (_, index) => idOf(index * 10)) }
  const seconds = timeRuns(runs, () => attributionBounds(graph, options))
  figures.push({ figure: 'bounds, 10,000 entries', ours: duration(median(seconds)) })
  notes.push(`bounds: ${count(attributionBounds(graph, options).size)} accounts, least and most of each`)
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0)
}
