/** Cycles of random networks against the routes by which the same money came to each account. */
import { Decimal } from 'decimal.js'
import { type Cycle, findCycles, type Trace, tracePaths } from 'fundtrail'
import { expect, test } from 'vitest'
import { holdsFor, traceNetwork } from '../support/network-trace.js'
import { networks } from '../support/networks.js'

const RUNS = 500
const FOREVER = { within: { days: 100_000 }, maxLength: 100 }
/** The rules that say of every unit which arrival it came by. */
const EXACT = [{ rule: 'fifo' }, { rule: 'lifo' }, { rule: 'libr', between: 'fifo' }] as const

/** A way round by transfers one after another over distinct accounts, with all money that ever took it. */
interface Way {
  transfers: string[]
  amount: Decimal
}

/** A ring of accounts, whoever begins. */
function ringOf(accounts: readonly string[]): string {
  const least = accounts.indexOf([...accounts].sort()[0]!)
  return [...accounts.slice(least), ...accounts.slice(0, least)].join(' ')
}

/** Every way round, ring by ring: of each route to an account, what lies behind its last departure from there. */
function waysRound(result: Trace): Map<string, Way[]> {
  const rings = new Map<string, Map<string, Way>>()
  const { graph } = result
  for (const { id } of result.accounts) {
    for (const { transfers, amount } of tracePaths(result, id, { of: 'received', limit: Number.POSITIVE_INFINITY })) {
      const start = transfers.findLastIndex((transfer) => graph.transfer(transfer).from === id)
      const round = transfers.slice(start)
      const accounts = round.map((transfer) => graph.transfer(transfer).from)
      if (start < 0 || new Set(accounts).size < accounts.length) continue
      const ways = rings.get(ringOf(accounts)) ?? new Map<string, Way>()
      rings.set(ringOf(accounts), ways)
      const key = round.join(' ')
      const known = ways.get(key)
      if (known === undefined) ways.set(key, { transfers: round, amount })
      else known.amount = known.amount.plus(amount)
    }
  }
  return new Map([...rings].map(([ring, ways]) => [ring, [...ways.values()]]))
}

function sum(amounts: readonly Decimal[]): Decimal {
  return amounts.reduce((total, amount) => total.plus(amount), new Decimal(0))
}

test('a ring is found where money went round it, with no more than went', () => {
  holdsFor(networks({ ways: EXACT, crowded: true }), RUNS, (network) => {
    const result = traceNetwork(network)
    const found = new Map<string, Cycle>(findCycles(result, FOREVER).map((cycle) => [ringOf(cycle.accounts), cycle]))
    const expected = waysRound(result)
    expect([...found.keys()].sort()).toEqual([...expected.keys()].sort())
    const place = new Map([...result.graph.transfers()].map(({ id }, at) => [id, at]))
    for (const [ring, ways] of expected) {
      const { rounds, traced, transfers } = found.get(ring)!
      for (const round of rounds) {
        const way = ways.find((each) => each.transfers.join() === round.transfers.join())
        expect(way?.amount.gte(round.traced)).toBe(true)
      }
      expect(new Set(rounds.map((round) => round.transfers.join())).size).toBe(rounds.length)
      // The first to set out were part of no round before.
      const first = Math.min(...ways.map((way) => place.get(way.transfers[0]!)!))
      const early = ways.filter((way) => place.get(way.transfers[0]!) === first)
      const counted = rounds.filter((round) => place.get(round.transfers[0]!) === first)
      expect(sum(counted.map((round) => round.traced)).toFixed()).toBe(sum(early.map((way) => way.amount)).toFixed())
      expect(traced.lte(sum(rounds.map((round) => round.traced)))).toBe(true)
      expect(traced.gt(0)).toBe(true)
      expect([...new Set(rounds.flatMap((round) => round.transfers))].sort()).toEqual([...transfers].sort())
    }
  })
})

/** By ring: what went round it, without what had just gone round it and goes on. */
function setOut(result: Trace): Map<string, Decimal> {
  const { graph } = result
  const amounts = new Map<string, Decimal>()
  for (const { id } of result.accounts) {
    for (const { transfers, amount } of tracePaths(result, id, { of: 'received', limit: Number.POSITIVE_INFINITY })) {
      const rounds = transfers.flatMap((transfer, end) => {
        const home = graph.transfer(transfer).to
        const start = transfers.slice(0, end + 1).findLastIndex((each) => graph.transfer(each).from === home)
        const accounts = transfers.slice(Math.max(start, 0), end + 1).map((each) => graph.transfer(each).from)
        const isRound = start >= 0 && new Set(accounts).size === accounts.length
        return isRound ? [{ start, end, ring: ringOf(accounts) }] : []
      })
      const last = rounds.pop()
      if (last?.end !== transfers.length - 1) continue
      if (rounds.some(({ ring, end }) => ring === last.ring && end >= last.start - 1)) continue
      amounts.set(last.ring, amount.plus(amounts.get(last.ring) ?? 0))
    }
  }
  return amounts
}

test('what goes straight round again counts once, and nothing else is left out', () => {
  let count = 0
  holdsFor(networks({ ways: EXACT, crowded: true }), RUNS, (network) => {
    const result = traceNetwork(network)
    const expected = setOut(result)
    const found = new Map(findCycles(result, FOREVER).map(({ accounts, traced }) => [ringOf(accounts), traced]))
    count += found.size
    expect([...found].map(([ring, traced]) => `${ring} ${traced.toFixed()}`).sort()).toEqual(
      [...expected].map(([ring, amount]) => `${ring} ${amount.toFixed()}`).sort(),
    )
  })
  expect(count).toBeGreaterThan(100)
})
