/**
 * How many of the labelled attempts the shapes find, and how much else they call one.
 *
 *     npm run evaluate [-- --data FOLDER --seeds N]
 */
import { parseArgs } from 'node:util'
import {
  buildMoneyGraph,
  findCycles,
  findGatherScatter,
  findLayers,
  findMerges,
  findPeelChains,
  findScatterGather,
  findSplits,
  type Rule,
  type Trace,
  type TransferRecord,
  trace,
} from 'fundtrail'
import { type Attempt, firstTransfers, readAttempts } from './attempts.js'
import { backgroundRecords, plant, readBackground } from './plant.js'

const within = { days: 10 }

/** Which function looks for a family, and the transfers of each of its findings. */
const DETECTORS: Record<string, (trace: Trace) => string[][]> = {
  'FAN-OUT': (t) =>
    findSplits(t, { within }).map(({ inflows, branches }) => [...inflows, ...branches.flatMap((b) => b.transfers)]),
  'FAN-IN': (t) => findMerges(t, { within }).map(({ branches }) => branches.flatMap((b) => b.transfers)),
  CYCLE: (t) => findCycles(t, { within, maxLength: 16 }).map((f) => f.transfers),
  'SCATTER-GATHER': (t) => findScatterGather(t, { within }).map((f) => f.transfers),
  'GATHER-SCATTER': (t) => findGatherScatter(t, { within }).map((f) => f.transfers),
  RANDOM: (t) => findPeelChains(t, { within, minLength: 2 }).map((f) => f.transfers),
  BIPARTITE: (t) => findLayers(t, { within }).map((f) => f.transfers),
  STACK: (t) => findLayers(t, { within }).map((f) => f.transfers),
}

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    seeds: { type: 'string', default: '10' },
    rule: { type: 'string', default: 'taint-first' },
    misses: { type: 'boolean', default: false },
  },
})

const attempts = readAttempts(`${values.data}/amlworld/patterns.json`)
const background = readBackground(`${values.data}/amlsim`)
const sums = new Map<string, { attempts: number; found: number; right: number; wrong: number }>()
for (let seed = 1; seed <= Number(values.seeds); seed++) {
  const planted = plant(
    attempts.filter(({ transfers }) => transfers.length > 0),
    background,
    seed,
  )
  const records = [...backgroundRecords(background, seed), ...planted.flatMap(recordsOf)]
  const { graph } = buildMoneyGraph(records, { currency: 'USD' })
  for (const attempt of planted) {
    const first = firstTransfers(attempt)
    const payers = [...new Set(first.map((row) => row.from))]
    const claims = attempt.family === 'FAN-OUT' ? [{ id: 'victim', transfers: [`${attempt.id}-0`] }] : payers.map((id) => ({ id, transfers: first.filter((row) => row.from === id).map((row) => row.id) }))
    const result = trace(graph, { claims, rule: values.rule as Rule, until: attempt.transfers.at(-1)!.ms + 86_400_000 })
    const findings = DETECTORS[attempt.family]!(result)
    const own = new Set(attempt.transfers.map(({ id }) => id))
    own.add(`${attempt.id}-0`)
    const isRight = (finding: string[]) => finding.filter((id) => own.has(id)).length * 2 > finding.length
    const right = findings.filter(isRight)
    const isFound = right.some((finding) => finding.filter((id) => own.has(id)).length * 2 > attempt.transfers.length)
    const sum = sums.get(attempt.family) ?? { attempts: 0, found: 0, right: 0, wrong: 0 }
    sums.set(attempt.family, sum)
    sum.attempts++
    if (isFound) sum.found++
    else if (values.misses && seed === 1) console.log('missed', attempt.id, attempt.family, attempt.transfers.length)
    sum.right += right.length
    sum.wrong += findings.length - right.length
  }
}
for (const [family, { attempts, found, right, wrong }] of [...sums].sort())
  console.log(family.padEnd(16), attempts, found, (found / attempts).toFixed(3), right, wrong, (right / (right + wrong)).toFixed(3))

function recordsOf(attempt: Attempt): TransferRecord[] {
  const records = attempt.transfers.map(({ id, from, to, cents, ms }) => ({
    id,
    from,
    to,
    amount: (cents / 100).toFixed(2),
    currency: 'USD',
    time: ms,
  }))
  if (attempt.family !== 'FAN-OUT') return records
  // A victim's own payments are no split: somebody has to pay the hub first.
  const first = attempt.transfers[0]!
  const cents = attempt.transfers.reduce((sum, row) => sum + row.cents, 0)
  const victim = { id: `${attempt.id}-0`, from: `victim-${attempt.id}`, to: first.from, time: first.ms - 60_000 }
  return [{ ...victim, amount: (cents / 100).toFixed(2), currency: 'USD' }, ...records]
}
