import { durationMs } from '../duration.js'
import { groupBy } from '../group-by.js'
import type { Trace } from '../trace/types.js'
import { byWeight, evenness, scoreOf, spanOf } from './flow/describe.js'
import { type Flow, flowOf } from './flow/flow.js'
import type { BranchOptions, Layers } from './shapes.js'
import { countOption } from './window.js'

/**
 * Several payers who pay several payees at one hop, side by side (bipartite); where the payees hand that money on to
 * several again, the layers are stacked. Transfers of one hop belong together while each comes within `within` of the one
 * before; the next layer is what the money of that one was paid on by, within `within` of its arrival. A transfer is in one
 * stack. `traced` is what the first layer was paid. The score is how evenly each layer was paid.
 *
 * The names and the shapes are those of IBM's AMLworld (Altman et al., Realistic synthetic financial transactions for
 * anti-money laundering models, NeurIPS 2023).
 *
 * @throws FundtrailError 'bad-option'
 */
export function findLayers(trace: Trace, options: BranchOptions = {}): Layers[] {
  const flow = flowOf(trace)
  const within = durationMs('within', options?.within ?? { hours: 24 })
  const minBranches = countOption('minBranches', options?.minBranches ?? 2)
  const taken = new Set<number>()
  const found: Layers[] = []
  for (const run of runsByHop(flow, within)) {
    const stack: number[][] = []
    for (let step = run; isLayer(flow, step, minBranches); step = paidOn(flow, step, within)) {
      stack.push(step)
      for (const move of step) taken.add(move)
    }
    if (stack.length > 0) found.push(describe(flow, stack))
  }
  return byWeight(found)

  /** The moves of each hop that no stack has yet, in runs; a later hop is asked for when those before are done. */
  function* runsByHop({ moves }: Flow, within: number): IterableIterator<number[]> {
    const hops = groupBy(moves.keys(), (move) => moves[move]!.level)
    for (const level of [...hops.keys()].sort((a, b) => a - b)) {
      let run: number[] = []
      for (const move of hops.get(level)!) {
        if (taken.has(move)) continue
        if (run.length > 0 && moves[move]!.time - moves[run.at(-1)!]!.time > within) {
          yield run
          run = []
        }
        run.push(move)
      }
      if (run.length > 0) yield run
    }
  }

  function paidOn({ moves, links }: Flow, step: readonly number[], within: number): number[] {
    const next = new Set<number>()
    for (const move of step) {
      for (const link of links.after(move)) {
        const isSoon = moves[link.out]!.time - moves[move]!.time <= within
        if (isSoon && !taken.has(link.out)) next.add(link.out)
      }
    }
    return [...next].sort((a, b) => a - b)
  }
}

function isLayer({ moves }: Flow, step: readonly number[], least: number): boolean {
  const distinct = (end: 'from' | 'to') => new Set(step.map((move) => moves[move]![end])).size
  return distinct('from') >= least && distinct('to') >= least
}

function describe(flow: Flow, stack: readonly number[][]): Layers {
  const { moves, accounts } = flow
  const namesOf = (step: readonly number[], end: 'from' | 'to') => [
    ...new Set(step.map((move) => accounts[moves[move]![end]]!.id)),
  ]
  const layers = [namesOf(stack[0]!, 'from'), ...stack.map((step) => namesOf(step, 'to'))]
  const even = stack.map((step) => {
    const byPayee = new Map<number, number>()
    for (const move of step) {
      const { to, traced } = moves[move]!
      byPayee.set(to, (byPayee.get(to) ?? 0) + traced)
    }
    return evenness([...byPayee.values()])
  })
  return {
    layers,
    accounts: [...new Set(layers.flat())],
    ...spanOf(flow, stack.flat()),
    traced: flow.money(stack[0]!.reduce((sum, move) => sum + moves[move]!.traced, 0)),
    ...scoreOf(Object.fromEntries(even.map((value, at) => [`even${at + 1}`, value]))),
  }
}
