import { type Between, buildMoneyGraph, type Rule, type TraceOptions, trace, tracePaths } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { accounts, endings, moves, transfers } from '../support/ledger.js'

const MULE = transfers(`
  id    time   from      to      amount
  v1    09:00  victim-1  mule-1    1000
  pay   09:05  employer  mule-1     500
  v2    09:10  victim-2  mule-1     500
  t1    09:20  mule-1    mule-2     800
  late  09:30  employer  mule-1     300`)
const CLAIMS = [
  { id: 'victim-1', transfers: ['v1'] },
  { id: 'victim-2', transfers: ['v2'] },
]

function under(rule: Rule, between: Between = 'pro-rata', options: Partial<TraceOptions> = {}): string[] {
  return endings(trace(buildMoneyGraph(MULE).graph, { claims: CLAIMS, rule, between, ...options }))
}

describe('one mule, two victims and own money: 1000 of victim-1, 500 own, 500 of victim-2, and 800 leaves', () => {
  test('fifo: the oldest money leaves', () => {
    expect(under('fifo')).toEqual(['mule-1 held 700 (victim-1 200, victim-2 500)', 'mule-2 held 800 (victim-1 800)'])
  })

  test('lifo: the newest money leaves', () => {
    expect(under('lifo')).toEqual(['mule-1 held 1000 (victim-1 1000)', 'mule-2 held 500 (victim-2 500)'])
  })

  test('pro-rata: all of it leaves in proportion, own money too', () => {
    expect(under('pro-rata')).toEqual([
      'mule-1 held 900 (victim-1 600, victim-2 300)',
      'mule-2 held 600 (victim-1 400, victim-2 200)',
    ])
  })

  test('libr: own money leaves first, then the claims, in proportion or by age', () => {
    expect(under('libr')).toEqual([
      'mule-1 held 1200 (victim-1 800, victim-2 400)',
      'mule-2 held 300 (victim-1 200, victim-2 100)',
    ])
    expect(under('libr', 'fifo')).toEqual([
      'mule-1 held 1200 (victim-1 700, victim-2 500)',
      'mule-2 held 300 (victim-1 300)',
    ])
  })

  test('taint-first: the claims leave first, in proportion or by age', () => {
    const first = under('taint-first')
    expect(first).toEqual([
      'mule-1 held 700 (victim-1 466.67, victim-2 233.33)',
      'mule-2 held 800 (victim-1 533.33, victim-2 266.67)',
    ])
    expect(under('taint-first', 'fifo')).toEqual(under('fifo'))
  })

  test('poison: every debit in full, whoever is asked about, and no endings', () => {
    const result = trace(buildMoneyGraph(MULE).graph, { claims: CLAIMS, rule: 'poison' })
    expect(moves(result)).toEqual(['v1 1 1000', 'v2 1 500', 't1 2 800'])
    expect(result.transfers.at(-1)?.shares).toMatchObject({})
    expect(Object.keys(result.transfers.at(-1)?.shares ?? {})).toEqual(['victim-1', 'victim-2'])
    expect(result.endings).toEqual([])
    expect(result.account('mule-1')?.held.toFixed()).toBe('1500')
    expect(result.account('mule-2')?.held.toFixed()).toBe('800')
  })
})

describe('overdrafts: what repays one is taken as a debit under the rule would', () => {
  const { graph } = buildMoneyGraph(
    transfers(`
      id   time   from      to      amount
      o1   09:00  employer  hub        300
      v1   09:01  victim-1  hub        600
      buy  09:05  mule-1    shop       300
      t1   09:10  hub       mule-1     900`),
    { shortfall: 'overdraft', accounts: accounts(`id mule-1`) },
  )
  const overdrawn = (rule: Rule) => endings(trace(graph, { from: 'v1', rule }))

  test('300 own and 600 of victim-1 come to an account that is 300 overdrawn', () => {
    expect(overdrawn('fifo')).toEqual(['mule-1 held 600'])
    expect(overdrawn('lifo')).toEqual(['mule-1 held 600'])
    expect(overdrawn('pro-rata')).toEqual(['mule-1 held 400', 'mule-1 overdraft 200'])
    expect(overdrawn('libr')).toEqual(['mule-1 held 600'])
    expect(overdrawn('taint-first')).toEqual(['mule-1 held 300', 'mule-1 overdraft 300'])
  })
})

describe('levels', () => {
  const { graph } = buildMoneyGraph(
    transfers(`
      id  time   from    to      amount
      v1  09:00  victim  mule-1    1000
      v2  09:01  victim  mule-2     500
      t1  09:10  mule-1  mule-2    1000
      t2  09:20  mule-2  mule-3     800`),
  )

  test('fifo and lifo count the hops of the route that the money took', () => {
    expect(moves(trace(graph, { from: ['v1', 'v2'] })).slice(2)).toEqual(['t1 2 1000', 't2 2 800'])
    const lifo = trace(graph, { from: ['v1', 'v2'], rule: 'lifo' })
    expect(moves(lifo).slice(2)).toEqual(['t1 2 1000', 't2 3 800'])
    expect(lifo.account('mule-3')?.levels).toEqual([3])
  })

  test('the pooled rules count from the least hop at which the claim had reached the payer', () => {
    for (const rule of ['pro-rata', 'libr', 'taint-first', 'poison'] as const) {
      expect(moves(trace(graph, { from: ['v1', 'v2'], rule })).slice(2)).toEqual(['t1 2 1000', 't2 2 800'])
    }
  })
})

describe('paths', () => {
  const { graph } = buildMoneyGraph(
    transfers(`
      id  time   from      to      amount
      v1  09:00  victim    mule-1     300
      v2  09:01  victim    mule-2     100
      o1  09:05  employer  mule-2     200
      t1  09:10  mule-1    mule-2     300
      t2  09:20  mule-2    mule-3     300
      t3  09:30  mule-3    mule-4      50`),
  )
  const paths = (rule: Rule, account: string, limit?: number) =>
    tracePaths(trace(graph, { from: ['v1', 'v2'], rule }), account, limit === undefined ? {} : { limit }).map(
      ({ amount, transfers: route }) => `${amount.toFixed()} ${route.join('-')}`,
    )

  test('mixed money keeps the proportions in which it came together', () => {
    // mule-2 held 100 and 300 of the victim's and 200 own: t2 takes half of each.
    expect(paths('pro-rata', 'mule-2')).toEqual(['150 v1-t1', '50 v2'])
    expect(paths('pro-rata', 'mule-3')).toEqual(['125 v1-t1-t2', '41.67 v2-t2'])
    expect(paths('pro-rata', 'mule-4')).toEqual(['25 v1-t1-t2-t3', '8.33 v2-t2-t3'])
  })

  test('a cycle has routes beyond number: the largest come first, the rest in one line', () => {
    const records = [{ id: 'v', from: 'victim', to: 'A', amount: 1_000_000, time: 0 }]
    let [a, b] = [1_000_000, 0]
    for (let time = 1; time <= 300; time++) {
      const amount = Math.floor((time % 2 === 1 ? a : b) * 0.4)
      if (time % 2 === 1) records.push({ id: `t${time}`, from: 'A', to: 'B', amount, time })
      else records.push({ id: `t${time}`, from: 'B', to: 'A', amount, time })
      a += time % 2 === 1 ? -amount : amount
      b += time % 2 === 1 ? amount : -amount
    }
    const cycle = trace(buildMoneyGraph(records).graph, { from: 'v', rule: 'pro-rata' })
    const [first, rest] = tracePaths(cycle, 'A', { limit: 1 })
    expect(first?.transfers[0]).toBe('v')
    expect(rest?.transfers).toEqual([])
    expect(first?.amount.plus(rest?.amount ?? 0).toFixed()).toBe(cycle.account('A')?.held.toFixed())
  })

  test('under a limit the largest come first, and one line has the rest', () => {
    expect(paths('pro-rata', 'mule-3', 1)).toEqual(['125 v1-t1-t2', '41.67 '])
  })

  test('libr between fifo knows which piece is which', () => {
    const options = { from: ['v1', 'v2'], rule: 'libr', between: 'fifo' } satisfies TraceOptions
    const result = trace(graph, options)
    expect(tracePaths(result, 'mule-3').map(({ amount, transfers: route }) => [amount.toFixed(), route])).toEqual([
      ['100', ['v2', 't2']],
    ])
  })
})
