/**
 * Distribution once more, slowly and in exact fractions of a minor unit: round by round where the library sorts, between
 * breakpoints where it goes up step by step, unit by unit where it takes whole credits.
 */
import type { DistributionRule } from 'fundtrail'
import { addUp, Fraction, least, nothing } from './fraction.js'

/** In minor units. */
export interface SlowLoss {
  id: string
  loss: bigint
  withdrawn: bigint
  /** Later is larger. */
  at: number
}

/** Exact shares before anything is cut to whole units; `unlisted` is what others could claim beside those listed. */
export function slowShares(rule: DistributionRule, pool: bigint, losses: SlowLoss[], unlisted: bigint): Fraction[] {
  const all = [...losses, { id: '', loss: unlisted, withdrawn: 0n, at: Number.NEGATIVE_INFINITY }]
  return WAYS[rule](new Fraction(pool), all).slice(0, losses.length)
}

const WAYS: Record<DistributionRule, (pool: Fraction, losses: SlowLoss[]) => Fraction[]> = {
  'pari-passu': (pool, losses) =>
    inRounds(
      pool,
      losses,
      losses.map(({ loss }) => new Fraction(loss)),
    ),
  'net-loss': (pool, losses) => inRounds(pool, losses, losses.map(most)),
  'rising-tide': betweenBreakpoints,
  'last-credit-first': unitByUnit,
}

function most({ loss, withdrawn }: SlowLoss): Fraction {
  return new Fraction(loss > withdrawn ? loss - withdrawn : 0n)
}

/** Everybody's part of what is left, cut at what is open to them; and again, until nothing moves. */
function inRounds(pool: Fraction, losses: SlowLoss[], weights: Fraction[]): Fraction[] {
  const got = losses.map(() => nothing)
  let left = pool
  for (;;) {
    const hungry = losses.map((_, at) => at).filter((at) => got[at]!.compare(most(losses[at]!)) < 0)
    const sum = addUp(hungry.map((at) => weights[at]!))
    if (!left.isAboveZero() || !sum.isAboveZero()) return got
    let given = nothing
    for (const at of hungry) {
      const part = least(left.times(weights[at]!).over(sum), most(losses[at]!).minus(got[at]!))
      got[at] = got[at]!.plus(part)
      given = given.plus(part)
    }
    left = left.minus(given)
  }
}

function betweenBreakpoints(pool: Fraction, losses: SlowLoss[]): Fraction[] {
  const one = new Fraction(1n)
  const sharesAt = (level: Fraction) =>
    losses.map((entry) => {
      const share = level.times(new Fraction(entry.loss)).minus(new Fraction(entry.withdrawn))
      return share.isAboveZero() ? least(share, most(entry)) : nothing
    })
  const levels = losses
    .filter(({ loss }) => loss > 0n)
    .map(({ loss, withdrawn }) => new Fraction(withdrawn, loss))
    .filter((level) => level.compare(one) < 0)
  const sorted = [...levels, one].sort((a, b) => a.compare(b))
  if (addUp(sharesAt(one)).compare(pool) <= 0) return sharesAt(one)
  const above = sorted.findIndex((level) => addUp(sharesAt(level)).compare(pool) > 0)
  const low = sorted[above - 1]!
  const high = sorted[above]!
  const atLow = addUp(sharesAt(low))
  const slope = addUp(sharesAt(high)).minus(atLow).over(high.minus(low))
  return sharesAt(low.plus(pool.minus(atLow).over(slope)))
}

function unitByUnit(pool: Fraction, losses: SlowLoss[]): Fraction[] {
  const got = losses.map(() => 0n)
  const isOpen = (at: number) => got[at]! < most(losses[at]!).whole()
  for (let left = pool.whole(); left > 0n; left--) {
    const open = losses.map((_, at) => at).filter(isOpen)
    if (open.length === 0) break
    const last = open.reduce((a, b) => (losses[b]!.at >= losses[a]!.at ? b : a))
    got[last]! += 1n
  }
  return got.map((units) => new Fraction(units))
}
