import { type BuildOptions, buildMoneyGraph, type SourceShare, type SourcesOptions, traceSources } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { when } from '../support/findings.js'
import { accounts, lines, transfers } from '../support/ledger.js'

function graphOf(rows: string, holders = 'id', build: BuildOptions = {}) {
  return buildMoneyGraph(transfers(rows), { accounts: accounts(holders), ...build }).graph
}

/** "account code amount level transfers", transfers joined by '+', '-' where there is none. */
function sourceLines(shares: readonly SourceShare[]): string[] {
  return shares.map(({ account, code, amount, level, transfers }) =>
    [account, code, amount.toFixed(), level, transfers.join('+') || '-'].join(' '),
  )
}

function sources(rows: string, asked: SourcesOptions, holders?: string, build?: BuildOptions): string[] {
  return sourceLines(traceSources(graphOf(rows, holders, build), asked))
}

const outside = `
  id        kind      opening
  victim-a  external  -
  victim-b  external  -
  employer  external  -
  mule-1    bank      100
  mule-2    bank      0
  mule-3    bank      0`

const pool = `
  id  time   from      to      amount
  v1  09:00  victim-a  mule-1     600
  v2  09:10  victim-b  mule-1     300
  t1  09:20  mule-1    mule-2     800
  t2  09:30  mule-2    mule-3     500`

describe('where money entered', () => {
  test('fifo: the oldest money has gone on', () => {
    expect(sources(pool, { account: 'mule-2' }, outside)).toEqual(
      lines(`
        victim-a no-statement 200 2 v1
        victim-b no-statement 100 2 v2`),
    )
    expect(sources(pool, { account: 'mule-3' }, outside)).toEqual(
      lines(`
        victim-a no-statement 400 3 v1
        mule-1   opening      100 2 t1`),
    )
  })

  test('lifo: the newest money has gone on', () => {
    expect(sources(pool, { account: 'mule-1', rule: 'lifo' }, outside)).toEqual(
      lines(`
        mule-1   opening      100 0 -
        victim-a no-statement 100 1 v1`),
    )
    expect(sources(pool, { account: 'mule-3', rule: 'lifo' }, outside)).toEqual(lines('victim-a no-statement 500 3 v1'))
    expect(sources(pool, { account: 'mule-2', rule: 'lifo' }, outside)).toEqual(lines('victim-b no-statement 300 2 v2'))
  })

  test('pro-rata: every debit takes the mixture', () => {
    expect(sources(pool, { account: 'mule-3', rule: 'pro-rata' }, outside)).toEqual(
      lines(`
        victim-a no-statement 300 3 v1
        victim-b no-statement 150 3 v2
        mule-1   opening       50 2 t1`),
    )
  })

  test('of a transfer: its payer is one transfer back', () => {
    expect(sources(pool, { transfer: 't1' }, outside)).toEqual(
      lines(`
        victim-a no-statement 600 2 v1
        mule-1   opening      100 1 t1
        victim-b no-statement 100 2 v2`),
    )
    expect(sources(pool, { transfer: 'v1' }, outside)).toEqual(lines('victim-a no-statement 600 1 v1'))
  })

  test('at an instant, which is included', () => {
    expect(sources(pool, { account: 'mule-1', at: '2024-03-01T09:09:59Z' }, outside)).toEqual(
      lines(`
        victim-a no-statement 600 1 v1
        mule-1   opening      100 0 -`),
    )
    expect(sources(pool, { account: 'mule-1', at: '2024-03-01T09:10:00Z' }, outside)).toHaveLength(3)
    expect(sources(pool, { account: 'mule-2', at: '2024-03-01T09:00:00Z' }, outside)).toEqual([])
  })

  test('several payments of one source are one share, with the time of the first and the last', () => {
    const graph = graphOf(`${pool}\n  v3  09:40  victim-a  mule-2  50\n  t3  09:50  mule-3  mule-2  20`, outside)
    const [share] = traceSources(graph, { account: 'mule-2', rule: 'lifo' })
    expect(sourceLines([share!])).toEqual(lines('victim-b no-statement 300 2 v2'))
    const [, other] = traceSources(graph, { account: 'mule-2', rule: 'lifo' })
    expect(sourceLines([other!])).toEqual(lines('victim-a no-statement 70 1 v1+v3'))
    expect([other?.levels, when(other!.first!), when(other!.last!)]).toEqual([[1, 4], '09:00', '09:40'])
  })

  test('a payer whose statement is known is no source: its money is followed on', () => {
    expect(sources(pool, { account: 'mule-3' })).toEqual(lines('victim-a opening 500 3 v1'))
  })

  test('shares of one amount go by level, then by id, then by code', () => {
    expect(
      sources(
        `
        id  time   from  to      amount
        a1  09:00  b     mule-1      10
        a2  09:10  a     mule-1      10
        a3  09:20  c     mule-2      10
        t1  09:30  mule-1  mule-2    20`,
        { account: 'mule-2' },
        'id kind\na external\nb external\nc external',
      ),
    ).toEqual(
      lines(`
        c no-statement 10 1 a3
        a no-statement 10 2 a2
        b no-statement 10 2 a1`),
    )
  })
})

describe('how it entered', () => {
  test('cash has no trail, and a merchant pays what it earned', () => {
    expect(
      sources(
        `
        id  time   from    to      amount  kind
        c1  09:00  mule-9  desk       100  cash
        c2  09:05  desk    mule-1     100  cash
        p1  09:10  mule-9  shop        70  purchase
        p2  09:15  shop    mule-1      70  transfer
        p3  09:20  mule-9  trader      30  purchase
        p4  09:25  trader  mule-1      30  transfer`,
        { account: 'mule-1' },
        'id kind\ndesk cash\nshop merchant',
      ),
    ).toEqual(
      lines(`
        desk   cash     100 1 c2
        shop   merchant  70 1 p2
        mule-9 purchase  30 2 p3`),
    )
  })

  test('what was bought, or drawn as cash, is followed back when it is what is asked about', () => {
    const rows = `
      id  time   from    to      amount  kind
      v1  09:00  victim-a  mule-1   100  transfer
      p1  09:10  mule-1    trader    60  purchase
      c1  09:20  mule-1    desk      40  cash`
    const holders = `${outside}\n  desk cash -`
    const bare = holders.replace('100', '0')
    expect(sources(rows, { account: 'trader' }, bare)).toEqual(lines('victim-a no-statement 60 2 v1'))
    expect(sources(rows, { transfer: 'p1' }, bare)).toEqual(lines('victim-a no-statement 60 2 v1'))
    expect(sources(rows, { account: 'desk' }, bare)).toEqual(lines('victim-a no-statement 40 2 v1'))
    expect(sources(rows, { transfer: 'c1' }, bare)).toEqual(lines('victim-a no-statement 40 2 v1'))
  })

  test.each(['fifo', 'lifo', 'pro-rata'] as const)('%s: an unseen credit and a gap', (rule) => {
    expect(
      sources(
        `
        id  time   from    to      amount  fromBalance
        t1  09:00  mule-1  mule-2     100  -
        t2  09:10  mule-3  mule-2      50  0
        t3  09:15  mule-4  mule-3      10  -
        t4  09:20  mule-3  mule-2      30  0`,
        { account: 'mule-2', rule },
        'id opening\nmule-2 0\nmule-4 10',
        { shortfall: 'unseen-credit' },
      ),
    ).toEqual(
      lines(`
        mule-1 unseen-credit 100 1 t1
        mule-3 opening        50 1 t2
        mule-3 gap            20 1 t4
        mule-4 opening        10 2 t3`),
    )
  })

  const overdrawn = `
    id  time   from      to      amount
    t1  09:00  mule-1    mule-2     150
    v1  09:10  victim-a  mule-1     200
    t2  09:20  mule-1    mule-3     120`

  test.each(['fifo', 'lifo', 'pro-rata'] as const)(
    '%s: an overdraft is nobody’s money, and what repays it goes nowhere',
    (rule) => {
      const ask = (account: string) => sources(overdrawn, { account, rule }, outside, { shortfall: 'overdraft' })
      // Not victim-a's 50 that came later: they repaid the overdraft.
      expect(ask('mule-2')).toEqual(
        lines(`
        mule-1 opening   100 1 t1
        mule-1 overdraft  50 1 t1`),
      )
      expect(ask('mule-3')).toEqual(lines('victim-a no-statement 120 2 v1'))
      expect(ask('mule-1')).toEqual(lines('victim-a no-statement 30 1 v1'))
    },
  )

  test.each(['fifo', 'lifo', 'pro-rata'] as const)(
    '%s: an account that is empty or overdrawn holds nothing',
    (rule) => {
      expect(
        sources(overdrawn, { account: 'mule-1', rule, at: '2024-03-01T09:05:00Z' }, outside, {
          shortfall: 'overdraft',
        }),
      ).toEqual([])
      expect(sources(pool, { account: 'mule-2', rule, at: '2024-03-01T09:15:00Z' }, outside)).toEqual([])
    },
  )
})

describe('cycles', () => {
  const loop = `
    id  time   from      to      amount
    v1  09:00  victim-a  mule-1     400
    t1  09:10  mule-1    mule-2     300
    t2  09:20  mule-2    mule-1     300
    t3  09:30  mule-1    mule-2     450
    t4  09:40  mule-2    mule-1     450`

  test.each([
    // The opening was first to go, both times.
    ['fifo', 'victim-a no-statement 400 3 v1', 'mule-1 opening 100 4 t1'],
    // Half of it never left.
    ['lifo', 'victim-a no-statement 400 3 v1', 'mule-1 opening 100 0 t3'],
    ['pro-rata', 'victim-a no-statement 400 1 v1', 'mule-1 opening 100 0 t1+t3'],
  ] as const)('%s: money that went round comes from where it came', (rule, ...expected) => {
    expect(sources(loop, { account: 'mule-1', rule }, outside)).toEqual(expected)
  })

  test.each(['fifo', 'lifo', 'pro-rata'] as const)('%s: a thousand rounds are a thousand steps', (rule) => {
    const rows = Array.from({ length: 2000 }, (_, n) => ({
      id: `t${n}`,
      from: n % 2 === 0 ? 'mule-1' : 'mule-2',
      to: n % 2 === 0 ? 'mule-2' : 'mule-1',
      amount: 7 + (n % 5),
      time: n,
    }))
    const { graph } = buildMoneyGraph(rows, {
      accounts: [
        { id: 'mule-1', openingBalance: 1000 },
        { id: 'mule-2', openingBalance: 500 },
      ],
    })
    const shares = traceSources(graph, { account: 'mule-2', rule, maxSteps: 20_000 })
    expect(new Set(shares.map(({ code }) => code))).toEqual(new Set(['opening']))
    const { closing } = graph.statement('mule-2')
    expect(shares.reduce((sum, { amount }) => sum.plus(amount), closing.times(0)).toFixed()).toBe(closing.toFixed())
  })
})

test('provenance of quantities on a temporal network (Kosyfaki and Mamoulis, ICDE 2022)', () => {
  // Money that an account pays without having received it is born there; the last row is 3 to 0, see the goldens.
  const text =
    '2 3 1 2; 0 1 2 5; 1 2 3 7; 0 1 4 3; 1 2 5 2; 2 3 6 5; 2 1 7 4; 0 1 8 1; 2 0 9 4; 2 1 10 2; 0 2 11 3; ' +
    '3 0 15 6; 1 3 17 9; 0 3 18 1; 3 0 19 2'
  const records = text.split('; ').map((row) => {
    const [from = '', to = '', time, amount = ''] = row.split(' ')
    return { from, to, amount, time: Number(time) }
  })
  const { graph } = buildMoneyGraph(records, { shortfall: 'unseen-credit' })
  const holds = (account: string) =>
    sourceLines(traceSources(graph, { account })).map((line) => line.split(' ').slice(0, 3).join(' '))
  expect(holds('0')).toEqual(['0 unseen-credit 6', '2 unseen-credit 2'])
  expect(holds('1')).toEqual([])
  expect(holds('2')).toEqual(['2 unseen-credit 3'])
  expect(holds('3').sort()).toEqual(['0 unseen-credit 3', '1 unseen-credit 3', '2 unseen-credit 3'])
})

describe('limits and rounding', () => {
  test('what is not followed further is a share of its own', () => {
    for (const rule of ['fifo', 'lifo', 'pro-rata'] as const) {
      expect(sources(pool, { account: 'mule-3', rule, maxSteps: 1 }, outside)).toEqual(lines('mule-2 limit 500 1 t2'))
    }
  })

  test('pro-rata: rounded down, and the units left over go to the largest remainders', () => {
    const rows = `
      id  time   from      to      amount
      v1  09:00  victim-a  mule-2    0.03
      v2  09:10  victim-b  mule-2    0.04
      v3  09:20  employer  mule-2    0.04
      t1  09:30  mule-2    mule-3    0.05`
    // 0.05 in 11 parts: 1.36, 1.82 and 1.82 hundredths.
    expect(sources(rows, { account: 'mule-3', rule: 'pro-rata' }, outside)).toEqual(
      lines(`
        employer no-statement 0.02 2 v3
        victim-b no-statement 0.02 2 v2
        victim-a no-statement 0.01 2 v1`),
    )
  })

  test('pro-rata: many small credits are not rounded away on the way', () => {
    const rows = Array.from({ length: 1000 }, (_, n) => ({
      id: `t${n}`,
      from: 'crowd',
      to: 'mule-1',
      amount: '0.10',
      time: n,
    }))
    const { graph } = buildMoneyGraph(
      [...rows, { id: 'out', from: 'mule-1', to: 'mule-2', amount: '1.00', time: 2000 }],
      {
        accounts: [
          { id: 'crowd', kind: 'external' },
          { id: 'mule-1', openingBalance: '100.00' },
        ],
      },
    )
    // Each credit gives half a hundredth at most.
    expect(
      sourceLines(traceSources(graph, { transfer: 'out', rule: 'pro-rata' })).map((line) => line.slice(0, 30)),
    ).toEqual(['mule-1 opening 0.5 1 out', 'crowd no-statement 0.5 2 t0+t1'])
  })
})

describe('what is asked', () => {
  const statements = `
    id      from                  to
    mule-1  2024-03-01T08:00:00Z  2024-03-01T09:15:00Z`

  test('a balance that no statement covers is not known', () => {
    expect(() => sources(pool, { account: 'mule-1' }, statements)).toThrow(
      'what "mule-1" holds at 2024-03-01T09:30:00.000Z is not known',
    )
    expect(() => sources(pool, { account: 'mule-3' }, statements)).toThrow('is not known')
    expect(sources(pool, { account: 'mule-1', at: '2024-03-01T09:15:00Z' }, statements)).toEqual(
      lines(`
        victim-a no-statement 600 1 v1
        victim-b no-statement 300 1 v2`),
    )
  })

  test('complete records: after the last one its balances stand', () => {
    expect(sources(pool, { account: 'mule-2', at: '2024-03-09' }, outside)).toEqual(
      sources(pool, { account: 'mule-2' }, outside),
    )
  })

  test('one currency', () => {
    const rows = `${pool.replace('amount', 'amount currency')}\n  u1  09:50  victim-a  mule-2  7  USD`
    expect(() => sources(rows, { account: 'mule-2' }, outside)).toThrow(
      expect.objectContaining({ code: 'mixed-currencies', message: expect.stringContaining('CNY, USD') }),
    )
    expect(sources(rows, { account: 'mule-2', currency: 'USD' }, outside)).toEqual(
      lines('victim-a no-statement 7 1 u1'),
    )
    expect(sources(rows, { account: 'mule-3', currency: 'USD' }, outside)).toEqual([])
    expect(() => sources(rows, { account: 'mule-2', currency: 'EUR' }, outside)).toThrow(
      expect.objectContaining({ code: 'unknown-currency' }),
    )
  })

  test.each<[string, unknown, string]>([
    ['nothing', {}, 'bad-option'],
    ['no object', null, 'bad-option'],
    ['both', { account: 'mule-1', transfer: 't1' }, 'bad-option'],
    ['an instant of a transfer', { transfer: 't1', at: '2024-03-01' }, 'bad-option'],
    ['a currency of a transfer', { transfer: 't1', currency: 'CNY' }, 'bad-option'],
    ['an unknown account', { account: 'nobody' }, 'unknown-account'],
    ['an unknown transfer', { transfer: 't9' }, 'unknown-transfer'],
    ['an unknown rule', { account: 'mule-1', rule: 'hifo' }, 'bad-option'],
    ['libr', { account: 'mule-1', rule: 'libr' }, 'bad-option'],
    ['taint-first', { transfer: 't1', rule: 'taint-first' }, 'bad-option'],
    ['poison', { transfer: 't1', rule: 'poison' }, 'bad-option'],
    ['a wrong instant', { account: 'mule-1', at: 'yesterday' }, 'bad-option'],
    ['no steps', { account: 'mule-1', maxSteps: 0 }, 'bad-option'],
  ])('refuses %s', (_, asked, code) => {
    expect(() => traceSources(graphOf(pool, outside), asked as SourcesOptions)).toThrow(
      expect.objectContaining({ name: 'FundtrailError', code }),
    )
  })

  test('an account without money in an empty graph', () => {
    const { graph } = buildMoneyGraph([], { accounts: [{ id: 'mule-1' }, { id: 'mule-2', openingBalance: 5 }] })
    expect(traceSources(graph, { account: 'mule-1' })).toEqual([])
    expect(sourceLines(traceSources(graph, { account: 'mule-2' }))).toEqual(['mule-2 opening 5 0 -'])
  })
})
