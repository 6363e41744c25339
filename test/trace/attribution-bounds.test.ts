import { attributionBounds, type BuildOptions, buildMoneyGraph, type TraceOptions, trace } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { accounts, lines, transfers } from '../support/ledger.js'

/** The bounds of a ledger, "account min max" a line. Without claims the claim is every transfer whose id begins with v. */
function bounds(rows: string, holders = 'id\nvictim', options: TraceOptions = {}, build: BuildOptions = {}): string[] {
  const records = transfers(rows)
  const { graph } = buildMoneyGraph(records, { accounts: accounts(holders), ...build })
  const stolen = records.map(({ id }) => id!).filter((id) => id.startsWith('v'))
  const found = attributionBounds(graph, { ...(options.claims === undefined && { from: stolen }), ...options })
  return [...found].map(([id, { min, max }]) => `${id} ${min.toFixed()} ${max.toFixed()}`)
}

describe('mixed money', () => {
  test('split and merge: what the branches share they cannot both hold', () => {
    const found = bounds(
      `
      id  time   from    to      amount
      v1  09:00  victim  mule-1  100
      t1  09:10  mule-1  mule-2  100
      t2  09:11  mule-1  mule-3  100
      t3  09:20  mule-2  mule-4  100
      t4  09:21  mule-3  mule-4   50`,
      `
      id      opening
      mule-1  100`,
    )
    expect(found).toEqual(['mule-4 50 100', 'mule-3 0 50'])
  })

  test('without own money every allocation is the same', () => {
    const found = bounds(`
      id  time   from    to      amount
      v1  09:00  victim  mule-1  100
      t1  09:10  mule-1  mule-2   70
      t2  09:20  mule-2  mule-1   20`)
    expect(found).toEqual(lines('mule-1 50 50\n mule-2 50 50'))
  })

  test('the order within a day: credits before the debit leave a choice, a debit between them none', () => {
    const overdraft: BuildOptions = { shortfall: 'overdraft' }
    const before = `
      id  time   from    to      amount
      v1  09:00  victim  mule-1  10000
      o1  09:01  other   mule-1   5000
      t1  09:02  mule-1  mule-2  12000`
    expect(bounds(before, undefined, {}, overdraft)).toEqual(['mule-2 7000 10000', 'mule-1 0 3000'])
    const between = `
      id  time   from    to      amount
      v1  09:00  victim  mule-1  10000
      t1  09:01  mule-1  mule-2  12000
      o1  09:02  other   mule-1   5000`
    expect(bounds(between, undefined, {}, overdraft)).toEqual(['mule-2 10000 10000'])
  })

  test('money does not go back in time: what comes in later does not leave by an earlier debit', () => {
    const found = bounds(
      `
      id  time   from    to      amount
      v1  09:00  victim  mule-1  100
      t1  09:10  mule-1  mule-2   50
      v2  09:20  victim  mule-1   30
      t2  09:30  mule-1  mule-3  100`,
      `
      id      opening
      mule-1  40`,
    )
    // At 09:20 the account holds 10 to 50 of own money behind 50 to 100 of the victim's, which 30 join.
    expect(found).toEqual(['mule-3 60 100', 'mule-2 10 50', 'mule-1 0 20'])
  })
})

describe('where money is lost', () => {
  test('an overdraft takes its part of the stolen credit', () => {
    const found = bounds(
      `
      id  time   from    to      amount
      v1  09:00  victim  mule-1  1000
      t1  09:10  mule-1  mule-2   100`,
      `
      id      opening
      mule-1  -300`,
    )
    expect(found).toEqual(['mule-1 600 600', 'mule-2 100 100'])
  })

  test('a debit into an overdraft carries no more than the payer had, and part of it repays another', () => {
    const found = bounds(
      `
      id  time   from    to      amount
      v1  09:00  victim  mule-1  2
      t1  09:10  mule-1  mule-2  3
      t2  09:20  mule-1  mule-3  2`,
      `
      id      opening
      mule-1   2
      mule-3  -1`,
      {},
      { shortfall: 'overdraft' },
    )
    expect(found).toEqual(['mule-2 1 2', 'mule-3 0 1'])
  })

  test('cash and purchases are gone; the account that paid them may hold the rest', () => {
    const found = bounds(
      `
      id  time   from    to      amount  kind
      v1  09:00  victim  mule-1  100     -
      t1  09:10  mule-1  atm      30     cash
      t2  09:20  mule-1  shop     40     purchase`,
      `
      id      opening
      mule-1  50`,
    )
    expect(found).toEqual(['mule-1 30 80'])
  })

  test('a gap may have taken it', () => {
    const found = bounds(
      `
      id  time   from    to      amount  fromBalance  toBalance
      v1  09:00  victim  mule-1  100     -            150
      t1  09:10  mule-1  mule-2   10     100          -`,
    )
    expect(found).toEqual(['mule-1 50 100', 'mule-2 0 10'])
  })
})

describe('victims', () => {
  const rows = `
    id  time   from     to       amount
    v1  09:00  victim   mule-1   100
    t1  09:10  mule-1   victim-2  100
    v2  09:20  victim-2 mule-2    50`
  const own = 'id opening\nmule-1 100'

  test('their accounts take in every claim’s money for good', () => {
    const claims = [
      { id: 'first', transfers: ['v1'] },
      { id: 'second', transfers: ['v2'] },
    ]
    expect(bounds(rows, own, { claims })).toEqual(['mule-1 0 100', 'mule-2 50 50'])
  })

  test('what comes back is returned, not held', () => {
    const back = `
      id  time   from    to      amount
      v1  09:00  victim  mule-1  100
      t1  09:10  mule-1  victim   60`
    expect(bounds(back, own)).toEqual(['mule-1 40 100'])
  })

  test('a claim’s transfer brings all of its amount; another claim’s money in it is not there twice', () => {
    const claims = [
      { id: 'first', transfers: ['v1'] },
      { id: 'second', transfers: ['t1'] },
    ]
    const pooled = `
      id  time   from    to      amount
      v1  09:00  victim  pool    100
      t1  09:10  pool    mule-1   80`
    const holders =
      'id kind from to opening\npool clearing 2024-03-01 2024-03-02 50\nmule-1 bank 2024-03-01 2024-03-02 -'
    expect(bounds(pooled, holders, { claims })).toEqual(['mule-1 80 80', 'pool 20 70'])
  })
})

describe('what is known', () => {
  const rows = `
    id  time   from    to      amount
    v1  09:00  victim  mule-1  100
    t1  09:10  mule-1  mule-2   80
    t2  09:20  mule-2  mule-3   80
    v3  10:00  victim  mule-3    5`

  test('until: what came later never was', () => {
    const opening = 'id opening\nmule-1 20'
    expect(bounds(rows, opening, { until: '2024-03-01T09:15Z' })).toEqual(['mule-2 60 80', 'mule-1 20 40'])
    expect(bounds(rows, opening, { until: '2024-03-01T09:00Z' })).toEqual(['mule-1 100 100'])
  })

  test('what comes to an account without a statement rests there', () => {
    const holders = 'id from to opening\nmule-1 2024-03-01 2024-03-02 20'
    expect(bounds(rows, holders)).toEqual(['mule-2 60 80', 'mule-1 20 40', 'mule-3 5 5'])
  })

  test('what rests on each stretch of statements counts', () => {
    const holders = `
      id      from              to                opening
      mule-1  2024-03-01T08:00  2024-03-01T09:30  20
      mule-1  2024-03-01T11:00  2024-03-01T12:00  -`
    const split = `
      id  time   from    to      amount
      v1  09:00  victim  mule-1  100
      t1  09:10  mule-1  mule-2   60
      v2  10:00  victim  mule-1    7
      v3  11:00  victim  mule-1    3`
    expect(bounds(split, holders)).toEqual(['mule-1 50 70', 'mule-2 40 60'])
  })

  test('the rule, limits and freezes change nothing', () => {
    const options: TraceOptions = {
      rule: 'fifo',
      between: 'fifo',
      maxLevel: 1,
      minAmount: 1000,
      stopAt: () => true,
      freezes: [{ account: 'mule-1', at: '2024-03-01T09:05Z' }],
    }
    expect(bounds(rows, undefined, options)).toEqual(bounds(rows))
  })
})

test('wrong use throws as a trace does', () => {
  const { graph } = buildMoneyGraph(transfers('id time from to amount\nv1 09:00 victim mule-1 5'))
  const thrown = (use: () => unknown) => {
    try {
      use()
    } catch (error) {
      return error
    }
    return 'nothing'
  }
  expect(thrown(() => attributionBounds(graph, {}))).toEqual(thrown(() => trace(graph, {})))
  expect(thrown(() => attributionBounds(graph, { from: 'v9' }))).toMatchObject({ code: 'unknown-transfer' })
  expect(thrown(() => attributionBounds({} as never, { from: 'v1' }))).toMatchObject({ code: 'bad-option' })
})

test('claims beyond 2^53-1 minor units are refused, not counted wrongly', () => {
  const { graph } = buildMoneyGraph(
    transfers(`
      id  time   from      to      amount
      v1  09:00  victim    mule-1  90000000000000
      v2  09:01  victim-2  mule-2  90000000000000`),
  )
  expect(attributionBounds(graph, { from: 'v1' }).get('mule-1')?.min.toFixed()).toBe('90000000000000')
  expect(() => attributionBounds(graph, { from: ['v1', 'v2'] })).toThrow(
    expect.objectContaining({ code: 'amount-too-large' }),
  )
})
