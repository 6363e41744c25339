/** A graph put in another order is the graph that is built in that order, and the first one stays as it was. */
import fc from 'fast-check'
import { buildMoneyGraph, type MoneyGraph, trace } from 'fundtrail'
import { expect, test } from 'vitest'
import { dataOf, MoneyGraph as Graph } from '../../src/graph/money-graph.js'
import { reorder } from '../../src/graph/reorder.js'
import type { BuildOptions, Ties, TransferRecord } from '../../src/types.js'
import { build, holdsFor, traceOptions } from '../support/network-trace.js'
import { networks } from '../support/networks.js'

const anyTies = fc.constantFrom<Ties>('records', 'credits-first', 'debits-first')

/** All that a graph shows. */
function shown(graph: MoneyGraph): string {
  const statements = [...graph.accounts()].flatMap(({ id }) =>
    graph.currencies.map((currency) => graph.statement(id, currency)),
  )
  return JSON.stringify([graph, [...graph.accounts()], [...graph.transfers()], statements])
}

/** Without the graph. */
function traced(graph: MoneyGraph, options: Parameters<typeof trace>[1]): string {
  const { graph: _, ...rest } = trace(graph, options)
  return JSON.stringify(rest)
}

test('on random networks', () => {
  holdsFor(fc.tuple(networks(), anyTies, anyTies), 1200, ([{ input, options }, first, second]) => {
    const { records, accounts, ...rest } = input
    const from = buildMoneyGraph(records, { accounts, ...rest, ties: first }).graph
    const before = shown(from)
    const settings = traceOptions(options)
    const tracedBefore = traced(from, settings)
    const other = new Graph(reorder(dataOf(from), second))
    const built = buildMoneyGraph(records, { accounts, ...rest, ties: second }).graph
    expect(shown(other)).toBe(shown(built))
    expect(traced(other, settings)).toBe(traced(built, settings))
    expect(shown(from)).toBe(before)
    expect(traced(from, settings)).toBe(tracedBefore)
  })
})

test('on rows that share few instants and state balances, dates alone among them', () => {
  const row = fc.record({
    from: fc.nat(3),
    to: fc.nat(3),
    amount: fc.integer({ min: 1, max: 4 }),
    at: fc.nat(3),
    date: fc.boolean(),
    states: fc.nat(3),
    balance: fc.integer({ min: -2, max: 6 }),
    currency: fc.constantFrom('CNY', 'CNY', 'CNY', 'USD'),
    reverses: fc.option(fc.nat(20), { freq: 3 }),
  })
  const drawn = fc.record({
    rows: fc.array(row, { minLength: 1, maxLength: 20 }),
    first: anyTies,
    second: anyTies,
    options: fc.record<BuildOptions>({
      shortfall: fc.constantFrom('opening', 'unseen-credit', 'overdraft'),
      accounts: fc.constantFrom([], [{ id: 'a1', openingBalance: { CNY: 3, USD: 1, EUR: 2 } }]),
    }),
  })
  holdsFor(drawn, 1500, ({ rows, first, second, options }) => {
    const records = rows.map(
      ({ from, to, amount, at, date, states, balance, currency, reverses }, index): TransferRecord => ({
        id: `t${index}`,
        from: `a${from}`,
        to: `a${to}`,
        amount,
        currency,
        time: date ? `2024-03-0${1 + (at % 2)}` : Date.parse('2024-03-01') + at * 13 * 3_600_000,
        ...((states & 1) > 0 && { fromBalance: balance }),
        ...((states & 2) > 0 && { toBalance: balance + amount }),
        ...(reverses !== null && { reverses: `t${reverses}` }),
      }),
    )
    const from = buildMoneyGraph(records, { ...options, ties: first }).graph
    const before = shown(from)
    const built = buildMoneyGraph(records, { ...options, ties: second })
    const other = reorder(dataOf(from), second)
    expect(shown(new Graph(other))).toBe(shown(built.graph))
    expect(shown(from)).toBe(before)
    expect(shown(new Graph(reorder(other, first)))).toBe(before)
  })
})

test('the order of the records is the default', () => {
  holdsFor(networks(), 100, ({ input }) => {
    const { records, accounts, ...rest } = input
    expect(shown(buildMoneyGraph(records, { accounts, ...rest, ties: 'records' }).graph)).toBe(
      shown(build(input).graph),
    )
  })
})
