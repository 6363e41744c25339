import { MinHeap } from '../heap.js'
import { components, type Edges, followersOf } from './components.js'
import { joinChains } from './join-chains.js'

/** Each of `before` should come ahead of each of `after`. */
export interface Wish {
  before: readonly number[]
  after: readonly number[]
}

/**
 * One sequence of 0 … length-1 that keeps every chain, and every wish that neither chains nor other wishes go against;
 * the smaller number first where they leave it open. Numbers that chains and wishes join in a circle keep their order
 * among themselves, as far as the chains let them, and stand together. The chains must not contradict each other.
 */
export function joinWishes(length: number, chains: readonly (readonly number[])[], wishes: readonly Wish[]): number[] {
  const edges: Edges = { from: [], to: [] }
  for (const chain of chains) for (let at = 1; at < chain.length; at++) add(edges, chain[at - 1]!, chain[at]!)
  const steps = edges.from.length
  // A node of its own for each wish: as many edges as numbers, not as pairs of them.
  for (const [index, { before, after }] of wishes.entries()) {
    for (const number of before) add(edges, number, length + index)
    for (const number of after) add(edges, length + index, number)
  }
  const { of, count } = components(followersOf(length + wishes.length, edges))
  const circles = circlesOf(length, of, count)
  const between: Edges = { from: [], to: [] }
  const waitsFor = new Int32Array(count)
  edges.from.forEach((from, edge) => {
    const to = edges.to[edge]!
    if (of[from] !== of[to]) {
      add(between, of[from]!, of[to]!)
      waitsFor[of[to]!]!++
    } else if (edge < steps) {
      circles.get(of[from]!)!.steps.push([from, to])
    }
  })
  const later = followersOf(count, between)

  // A component is known by its smallest number; one that is but a wish holds nothing up.
  const key = Int32Array.from({ length: count }, (_, component) => -1 - component)
  for (let number = length - 1; number >= 0; number--) key[of[number]!] = number
  const ready = new MinHeap()
  for (let component = 0; component < count; component++) if (waitsFor[component] === 0) ready.push(key[component]!)
  const sequence: number[] = []
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    const component = next < 0 ? -1 - next : of[next]!
    const circle = circles.get(component)
    if (circle !== undefined) for (const number of inOrder(circle)) sequence.push(number)
    else if (next >= 0) sequence.push(next)
    for (let at = later.first[component]!; at < later.first[component + 1]!; at++) {
      if (--waitsFor[later.to[at]!]! === 0) ready.push(key[later.to[at]!]!)
    }
  }
  return sequence
}

function add(edges: Edges, from: number, to: number): void {
  edges.from.push(from)
  edges.to.push(to)
}

/** A component of several numbers, ascending, and the steps of chains within it. */
interface Circle {
  numbers: number[]
  steps: [number, number][]
}

function circlesOf(length: number, component: Int32Array, count: number): Map<number, Circle> {
  const size = new Int32Array(count)
  for (let number = 0; number < length; number++) size[component[number]!]!++
  const circles = new Map<number, Circle>()
  for (let number = 0; number < length; number++) {
    if (size[component[number]!] === 1) continue
    const circle = circles.get(component[number]!)
    if (circle === undefined) circles.set(component[number]!, { numbers: [number], steps: [] })
    else circle.numbers.push(number)
  }
  return circles
}

/** The numbers of a circle in an order that keeps its steps. */
function inOrder({ numbers, steps }: Circle): number[] {
  if (steps.length === 0) return numbers
  const placeOf = new Map(numbers.map((number, place) => [number, place]))
  const chains = steps.map(([earlier, later]) => [placeOf.get(earlier)!, placeOf.get(later)!])
  return joinChains(numbers.length, chains).sequence.map((place) => numbers[place]!)
}
