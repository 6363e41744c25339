import { findSplits, type SplitOptions } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { findings, splitLines, traceLedger } from '../support/findings.js'

/** The splits of a ledger, as lines; the claim is every transfer whose id begins with v. */
function splits(rows: string, options?: SplitOptions, traced?: Parameters<typeof traceLedger>[1]): string[] {
  return splitLines(findSplits(traceLedger(rows, traced), options))
}

const half = `
  id  time   from    to      amount
  v1  09:00  victim  mule-1    1000
  t1  09:10  mule-1  mule-2     300
  t2  09:20  mule-1  mule-3     200`

describe('the options', () => {
  test('minBranches counts distinct payees', () => {
    expect(splits(half, { minBranches: 2 })).toHaveLength(1)
    expect(splits(half, { minBranches: 3 })).toEqual([])
    expect(splits(`${half}\n  t3  09:30  mule-1  mule-4  500`, { minBranches: 3 })).toEqual(
      findings(`
        account  level  start  end    received  traced  share  inflows  branches
        mule-1       1  09:00  09:30      1000    1000      1  v1       mule-4=500(t3) mule-2=300(t1) mule-3=200(t2)`),
    )
  })

  test('minBranches 1 lists every account that passed money on', () => {
    expect(
      splits(
        `
        id  time   from    to      amount
        v1  09:00  victim  mule-1    1000
        t1  09:10  mule-1  mule-2     900`,
        { minBranches: 1 },
      ),
    ).toEqual(
      findings(`
        account  level  start  end    received  traced  share  inflows  branches
        mule-1       1  09:00  09:10      1000     900    0.9  v1       mule-2=900(t1)`),
    )
  })

  test('minShare is a least share: half is enough by default, a cent less is not', () => {
    expect(splits(half)).toEqual(
      findings(`
        account  level  start  end    received  traced  share  inflows  branches
        mule-1       1  09:00  09:20      1000     500    0.5  v1       mule-2=300(t1) mule-3=200(t2)`),
    )
    const less = half.replace(/200$/, '199.99')
    expect(splits(less)).toEqual([])
    expect(splits(less, { minShare: 0.49 })).toHaveLength(1)
    expect(splits(less, { minShare: 0 })).toHaveLength(1)
    expect(splits(half, { minShare: 1 })).toEqual([])
    expect(splits(half.replace('1000', '500'), { minShare: 1 })).toHaveLength(1)
  })

  test.each<[string, SplitOptions]>([
    ['minBranches none', { minBranches: 0 }],
    ['minBranches a fraction', { minBranches: 1.5 }],
    ['minBranches no number', { minBranches: Number.NaN }],
    ['minBranches text', { minBranches: '2' as never }],
    ['minShare below 0', { minShare: -0.01 }],
    ['minShare above 1', { minShare: 50 }],
    ['minShare no number', { minShare: Number.NaN }],
    ['minShare text', { minShare: '0.5' as never }],
    ['minShare null', { minShare: null as never }],
    ['within a number', { within: 24 as never }],
    ['within text', { within: 'P1D' as never }],
    ['within empty', { within: {} }],
    ['within negative', { within: { hours: -1 } }],
    ['within no number', { within: { hours: Number.NaN } }],
    ['within endless', { within: { days: Number.POSITIVE_INFINITY } }],
    ['within misspelt', { within: { hour: 24 } as never }],
  ])('refuses %s', (_, options) => {
    expect(() => splits(half, options)).toThrow(expect.objectContaining({ name: 'FundtrailError', code: 'bad-option' }))
  })

  test('a unit left undefined is left out, as in date-fns', () => {
    const within = { days: undefined, hours: 24 } as never
    expect(splits(half, { within })).toHaveLength(1)
  })

  test('refuses them in an empty trace too', () => {
    const empty = () => splits(half, { minShare: 2 }, { until: '2024-03-01T08:00:00Z' })
    expect(empty).toThrow(expect.objectContaining({ code: 'bad-option' }))
  })

  test('says which value was wrong and what would be right', () => {
    expect(() => splits(half, { minShare: 50 })).toThrow(/minShare.*50.*0 to 1/)
    expect(() => splits(half, { within: { hours: -7 } })).toThrow(/within.*-7.*duration/)
  })
})

test('an empty trace has no splits', () => {
  expect(splits(half, {}, { until: '2024-03-01T08:00:00Z' })).toEqual([])
})

describe('rows of one instant keep the total order', () => {
  test('a split may begin and end in one instant', () => {
    expect(
      splits(`
        id  time   from    to      amount
        v1  09:00  victim  mule-1    1000
        t1  09:00  mule-1  mule-2     600
        t2  09:00  mule-1  mule-3     400`),
    ).toEqual(
      findings(`
        account  level  start  end    received  traced  share  inflows  branches
        mule-1       1  09:00  09:00      1000    1000      1  v1       mule-2=600(t1) mule-3=400(t2)`),
    )
  })

  test('what came in behind the last branch is no inflow of it', () => {
    expect(
      splits(`
        id  time   from    to      amount
        v1  09:00  victim  mule-1    1000
        t1  09:10  mule-1  mule-2     600
        t2  09:10  mule-1  mule-3     400
        v2  09:10  victim  mule-1    9000`),
    ).toEqual(
      findings(`
        account  level  start  end    received  traced  share  inflows  branches
        mule-1       1  09:00  09:10      1000    1000      1  v1       mule-2=600(t1) mule-3=400(t2)`),
    )
  })

  test('what went out ahead of the first inflow is no branch of it', () => {
    expect(
      splits(`
        id  time                  from    to      amount
        v1  2024-02-20T09:00:00Z  victim  mule-1     100
        t1  09:00                 mule-1  mule-2     100
        v2  09:00                 victim  mule-1     900
        t2  09:20                 mule-1  mule-3     800`),
    ).toEqual([])
  })
})
