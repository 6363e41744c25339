/** Splits and merges of random networks: against the plain definition, inflow by inflow, and what must be true of any. */
import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { type Duration, findMerges, findSplits, type Trace, type TracedTransfer, tracePaths } from 'fundtrail'
import { expect, test } from 'vitest'
import { mergeLines, splitLines, when } from '../support/findings.js'
import { holdsFor, traceNetwork } from '../support/network-trace.js'
import { networks } from '../support/networks.js'
import { conservingWays } from '../support/ways.js'

const RUNS = 1000
const HOUR = 3_600_000

const options = {
  hours: fc.constantFrom(0, 1, 3, 8, 24),
  minBranches: fc.integer({ min: 1, max: 3 }),
  minShare: fc.constantFrom(0, 0.3, 0.5, 1),
}
const withOptions = fc.record({ network: networks({ ways: conservingWays }), ...options })
/** The rules that say of every unit which arrival it came by. */
const exactWays = [{ rule: 'fifo' }, { rule: 'lifo' }, { rule: 'libr', between: 'fifo' }] as const
const exact = fc.record({ network: networks({ ways: exactWays }), ...options })

function sum(transfers: readonly TracedTransfer[]): Decimal {
  return transfers.reduce((all, { traced }) => all.plus(traced), new Decimal(0))
}

/** The traced transfers in the total order. */
function inOrder({ graph, transfers }: Trace): TracedTransfer[] {
  const place = new Map([...graph.transfers()].map(({ id }, index) => [id, index]))
  return [...transfers].sort((a, b) => place.get(a.id)! - place.get(b.id)!)
}

/** "account=traced(transfer+transfer)", the largest first, then by account. */
function branches(transfers: readonly TracedTransfer[], end: 'from' | 'to'): string[] {
  const accounts = [...new Set(transfers.map((each) => each[end]))].sort()
  return accounts
    .map((account) => transfers.filter((each) => each[end] === account))
    .sort((a, b) => sum(b).comparedTo(sum(a)))
    .map((own) => `${own[0]![end]}=${sum(own).toFixed()}(${own.map(({ id }) => id).join('+')})`)
}

/** How much of what came by one transfer left by another: "in out" to the amount, from the routes to every account. */
function linksOf(result: Trace): Map<string, Decimal> {
  const links = new Map<string, Decimal>()
  for (const { id } of result.accounts) {
    for (const { transfers, amount } of tracePaths(result, id, { of: 'received', limit: Number.POSITIVE_INFINITY })) {
      const key = transfers.slice(-2).join(' ')
      if (transfers.length > 1) links.set(key, amount.plus(links.get(key) ?? 0))
    }
  }
  return links
}

function plainSplits(result: Trace, hours: number, minBranches: number, minShare: number): string[] {
  const all = inOrder(result)
  const links = linksOf(result)
  const found: string[] = []
  for (const { id, level } of result.accounts) {
    if (level === 0) continue
    const used = new Set<TracedTransfer>()
    for (const first of all.filter(({ to }) => to === id)) {
      if (used.has(first)) continue
      const end = first.time.getTime() + hours * HOUR
      const later = all.slice(all.indexOf(first))
      const inflows = later.filter(({ to }) => to === id)
      const paidBy = (payment: TracedTransfer) =>
        inflows.reduce((sum, inflow) => sum.plus(links.get(`${inflow.id} ${payment.id}`) ?? 0), new Decimal(0))
      const paid = later
        .filter(({ from, time }) => from === id && time.getTime() <= end)
        .map((payment) => ({ ...payment, traced: paidBy(payment) }))
        .filter(({ traced }) => traced.gt(0))
      const payees = branches(paid, 'to')
      if (payees.length < minBranches) continue
      const last = later.findIndex((each) => each.id === paid.at(-1)!.id)
      const came = later.slice(0, last).filter(({ to }) => to === id)
      const share = sum(paid).div(sum(came)).toNumber()
      if (share < minShare) continue
      for (const each of came) used.add(each)
      const amounts = [sum(came).toFixed(), sum(paid).toFixed(), share]
      const ids = came.map((each) => each.id).join('+')
      found.push([id, level, when(first.time), when(paid.at(-1)!.time), ...amounts, ids, ...payees].join(' '))
    }
  }
  return found
}

function plainMerges(result: Trace, hours: number, minBranches: number): string[] {
  const all = inOrder(result)
  const found: string[] = []
  for (const { id, level } of result.accounts) {
    const used = new Set<TracedTransfer>()
    for (const first of all.filter(({ to }) => to === id)) {
      if (used.has(first)) continue
      const end = first.time.getTime() + hours * HOUR
      const came = all.slice(all.indexOf(first)).filter(({ to, time }) => to === id && time.getTime() <= end)
      const payers = branches(came, 'from')
      if (payers.length < minBranches) continue
      for (const each of came) used.add(each)
      found.push([id, level, when(first.time), when(came.at(-1)!.time), sum(came).toFixed(), ...payers].join(' '))
    }
  }
  return found
}

test('splits are those of the plain definition', () => {
  holdsFor(exact, RUNS, ({ network, hours, minBranches, minShare }) => {
    const result = traceNetwork(network)
    const within: Duration = { hours }
    expect(splitLines(findSplits(result, { within, minBranches, minShare }))).toEqual(
      plainSplits(result, hours, minBranches, minShare),
    )
  })
})

test('merges are those of the plain definition', () => {
  holdsFor(withOptions, RUNS, ({ network, hours, minBranches }) => {
    const result = traceNetwork(network)
    expect(mergeLines(findMerges(result, { within: { hours }, minBranches }))).toEqual(
      plainMerges(result, hours, minBranches),
    )
  })
})

test('no transfer is in two splits as an inflow, or in two merges; no split pays out more than came in', () => {
  holdsFor(withOptions, RUNS, ({ network, hours, minBranches }) => {
    const result = traceNetwork(network)
    const splits = findSplits(result, { within: { hours }, minBranches, minShare: 0 })
    const merges = findMerges(result, { within: { hours }, minBranches })
    for (const ids of [
      splits.flatMap(({ inflows }) => inflows),
      merges.flatMap((merge) => merge.branches.flatMap(({ transfers }) => transfers)),
    ]) {
      expect(new Set(ids).size).toBe(ids.length)
    }
    for (const { share } of splits) expect(share).toBeLessThanOrEqual(1)
    for (const { start, end } of [...splits, ...merges]) {
      expect(end.getTime() - start.getTime()).toBeGreaterThanOrEqual(0)
      expect(end.getTime() - start.getTime()).toBeLessThanOrEqual(hours * HOUR)
    }
  })
})
