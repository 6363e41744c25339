import { buildMoneyGraph, findOtherVictims, type OtherVictim, type OtherVictimOptions, trace } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { findings, traceLedger, when } from '../support/findings.js'
import { transfers } from '../support/ledger.js'

/** "account level moved/amount credits", a credit as "id>to moved/amount(via)". */
function victimLines(found: readonly OtherVictim[]): string[] {
  return found.map(({ account, level, amount, moved, credits, unexamined }) =>
    [
      account,
      level,
      `${moved.toFixed()}/${amount.toFixed()}`,
      ...credits.map(
        (each) => `${each.transfer}>${each.to}=${each.moved.toFixed()}/${each.amount.toFixed()}(${each.via.join('+')})`,
      ),
      ...(unexamined === undefined ? [] : [`unexamined ${unexamined.toFixed()}`]),
    ].join(' '),
  )
}

function others(rows: string, options?: OtherVictimOptions, traced?: Parameters<typeof traceLedger>[1]): string[] {
  return victimLines(findOtherVictims(traceLedger(rows, traced), options))
}

const two = `
  id  time   from      to      amount
  v1  09:00  victim    mule-1     500
  o1  09:10  stranger  mule-1     300
  t1  09:20  mule-1    mule-2     800`

describe('who is a candidate', () => {
  test('another payer of the same mule, whose money went to the same account', () => {
    expect(others(two)).toEqual(
      findings(`
        account   level  moved    credits
        stranger      1  300/300  o1>mule-1=300/300(t1)`),
    )
  })

  test('the evidence names the credit, its time and the transfers by which it left', () => {
    const result = traceLedger(two, { holders: 'id holder institution\nvictim - -\nstranger Ms_X Bank_A' })
    const [found] = findOtherVictims(result)
    expect([found?.holder, found?.institution]).toEqual(['Ms X', 'Bank A'])
    expect([when(found!.first), when(found!.last)]).toEqual(['09:10', '09:10'])
    expect(found?.credits.map(({ time }) => when(time))).toEqual(['09:10'])
  })

  test('not an employer whose salary stays', () => {
    expect(others(`${two}\n  s1  09:30  employer  mule-1  5000`)).toEqual(others(two))
    expect(others(`${two}\n  s1  09:15  employer  mule-1  5000`)).toEqual(others(two))
  })

  test('not one whose money went another way', () => {
    expect(others(`${two}\n  s1  09:25  tenant  mule-1  200\n  t2  09:30  mule-1  landlord  200`)).toEqual(others(two))
  })

  test('not the victim with another payment, nor another account of the victim’s', () => {
    const rows = `${two}\n  x1  09:25  victim  mule-1  50\n  x2  09:26  savings  mule-1  60\n  t2  09:30  mule-1  mule-2  110`
    const holders = 'id holderId\nvictim 7\nsavings 7'
    expect(others(rows, {}, { holders })).toEqual(others(two))
    expect(
      others(rows, {}, { holders: 'id\nvictim', claims: [{ id: 'a', transfers: ['v1'], accounts: ['savings'] }] }),
    ).toEqual(others(two))
  })

  test('not another mule, nor another account of a mule’s holder', () => {
    const rows = `${two}\n  x1  09:25  own  mule-1  50\n  x2  09:26  mule-2  mule-1  60\n  t2  09:30  mule-1  mule-2  110`
    expect(others(rows, {}, { holders: 'id holderId\nvictim -\nmule-1 8\nown 8' })).toEqual(others(two))
  })

  test('not cash, a clearing account or a merchant, and only what is paid as a transfer', () => {
    const rows = `${two.replace('amount', 'amount kind')}
      x1  09:11  desk      mule-1  50  transfer
      x2  09:12  clearing  mule-1  50  transfer
      x3  09:13  shop      mule-1  50  transfer
      x4  09:14  bank      mule-1  50  interest
      x5  09:15  counter   mule-1  50  cash
      t2  09:30  mule-1    mule-2  250 transfer`
    const holders = 'id kind\nvictim -\ndesk cash\nclearing clearing\nshop merchant'
    expect(others(rows, {}, { holders })).toEqual(others(two))
  })

  test('one who paid two mules is one candidate, at the lesser level', () => {
    expect(
      others(`
        id  time   from      to      amount
        v1  09:00  victim    mule-1     500
        t1  09:10  mule-1    mule-2     500
        o1  09:15  stranger  mule-2     200
        o2  09:20  stranger  mule-1     300
        o3  09:21  neighbour mule-2     100
        t2  09:30  mule-2    mule-3     800
        t3  09:40  mule-1    mule-2     300`),
    ).toEqual(
      findings(`
        account    level  moved    credits
        stranger       1  500/500  o1>mule-2=200/200(t2) o2>mule-1=300/300(t3)
        neighbour      2  100/100  o3>mule-2=100/100(t2)`),
    )
  })

  test('the most moved first, then by id', () => {
    expect(
      others(
        `${two}\n  o2  09:30  bee  mule-1  70\n  o3  09:31  ant  mule-1  70\n  o4  09:32  cow  mule-1  400\n  t2  09:40  mule-1  mule-2  540`,
      ).map((line) => line.split(' ')[0]),
    ).toEqual(['cow', 'stranger', 'ant', 'bee'])
  })
})

describe('the window', () => {
  const late = (first: string, second: string) => `
    id  time       from      to      amount
    o0  ${first}   early     mule-1     100
    t0  ${first}   mule-1    mule-2     100
    v1  09:00      victim    mule-1     500
    t1  09:30      mule-1    mule-2     500
    o2  ${second}  late      mule-1     100
    t2  ${second}  mule-1    mule-2     100`

  test('reaches 24 hours beyond the first and the last arrival, inclusive', () => {
    expect(others(late('2024-02-29T09:00:00Z', '2024-03-02T09:00:00Z'))).toEqual(
      findings(`
        account  level  moved    credits
        early        1  100/100  o0>mule-1=100/100(t0)
        late         1  100/100  o2>mule-1=100/100(t2)`),
    )
    expect(others(late('2024-02-29T08:59:59Z', '2024-03-02T09:00:01Z'))).toEqual([])
  })

  test('is a duration', () => {
    expect(others(late('08:00', '09:40'), { within: { minutes: 40 } })).toHaveLength(1)
    expect(others(late('08:20', '09:41'), { within: { minutes: 40 } })).toHaveLength(1)
    expect(others(late('08:20', '09:40'), { within: { minutes: 40 } })).toHaveLength(2)
  })

  test('what leaves after it, or after `until`, has not gone the same way', () => {
    const rows = `${two}\n  o2  09:30  slow  mule-1  90\n  t2  2024-03-02T09:00:01Z  mule-1  mule-2  90`
    expect(others(rows)).toEqual(others(two))
    expect(others(two, {}, { until: '2024-03-01T09:19:59Z' })).toEqual([])
  })
})

describe('on the same way', () => {
  const half = `
    id  time   from      to        amount
    v1  09:00  victim    mule-1       500
    t1  09:10  mule-1    mule-2       500
    o1  09:20  stranger  mule-1       300
    t2  09:30  mule-1    mule-2       150
    t3  09:40  mule-1    landlord     150`

  test('is at least half of the credit, or another share', () => {
    expect(others(half)).toEqual(
      findings(`
        account   level  moved    credits
        stranger      1  150/300  o1>mule-1=150/300(t2)`),
    )
    expect(others(half.replaceAll('150', '140').replace('landlord     140', 'landlord 160'))).toEqual([])
    expect(others(half, { minShare: 0.51 })).toEqual([])
    expect(others(half, { minShare: 0 })).toHaveLength(1)
  })

  const mixed = `
    id  time   from      to      amount
    v1  09:00  victim    mule-1     600
    o1  09:10  stranger  mule-1     200
    t1  09:20  mule-1    mule-2     600`

  test.each([
    ['fifo', []],
    ['lifo', ['stranger 1 200/200 o1>mule-1=200/200(t1)']],
    ['pro-rata', ['stranger 1 150/200 o1>mule-1=150/200(t1)']],
    ['libr', []],
    ['taint-first', ['stranger 1 200/200 o1>mule-1=200/200(t1)']],
  ] as const)('under the rule of the trace, the credit alone being claimed: %s', (rule, expected) => {
    expect(others(mixed, {}, { rule })).toEqual(expected)
  })

  test('what a freeze keeps does not move', () => {
    expect(others(two, {}, { freezes: [{ account: 'mule-1', at: '2024-03-01T09:15:00Z' }] })).toEqual([])
  })

  test('what repaid an overdraft did not move', () => {
    const rows = `
      id  time   from      to      amount
      t0  08:50  mule-1    shop      200
      o1  08:55  stranger  mule-1    300
      v1  09:00  victim    mule-1    500
      t1  09:20  mule-1    mule-2    600`
    const result = trace(buildMoneyGraph(transfers(rows), { shortfall: 'overdraft' }).graph, { from: 'v1' })
    expect(victimLines(findOtherVictims(result, { minShare: 0.3 }))).toEqual([
      'stranger 1 100/300 o1>mule-1=100/300(t1)',
    ])
    expect(findOtherVictims(result)).toEqual([])
  })
})

describe('limits and options', () => {
  test.each(['fifo', 'pro-rata'] as const)(
    '%s: what a limit leaves unexamined is listed as that, the smallest last',
    (rule) => {
      const rows = `${two}\n  o2  09:15  other  mule-1  20\n  t2  09:30  mule-1  mule-2  20`
      expect(others(rows, { maxSteps: 1 }, { rule })).toEqual([
        expect.stringMatching(/^stranger 1 300\/300 /),
        'other 1 0/0 unexamined 20',
      ])
      expect(others(rows, { maxSteps: 100 }, { rule })).toHaveLength(2)
    },
  )

  test.each<[string, OtherVictimOptions]>([
    ['within a number', { within: 24 as never }],
    ['minShare above one', { minShare: 2 }],
    ['minShare null', { minShare: null as never }],
    ['no steps', { maxSteps: 0 }],
  ])('refuses %s', (_, options) => {
    expect(() => others(two, options)).toThrow(expect.objectContaining({ name: 'FundtrailError', code: 'bad-option' }))
  })

  test('refuses a trace for alerts, which says nothing of amounts', () => {
    expect(() => others(two, {}, { rule: 'poison' })).toThrow(expect.objectContaining({ code: 'bad-option' }))
  })

  test('an empty trace has none', () => {
    expect(others(two, {}, { until: '2024-03-01T08:00:00Z' })).toEqual([])
  })
})
