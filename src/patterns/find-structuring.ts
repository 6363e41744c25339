import { durationMs } from '../duration.js'
import { FundtrailError } from '../errors.js'
import { groupBy } from '../group-by.js'
import { parseAmount } from '../money.js'
import { show } from '../show.js'
import type { Trace } from '../trace/types.js'
import { byWeight, scoreOf, spanOf } from './flow/describe.js'
import { firstWhere } from './flow/first-where.js'
import { type Flow, type FlowAccount, flowOf } from './flow/flow.js'
import { runningSums } from './flow/running-sums.js'
import type { Structuring, StructuringOptions } from './shapes.js'
import { countOption, SlidingCount, shareOption } from './window.js'

type Side = Structuring['side']

/**
 * Traced transfers of one account whose amounts keep just below a limit, or are equal slices: at least `minCount` of them
 * within `within`. The amounts looked at are those of the transfers, of which the traced money may be a part. What an
 * account received counts only from two payers on: else it is what its payer sent. The score is how near the limit the
 * amounts came, or how much of what went that way in that time was slices, times 1 - 1 / count.
 *
 * No limit is built in, for they differ by country and by bank: China reports cash from 50,000 yuan and transfers between
 * persons from 500,000 a day (中国人民银行令〔2016〕第3号), and the United States cash above 10,000 dollars (31 CFR
 * 1010.311).
 *
 * @throws FundtrailError 'bad-option'
 */
export function findStructuring(trace: Trace, options: StructuringOptions = {}): Structuring[] {
  const flow = flowOf(trace)
  const within = durationMs('within', options?.within ?? { hours: 24 })
  const minCount = countOption('minCount', options?.minCount ?? 3)
  const { margin = 0.1 } = options ?? {}
  shareOption('margin', margin)
  const limits = readLimits(flow, options?.limits ?? [])
  const found: Structuring[] = []
  for (const account of flow.accounts) {
    for (const side of ['sent', 'received'] as const) {
      const own = account[side]
      if (own.length < minCount) continue
      for (const limit of limits) {
        const isBelow = (move: number) => {
          const { amount } = flow.moves[move]!
          return amount < limit && (limit - amount) / limit <= margin
        }
        for (const run of runs(flow, own.filter(isBelow), side, within, minCount)) {
          const near = run.reduce((sum, move) => sum + flow.moves[move]!.amount / limit, 0) / run.length
          found.push(describe(flow, account, side, run, 'below-limit', limit, { near }))
        }
      }
      const sums = runningSums(own.map((move) => flow.moves[move]!.traced))
      for (const [amount, equal] of groupBy(own, (move) => flow.moves[move]!.amount)) {
        for (const run of runs(flow, equal, side, within, minCount)) {
          const [first, end] = between(flow, own, run)
          const share = tracedOf(flow, run) / (sums[end]! - sums[first]!)
          found.push(describe(flow, account, side, run, 'equal-slices', amount, { share }))
        }
      }
    }
  }
  return byWeight(found)
}

function readLimits({ data, tables }: Flow, limits: unknown): number[] {
  const decimals = data.decimals[tables.settled.currency]!
  if (!Array.isArray(limits)) {
    throw new FundtrailError('bad-option', `limits is ${show(limits)}; it must be a list of amounts`, {
      option: 'limits',
    })
  }
  return limits.map((limit) => {
    const minor = parseAmount(limit, decimals)
    if (typeof minor === 'number' && minor > 0) return minor
    throw new FundtrailError('bad-option', `a limit is ${show(limit)}; it must be an amount above 0`, {
      option: 'limits',
      value: limit,
    })
  })
}

/** Transfers that lie together within a span of time, each in one run. */
function* runs({ moves }: Flow, places: readonly number[], side: Side, within: number, minCount: number) {
  const payers = new SlidingCount(places.map((place) => moves[place]!.from))
  let end = 0
  for (let first = 0; first < places.length; first = payers.start) {
    while (end < places.length && moves[places[end]!]!.time - moves[places[first]!]!.time <= within) end++
    payers.moveTo(first, end)
    const isOwn = side === 'sent' || payers.distinct > 1
    if (end - first >= minCount && isOwn) {
      yield places.slice(first, end)
      payers.moveTo(end, end)
    } else payers.moveTo(first + 1, end)
  }
}

/** Where what went the same way at the time of a run begins and ends. */
function between({ moves }: Flow, places: readonly number[], run: readonly number[]): [first: number, end: number] {
  const [start, end] = [moves[run[0]!]!.time, moves[run.at(-1)!]!.time]
  const firstAt = (isThere: (time: number) => boolean) =>
    firstWhere(places.length, (at) => isThere(moves[places[at]!]!.time))
  return [firstAt((time) => time >= start), firstAt((time) => time > end)]
}

function tracedOf({ moves }: Flow, places: readonly number[]): number {
  return places.reduce((sum, move) => sum + moves[move]!.traced, 0)
}

function describe(
  flow: Flow,
  account: FlowAccount,
  side: Side,
  run: readonly number[],
  kind: Structuring['kind'],
  amount: number,
  part: Record<string, number>,
): Structuring {
  const others = [...new Set(run.map((move) => flow.moves[move]![side === 'sent' ? 'to' : 'from']))]
  const ids = others.map((other) => flow.accounts[other]!.id)
  return {
    account: account.id,
    side,
    kind,
    amount: flow.money(amount),
    accounts: side === 'sent' ? [account.id, ...ids] : [...ids, account.id],
    ...spanOf(flow, run),
    traced: flow.money(tracedOf(flow, run)),
    ...scoreOf({ ...part, many: 1 - 1 / run.length }),
  }
}
