import { FundtrailError } from '../errors.js'
import { dataOf, type MoneyGraph } from '../graph/money-graph.js'
import { decimalMaker } from '../money.js'
import { show } from '../show.js'
import { WHOLE_MS } from '../time.js'
import { follow } from '../trace/follow.js'
import { readOptions, readTime } from '../trace/read-options.js'
import { refuseAlerts } from '../trace/refuse-alerts.js'
import type { TraceOptions } from '../trace/types.js'
import type { TimeInput } from '../types.js'
import { changesOf } from './money-in-time.js'
import { type Instant, Recovery, type RecoveryFigures } from './recovery.js'
import type { RecoveryPoint } from './types.js'

/**
 * How much could have been frozen at each instant, how much was gone by then, returned, or not known: at t what
 * `freezable(trace(graph, { ...options, until: t }))` says. At every step freezable + gone + returned + unresolved =
 * stolen, which grows as the claims' transfers come.
 *
 * From one trace, up to the last step: after it each step costs what happened since the step before, and each account in
 * `freezes` a bisection of its ledger. Limits (`maxPieces` too) cut the same money as in a trace to that step.
 *
 * @param steps one point each, in the order given, also where they repeat; they may lie before the first claim's transfer
 *   and after the last record, and `options.until` does not cut them. By default every instant up to `options.until` at
 *   which a figure changes, to the millisecond: entries, ends of statements (known no longer a millisecond after), freezes.
 * @throws FundtrailError as `trace` does; 'bad-option' for rule 'poison', and for steps that are no list of times
 */
export function recoveryCurve(graph: MoneyGraph, options: TraceOptions, steps?: TimeInput[]): RecoveryPoint[] {
  const data = dataOf(graph)
  const settled = readOptions(data, options)
  refuseAlerts({ settled }, 'recoveryCurve')
  if (steps !== undefined && !Array.isArray(steps)) {
    throw new FundtrailError('bad-option', `steps is ${show(steps)}; it must be a list of times`, {
      option: 'steps',
      value: steps,
    })
  }
  const given = steps && Array.from(steps, (step, at) => readTime(data, `steps[${at}]`, step, true))
  const until = given === undefined ? settled.until : latest(given)
  if (until === undefined) return []
  const whole = { ...settled, until }
  const followed = follow(data, whole)
  const recovery = new Recovery(data, whole, changesOf(data, whole, followed))
  const money = decimalMaker(data.decimals[settled.currency]!)
  const point = ({ ms }: Instant, { freezable, gone, returned, stolen }: RecoveryFigures): RecoveryPoint => ({
    at: new Date(ms),
    freezable: money(freezable),
    gone: money(gone),
    returned: money(returned),
    unresolved: money(stolen - freezable - gone - returned),
    stolen: money(stolen),
  })

  if (given === undefined) {
    const points: RecoveryPoint[] = []
    let before: RecoveryFigures = { freezable: 0, gone: 0, returned: 0, stolen: 0 }
    for (const ms of recovery.instants()) {
      const at = { ms, sub: ms === until.ms ? until.sub : WHOLE_MS }
      const figures = recovery.at(at)
      if (!isSame(figures, before)) points.push(point(at, figures))
      before = figures
    }
    return points
  }
  const points = new Array<RecoveryPoint>(given.length)
  const places = given.map((_, place) => place).sort((a, b) => compare(given[a]!, given[b]!))
  for (const place of places) points[place] = point(given[place]!, recovery.at(given[place]!))
  return points
}

function latest(instants: readonly Instant[]): Instant | undefined {
  return instants.reduce<Instant | undefined>(
    (last, instant) => (last === undefined || compare(instant, last) > 0 ? instant : last),
    undefined,
  )
}

function compare(a: Instant, b: Instant): number {
  return a.ms - b.ms || a.sub - b.sub
}

function isSame(a: RecoveryFigures, b: RecoveryFigures): boolean {
  return a.freezable === b.freezable && a.gone === b.gone && a.returned === b.returned && a.stolen === b.stolen
}
