/** One frozen account, several victims: may each be paid directly, or pro rata? And what each has in it. */
import {
  type AccountRecord,
  buildMoneyGraph,
  type LossesOptions,
  lossesAt,
  type RestitutionBasis,
  restitution,
  restitutionBasis,
  type Trace,
  type TraceOptions,
  trace,
} from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { accounts, lines, transfers } from '../support/ledger.js'

const claims = [
  { id: 'victim-1', transfers: ['v1'] },
  { id: 'victim-2', transfers: ['v2'] },
]

function traced(ledger: string, options: TraceOptions, known?: AccountRecord[]): Trace {
  const { graph } = buildMoneyGraph(transfers(ledger), known === undefined ? {} : { accounts: known })
  return trace(graph, options)
}

/** The finding, then a line a victim: "victim fifo lifo libr taint-first". */
function finding({ basis, item, shares }: RestitutionBasis): string[] {
  return [
    `${basis} ${item ?? '-'}`,
    ...shares.map(({ claim, byRule }) => [claim, ...Object.values(byRule).map((amount) => amount.toFixed())].join(' ')),
  ]
}

describe('which of the three cases', () => {
  test('what is handed out is the caller’s: the trace does not change with it', () => {
    const result = traced('id time from to amount\n v1 09:00 victim-1 mule-1 1000', { from: 'v1' })
    const { traced: credits } = restitutionBasis(result, 'mule-1')
    credits[0]!.shares['nobody'] = credits[0]!.amount
    expect(Object.keys(result.transfers[0]!.shares)).toEqual(['victim'])
    expect(lossesAt(result, 'mule-1').losses.map(({ id }) => id)).toEqual(['victim'])
  })

  test('one credit, of one victim: item 1', () => {
    const result = traced(
      `
        id  time   from      to      amount
        v1  09:00  victim-1  mule-1    1000
        t1  09:10  mule-1    mule-2     400`,
      { from: 'v1' },
    )
    const found = restitutionBasis(result, 'mule-1')
    expect(finding(found)).toEqual(lines('one-credit 1\n victim 600 600 600 600'))
    expect(found.reason).toBe(
      'the account has one incoming record, v1, and what is left of it is traceable to victim alone',
    )
    expect(found.reasonZh).toBe('该账户仅有一笔汇（存）款记录（v1），账户内剩余资金可直接溯源至被害人victim')
    expect(found.traced.map(({ transfer, from, traced }) => [transfer, from, traced.toFixed()])).toEqual([
      ['v1', 'victim-1', '1000'],
    ])
    expect(finding(restitutionBasis(result, 'mule-2'))).toEqual(lines('one-credit 1\n victim 400 400 400 400'))
  })

  test('the account was emptied between two victims: time tells, item 2', () => {
    const result = traced(
      `
        id  time   from      to      amount
        v1  09:00  victim-1  mule-1    1000
        t1  09:10  mule-1    mule-2    1000
        v2  09:20  victim-2  mule-1     500
        t2  09:30  mule-1    mule-3     200`,
      { claims },
    )
    const found = restitutionBasis(result, 'mule-1')
    expect(finding(found)).toEqual(lines('traceable 2\n victim-2 300 300 300 300'))
    expect(found.reason).toContain('2 incoming records')
    expect(found.credits).toMatchObject({ count: 2 })
    expect(found.credits.amount.toFixed()).toBe('1500')
  })

  test('two victims and a debit between: the rules disagree, item 3', () => {
    const result = traced(
      `
        id  time   from      to      amount
        v1  09:00  victim-1  mule-1    1000
        v2  09:10  victim-2  mule-1    1000
        t1  09:20  mule-1    mule-2    1000`,
      { claims },
    )
    const found = restitutionBasis(result, 'mule-1')
    expect(finding(found)).toEqual(
      lines(`
        pro-rata 3
        victim-1 0 1000 500 500
        victim-2 1000 0 500 500`),
    )
    expect(found.disagreements).toEqual(['victim-1', 'victim-2'])
    expect(found.reason).toContain('victim-1 0 to 1000; victim-2 0 to 1000')
    expect(found.reasonZh).toContain('victim-1为0至1000；victim-2为0至1000')
  })

  test('one victim and wages: whose money was spent is what the rules disagree on', () => {
    const result = traced(
      `
        id   time   from      to      amount
        v1   09:00  victim-1  mule-1    1000
        pay  09:05  employer  mule-1    1000
        t1   09:10  mule-1    mule-2     300`,
      { from: 'v1' },
    )
    expect(finding(restitutionBasis(result, 'mule-1'))).toEqual(lines('pro-rata 3\n victim 700 1000 1000 700'))
    expect(finding(restitutionBasis(result, 'mule-1', { tolerance: 300 }))).toEqual(
      lines('traceable 2\n victim 700 1000 1000 700'),
    )
    expect(restitutionBasis(result, 'mule-1', { tolerance: '299.99' }).item).toBe(3)
  })

  test('a fee of two yuan is within a tolerance of two yuan', () => {
    const result = traced(
      `
        id   time   from      to      amount  kind
        own  08:00  employer  mule-1      2   -
        v1   09:00  victim-1  mule-1   1000   -
        fee  09:10  mule-1    bank        2   fee`,
      { from: 'v1' },
    )
    expect(restitutionBasis(result, 'mule-1').basis).toBe('pro-rata')
    expect(restitutionBasis(result, 'mule-1', { tolerance: '2.00' }).basis).toBe('traceable')
  })

  test('one credit on record and an opening balance: not the only money there', () => {
    const result = traced(
      `
        id  time   from      to      amount
        v1  09:00  victim-1  mule-1    1000`,
      { from: 'v1' },
      accounts('id opening\n mule-1 50'),
    )
    const found = restitutionBasis(result, 'mule-1')
    expect(finding(found)).toEqual(lines('traceable 2\n victim 1000 1000 1000 1000'))
    expect(found.unexplained).toBe(true)
    expect(found.reason).toContain('one incoming record and money that none of them explains')
  })

  test('one credit on record and a hole between two statements: something else may have come', () => {
    const result = traced(
      `
        id  time   from      to      amount
        v1  15:00  victim-1  mule-1    1000
        t1  16:00  mule-1    mule-2     400`,
      { from: 'v1' },
      accounts(`
        id      from   to
        mule-1  08:00  10:00
        mule-1  14:00  18:00`),
    )
    const found = restitutionBasis(result, 'mule-1')
    expect(finding(found)).toEqual(lines('traceable 2\n victim 600 600 600 600'))
    expect(found.unexplained).toBe(true)
  })

  test('the money fell into the hole: what is there now cannot be told, though its balance is known', () => {
    const result = traced(
      `
        id  time   from      to      amount
        v1  09:00  victim-1  mule-1    1000
        t1  15:00  mule-1    mule-2     400`,
      { from: 'v1' },
      accounts(`
        id      opening  from   to
        mule-1  -        08:00  10:00
        mule-1  -        14:00  18:00`),
    )
    const found = restitutionBasis(result, 'mule-1')
    expect(result.account('mule-1')?.balance).toBeDefined()
    expect(found.basis).toBe('unknown')
    expect(found.reason).toContain('(statement-ended): ask for its statement first')
  })

  test('a trace that stopped at the account cannot say either', () => {
    const result = traced(
      `
        id  time   from      to      amount
        v1  09:00  victim-1  mule-1    1000
        t1  15:00  mule-1    mule-2     400`,
      { from: 'v1', maxLevel: 1 },
    )
    expect(restitutionBasis(result, 'mule-1').reason).toContain('(limit)')
  })

  test('one credit that two victims’ money came in together', () => {
    const result = traced(
      `
        id  time   from      to      amount
        v1  09:00  victim-1  mule-1    1000
        v2  09:10  victim-2  mule-1    1000
        t1  09:20  mule-1    mule-2    1000`,
      { claims },
    )
    expect(finding(restitutionBasis(result, 'mule-2'))).toEqual(
      lines(`
        pro-rata 3
        victim-1 1000 0 500 500
        victim-2 0 1000 500 500`),
    )
  })

  test('nothing left, and an account that the money never reached', () => {
    const result = traced(
      `
        id  time   from      to      amount
        v1  09:00  victim-1  mule-1    1000
        t1  09:10  mule-1    mule-2    1000
        x   09:20  employer  other        5`,
      { from: 'v1' },
    )
    for (const account of ['mule-1', 'other']) {
      expect(finding(restitutionBasis(result, account))).toEqual(['nothing-traced -'])
    }
  })

  test('without its statement nobody can say, though every rule would', () => {
    const result = traced(
      `
        id  time   from      to      amount
        v1  09:00  victim-1  mule-1    1000`,
      { from: 'v1' },
      accounts('id from to\n victim-1 08:00 18:00'),
    )
    const found = restitutionBasis(result, 'mule-1')
    expect(finding(found)).toEqual(lines('unknown -\n victim 1000 1000 1000 1000'))
    expect(found.reason).toContain('(no-statement): ask for its statement first')
  })

  test('the settings of the trace hold under every rule', () => {
    const ledger = `
        id  time   from      to      amount
        v1  09:00  victim-1  mule-1    1000
        v2  09:10  victim-2  mule-1    1000
        t1  09:20  mule-1    mule-2    1000`
    const until = traced(ledger, { claims, until: '2024-03-01T09:15Z' })
    expect(restitutionBasis(until, 'mule-1').item).toBe(2)
    const frozen = traced(ledger, { claims, freezes: [{ account: 'mule-1', at: '2024-03-01T09:12Z' }] })
    expect(restitutionBasis(frozen, 'mule-1').item).toBe(2)
    const inTurn = traced(ledger, { claims, between: 'fifo' })
    expect(finding(restitutionBasis(inTurn, 'mule-1'))[1]).toBe('victim-1 0 1000 0 0')
  })

  test('the rule of the trace itself does not matter, but alerts follow no amounts', () => {
    const { graph } = traced('id time from to amount\n v1 09:00 victim-1 mule-1 10', { from: 'v1' })
    const plain = ({ reason, shares }: RestitutionBasis) => ({ reason, shares })
    const byFifo = restitutionBasis(trace(graph, { from: 'v1' }), 'mule-1')
    expect(plain(restitutionBasis(trace(graph, { from: 'v1', rule: 'pro-rata' }), 'mule-1'))).toEqual(plain(byFifo))
    const alert = trace(graph, { from: 'v1', rule: 'poison' })
    expect(() => restitutionBasis(alert, 'mule-1')).toThrowError(expect.objectContaining({ code: 'bad-option' }))
    expect(() => lossesAt(alert, 'mule-1')).toThrowError(expect.objectContaining({ code: 'bad-option' }))
  })

  test('unknown accounts, tolerances that are none', () => {
    const result = traced('id time from to amount\n v1 09:00 victim-1 mule-1 10', { from: 'v1' })
    for (const account of ['mule-9', '__proto__', 5 as never]) {
      expect(() => restitutionBasis(result, account)).toThrowError(expect.objectContaining({ code: 'unknown-account' }))
      expect(() => lossesAt(result, account)).toThrowError(expect.objectContaining({ code: 'unknown-account' }))
    }
    for (const tolerance of [-1, '0.001', 'two']) {
      expect(() => restitutionBasis(result, 'mule-1', { tolerance })).toThrowError(/tolerance is .*2 decimals/)
    }
    expect(() => restitutionBasis(result, 'mule-1', null as never)).toThrowError(/options are null/)
  })
})

/** A line a victim, "id loss withdrawn", then the sum that they are measured by. */
function lost(result: Trace, account: string, options?: LossesOptions): string[] {
  const { losses, totalClaims } = lossesAt(result, account, options)
  return [
    ...losses.map(({ id, loss, withdrawn }) => [id, loss.toFixed(), withdrawn?.toFixed() ?? '-'].join(' ')),
    `of ${totalClaims?.toFixed() ?? '-'}`,
  ]
}

describe('what each victim has in an account', () => {
  // The notice of Zhucheng as domain example D12 works it: 39,000 of one known victim among 75,000 that came in.
  const zhucheng = traced(
    `
      id   time   from       to      amount
      x1   08:30  stranger   mule-1    36000
      v1   13:08  victim-1   mule-1    39000
      t1   13:20  mule-1     mule-2    35000`,
    { claims: [{ id: 'victim-1', transfers: ['v1'] }] },
  )

  test('D12: whoever else paid in counts, until shown to be legitimate', () => {
    const share = (options: LossesOptions) => {
      const { losses, totalClaims } = lossesAt(zhucheng, 'mule-1', options)
      const { shares, residual } = restitution({ amount: 40_000 }, losses, totalClaims && { totalClaims })
      return [lost(zhucheng, 'mule-1', options).at(-1), shares['victim-1']?.toFixed(), residual.toFixed()]
    }
    expect(share({ shareBase: 'knownVictims' })).toEqual(['of -', '39000', '1000'])
    expect(share({ shareBase: 'allSuspectInflows' })).toEqual(['of 75000', '20800', '19200'])
    expect(share({})).toEqual(['of 75000', '20800', '19200'])
    expect(share({ legitimate: ['x1'] })).toEqual(['of 39000', '39000', '1000'])
    expect(share({ shareBase: 'allInflows', legitimate: ['x1'] })).toEqual(['of 75000', '20800', '19200'])
    expect(share({ window: { from: '2024-03-01T09:00Z' } })).toEqual(['of 39000', '39000', '1000'])
    expect(share({ window: { from: '2024-03-01T08:30Z', to: '2024-03-01' } })).toEqual(['of 75000', '20800', '19200'])
  })

  test('what was traced in, or all that was lost', () => {
    const result = traced(
      `
        id  time   from      to      amount
        v1  09:00  victim-1  mule-1    1000
        v3  09:01  victim-1  mule-2     500
        v2  09:10  victim-2  mule-1     300
        t1  09:20  mule-1    mule-3     400`,
      {
        claims: [
          { id: 'victim-1', transfers: ['v1', 'v3'] },
          { id: 'victim-2', transfers: ['v2'] },
        ],
      },
    )
    expect(lost(result, 'mule-1')).toEqual(lines('victim-1 1000 -\n victim-2 300 -\n of 1300'))
    expect(lost(result, 'mule-1', { claimBase: 'totalLoss' })).toEqual(
      lines('victim-1 1500 -\n victim-2 300 -\n of 1800'),
    )
    expect(lost(result, 'mule-2')).toEqual(lines('victim-1 500 -\n of 500'))
    expect(lost(result, 'mule-3')).toEqual(lines('victim-1 400 -\n of 400'))
  })

  test('the bait that was paid back is no loss', () => {
    const result = traced(
      `
        id    time   from      to        amount
        v1    09:00  victim-1  mule-1      1000
        back  09:10  mule-1    victim-1     100
        v2    09:20  victim-1  mule-2      2000`,
      { claims: [{ id: 'victim-1', transfers: ['v1', 'v2'] }] },
    )
    expect(lost(result, 'mule-1')).toEqual(lines('victim-1 900 -\n of 900'))
    expect(lost(result, 'mule-1', { refunds: 'beside' })).toEqual(lines('victim-1 1000 100\n of 1000'))
    expect(lost(result, 'mule-2')).toEqual(lines('victim-1 2000 -\n of 2000'))
    expect(lost(result, 'mule-2', { claimBase: 'totalLoss' })).toEqual(lines('victim-1 2900 -\n of 2900'))
  })

  test('money that comes round again is lost once', () => {
    const result = traced(
      `
        id  time   from      to      amount
        v1  09:00  victim-1  mule-1    1000
        t1  09:10  mule-1    mule-2    1000
        t2  09:20  mule-2    mule-1    1000`,
      { from: 'v1' },
    )
    expect(lost(result, 'mule-1')).toEqual(lines('victim 1000 -\n of 1000'))
    expect(lossesAt(result, 'mule-1').inflows).toMatchObject({ count: 2 })
  })

  test('interest is legitimate; a rise that no row explains is suspect', () => {
    const result = traced(
      `
        id    time   from      to      amount  kind      toBalance
        v1    09:00  victim-1  mule-1     100  -         100
        int   09:10  bank      mule-1       1  interest  101
        pay   09:20  employer  mule-1      50  -         171`,
      { from: 'v1' },
    )
    expect(lost(result, 'mule-1')).toEqual(lines('victim 100 -\n of 170'))
    expect(lost(result, 'mule-1', { legitimate: ['pay'] })).toEqual(lines('victim 100 -\n of 120'))
    expect(lost(result, 'mule-1', { shareBase: 'allInflows' })).toEqual(lines('victim 100 -\n of 171'))
  })

  test('inflows cannot be counted without the statement', () => {
    const result = traced(
      'id time from to amount\n v1 09:00 victim-1 mule-1 1000',
      { from: 'v1' },
      accounts('id from to\n victim-1 08:00 18:00'),
    )
    expect(() => lossesAt(result, 'mule-1')).toThrowError(/statement of "mule-1".*'knownVictims'/)
    expect(lost(result, 'mule-1', { shareBase: 'knownVictims' })).toEqual(lines('victim 1000 -\n of -'))
  })

  test('an account that nothing came to has no losses', () => {
    expect(lost(zhucheng, 'stranger')).toEqual(['of 0'])
  })

  test('options that make no sense', () => {
    const wrong: [unknown, RegExp][] = [
      [null, /options/],
      [{ claimBase: 'all' }, /claimBase is "all".*tracedIn, totalLoss/],
      [{ shareBase: 'toString' }, /shareBase is "toString"/],
      [{ refunds: 1 }, /refunds is 1/],
      [{ legitimate: 'x1' }, /legitimate is "x1"/],
      [{ window: { from: 'dawn' } }, /window\.from is "dawn"/],
      [{ window: null }, /window is null/],
    ]
    for (const [options, message] of wrong) {
      expect(() => lossesAt(zhucheng, 'mule-1', options as LossesOptions)).toThrowError(message)
    }
    expect(() => lossesAt(zhucheng, 'mule-1', { legitimate: ['x9'] })).toThrowError(
      expect.objectContaining({ code: 'unknown-transfer' }),
    )
  })
})

test('the last credit first is what fifo leaves', () => {
  const result = traced(
    `
      id  time   from  to      amount
      v1  09:00  V1    mule-1   30000
      v2  10:00  V2    mule-1   50000
      v3  11:00  V3    mule-1   20000
      t1  11:30  mule-1  cash   60000`,
    { claims: ['1', '2', '3'].map((n) => ({ id: `V${n}`, transfers: [`v${n}`] })) },
  )
  const { shares } = restitution(
    { amount: 40_000 },
    restitutionBasis(result, 'mule-1').traced.map(({ from, amount, time }) => ({ id: from, loss: amount, at: time })),
    { rule: 'last-credit-first' },
  )
  const held = result.account('mule-1')!.shares
  expect(Object.entries(shares).map(([id, share]) => [id, share.toFixed()])).toEqual([
    ['V1', '0'],
    ['V2', held['V2']?.toFixed()],
    ['V3', held['V3']?.toFixed()],
  ])
})
