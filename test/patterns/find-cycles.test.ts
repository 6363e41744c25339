import { type Cycle, type CycleOptions, findCycles } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { findings, traceLedger, when } from '../support/findings.js'

/** "accounts traced rounds", a round as "transfer+transfer=amount". */
function cycleLines(cycles: readonly Cycle[]): string[] {
  return cycles.map(({ accounts, traced, start, end, rounds }) =>
    [
      accounts.join('-'),
      when(start),
      when(end),
      traced.toFixed(),
      ...rounds.map(({ transfers, traced }) => `${transfers.join('+')}=${traced.toFixed()}`),
    ].join(' '),
  )
}

function cycles(rows: string, options?: CycleOptions, traced?: Parameters<typeof traceLedger>[1]): string[] {
  return cycleLines(findCycles(traceLedger(rows, traced), options))
}

describe('golden P7: time-respecting cycles', () => {
  // The golden has no amounts: these let every transfer carry some of what came before it.
  const p7 = `
    id   time   from    to  amount
    v1   08:00  victim  1       50
    e0   09:00  1       2       40
    e1   09:01  1       5       10
    e2   09:02  2       3       40
    e3   09:03  3       1       10
    e4   09:04  3       2       10
    e5   09:05  3       4       10
    e6   09:06  3       6       10
    e7   09:07  4       5       10
    e8   09:08  5       2       20
    e9   09:09  6       4       10
    e10  09:10  4       7       10`

  test('1-2-3, 2-3 and 2-3-4-5, each once', () => {
    expect(cycles(p7)).toEqual(
      findings(`
        accounts  start  end    traced  rounds
        1-2-3     09:00  09:03      10  e0+e2+e3=10
        2-3       09:02  09:04      10  e2+e4=10
        2-3-4-5   09:02  09:08      10  e2+e5+e7+e8=10`),
    )
  })

  test('a shorter round, and one within a shorter time', () => {
    expect(cycles(p7, { maxLength: 3 }).map((line) => line.split(' ')[0])).toEqual(['1-2-3', '2-3'])
    expect(cycles(p7, { within: { minutes: 2 } }).map((line) => line.split(' ')[0])).toEqual(['2-3'])
  })
})

describe('what made the whole round', () => {
  test('is the money that came back, not what the last transfer carried', () => {
    expect(
      cycles(`
        id  time   from    to      amount
        v1  09:00  victim  mule-1     100
        v2  09:01  victim  mule-2      70
        t1  09:10  mule-1  mule-2     100
        t2  09:20  mule-2  mule-1     120`),
    ).toEqual(
      findings(`
        accounts       start  end    traced  rounds
        mule-1-mule-2  09:10  09:20      50  t1+t2=50`),
    )
  })

  test('a second round of the same money is a round, but no other money', () => {
    expect(
      cycles(`
        id  time   from    to      amount
        v1  09:00  victim  mule-1     100
        t1  09:10  mule-1  mule-2     100
        t2  09:20  mule-2  mule-1      90
        t3  09:30  mule-1  mule-2      90
        t4  09:40  mule-2  mule-1     100`),
    ).toEqual(
      findings(`
        accounts       start  end    traced  rounds
        mule-1-mule-2  09:10  09:40     100  t1+t2=90 t1+t4=10 t3+t4=90`),
    )
  })

  test('a ring entered in the middle is one ring', () => {
    expect(
      cycles(`
        id  time   from    to      amount
        v1  09:00  victim  mule-2     100
        t1  09:10  mule-2  mule-3     100
        t2  09:20  mule-3  mule-1     100
        t3  09:30  mule-1  mule-2     100
        t4  09:40  mule-2  mule-3     100
        t5  09:50  mule-3  mule-1     100`),
    ).toEqual(
      findings(`
        accounts              start  end    traced  rounds
        mule-2-mule-3-mule-1  09:10  09:30     100  t1+t2+t3=100`),
    )
  })

  test('last in, first out: the part that came last goes on first', () => {
    // Of t1 the first 60 stay behind and the last 40 go on; of those the first 15 come back.
    expect(
      cycles(
        `
        id  time   from    to      amount
        v1  09:00  victim  mule-1     100
        t1  09:10  mule-1  mule-2     100
        t2  09:20  mule-2  mule-3      40
        t3  09:30  mule-3  mule-1      15
        t4  09:40  mule-2  mule-1      60`,
        {},
        { rule: 'lifo' },
      ),
    ).toEqual(
      findings(`
        accounts              start  end    traced  rounds
        mule-1-mule-2         09:10  09:40      60  t1+t4=60
        mule-1-mule-2-mule-3  09:10  09:30      15  t1+t2+t3=15`),
    )
  })

  test('a return to the victim is a round', () => {
    expect(
      cycles(`
        id  time   from    to      amount
        v1  09:00  victim  mule-1     100
        t1  09:10  mule-1  victim      30`),
    ).toEqual(
      findings(`
        accounts       start  end    traced  rounds
        victim-mule-1  09:00  09:10      30  v1+t1=30`),
    )
  })

  test('transfers that could have gone round, with other money in them, are none', () => {
    expect(
      cycles(`
        id  time   from      to      amount
        v1  09:00  victim    mule-1     100
        t1  09:10  mule-1    mule-2     100
        w1  08:00  employer  mule-2     100
        t2  09:20  mule-2    mule-1     100`),
    ).toEqual([])
  })
})

test('what the limit on steps leaves out is said with its amount', () => {
  const [, cut] = [
    [],
    findCycles(
      traceLedger(`
        id  time   from    to      amount
        v1  09:00  victim  mule-1     100
        t1  09:10  mule-1  mule-2     100
        t2  09:20  mule-2  mule-1     100
        t3  09:30  mule-1  mule-2     100`),
      { maxSteps: 1 },
    ).at(-1)!,
  ]
  expect(cut).toMatchObject({ transfers: [], accounts: [], rounds: [], score: 0 })
  expect(cut.traced.toFixed()).toBe('200')
})
