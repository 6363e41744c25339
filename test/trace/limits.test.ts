import { buildMoneyGraph, trace } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { accounts, endings, moves, transfers } from '../support/ledger.js'

const chain = transfers(`
  id  time   from    to      amount
  v1  09:00  victim  mule-1  1000
  t1  09:10  mule-1  mule-2   800
  t2  09:20  mule-2  mule-3   500
  t3  09:25  mule-2  mule-4    20
  t4  09:30  mule-3  mule-1   400
  t5  09:40  mule-1  mule-5   500`)
const { graph } = buildMoneyGraph(chain)

describe('levels', () => {
  test('count the hops of the money: the victim 0, who it paid 1', () => {
    const result = trace(graph, { from: 'v1' })
    expect(moves(result)).toEqual(['v1 1 1000', 't1 2 800', 't5 2 500', 't2 3 500', 't3 3 20', 't4 4 400'])
    expect(result.accounts.map(({ id, level, levels }) => [id, level, levels])).toEqual([
      ['victim', 0, [0]],
      ['mule-1', 1, [1, 4]],
      ['mule-5', 2, [2, 5]],
      ['mule-2', 2, [2]],
      ['mule-3', 3, [3]],
      ['mule-4', 3, [3]],
    ])
  })

  test('maxLevel ends all that arrives at that hop as limit', () => {
    const result = trace(graph, { from: 'v1', maxLevel: 2 })
    expect(endings(result)).toEqual(['mule-2 limit 800', 'mule-5 limit 200'])
  })

  test('maxLevel cuts by the route of the money, not by the account', () => {
    const result = trace(graph, { from: 'v1', maxLevel: 4 })
    expect(endings(result)).toEqual([
      'mule-1 limit 400',
      'mule-2 held 280',
      'mule-5 held 200',
      'mule-3 held 100',
      'mule-4 held 20',
    ])
  })
})

test('minAmount lists a smaller transfer and ends it at its payee', () => {
  const result = trace(graph, { from: 'v1', minAmount: '100' })
  expect(moves(result)).toContain('t3 3 20')
  expect(endings(result)).toContain('mule-4 limit 20')
  expect(result.settings.minAmount?.toFixed()).toBe('100')
  expect(endings(trace(graph, { from: 'v1', minAmount: 20 }))).toContain('mule-4 held 20')
})

test('stopAt is asked once for each account reached that is no victim, and ends the money there', () => {
  const asked: string[] = []
  const result = trace(graph, {
    from: 'v1',
    stopAt: ({ id }) => {
      asked.push(id)
      return id === 'mule-2'
    },
  })
  expect(asked).toEqual(['mule-1', 'mule-2', 'mule-5'])
  expect(endings(result)).toEqual(['mule-2 stopped 800', 'mule-5 held 200'])
})

describe('until', () => {
  test('is inclusive', () => {
    expect(endings(trace(graph, { from: 'v1', until: '2024-03-01T09:10:00Z' }))).toEqual([
      'mule-1 held 200',
      'mule-2 held 800',
    ])
    expect(endings(trace(graph, { from: 'v1', until: '2024-03-01T09:09:59.999Z' }))).toEqual(['mule-1 held 1000'])
  })

  test('may lie after the last record: from there on nothing is known', () => {
    const result = trace(graph, { from: 'v1', until: '2024-03-02' })
    expect(result.until.toISOString()).toBe('2024-03-02T23:59:59.999Z')
    expect(new Set(result.endings.map(({ code }) => code))).toEqual(new Set(['statement-ended']))
    expect(result.accounts.every(({ balance }) => balance === undefined)).toBe(true)
  })

  test('a date alone is the end of that day in the zone of the graph', () => {
    const shanghai = buildMoneyGraph(
      transfers(`
        id  time                 from    to      amount
        v1  2024-03-01T23:30:00  victim  mule-1  1000
        t1  2024-03-02T00:10:00  mule-1  mule-2   800`),
      { timeZone: 'Asia/Shanghai' },
    ).graph
    const result = trace(shanghai, { from: 'v1', until: '2024-03-01' })
    expect(endings(result)).toEqual(['mule-1 held 1000'])
    expect(result.until.toISOString()).toBe('2024-03-01T15:59:59.999Z')
  })

  test('takes in the whole millisecond, for records may be finer', () => {
    const fine = buildMoneyGraph(
      transfers(`
        id  time                         from    to      amount
        v1  2024-03-01T09:00:00.000000Z  victim  mule-1  1000
        t1  2024-03-01T09:00:00.000900Z  mule-1  mule-2   800`),
    ).graph
    expect(endings(trace(fine, { from: 'v1' }))).toEqual(['mule-1 held 200', 'mule-2 held 800'])
    expect(endings(trace(fine, { from: 'v1', until: '2024-03-01T09:00:00.000899Z' }))).toEqual(['mule-1 held 1000'])
  })
})

test('a limit on the pieces shows what it cut, as an ending and an assumption', () => {
  const rows = [{ id: 'v1', from: 'victim', to: 'hub', amount: 100, time: 0 }]
  for (let i = 1; i <= 100; i++) rows.push({ id: `t${i}`, from: 'hub', to: `mule-${i}`, amount: 1, time: i })
  const hub = buildMoneyGraph(rows).graph
  const result = trace(hub, { from: 'v1', maxPieces: 41 })
  const cut = result.endings.filter(({ code }) => code === 'limit')
  expect(cut).toHaveLength(60)
  expect(result.assumptions.filter(({ code }) => code === 'limit')).toHaveLength(60)
  expect(result.assumptions.find(({ code }) => code === 'limit')).toMatchObject({ account: cut[0]?.account })
  expect(result.settings.maxPieces).toBe(41)
})

test('a long cycle does not shatter the money: 10,000 rounds stay a few pieces', () => {
  const rows = [{ id: 'v1', from: 'victim', to: 'a', amount: '1000.00', time: 0 }]
  for (let i = 1; i <= 10_000; i++) {
    const [from, to] = i % 2 === 1 ? ['a', 'b'] : ['b', 'a']
    rows.push({ id: `t${i}`, from: from as string, to: to as string, amount: '1400.00', time: i })
  }
  const cycle = buildMoneyGraph(rows, {
    accounts: [
      { id: 'a', openingBalance: 500 },
      { id: 'b', openingBalance: 900 },
    ],
  })
  const result = trace(cycle.graph, { from: 'v1', maxPieces: 40_000 })
  expect(result.endings.reduce((sum, { amount }) => sum + amount.toNumber(), 0)).toBe(1000)
  expect(result.endings.map(({ code }) => code)).not.toContain('limit')
})

test('accounts of one holder are followed like others', () => {
  const own = buildMoneyGraph(chain, { accounts: accounts('id holderId\nmule-1 ID-2\nmule-2 ID-2') }).graph
  expect(moves(trace(own, { from: 'v1' }))).toEqual(moves(trace(graph, { from: 'v1' })))
})
