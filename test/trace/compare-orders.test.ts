import {
  type BuildOptions,
  buildMoneyGraph,
  compareOrders,
  type OrderComparison,
  type TraceOptions,
  trace,
} from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { transfers } from '../support/ledger.js'

/** One line an account: "account level: records, credits-first, debits-first -> min to max". */
function rows({ accounts }: OrderComparison): string[] {
  return accounts.map(({ account, level, held, min, max }) => {
    const each = [held.records, held['credits-first'], held['debits-first']]
    return `${account} ${level}: ${each.join(', ')} -> ${min} to ${max}`
  })
}

function compare(table: string, options: TraceOptions, build: BuildOptions = {}): OrderComparison {
  return compareOrders(buildMoneyGraph(transfers(table), build).graph, options)
}

const salary = `
  id  time   from    to      amount
  e1  09:00  other   mule-1   5000
  v1  10:00  victim  mule-1  10000
  d1  10:00  mule-1  mule-2  12000
  u1  11:00  x       y           1`

test('the range of each account over the orders tried, the widest first', () => {
  const result = compare(salary, { from: 'v1' })
  expect(rows(result)).toEqual([
    // Where the debit comes first, an opening of 7,000 pays the rest of it.
    'mule-1 1: 3000, 3000, 10000 -> 3000 to 10000',
    'mule-2 2: 7000, 7000, 0 -> 0 to 7000',
    'victim 0: 0, 0, 0 -> 0 to 0',
  ])
  expect(result.orders).toEqual(['records', 'credits-first', 'debits-first'])
  expect(result.currency).toBe('CNY')
  expect(result.undecided).toEqual({ transfers: 2, accounts: ['mule-1'] })
  expect(result.totals).toMatchObject({
    stolen: { records: { d: [10000] }, 'debits-first': { d: [10000] } },
    held: { records: { d: [10000] } },
    ended: { 'credits-first': { d: [0] } },
  })
})

test('what has ended counts apart: an overdraft that the order alone makes', () => {
  const { totals } = compare(salary, { from: 'v1' }, { shortfall: 'overdraft' })
  const amounts = ({ records, ...rest }: OrderComparison['totals']['held']) =>
    [records, rest['credits-first'], rest['debits-first']].map((amount) => amount.toFixed())
  expect(amounts(totals.stolen)).toEqual(['10000', '10000', '10000'])
  expect(amounts(totals.held)).toEqual(['10000', '10000', '3000'])
  expect(amounts(totals.ended)).toEqual(['0', '0', '7000'])
})

test('of equal ranges the larger amount first, then the id', () => {
  const result = compare(
    `
    id  time   from    to      amount
    v2  09:00  victim  mule-9     30
    v3  09:01  victim  mule-7     40
    v4  09:02  victim  mule-8     30`,
    { from: ['v2', 'v3', 'v4'] },
  )
  expect(result.accounts.map(({ account }) => account)).toEqual(['mule-7', 'mule-8', 'mule-9', 'victim'])
  expect(result.undecided).toEqual({ transfers: 0, accounts: [] })
})

test('the same options under each order, and whichever order the graph was built in', () => {
  const options: TraceOptions = { from: 'v1', stopAt: ({ id }) => id === 'mule-2', until: '2024-03-01T10:30Z' }
  const results = (['records', 'credits-first', 'debits-first'] as const).map((ties) =>
    compare(salary, options, { ties }),
  )
  expect(rows(results[1]!)).toEqual(rows(results[0]!))
  expect(rows(results[2]!)).toEqual(rows(results[0]!))
  for (const ties of ['records', 'credits-first', 'debits-first'] as const) {
    const { graph } = buildMoneyGraph(transfers(salary), { ties })
    const own = trace(graph, options)
    for (const { account, held } of results[0]!.accounts) {
      expect(held[ties].toFixed()).toBe(own.account(account)?.held.toFixed() ?? '0')
    }
  }
})

test('an account that only one order reaches', () => {
  const result = compare(
    `
    id  time   from    to      amount
    d2  09:00  mule-2  mule-3     50
    d1  09:00  mule-1  mule-2     50
    v1  09:00  victim  mule-1     50`,
    { from: 'v1' },
  )
  expect(rows(result)).toEqual([
    'mule-1 1: 50, 0, 50 -> 0 to 50',
    'mule-3 3: 0, 50, 0 -> 0 to 50',
    'mule-2 2: 0, 0, 0 -> 0 to 0',
    'victim 0: 0, 0, 0 -> 0 to 0',
  ])
})

test('wrong options are the trace’s', () => {
  expect(() => compare(salary, { from: 'nowhere' })).toThrow('transfer "nowhere": no record has this id')
})

describe('worked examples', () => {
  // +V 10000, then on one day +own 5000 and -12000.
  const durant = `
    id  time        from    to      amount
    v1  2024-03-01  victim  mule-1  10000
    d1  2024-03-02  mule-1  mule-2  12000
    e1  2024-03-02  other   mule-1   5000`

  test('first in, first out: nothing of the victim’s is left in either order', () => {
    const [mule] = compare(durant, { from: 'v1' }, { shortfall: 'overdraft' }).accounts.filter(
      ({ account }) => account === 'mule-1',
    )
    expect([mule!.min.toFixed(), mule!.max.toFixed()]).toEqual(['0', '0'])
  })

  test('last in, first out, or own money first: 3000 with the credit before the debit, 0 after it (B13, B14)', () => {
    for (const rule of ['lifo', 'libr'] as const) {
      const result = compare(durant, { from: 'v1', rule }, { shortfall: 'overdraft' })
      expect(rows(result).find((row) => row.startsWith('mule-1'))).toBe('mule-1 1: 0, 3000, 0 -> 0 to 3000')
    }
  })

  test('own money first: 100 claimed, then 50 own in and 80 out on one day leave 70 or 20 (P5)', () => {
    const result = compare(
      `
      id  time        from    to      amount
      v1  2024-03-01  victim  mule-1     100
      e1  2024-03-02  other   mule-1      50
      d1  2024-03-02  mule-1  mule-2      80`,
      { from: 'v1', rule: 'libr' },
    )
    expect(rows(result).find((row) => row.startsWith('mule-1'))).toBe('mule-1 1: 70, 70, 20 -> 20 to 70')
  })
})

test('the digits beyond milliseconds of a row are no other row’s, whatever the order of the graph', () => {
  const table = `
    id  time          from    to      amount  toBalance
    v1  10:00:01      victim  mule-1     100
    d1  10:00:01      mule-1  mule-2     100
    c1  10:00:02      other   mule-1       5          5
    x1  10:00:03.0005 x       y           50
    x2  10:00:03.0006 x       y           50`
  // Where the debit comes first, the balance after it shows that the victim's 100 are gone, in the very instant.
  const until = '2024-03-01T10:00:02.0000Z'
  for (const ties of ['records', 'credits-first', 'debits-first'] as const) {
    expect(rows(compare(table, { from: 'v1', until }, { shortfall: 'unseen-credit', ties }))).toEqual([
      'mule-2 2: 100, 100, 0 -> 0 to 100',
      'mule-1 1: 0, 0, 0 -> 0 to 0',
      'victim 0: 0, 0, 0 -> 0 to 0',
    ])
  }
})
