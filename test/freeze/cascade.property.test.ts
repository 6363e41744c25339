/** A loss taken level by level in random networks: what must be true of any. */
import { Decimal } from 'decimal.js'
import { type Cascade, type CascadeFigures, cascade, type EndCode, type Trace } from 'fundtrail'
import { expect, test } from 'vitest'
import { holdsFor, traceNetwork } from '../support/network-trace.js'
import { networks } from '../support/networks.js'
import { conservingWays } from '../support/ways.js'

const RUNS = 700
const anyRule = networks({ ways: conservingWays })
const FIGURES = ['asked', 'held', 'gone', 'returned', 'open', 'passed'] as const

function sum(amounts: readonly Decimal[]): Decimal {
  return amounts.reduce((all, amount) => all.plus(amount), new Decimal(0))
}

function ended({ endings }: Trace, codes: readonly EndCode[]): string {
  return sum(endings.filter(({ code }) => codes.includes(code)).map(({ amount }) => amount)).toFixed()
}

function addsUp({ asked, held, gone, returned, open, passed }: CascadeFigures): boolean {
  const parts = [held, gone, returned, open, passed]
  return sum(parts).eq(asked) && parts.every((amount) => amount.gte(0))
}

function checkSums({ disputed, layers, held, gone, returned, open }: Cascade, trace: Trace): void {
  expect(disputed.toFixed()).toBe(trace.stolen.toFixed())
  expect(sum([held, gone, returned, open]).toFixed()).toBe(disputed.toFixed())
  let passed = disputed
  for (const layer of layers) {
    // remaining(k + 1) = remaining(k) - what layer k holds or ends.
    expect(layer.asked.toFixed()).toBe(passed.toFixed())
    passed = layer.passed
    expect(addsUp(layer)).toBe(true)
    for (const name of FIGURES) {
      expect(sum(layer.accounts.map((account) => account[name])).toFixed()).toBe(layer[name].toFixed())
    }
    for (const account of layer.accounts) {
      expect(addsUp(account)).toBe(true)
      expect(account.held.lte(account.balance ?? 0)).toBe(true)
      expect(sum(Object.values(account.shares)).toFixed()).toBe(account.held.toFixed())
      expect(sum(account.tickets.map(({ asked }) => asked)).toFixed()).toBe(account.asked.toFixed())
    }
  }
  expect(passed.toFixed()).toBe('0')
}

test('nobody is asked for more than came, nor holds more than is there', () => {
  holdsFor(anyRule, RUNS, (network) => {
    const trace = traceNetwork(network)
    const result = cascade(trace)
    checkSums(result, trace)
    const asked = new Map<string, Decimal>()
    const held = new Map<string, Decimal>()
    for (const { account, held: lien, tickets } of result.layers.flatMap(({ accounts }) => accounts)) {
      held.set(account, lien.plus(held.get(account) ?? 0))
      for (const ticket of tickets) asked.set(ticket.transfer, ticket.asked.plus(asked.get(ticket.transfer) ?? 0))
    }
    for (const { id, traced } of trace.transfers) expect((asked.get(id) ?? traced).lte(traced)).toBe(true)
    for (const [account, lien] of held) {
      expect(lien.lte(Decimal.max(0, trace.account(account)?.balance ?? 0))).toBe(true)
    }
  })
})

test('where nothing is there, all goes the way of the trace', () => {
  holdsFor(anyRule, RUNS, (network) => {
    const trace = traceNetwork(network)
    const nothing = Object.fromEntries(trace.accounts.map(({ id }) => [id, 0]))
    const result = cascade(trace, nothing)
    checkSums(result, trace)
    expect(result.held.toFixed()).toBe('0')
    expect(result.gone.toFixed()).toBe(ended(trace, ['cash-out', 'spent']))
    expect(result.returned.toFixed()).toBe(ended(trace, ['returned']))
    // What was asked by each transfer is what it carried of the stolen money.
    const asked = result.layers.flatMap(({ accounts }) => accounts.flatMap(({ tickets }) => tickets))
    for (const { id, traced } of trace.transfers) {
      expect(sum(asked.filter(({ transfer }) => transfer === id).map((ticket) => ticket.asked)).toFixed()).toBe(
        traced.toFixed(),
      )
    }
  })
})

test('where the first layer has enough, it holds all but cash and returns', () => {
  holdsFor(anyRule, RUNS / 2, (network) => {
    const trace = traceNetwork(network)
    const result = cascade(trace, new Map(trace.accounts.map(({ id }) => [id, 1_000_000])))
    checkSums(result, trace)
    for (const { accounts, open, passed } of result.layers) {
      const excluded = accounts.filter(({ account }) => trace.graph.account(account).kind === 'clearing')
      expect(sum(excluded.map((each) => each.open)).toFixed()).toBe(open.toFixed())
      expect(sum(excluded.map((each) => each.passed)).toFixed()).toBe(passed.toFixed())
    }
  })
})
