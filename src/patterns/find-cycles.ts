import { durationMs } from '../duration.js'
import type { Trace } from '../trace/types.js'
import { byWeight, scoreOf, spanOf } from './flow/describe.js'
import { type Flow, flowOf } from './flow/flow.js'
import { IntervalSet } from './flow/interval-set.js'
import { type Link, onward, piecesOf } from './flow/links.js'
import { strongComponents } from './flow/strong-components.js'
import type { Cycle, CycleOptions } from './shapes.js'
import { countOption } from './window.js'

const MAX_STEPS = 10_000_000

/** A transfer on the way round, and the one before it. */
interface Step {
  move: number
  before: Step | undefined
  length: number
  /** A unit at place x of the round's first transfer stands here at shift + x, or at shift - x where it is turned. */
  shift: number
  isTurned: boolean
}

/** A stretch of the first transfer's money, and how far round it has come. */
interface Open {
  step: Step
  start: number
  end: number
}

/** Money that made a round, as stretches of the round's first transfer. */
interface Round {
  moves: number[]
  amount: number
}

/** One ring of accounts, whoever begins. */
interface Ring {
  accounts: number[]
  /** By the places of its transfers. */
  rounds: Map<string, Round>
  /** Money that has gone round at least once. */
  traced: number
  /** By move: what has been part of a round already: beginning elsewhere in the ring makes no other round of it. */
  used: Map<number, IntervalSet>
  /** By move: what has come round and now begins again. */
  again: Map<number, IntervalSet>
}

/**
 * Traced money that came back to an account which it had left, by transfers one after another over distinct accounts.
 * Money is followed, not only transfers: an amount is what made the whole round, as the trace's rule attributes it
 * (where the rule mixes a claim's money, the oldest leaves first). Each ring of accounts is found once, with its rounds;
 * money that begins elsewhere in the ring makes no second one of the same round. A round may begin at a victim.
 *
 * The score is the share of what set out on its rounds that came back. Only strongly connected accounts are searched
 * (Johnson, Finding all the elementary circuits of a directed graph, SIAM J. Comput. 1975), by moves in the order of time.
 * Where `maxSteps` ends the search, a last finding with no transfers carries the traced amounts that were not examined.
 *
 * @throws FundtrailError 'bad-option'
 */
export function findCycles(trace: Trace, options: CycleOptions = {}): Cycle[] {
  const flow = flowOf(trace)
  const { moves, accounts } = flow
  const within = durationMs('within', options?.within ?? { days: 30 })
  const maxLength = countOption('maxLength', options?.maxLength ?? 10)
  const maxSteps = countOption('maxSteps', options?.maxSteps ?? MAX_STEPS)
  const component = strongComponents(accounts.length, (account) => accounts[account]!.sent.map((at) => moves[at]!.to))
  const rings = new Map<string, Ring>()
  let steps = 0
  let unexamined = 0
  for (const [first, { from, to, traced }] of moves.entries()) {
    if (from === to || component[from] !== component[to]) continue
    if (steps >= maxSteps) unexamined += traced
    else follow(first)
  }
  const found = byWeight([...rings.values()].map((ring) => describe(flow, ring)))
  if (unexamined > 0) found.push(unsearched(flow, unexamined))
  return found

  /** Follows what left by one move until it is back. */
  function follow(first: number): void {
    const home = moves[first]!.from
    const step: Step = { move: first, before: undefined, length: 1, shift: 0, isTurned: false }
    const open: Open[] = piecesOf(flow.tables, flow.tables.moves[first]!).map(({ offset, length }) => ({
      step,
      start: offset,
      end: offset + length,
    }))
    const back: Open[] = []
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (steps >= maxSteps) {
        unexamined += at.end - at.start
        continue
      }
      const { step } = at
      const [start, end] = placeOn(step, at)
      for (const link of flow.links.of(step.move, start, end)) {
        // The way back over the path counts too: it is walked for every link.
        steps += step.length
        const part = onward(link, start, end)
        const { to, time } = moves[link.out]!
        const goesOn = part !== undefined && step.length < maxLength && component[to] === component[home]
        if (!goesOn || time - moves[first]!.time > within) continue
        const next = { step: stepOver(step, link), ...placeOfFirst(step, part.from, part.to) }
        if (to === home) back.push(next)
        else if (!hasPassed(flow, step, to)) open.push(next)
      }
    }
    for (const counted of back.map(count)) close(counted)
  }

  /** Adds a round to its ring, but for money whose round is known. Gives what was added. */
  function count({ step, start, end }: Open): Open[] {
    const added: Open[] = []
    const path = stepsOf(step)
    const ring = ringOf(path.map(({ move }) => flow.moves[move]!.from))
    const first = path[0]!.move
    const again = setOf(ring.again, first)
    let amount = 0
    setOf(ring.used, first).outside(start, end, (from, to) => {
      amount += to - from
      added.push({ step, start: from, end: to })
      again.outside(from, to, (low, high) => {
        ring.traced += high - low
      })
    })
    if (amount === 0) return added
    const moves = path.map(({ move }) => move)
    const known = ring.rounds.get(moves.join(' '))
    if (known === undefined) ring.rounds.set(moves.join(' '), { moves, amount })
    else known.amount += amount
    return added
  }

  /** Notes what has gone round, and what of it sets out on the same ring at once. */
  function close(added: readonly Open[]): void {
    for (const { step, start, end } of added) {
      const path = stepsOf(step)
      const ring = ringOf(path.map(({ move }) => moves[move]!.from))
      for (const each of path) setOf(ring.used, each.move).add(...placeOn(each, { start, end }))
      const [from, to] = placeOn(step, { start, end })
      for (const link of flow.links.of(step.move, from, to)) {
        const part = onward(link, from, to)
        if (part !== undefined) setOf(ring.again, link.out).add(part.at, part.at + part.to - part.from)
      }
    }
  }

  function ringOf(path: number[]): Ring {
    const least = path.indexOf(path.reduce((a, b) => Math.min(a, b)))
    const key = [...path.slice(least), ...path.slice(0, least)].join(' ')
    let ring = rings.get(key)
    if (ring === undefined) {
      ring = { accounts: path, rounds: new Map(), traced: 0, used: new Map(), again: new Map() }
      rings.set(key, ring)
    }
    return ring
  }
}

/** The step by which money goes on over a link. */
function stepOver(step: Step, link: Link): Step {
  const { shift, isTurned, length } = step
  const turned = link.at + link.from + link.length - shift
  return {
    move: link.out,
    before: step,
    length: length + 1,
    shift: link.reversed ? turned : shift + link.at - link.from,
    isTurned: link.reversed !== isTurned,
  }
}

/** Where a stretch of the first transfer stands at a step. */
function placeOn({ shift, isTurned }: Step, { start, end }: { start: number; end: number }): [number, number] {
  return isTurned ? [shift - end, shift - start] : [start + shift, end + shift]
}

/** Where a stretch at a step stands in the first transfer. */
function placeOfFirst({ shift, isTurned }: Step, from: number, to: number): { start: number; end: number } {
  return isTurned ? { start: shift - to, end: shift - from } : { start: from - shift, end: to - shift }
}

function hasPassed({ moves }: Flow, last: Step, account: number): boolean {
  for (let step: Step | undefined = last; step !== undefined; step = step.before) {
    if (moves[step.move]!.to === account) return true
  }
  return false
}

function stepsOf(last: Step): Step[] {
  const path: Step[] = []
  for (let step: Step | undefined = last; step !== undefined; step = step.before) path.push(step)
  return path.reverse()
}

function setOf(sets: Map<number, IntervalSet>, move: number): IntervalSet {
  let set = sets.get(move)
  if (set === undefined) {
    set = new IntervalSet()
    sets.set(move, set)
  }
  return set
}

function describe(flow: Flow, ring: Ring): Cycle {
  const { accounts, traced } = ring
  const rounds = [...ring.rounds.values()].sort((a, b) => compareMoves(a.moves, b.moves))
  const setOut = [...new Set(rounds.map(({ moves }) => moves[0]!))].reduce(
    (sum, move) => sum + flow.moves[move]!.traced,
    0,
  )
  const returned = rounds.reduce((sum, { amount }) => sum + amount, 0) / setOut
  return {
    accounts: accounts.map((account) => flow.accounts[account]!.id),
    ...spanOf(
      flow,
      rounds.flatMap(({ moves }) => moves),
    ),
    traced: flow.money(traced),
    rounds: rounds.map(({ moves, amount }) => ({ ...spanOf(flow, moves), traced: flow.money(amount) })),
    ...scoreOf({ returned }),
  }
}

function compareMoves(a: readonly number[], b: readonly number[]): number {
  const differs = a.findIndex((move, at) => move !== b[at])
  return a[differs]! - b[differs]!
}

function unsearched(flow: Flow, amount: number): Cycle {
  const none = new Date(flow.tables.settled.until.ms)
  return {
    accounts: [],
    transfers: [],
    traced: flow.money(amount),
    start: none,
    end: new Date(none),
    score: 0,
    parts: {},
    rounds: [],
  }
}
