/** One claim traced beside a replay of every transfer of the bank, and a check that both say the same. */
import { buildMoneyGraph, type Trace, trace } from 'fundtrail'
import { type BenchOptions, count, duration, type Measurement, median, quantile, timeOnce, times } from './figures.js'
import { accountIds, type Columns, columns, random, records, type Shape, transferIds } from './generator.js'
import { createReplay, leastOpenings, type Replay } from './replay.js'

/** Claims whose result is compared with the replay's, account by account. */
const COMPARED = 10
/** Claims traced before any is measured. */
const WARM_UP = 4000

export function measureClaim(options: BenchOptions): Measurement {
  const { graph } = buildMoneyGraph(records(options))
  const next = random(options.seed + 1)
  const picked = Array.from({ length: options.claims }, () => Math.floor(next() * options.transfers))
  const idOf = transferIds(options)
  const traceOf = (index: number): Trace => trace(graph, { from: idOf(index) })

  const table = columns(options)
  const openings = leastOpenings(table, options.accounts)
  const replay = createReplay(table, options.accounts, openings, false)
  const coalesced = createReplay(table, options.accounts, openings, true)

  // Unmeasured first, and other claims than the measured ones: they warm the compiler and not the caches.
  for (let claim = 0; claim < WARM_UP; claim++) traceOf(Math.floor(next() * options.transfers))
  replay(0)
  coalesced(0)
  const seconds: number[] = []
  const touched: number[] = []
  const full: number[] = []
  const joined: number[] = []
  // The two take turns, so that what else the machine does slows both.
  const turns = Math.max(5, options.runs)
  for (let turn = 0; turn < turns; turn++) {
    const claim = picked[turn % picked.length] as number
    full.push(timeOnce(() => replay(claim)))
    joined.push(timeOnce(() => coalesced(claim)))
    const share = picked.slice((turn * picked.length) / turns, ((turn + 1) * picked.length) / turns)
    for (const index of share) {
      const start = performance.now()
      const result = traceOf(index)
      // Read inside the measurement: a result that is worked out only when asked for would be measured all the same.
      const size = result.transfers.length + result.accounts.length + result.endings.length
      seconds.push((performance.now() - start) / 1000)
      if (size === 0) throw new Error('an empty trace')
      touched.push(result.transfers.length)
    }
  }
  const peer = median(full)
  const shortcut = median(joined)
  for (const index of picked.slice(0, COMPARED)) {
    compare(traceOf(index), replay(index), table, index, options)
    compare(traceOf(index), coalesced(index), table, index, options)
  }

  const ours = median(seconds)
  const p90 = quantile(seconds, 0.9)
  return {
    figures: [
      {
        figure: `one FIFO claim in ${count(options.transfers)}, median`,
        ours: duration(ours),
        peer: `full queue replay ${duration(peer)}`,
        ratio: times(peer / ours),
        goal: '1,000 x',
      },
      {
        figure: 'the same, 90th percentile',
        ours: duration(p90),
        peer: `full queue replay ${duration(peer)}`,
        ratio: times(peer / p90),
      },
      {
        figure: 'the same, median, other peer',
        ours: duration(ours),
        peer: `replay, neighbouring lots joined ${duration(shortcut)}`,
        ratio: times(shortcut / ours),
      },
    ],
    notes: [
      `claim: ${count(picked.length)} claims, one random transfer each; transfers touched: median ${count(median(touched))}, ` +
        `90th percentile ${count(quantile(touched, 0.9))}, most ${count(Math.max(...touched))}; ` +
        `slowest claim ${duration(Math.max(...seconds))}`,
      `claim: the first ${Math.min(COMPARED, picked.length)} compared with both replays, account by account: equal`,
    ],
  }
}

/** Throws where the library and the replay differ in what a claim left where. */
export function compare(result: Trace, replay: Replay, table: Columns, claim: number, shape: Shape): void {
  const idOf = accountIds(shape)
  const expected = new Map<string, number>()
  for (let account = 0; account < shape.accounts; account++) {
    const cents = replay.held[account] as number
    if (cents > 0) expected.set(`${idOf(account)} held`, cents)
  }
  if (replay.returned > 0) expected.set(`${idOf(table.payer[claim] as number)} returned`, replay.returned)
  for (const { account, code, amount } of result.endings) {
    const key = `${account} ${code}`
    const cents = amount.times(100).toNumber()
    if (expected.get(key) !== cents) {
      throw new Error(`claim ${claim}: ${key} is ${cents} by the library, ${expected.get(key) ?? 0} by the replay`)
    }
    expected.delete(key)
  }
  for (const [key, cents] of expected) {
    throw new Error(`claim ${claim}: ${key} is 0 by the library, ${cents} by the replay`)
  }
  if (result.transfers.length !== replay.touched) {
    throw new Error(
      `claim ${claim}: ${result.transfers.length} transfers by the library, ${replay.touched} by the replay`,
    )
  }
}
