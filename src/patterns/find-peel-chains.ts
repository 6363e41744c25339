import type { Decimal } from 'decimal.js'
import { durationMs } from '../duration.js'
import type { Trace } from '../trace/types.js'
import { byWeight, scoreOf, spanOf } from './flow/describe.js'
import { type Flow, flowOf } from './flow/flow.js'
import { IntervalSet } from './flow/interval-set.js'
import { type Link, onward, piecesOf } from './flow/links.js'
import type { PeelChain, PeelChainOptions } from './shapes.js'
import { countOption, shareOption } from './window.js'

/**
 * Money handed from account to account with a little peeled off on the way: at each account one transfer passes on at
 * least `minShare` of an arrival, within `within`, but at `minPeels` accounts at least not all of it. A transfer belongs to one
 * chain; where two arrivals would be passed on by the same transfer, the larger one leads there. An account comes once in
 * a chain, and the money of its first transfer is in each. `traced` is what of that came to the end. The score is the share of accounts that peeled, times the share of the money that came through to the end.
 *
 * The name and the shape are those of Meiklejohn et al., A fistful of bitcoins (IMC 2013).
 *
 * @throws FundtrailError 'bad-option'
 */
export function findPeelChains(trace: Trace, options: PeelChainOptions = {}): PeelChain[] {
  const flow = flowOf(trace)
  const within = durationMs('within', options?.within ?? { hours: 24 })
  const { minShare = 0.5 } = options ?? {}
  shareOption('minShare', minShare)
  const minLength = countOption('minLength', options?.minLength ?? 3)
  const { minPeels = 1 } = options ?? {}
  if (minPeels !== 0) countOption('minPeels', minPeels)
  const next = mainLinks(flow, within, minShare)
  const isInside = new Set([...next.values()].map((link) => link.out))
  const found: PeelChain[] = []
  for (const first of flow.moves.keys()) {
    if (isInside.has(first)) continue
    // What ends a chain begins another.
    for (let start: number | undefined = first; start !== undefined; ) {
      const { chain, through } = walk(flow, next, start)
      const peels = chain.map((link) => flow.moves[link.in]!.traced - link.length)
      if (chain.length > 0 && chain.length + 1 >= minLength && peels.filter((amount) => amount > 0).length >= minPeels)
        found.push(describe(flow, chain, peels, through))
      start = next.get(chain.at(-1)?.out ?? start)?.out
    }
  }
  return byWeight(found)
}

/** By arrival: the link by which most of it went on. */
function mainLinks(flow: Flow, within: number, minShare: number): Map<number, Link> {
  const { moves, links } = flow
  const into = new Map<number, Link>()
  for (const [move, { time, traced }] of moves.entries()) {
    let main: Link | undefined
    for (const link of perDeparture(links.after(move))) {
      if (moves[link.out]!.time - time > within) continue
      if (main === undefined || link.length > main.length) main = link
    }
    if (main === undefined || main.length / traced < minShare) continue
    const known = into.get(main.out)
    if (known === undefined || known.length < main.length) into.set(main.out, main)
  }
  return new Map([...into.values()].map((link) => [link.in, link]))
}

/** What of one arrival left by each departure: several stretches of it as one. */
function perDeparture(links: readonly Link[]): Link[] {
  const merged = new Map<number, Link>()
  for (const link of links) {
    const known = merged.get(link.out)
    if (known === undefined) merged.set(link.out, { ...link })
    else known.length += link.length
  }
  return [...merged.values()]
}

/** From a move on, until it comes back to an account or none of the move's own money is in it any more. */
function walk(flow: Flow, next: ReadonlyMap<number, Link>, first: number): { chain: Link[]; through: number } {
  const { moves, tables } = flow
  const chain: Link[] = []
  const passed = new Set([moves[first]!.from, moves[first]!.to])
  let money = new IntervalSet()
  for (const { offset, length } of piecesOf(tables, tables.moves[first]!)) money.add(offset, offset + length)
  for (let link = next.get(first); link !== undefined; link = next.get(link.out)) {
    const { to } = moves[link.out]!
    const left = passed.has(to) ? undefined : passedOn(flow, money, link)
    if (left === undefined || left.length === 0) break
    money = left
    passed.add(to)
    chain.push(link)
  }
  return { chain, through: money.length }
}

/** Where money that came by the arrival of a link stands in its departure. */
function passedOn({ links }: Flow, money: IntervalSet, { in: arrival, out }: Link): IntervalSet {
  const parts: { start: number; end: number }[] = []
  for (const [start, end] of money) {
    for (const link of links.of(arrival, start, end)) {
      const part = link.out === out ? onward(link, start, end) : undefined
      if (part !== undefined) parts.push({ start: part.at, end: part.at + part.to - part.from })
    }
  }
  const passed = new IntervalSet()
  for (const { start, end } of parts.sort((a, b) => a.start - b.start)) passed.add(start, end)
  return passed
}

function describe(flow: Flow, chain: readonly Link[], peels: readonly number[], through: number): PeelChain {
  const { moves, accounts } = flow
  const places = [chain[0]!.in, ...chain.map((link) => link.out)]
  const amounts: Decimal[] = peels.map((amount) => flow.money(amount))
  const first = moves[places[0]!]!
  return {
    accounts: [first.from, ...places.map((place) => moves[place]!.to)].map((account) => accounts[account]!.id),
    ...spanOf(flow, places),
    traced: flow.money(through),
    peels: amounts,
    ...scoreOf({
      peeled: peels.filter((amount) => amount > 0).length / peels.length,
      through: through / first.traced,
    }),
  }
}
