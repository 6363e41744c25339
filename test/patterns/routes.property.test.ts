/** Shapes of random networks against the routes by which the same money came: window by window, unit by unit. */
import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import {
  findGatherScatter,
  findPassThrough,
  findPeelChains,
  findScatterGather,
  type Trace,
  type TracedTransfer,
  type TracePath,
  tracePaths,
} from 'fundtrail'
import { expect, test } from 'vitest'
import { holdsFor, traceNetwork } from '../support/network-trace.js'
import { networks } from '../support/networks.js'

const RUNS = 500
const HOUR = 3_600_000
/** The rules that say of every unit which arrival it came by. */
const EXACT = [{ rule: 'fifo' }, { rule: 'lifo' }, { rule: 'libr', between: 'fifo' }] as const

const cases = fc.record({
  network: networks({ ways: EXACT, crowded: true }),
  hours: fc.constantFrom(0, 1, 3, 8, 24),
  minBranches: fc.integer({ min: 1, max: 3 }),
  minShare: fc.constantFrom(0, 0.3, 0.5, 1),
})

interface Step {
  in: TracedTransfer
  out: TracedTransfer
  amount: Decimal
}

function routesOf(result: Trace): TracePath[] {
  return result.accounts.flatMap(({ id }) =>
    tracePaths(result, id, { of: 'received', limit: Number.POSITIVE_INFINITY }),
  )
}

function placesOf({ graph }: Trace): Map<string, number> {
  return new Map([...graph.transfers()].map(({ id }, at) => [id, at]))
}

/** How much of what came by one transfer left by another, in the order of the arrivals, then of the departures. */
function stepsOf(result: Trace): Step[] {
  const transfers = new Map(result.transfers.map((transfer) => [transfer.id, transfer]))
  const place = placesOf(result)
  const steps = new Map<string, Step>()
  for (const { transfers: ids, amount } of routesOf(result)) {
    const [came, left] = ids.slice(-2)
    if (left === undefined) continue
    const known = steps.get(`${came} ${left}`)
    if (known !== undefined) known.amount = known.amount.plus(amount)
    else steps.set(`${came} ${left}`, { in: transfers.get(came!)!, out: transfers.get(left)!, amount })
  }
  return [...steps.values()].sort(
    (a, b) => place.get(a.in.id)! - place.get(b.in.id)! || place.get(a.out.id)! - place.get(b.out.id)!,
  )
}

function sum(amounts: readonly Decimal[]): Decimal {
  return amounts.reduce((total, amount) => total.plus(amount), new Decimal(0))
}

function distinct<T>(items: readonly T[]): T[] {
  return [...new Set(items)]
}

/** Windows by the definition: from each arrival that has something left, all that came from then on and left in time. */
function windows(steps: readonly Step[], hours: number, isWide: (window: Step[]) => boolean): Step[][] {
  const found: Step[][] = []
  const used = new Set<Step>()
  for (const [at, first] of steps.entries()) {
    if (used.has(first) || steps.findIndex((step) => step.in === first.in && !used.has(step)) !== at) continue
    const end = first.in.time.getTime() + hours * HOUR
    const window = steps.slice(at).filter((step) => !used.has(step) && step.out.time.getTime() <= end)
    if (window[0]?.in !== first.in || !isWide(window)) continue
    for (const step of window) used.add(step)
    found.push(window)
  }
  return found
}

/** "account=amount" of the windows at one end, sorted. */
function shares(window: readonly Step[], accountOf: (step: Step) => string): string {
  return distinct(window.map(accountOf))
    .map((account) => {
      const own = window.filter((step) => accountOf(step) === account)
      return `${account}=${sum(own.map(({ amount }) => amount)).toFixed()}`
    })
    .sort()
    .join(' ')
}

const branchShares = (branches: readonly { account: string; traced: Decimal }[]) =>
  branches
    .map(({ account, traced }) => `${account}=${traced.toFixed()}`)
    .sort()
    .join(' ')

test('what came together and parted is what the routes say', () => {
  holdsFor(cases, RUNS, ({ network, hours, minBranches }) => {
    const result = traceNetwork(network)
    const steps = stepsOf(result)
    const expected = result.accounts
      .filter(({ level }) => level > 0)
      .flatMap(({ id }) =>
        windows(
          steps.filter((step) => step.in.to === id),
          hours,
          (window) =>
            distinct(window.map((step) => step.in.from)).length >= minBranches &&
            distinct(window.map((step) => step.out.to)).length >= minBranches,
        ).map(
          (window) => `${id}: ${shares(window, (step) => step.in.from)} > ${shares(window, (step) => step.out.to)}`,
        ),
      )
    const found = findGatherScatter(result, { within: { hours }, minBranches })
    expect(
      found
        .map(({ account, payers, payees }) => `${account}: ${branchShares(payers)} > ${branchShares(payees)}`)
        .sort(),
    ).toEqual(expected.sort())
    for (const { traced, payers, payees } of found) {
      for (const side of [payers, payees]) {
        expect(sum(side.map((branch) => branch.traced)).toFixed()).toBe(traced.toFixed())
      }
    }
  })
})

test('what parted and came together is what the routes say', () => {
  holdsFor(cases, RUNS, ({ network, hours, minBranches }) => {
    const result = traceNetwork(network)
    const steps = stepsOf(result)
    const pairs = distinct(steps.map((step) => `${step.in.from}>${step.out.to}`))
    const expected = pairs.flatMap((pair) =>
      windows(
        steps.filter((step) => `${step.in.from}>${step.out.to}` === pair),
        hours,
        (window) => distinct(window.map((step) => step.in.to)).length >= minBranches,
      ).map((window) => `${pair}: ${shares(window, (step) => step.in.to)}`),
    )
    const found = findScatterGather(result, { within: { hours }, minBranches })
    expect(
      found.map(({ source, target, branches }) => `${source}>${target}: ${branchShares(branches)}`).sort(),
    ).toEqual(expected.sort())
  })
})

test('what was passed on is what the routes say', () => {
  holdsFor(cases, RUNS, ({ network, hours, minShare }) => {
    const result = traceNetwork(network)
    const steps = stepsOf(result)
    const place = placesOf(result)
    const expected: string[] = []
    for (const { id, level } of result.accounts) {
      if (level === 0) continue
      const own = result.transfers.filter(({ to }) => to === id).sort((a, b) => place.get(a.id)! - place.get(b.id)!)
      const runs: TracedTransfer[][] = []
      for (const [at, transfer] of own.entries()) {
        const rested = transfer.time.getTime() - (own[at - 1]?.time.getTime() ?? Number.NEGATIVE_INFINITY)
        if (rested <= hours * HOUR) runs.at(-1)!.push(transfer)
        else runs.push([transfer])
      }
      for (const run of runs) {
        const passed = steps.filter(
          (step) => run.includes(step.in) && step.out.time.getTime() - step.in.time.getTime() <= hours * HOUR,
        )
        const went = sum(passed.map(({ amount }) => amount))
        const came = sum(run.map(({ traced }) => traced))
        if (went.eq(0) || went.div(came).lt(minShare)) continue
        const ids = distinct([...run, ...passed.map(({ out }) => out)].map((transfer) => transfer.id))
        ids.sort((a, b) => place.get(a)! - place.get(b)!)
        expected.push(`${id} ${went.toFixed()} of ${came.toFixed()} ${ids.join('+')}`)
      }
    }
    const found = findPassThrough(result, { within: { hours }, minShare }).map(
      ({ account, traced, received, transfers }) =>
        `${account} ${traced.toFixed()} of ${received.toFixed()} ${transfers.join('+')}`,
    )
    expect(found.sort()).toEqual(expected.sort())
  })
})

test('a chain carries what came by all of its transfers, and no transfer is in two', () => {
  let count = 0
  holdsFor(cases, RUNS, ({ network, hours, minShare }) => {
    const result = traceNetwork(network)
    const routes = routesOf(result)
    const chains = findPeelChains(result, { within: { hours }, minShare, minLength: 2, minPeels: 0 })
    count += chains.filter(({ transfers }) => transfers.length > 2).length
    const ids = chains.flatMap(({ transfers }) => transfers)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { transfers, traced, accounts } of chains) {
      const own = routes.filter((route) => route.transfers.slice(-transfers.length).join() === transfers.join())
      expect(traced.toFixed()).toBe(sum(own.map(({ amount }) => amount)).toFixed())
      expect(new Set(accounts).size).toBe(accounts.length)
      expect(traced.gt(0)).toBe(true)
    }
  })
  expect(count).toBeGreaterThan(20)
})
