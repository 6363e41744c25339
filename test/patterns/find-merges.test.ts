import { findMerges, type MergeOptions } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { findings, mergeLines, traceLedger } from '../support/findings.js'

/** The merges of a ledger, as lines; the claim is every transfer whose id begins with v. */
function merges(rows: string, options?: MergeOptions, traced?: Parameters<typeof traceLedger>[1]): string[] {
  return mergeLines(findMerges(traceLedger(rows, traced), options))
}

const plain = `
  id  time   from    to      amount
  v1  09:00  victim  mule-1     600
  v2  09:05  victim  mule-2     400
  t1  09:10  mule-1  mule-3     600
  t2  09:20  mule-2  mule-3     350`

describe('what a merge is', () => {
  test('traced money that came together from several payers', () => {
    expect(merges(plain)).toEqual(
      findings(`
        account  level  start  end    traced  branches
        mule-3       2  09:10  09:20     950  mule-1=600(t1) mule-2=350(t2)`),
    )
  })

  test('several payments of one payer are one branch, and alone no merge', () => {
    expect(
      merges(`
        id  time   from    to      amount
        v1  09:00  victim  mule-1     600
        t1  09:10  mule-1  mule-2     200
        t2  09:20  mule-1  mule-2     400`),
    ).toEqual([])
    expect(merges(`${plain}\n  v3  09:25  victim  mule-2  300\n  t3  09:30  mule-2  mule-3  350`)).toEqual(
      findings(`
        account  level  start  end    traced  branches
        mule-3       2  09:10  09:30    1300  mule-2=700(t2+t3) mule-1=600(t1)`),
    )
  })

  test('victims are payers like others', () => {
    const claims = [
      { id: 'a', transfers: ['v1'] },
      { id: 'b', transfers: ['v2'] },
    ]
    expect(
      merges(
        `
        id  time   from      to        amount
        v1  09:00  victim-a  mule-1     700
        v2  09:10  victim-b  mule-1     300`,
        {},
        { claims },
      ),
    ).toEqual(
      findings(`
        account  level  start  end    traced  branches
        mule-1       1  09:00  09:10    1000  victim-a=700(v1) victim-b=300(v2)`),
    )
    expect(
      merges(`
        id  time   from    to      amount
        v1  09:00  victim  mule-1     500
        v2  09:05  victim  mule-2     400
        t1  09:10  mule-1  mule-2     500`),
    ).toEqual(
      findings(`
        account  level  start  end    traced  branches
        mule-2       1  09:05  09:10     900  mule-1=500(t1) victim=400(v2)`),
    )
  })

  test('money that comes together at a cash machine, at a shop or back at the victim', () => {
    expect(
      merges(`
        id  time   from    to      amount  kind
        v1  09:00  victim  mule-1     600  -
        v2  09:05  victim  mule-2     500  -
        t1  09:10  mule-1  atm        100  cash
        t2  09:20  mule-2  atm        200  cash
        t3  09:30  mule-1  victim     300  -
        t4  09:40  mule-2  victim     150  -`),
    ).toEqual(
      findings(`
        account  level  start  end    traced  branches
        victim       0  09:30  09:40     450  mule-1=300(t3) mule-2=150(t4)
        atm          2  09:10  09:20     300  mule-2=200(t2) mule-1=100(t1)`),
    )
  })

  test('branches of equal amount go by the id of the payer', () => {
    expect(
      merges(`
        id  time   from    to      amount
        v1  09:00  victim  mule-b     500
        v2  09:05  victim  mule-a     500
        t1  09:10  mule-b  mule-3     500
        t2  09:20  mule-a  mule-3     500`),
    ).toEqual(
      findings(`
        account  level  start  end    traced  branches
        mule-3       2  09:10  09:20    1000  mule-a=500(t2) mule-b=500(t1)`),
    )
  })

  test('rows of one instant come together too', () => {
    expect(
      merges(`
        id  time   from    to      amount
        v1  09:00  victim  mule-1     600
        v2  09:00  victim  mule-2     400
        t1  09:00  mule-1  mule-3     600
        t2  09:00  mule-2  mule-3     400`),
    ).toEqual(
      findings(`
        account  level  start  end    traced  branches
        mule-3       2  09:00  09:00    1000  mule-1=600(t1) mule-2=400(t2)`),
    )
  })
})

describe('only traced amounts count', () => {
  test('own money in a payment is no part of it', () => {
    expect(merges(plain, {}, { holders: 'id opening\nmule-2 100' })).toEqual(
      findings(`
        account  level  start  end    traced  branches
        mule-3       2  09:10  09:20     850  mule-1=600(t1) mule-2=250(t2)`),
    )
  })

  test('a payer of own money alone is no branch', () => {
    expect(merges(plain, {}, { holders: 'id opening\nmule-2 350' })).toEqual([])
    expect(merges(`${plain}\n  s1  09:15  employer  mule-3  5000`, { minBranches: 3 })).toEqual([])
  })

  test('what is after `until` does not count', () => {
    expect(merges(plain, {}, { until: '2024-03-01T09:19:59Z' })).toEqual([])
  })
})

describe('the window', () => {
  const slow = (last: string) => `
    id  time   from    to      amount
    v1  09:00  victim  mule-1     600
    v2  09:00  victim  mule-2     400
    t1  10:00  mule-1  mule-3     600
    t2  ${last}  mule-2  mule-3   400`

  test('is 24 hours from the first inflow, inclusive', () => {
    expect(merges(slow('2024-03-02T10:00:00Z'))).toEqual(
      findings(`
        account  level  start  end               traced  branches
        mule-3       2  10:00  2024-03-02T10:00    1000  mule-1=600(t1) mule-2=400(t2)`),
    )
    expect(merges(slow('2024-03-02T10:00:00.001Z'))).toEqual([])
  })

  test('is a duration as date-fns has them, its parts added', () => {
    const late = slow('2024-03-03T11:01:01Z')
    expect(merges(late, { within: { days: 2, hours: 1, minutes: 1, seconds: 1 } })).toHaveLength(1)
    expect(merges(late, { within: { days: 2, hours: 1, minutes: 1 } })).toEqual([])
    expect(merges(slow('10:00'), { within: { seconds: 0 } })).toHaveLength(1)
  })

  test('an inflow too old does not hide the merge of the next ones', () => {
    expect(
      merges(`
        id  time                  from    to      amount
        v1  2024-02-20T09:00:00Z  victim  mule-1    1000
        v2  09:00                 victim  mule-2     500
        t1  2024-02-21T09:00:00Z  mule-1  mule-3     300
        t2  09:10                 mule-1  mule-3     400
        t3  09:20                 mule-2  mule-3     500`),
    ).toEqual(
      findings(`
        account  level  start  end    traced  branches
        mule-3       2  09:10  09:20     900  mule-2=500(t3) mule-1=400(t2)`),
    )
  })

  test('two merges in one account on different days are two', () => {
    expect(
      merges(`
        id  time                  from    to      amount
        v1  09:00                 victim  mule-1    1000
        v2  09:00                 victim  mule-2     500
        t1  09:10                 mule-1  mule-3     700
        t2  09:20                 mule-2  mule-3     400
        t3  2024-03-05T09:10:00Z  mule-1  mule-3     300
        t4  2024-03-05T09:20:00Z  mule-2  mule-3     100`),
    ).toEqual(
      findings(`
        account  level  start             end               traced  branches
        mule-3       2  09:10             09:20               1100  mule-1=700(t1) mule-2=400(t2)
        mule-3       2  2024-03-05T09:10  2024-03-05T09:20     400  mule-1=300(t3) mule-2=100(t4)`),
    )
  })
})

describe('the options', () => {
  test('minBranches counts distinct payers', () => {
    expect(merges(plain, { minBranches: 3 })).toEqual([])
    expect(merges(`${plain}\n  v3  09:30  victim  mule-3  50`, { minBranches: 3 })).toEqual(
      findings(`
        account  level  start  end    traced  branches
        mule-3       1  09:10  09:30    1000  mule-1=600(t1) mule-2=350(t2) victim=50(v3)`),
    )
  })

  test.each<[string, MergeOptions]>([
    ['minBranches none', { minBranches: 0 }],
    ['minBranches a fraction', { minBranches: 2.5 }],
    ['minBranches no number', { minBranches: Number.NaN }],
    ['within a number', { within: 24 as never }],
    ['within empty', { within: {} }],
    ['within negative', { within: { minutes: -1 } }],
    ['within no number', { within: { days: Number.NaN } }],
  ])('refuses %s', (_, options) => {
    expect(() => merges(plain, options)).toThrow(
      expect.objectContaining({ name: 'FundtrailError', code: 'bad-option' }),
    )
  })
})

test('an empty trace has no merges', () => {
  expect(merges(plain, {}, { until: '2024-03-01T08:00:00Z' })).toEqual([])
})
