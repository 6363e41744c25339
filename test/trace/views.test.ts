import { buildMoneyGraph, nextStatements, trace, traceGraph, tracePaths, walkLevels } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { accounts, transfers } from '../support/ledger.js'

const rows = `
  id  time   from    to      amount
  v1  09:00  victim  mule-1  1000
  v2  09:01  victim  mule-2   500
  t1  09:10  mule-1  mule-3   600
  t2  09:11  mule-1  mule-2   400
  t3  09:20  mule-2  mule-3   700
  t4  09:30  mule-3  mule-1   100
  t5  09:40  mule-3  mule-4  1100`
const { graph } = buildMoneyGraph(transfers(rows))
const result = trace(graph, { from: ['v1', 'v2'] })
const paths = (account: string, options?: Parameters<typeof tracePaths>[2]) =>
  tracePaths(result, account, options).map(({ amount, transfers: ids }) =>
    `${amount.toFixed()} ${ids.join(' ')}`.trim(),
  )

describe('tracePaths', () => {
  test('gives each route from the claim on, the largest first', () => {
    expect(paths('mule-4')).toEqual(['500 v1 t1 t5', '500 v2 t3 t5', '100 v1 t2 t3 t5'])
    expect(paths('mule-1')).toEqual(['100 v1 t1 t4'])
  })

  test('of what was received, not only of what is held', () => {
    expect(paths('mule-2')).toEqual(['200 v1 t2'])
    expect(paths('mule-2', { of: 'received' })).toEqual(['500 v2', '400 v1 t2'])
  })

  test('sums what a limit cuts in a last path without transfers', () => {
    expect(paths('mule-4', { limit: 1 })).toEqual(['500 v1 t1 t5', '600'])
  })

  test('has nothing for an account that the money did not reach, and refuses an unknown one', () => {
    expect(paths('victim')).toEqual([])
    expect(() => paths('nobody')).toThrow(expect.objectContaining({ code: 'unknown-account' }))
    expect(() => paths('mule-4', { limit: 0 })).toThrow(expect.objectContaining({ code: 'bad-option' }))
    expect(() => paths('mule-4', { of: 'sent' as never })).toThrow(expect.objectContaining({ code: 'bad-option' }))
  })

  test("starts at a second victim's own transfer although it carries the first one's money", () => {
    const twice = buildMoneyGraph(
      transfers(`
        id  time   from      to        amount
        v1  09:00  victim-a  victim-b  100
        v2  09:10  victim-b  mule-1    300`),
      { accounts: accounts('id opening\nvictim-b 1000') },
    )
    const claims = [
      { id: 'a', transfers: ['v1'] },
      { id: 'b', transfers: ['v2'] },
    ]
    const all = tracePaths(trace(twice.graph, { claims }), 'mule-1')
    // victim-b's oldest money pays first: none of a's is in v2.
    expect(all.map(({ claim, amount, transfers: ids }) => [claim, amount.toFixed(), ids])).toEqual([
      ['b', '300', ['v2']],
    ])
    const empty = buildMoneyGraph(
      transfers(`
        id  time   from      to        amount
        v1  09:00  victim-a  victim-b  100
        v2  09:10  victim-b  mule-1    300`),
      { accounts: accounts('id opening\nvictim-b 0') },
    )
    const mixed = tracePaths(trace(empty.graph, { claims }), 'mule-1')
    expect(mixed.map(({ claim, amount, transfers: ids }) => [claim, amount.toFixed(), ids])).toEqual([
      ['b', '200', ['v2']],
      ['a', '100', ['v1', 'v2']],
    ])
  })
})

describe('walkLevels', () => {
  test('visits each account at each hop at which money arrived, with the transfers that brought it', () => {
    const visits: string[] = []
    walkLevels(result, ({ id }, level, arrivals) => {
      visits.push(`${level} ${id}: ${arrivals.map((transfer) => transfer.id).join(' ')}`)
    })
    expect(visits).toEqual([
      '0 victim: ',
      '1 mule-2: v2',
      '1 mule-1: v1',
      '2 mule-2: t2',
      '2 mule-3: t1 t3',
      '3 mule-1: t4',
      '3 mule-3: t3',
      '3 mule-4: t5',
      '4 mule-4: t5',
    ])
  })
})

describe('traceGraph', () => {
  test('holds what the trace touched, for graphology', () => {
    const drawn = traceGraph(result)
    expect(drawn.order).toBe(result.accounts.length)
    expect(drawn.size).toBe(result.transfers.length)
    expect(drawn.source('t3')).toBe('mule-2')
    expect(drawn.getEdgeAttribute('t3', 'weight')).toBe(700)
    expect(drawn.getEdgeAttribute('t3', 'traced').toFixed()).toBe('700')
    expect(drawn.getNodeAttribute('mule-3', 'level')).toBe(2)
  })
})

describe('nextStatements', () => {
  test('asks for the largest amount first, from where it is lost from sight', () => {
    const known = buildMoneyGraph(
      transfers(`
        id  time   from    to      amount
        v1  09:00  victim  mule-1  1000
        t1  09:10  mule-1  mule-2   300
        t2  09:20  mule-1  mule-3   200
        t3  09:30  mule-1  mule-2   250`),
      {
        accounts: accounts(`
          id      institution  from   to
          mule-1  bank-a       08:00  10:00
          mule-2  bank-b       -      -`),
      },
    )
    const missing = (until: string) =>
      nextStatements(trace(known.graph, { from: 'v1', until })).map(
        ({ account, institution = '', amount, from }) =>
          `${account} ${institution} ${amount.toFixed()} ${from.toISOString().slice(11, 19)}`,
      )
    expect(missing('2024-03-01T10:00:00Z')).toEqual(['mule-2 bank-b 550 09:10:00', 'mule-3  200 09:20:00'])
    expect(missing('2024-03-01T11:00:00Z')).toEqual([
      'mule-2 bank-b 550 09:10:00',
      'mule-1 bank-a 250 10:00:00',
      'mule-3  200 09:20:00',
    ])
  })

  test('asks for nothing where all of it is known', () => {
    expect(nextStatements(result)).toEqual([])
  })
})
