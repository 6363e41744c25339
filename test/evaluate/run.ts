/**
 * How many of the labelled attempts the shapes find, and how much else they call one.
 *
 *     npm run evaluate [-- --data FOLDER --seeds N --rule RULE]
 */
import { parseArgs } from 'node:util'
import { buildMoneyGraph, type MoneyGraph, type Rule, type TransferRecord, trace } from 'fundtrail'
import { table } from '../../examples/support/table.js'
import { type Attempt, firstTransfers, readAttempts } from './attempts.js'
import { DETECTORS } from './detectors.js'
import { unfit } from './fits.js'
import { fraudNodes } from './fraud-nodes.js'
import { backgroundRecords, plant, readBackground } from './plant.js'
import { timing } from './timing.js'

const DAY = 86_400_000

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    seeds: { type: 'string', default: '10' },
    rule: { type: 'string', default: 'taint-first' },
  },
})
const rule = values.rule as Rule
const attempts = readAttempts(`${values.data}/amlworld/patterns.json`)
const background = readBackground(`${values.data}/amlsim`)

interface Sum {
  attempts: number
  fit: number
  found: number
  right: number
  wrong: number
}
const sums = new Map<string, Sum>()
const misses = new Map<string, number>()
for (let seed = 1; seed <= Number(values.seeds); seed++) {
  const planted = plant(attempts, background, seed)
  const records = [...backgroundRecords(background, seed), ...planted.flatMap(recordsOf)]
  const { graph } = buildMoneyGraph(records, { currency: 'USD' })
  for (const attempt of planted) {
    const sum = sums.get(attempt.family) ?? { attempts: 0, fit: 0, found: 0, right: 0, wrong: 0 }
    sums.set(attempt.family, sum)
    const { isFound, right, wrong } = judge(graph, attempt)
    const reason = unfit(attempt)
    sum.attempts++
    sum.right += right
    sum.wrong += wrong
    if (reason === undefined) sum.fit++
    if (isFound && reason === undefined) sum.found++
    if (isFound) continue
    const key = `${attempt.family} ${attempt.id} (${attempt.transfers.length} payments): ${reason ?? whyMissed(graph, attempt)}`
    misses.set(key, (misses.get(key) ?? 0) + 1)
  }
}

console.log(`labelled attempts in the background, ${values.seeds} seeds, rule ${rule}`)
console.log(
  table(
    ['family', ...['attempts', 'with a shape', 'found', 'recall', 'precision'].map((figure) => ({ figure }))],
    [...sums]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([family, { attempts, fit, found, right, wrong }]) => [
        family,
        String(attempts),
        String(fit),
        String(found),
        (found / fit).toFixed(3),
        (right / (right + wrong)).toFixed(3),
      ]),
  ),
)
console.log('\nmissed, in how many seeds')
for (const [miss, count] of [...misses].sort(([a], [b]) => (a < b ? -1 : 1))) console.log(`${count}  ${miss}`)
console.log('\nfraud nodes of the background')
console.log(fraudNodes(background, rule))
console.log('\ntime')
console.log(table(['', { figure: 'found' }, { figure: 'ms' }, { figure: 'not examined' }], timing(100_000, 10_000)))

/** A finding is right if most of its transfers are the attempt's; the attempt is found if one has most of its own. */
function judge(graph: MoneyGraph, attempt: Attempt) {
  const findings = DETECTORS[attempt.family]!(traceOf(graph, attempt))
  const own = new Set([`${attempt.id}-0`, ...attempt.transfers.map(({ id }) => id)])
  const shared = (finding: string[]) => finding.filter((id) => own.has(id)).length
  const right = findings.filter((finding) => shared(finding) * 2 > finding.length)
  return {
    isFound: right.some((finding) => shared(finding) * 2 > attempt.transfers.length),
    right: right.length,
    wrong: findings.length - right.length,
  }
}

/** From the attempt's own first transfers, each payer a victim of its own; up to a day behind its last. */
function traceOf(graph: MoneyGraph, attempt: Attempt) {
  const first = firstTransfers(attempt)
  const payers = [...new Set(first.map(({ from }) => from))]
  const claims = payers.map((id) => ({
    id,
    transfers: first.filter(({ from }) => from === id).map((transfer) => transfer.id),
  }))
  const hub = [{ id: 'victim', transfers: [`${attempt.id}-0`] }]
  const until = attempt.transfers.at(-1)!.ms + DAY
  return trace(graph, { claims: attempt.family === 'FAN-OUT' ? hub : claims, rule, until })
}

/** How much of the attempt the money reached, and how much of it that was. */
function whyMissed(graph: MoneyGraph, attempt: Attempt): string {
  const traced = new Map(traceOf(graph, attempt).transfers.map((transfer) => [transfer.id, transfer]))
  const reached = attempt.transfers.filter(({ id }) => traced.has(id))
  if (reached.length < attempt.transfers.length) {
    return `the money took ${reached.length} of its payments: the others were paid with money that came from elsewhere`
  }
  return 'the money took every payment, but not enough of it together'
}

function recordsOf(attempt: Attempt): TransferRecord[] {
  const dollars = (cents: number) => (cents / 100).toFixed(2)
  const records = attempt.transfers.map(({ id, from, to, cents, ms }) => ({
    ...{ id, from, to, amount: dollars(cents) },
    ...{ currency: 'USD', time: ms },
  }))
  if (attempt.family !== 'FAN-OUT') return records
  // A victim's own payments are no split: somebody pays the hub first.
  const [first] = attempt.transfers as [Attempt['transfers'][number]]
  const amount = dollars(attempt.transfers.reduce((sum, { cents }) => sum + cents, 0))
  const victim = { id: `${attempt.id}-0`, from: `victim-${attempt.id}`, to: first.from, time: first.ms - 60_000 }
  return [{ ...victim, amount, currency: 'USD' }, ...records]
}
