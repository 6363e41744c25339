import { findSplits, type SplitOptions } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { findings, splitLines, traceLedger } from '../support/findings.js'

/** The splits of a ledger, as lines; the claim is every transfer whose id begins with v. */
function splits(rows: string, options?: SplitOptions, traced?: Parameters<typeof traceLedger>[1]): string[] {
  return splitLines(findSplits(traceLedger(rows, traced), options))
}

const plain = `
  id  time   from    to      amount
  v1  09:00  victim  mule-1    1000
  t1  09:10  mule-1  mule-2     600
  t2  09:20  mule-1  mule-3     350`

describe('what a split is', () => {
  test('traced money that came in and went on to several payees', () => {
    expect(splits(plain)).toEqual(
      findings(`
        account  level  start  end    received  traced  share  inflows  branches
        mule-1       1  09:00  09:20      1000     950   0.95  v1       mule-2=600(t1) mule-3=350(t2)`),
    )
  })

  test('several inflows and several payments to one payee: one branch a payee', () => {
    expect(
      splits(`
        id  time   from    to      amount
        v1  09:00  victim  mule-1     500
        v2  09:05  victim  mule-1     300
        t1  09:10  mule-1  mule-2     200
        t2  09:15  mule-1  mule-3     350
        t3  09:20  mule-1  mule-2     250`),
    ).toEqual(
      findings(`
        account  level  start  end    received  traced  share  inflows  branches
        mule-1       1  09:00  09:20       800     800      1  v1+v2    mule-2=450(t1+t3) mule-3=350(t2)`),
    )
  })

  test('several payments to one payee alone are no split', () => {
    expect(
      splits(`
        id  time   from    to      amount
        v1  09:00  victim  mule-1    1000
        t1  09:10  mule-1  mule-2     500
        t2  09:20  mule-1  mule-2     500`),
    ).toEqual([])
  })

  test("a victim's own transfers are none, nor what another victim passes on", () => {
    expect(
      splits(`
        id  time   from    to      amount
        v1  09:00  victim  mule-1     500
        v2  09:10  victim  mule-2     500`),
    ).toEqual([])
    const claims = [
      { id: 'a', transfers: ['v1'] },
      { id: 'b', transfers: ['v2', 'v3'] },
    ]
    expect(
      splits(
        `
        id  time   from      to        amount
        v1  09:00  victim-a  victim-b    1000
        v2  09:10  victim-b  mule-1       500
        v3  09:20  victim-b  mule-2       500`,
        {},
        { holders: 'id opening\nvictim-b 0', claims },
      ),
    ).toEqual([])
  })

  test('of accounts at every level, in the order of the accounts', () => {
    expect(
      splits(`
        id  time   from    to      amount
        v1  09:00  victim  mule-1    1000
        t1  09:10  mule-1  mule-2     600
        t2  09:20  mule-1  mule-3     400
        t3  09:30  mule-2  mule-4     250
        t4  09:40  mule-2  mule-5     350`),
    ).toEqual(
      findings(`
        account  level  start  end    received  traced  share  inflows  branches
        mule-1       1  09:00  09:20      1000    1000      1  v1       mule-2=600(t1) mule-3=400(t2)
        mule-2       2  09:10  09:40       600     600      1  t1       mule-5=350(t4) mule-4=250(t3)`),
    )
  })

  test('cash-outs, purchases and what goes back to the victim are branches', () => {
    expect(
      splits(`
        id  time   from    to      amount  kind
        v1  09:00  victim  mule-1    1000  -
        t1  09:10  mule-1  atm        500  cash
        t2  09:20  mule-1  shop       300  purchase
        t3  09:30  mule-1  victim     200  -`),
    ).toEqual(
      findings(`
        account  level  start  end    received  traced  share  inflows  branches
        mule-1       1  09:00  09:30      1000    1000      1  v1       atm=500(t1) shop=300(t2) victim=200(t3)`),
    )
  })

  test("several claims' money counts together", () => {
    const claims = [
      { id: 'a', transfers: ['v1'] },
      { id: 'b', transfers: ['v2'] },
    ]
    expect(
      splits(
        `
        id  time   from      to      amount
        v1  09:00  victim-a  mule-1     400
        v2  09:05  victim-b  mule-1     600
        t1  09:10  mule-1    mule-2     500
        t2  09:20  mule-1    mule-3     500`,
        {},
        { claims },
      ),
    ).toEqual(
      findings(`
        account  level  start  end    received  traced  share  inflows  branches
        mule-1       1  09:00  09:20      1000    1000      1  v1+v2    mule-2=500(t1) mule-3=500(t2)`),
    )
  })
})

describe('only traced amounts count', () => {
  test('own money in a payment is no part of it', () => {
    // First in, first out: the 500 that were there pay first.
    expect(
      splits(
        `
        id  time   from    to      amount
        v1  09:00  victim  mule-1    1000
        t1  09:10  mule-1  mule-2     600
        t2  09:20  mule-1  mule-3     700`,
        {},
        { holders: 'id opening\nmule-1 500' },
      ),
    ).toEqual(
      findings(`
        account  level  start  end    received  traced  share  inflows  branches
        mule-1       1  09:00  09:20      1000     800    0.8  v1       mule-3=700(t2) mule-2=100(t1)`),
    )
  })

  test('a payment of own money alone is no branch, nor is an untraced credit an inflow', () => {
    expect(splits(plain, {}, { holders: 'id opening\nmule-1 600' })).toEqual([])
    expect(
      splits(`
        id  time   from      to      amount
        v1  09:00  victim    mule-1    1000
        s1  09:05  employer  mule-1    5000
        t1  09:10  mule-1    mule-2     600
        t2  09:20  mule-1    mule-3     400`),
    ).toEqual(
      findings(`
        account  level  start  end    received  traced  share  inflows  branches
        mule-1       1  09:00  09:20      1000    1000      1  v1       mule-2=600(t1) mule-3=400(t2)`),
    )
  })

  test('what is after `until` does not count', () => {
    expect(splits(plain, {}, { until: '2024-03-01T09:19:59Z' })).toEqual([])
  })
})

describe('the window', () => {
  const slow = (last: string) => `
    id  time   from    to      amount
    v1  09:00  victim  mule-1    1000
    t1  09:10  mule-1  mule-2     600
    t2  ${last}  mule-1  mule-3   400`

  test('is 24 hours from the first inflow, inclusive', () => {
    expect(splits(slow('2024-03-02T09:00:00Z'))).toEqual(
      findings(`
        account  level  start  end               received  traced  share  inflows  branches
        mule-1       1  09:00  2024-03-02T09:00      1000    1000      1  v1       mule-2=600(t1) mule-3=400(t2)`),
    )
    expect(splits(slow('2024-03-02T09:00:00.001Z'))).toEqual([])
  })

  test('is a duration as date-fns has them, its parts added', () => {
    const late = slow('2024-03-04T10:30:05Z')
    expect(splits(late, { within: { days: 3, hours: 1, minutes: 30, seconds: 5 } })).toHaveLength(1)
    expect(splits(late, { within: { days: 3, hours: 1, minutes: 30, seconds: 4 } })).toEqual([])
    expect(splits(slow('10:00'), { within: { minutes: 60 } })).toHaveLength(1)
    expect(splits(slow('10:00'), { within: { seconds: 3599 } })).toEqual([])
  })

  test('an inflow too old for the branches hides no split, and what is left of it is no part of one', () => {
    expect(
      splits(`
        id  time                  from    to      amount
        v1  2024-02-20T09:00:00Z  victim  mule-1     100
        v2  09:00                 victim  mule-1     900
        t1  09:10                 mule-1  mule-2     500
        t2  09:20                 mule-1  mule-3     400`),
    ).toEqual(
      findings(`
        account  level  start  end    received  traced  share  inflows  branches
        mule-1       1  09:00  09:20       900     800  0.8888888888888888  v2  mule-2=400(t1) mule-3=400(t2)`),
    )
  })

  test('ends with the last branch of its own money, whatever older money left later', () => {
    expect(
      splitLines(
        findSplits(
          traceLedger(
            `
            id  time   from    to      amount
            v1  09:00  victim  mule-1    1000
            v2  09:10  victim  mule-1     100
            t1  09:20  mule-1  mule-2      50
            t2  09:30  mule-1  mule-3      50
            t3  09:40  mule-1  mule-4      50`,
            { rule: 'lifo' },
          ),
        ),
      ),
    ).toEqual(
      findings(`
        account  level  start  end    received  traced  share  inflows  branches
        mule-1       1  09:10  09:30       100     100      1  v2       mule-2=50(t1) mule-3=50(t2)`),
    )
  })

  test('a share of exactly the least one is enough', () => {
    const rows = `
      id  time   from    to      amount
      v1  09:00  victim  mule-1     100
      t1  09:10  mule-1  mule-2      30
      t2  09:20  mule-1  mule-3      25`
    // 100 times 0.55 is a little more than 55.
    expect(splits(rows, { minShare: 0.55 })).toHaveLength(1)
    expect(splits(rows, { minShare: 0.5501 })).toEqual([])
  })

  test('two splits of one account on different days are two', () => {
    expect(
      splits(`
        id  time                  from    to      amount
        v1  09:00                 victim  mule-1    1000
        t1  09:10                 mule-1  mule-2     600
        t2  09:20                 mule-1  mule-3     400
        v2  2024-03-05T09:00:00Z  victim  mule-1     200
        t3  2024-03-05T10:00:00Z  mule-1  mule-2     120
        t4  2024-03-05T11:00:00Z  mule-1  mule-4      80`),
    ).toEqual(
      findings(`
        account level start            end              received traced share inflows branches
        mule-1  1     09:00            09:20                1000   1000     1 v1      mule-2=600(t1) mule-3=400(t2)
        mule-1  1     2024-03-05T09:00 2024-03-05T11:00      200    200     1 v2      mule-2=120(t3) mule-4=80(t4)`),
    )
  })
})
