/** The reference replay itself, on ledgers worked by hand elsewhere: it must be right before anything is held to it. */
import { describe, expect, test } from 'vitest'
import type { AccountRecord } from '../../src/types.js'
import type { Figures } from './figures.js'
import { type Golden, goldens, table } from './goldens.js'
import { movements, oneAccount, START } from './one-account.js'
import { exactReplay, type ReplayOptions, slowReplay } from './slow-replay.js'
import { conservingWays, rounds, type Way, wayName } from './ways.js'

/** What rests in an account, by claim. */
function holds(figures: Figures, account: string) {
  return figures.accounts.find((each) => each.id === account)?.shares ?? {}
}

function ends(figures: Figures, account: string, code: string) {
  return figures.endings.find((each) => each.account === account && each.code === code)?.shares ?? {}
}

/** What is in a transfer, by claim. */
function carries(figures: Figures, transfer: string) {
  return figures.transfers.find((each) => each.id === transfer)?.shares ?? {}
}

function asText(shares: Iterable<[string, { toString(): string }]>): Record<string, string> {
  return Object.fromEntries([...shares].map(([owner, amount]) => [owner, amount.toString()]))
}

describe('worked examples', () => {
  const all = goldens().map((golden): [string, Golden] => [golden.name, golden])

  test.each(all)('%s, exactly', (_, { input, claims, way, held, balances, moved }) => {
    const figures = exactReplay(input, { claims, ...way })
    for (const [account, shares] of Object.entries(held)) {
      const there = figures.endings.get(`${account} held`) ?? new Map()
      expect([account, asText(there)]).toEqual([account, asText(Object.entries(shares))])
    }
    for (const [account, balance] of Object.entries(balances)) {
      expect([account, `${figures.balanceOf(account)}`]).toEqual([account, `${balance}`])
    }
    for (const [id, shares] of Object.entries(moved)) {
      expect([id, asText(figures.transfers.get(id)!)]).toEqual([id, asText(Object.entries(shares))])
    }
  })

  test.each(all.filter(([, { way }]) => !rounds(way)))('%s, in whole units', (_, { input, claims, way, held }) => {
    const figures = slowReplay(input, { claims, ...way })
    for (const [account, shares] of Object.entries(held)) {
      expect([account, asText(Object.entries(holds(figures, account)))]).toEqual([
        account,
        asText(Object.entries(shares)),
      ])
    }
  })
})

/** One account under one rule: "V 500" is what is held of V's money there in the end. */
function left(events: string, way: Way, opening = 0): string {
  const { input, claims } = oneAccount(movements(events), opening)
  return lineOf(holds(slowReplay(input, { claims, ...way }), 'mule'))
}

/** "A 10, B 5", in the order of the names. */
function lineOf(shares: Record<string, number>): string {
  const parts = Object.entries(shares).map(([claim, amount]) => `${claim} ${amount}`)
  return parts.sort().join(', ')
}

describe('one account under every rule', () => {
  test.each([
    // case, events, then: fifo, lifo, pro-rata, libr, libr between fifo, taint-first, taint-first between fifo
    ['B01', '+A 1000, +B 1000, - 1000', 'B 1000|A 1000|A 500, B 500|A 500, B 500|B 1000|A 500, B 500|B 1000'],
    ['B03', '+V 455, - 430, + 333', 'V 25|V 25|V 25|V 25|V 25|V 25|V 25'],
    ['B04', '+V 1000, - 999, + 999', 'V 1|V 1|V 1|V 1|V 1|V 1|V 1'],
    ['B05', '+V 2000, + 1000, - 1500', 'V 500|V 1500|V 1000|V 1500|V 1500|V 500|V 500'],
    ['B07', '+V 1000, - 700, + 500, +V 400, - 900, + 2000', 'V 300|V 300|V 175|V 300|V 300||'],
    ['B12', '+V 1000, - 1500, + 2000', '||||||'],
    ['B13', '+V 10000, + 5000, - 12000', '|V 3000|V 2000|V 3000|V 3000||'],
    ['B14', '+V 10000, - 12000, + 5000', '||||||'],
  ])('%s: %s', (_, events, expected) => {
    expect(conservingWays.map((way) => left(events, way))).toEqual(expected.split('|'))
  })

  test('B11: what repays an overdraft is lost under every rule', () => {
    for (const way of conservingWays) {
      const { input, claims } = oneAccount(movements('+V 2000, - 600'), -500)
      const figures = slowReplay(input, { claims, ...way })
      expect([way, holds(figures, 'mule')]).toEqual([way, { V: 900 }])
      expect(ends(figures, 'mule', 'overdraft')).toEqual({ V: 500 })
    }
  })

  test('units left over go to the largest remainder, of equal ones to the older lot, never by name', () => {
    expect(left('+Z 1, +A 1, - 1', { rule: 'pro-rata' })).toBe('A 1')
    expect(left('+A 1, +Z 1, - 1', { rule: 'pro-rata' })).toBe('Z 1')
    // 5 of 10: 1.5, 1.5 and 2 of lots of 3, 3 and 4.
    expect(left('+C 3, +B 3, +A 4, - 5', { rule: 'pro-rata' })).toBe('A 2, B 2, C 1')
    // 4 of 9: 0.44, 2.22 and 1.33 of lots of 1, 5 and 3: the unit left goes to the first.
    expect(left('+C 1, +B 5, +A 3, - 4', { rule: 'pro-rata' })).toBe('A 2, B 3')
    // Own money is an owner like any other under pro-rata, and no owner at all among the claims.
    expect(left('+ 1, +A 1, - 1', { rule: 'pro-rata' })).toBe('A 1')
    expect(left('+A 1, + 1, - 1', { rule: 'pro-rata' })).toBe('')
    expect(left('+A 1, + 1, +B 1, - 2', { rule: 'libr' })).toBe('B 1')
  })

  test('a lot is as old as the oldest money still in it, and new after it was empty', () => {
    // A comes before B, and again after it: still the older lot.
    expect(left('+A 1, +B 2, +A 1, - 1', { rule: 'pro-rata' })).toBe('A 1, B 2')
    // Here A was empty in between: B is the older one now.
    expect(left('+A 2, - 2, +B 2, +A 2, - 1', { rule: 'pro-rata' })).toBe('A 2, B 1')
    const { input, claims } = oneAccount(movements('+A 200, +B 100, - 150, +A 100, - 50'))
    const since = (way: Way) => {
      const held = slowReplay(input, { claims, ...way }).endings.find((ending) => ending.account === 'mule')!
      return (held.since - START) / 60_000
    }
    // Minutes: the first money (0), the second (1).
    expect(conservingWays.map((way) => [wayName(way), since(way)])).toEqual([
      ['fifo', 1],
      ['lifo', 0],
      ['pro-rata', 0],
      ['libr between pro-rata', 0],
      ['libr between fifo', 1],
      ['taint-first between pro-rata', 0],
      ['taint-first between fifo', 1],
    ])
  })
})

describe('what leaves together', () => {
  /** A's, own and B's money reach a mule, who passes on 9 of 15; the next pays 3 to the shop. */
  const records = table(`
    victim-A mule-1 4
    employer mule-1 6
    victim-B mule-1 5
    mule-1   mule-2 9
    mule-2   shop   3`)
  const claims = [
    { id: 'A', transfers: ['t1'] },
    { id: 'B', transfers: ['t3'] },
  ]

  test.each([
    // way, what mule-2 gets, what the shop gets
    [{ rule: 'fifo' }, 'A 4', 'A 3'],
    // 5 of B and 4 own leave in this order, so own money is the newer lot.
    [{ rule: 'lifo' }, 'B 5', ''],
    // 2.4, 3.6 and 3 of 4, 6 and 5: A 2, own 4, B 3; then 0.67, 1.33 and 1: A 1, own 1, B 1.
    [{ rule: 'pro-rata' }, 'A 2, B 3', 'A 1, B 1'],
    // 6 own, then 1.33 and 1.67 of 4 and 5: A 1, B 2; then own only.
    [{ rule: 'libr', between: 'pro-rata' }, 'A 1, B 2', ''],
    [{ rule: 'libr', between: 'fifo' }, 'A 3', ''],
    // All 9 are the claims'; then 1.33 and 1.67.
    [{ rule: 'taint-first', between: 'pro-rata' }, 'A 4, B 5', 'A 1, B 2'],
    [{ rule: 'taint-first', between: 'fifo' }, 'A 4, B 5', 'A 3'],
  ] satisfies [Way, string, string][])('%o', (way: Way, passedOn, spent) => {
    const figures = slowReplay({ records, accounts: [] }, { claims, ...way })
    expect([lineOf(carries(figures, 't4')), lineOf(carries(figures, 't5'))]).toEqual([passedOn, spent])
  })

  test.each([
    // way, what repays an overdraft of 4 out of that credit, what is left of it
    [{ rule: 'fifo' }, 'A 4', ''],
    // The last to arrive is own money.
    [{ rule: 'lifo' }, '', 'B 5'],
    // 0.89, 1.78 and 1.33 of 2, 4 and 3.
    [{ rule: 'pro-rata' }, 'A 1, B 1', 'A 1, B 2'],
    [{ rule: 'libr', between: 'pro-rata' }, '', 'A 1, B 2'],
    [{ rule: 'libr', between: 'fifo' }, '', 'A 3'],
    // 1.78 and 2.22 of 4 and 5.
    [{ rule: 'taint-first', between: 'pro-rata' }, 'A 2, B 2', 'A 2, B 3'],
    [{ rule: 'taint-first', between: 'fifo' }, 'A 4', 'B 5'],
  ] satisfies [Way, string, string][])('at an overdrawn payee: %o', (way: Way, lost, kept) => {
    const accounts = [{ id: 'mule-2', openingBalance: '-0.04' }]
    const credit = { records: records.slice(0, 4), accounts }
    const figures = slowReplay(credit, { claims, ...way })
    expect([lineOf(ends(figures, 'mule-2', 'overdraft')), lineOf(holds(figures, 'mule-2'))]).toEqual([lost, kept])
  })

  test('a frozen payer keeps the claims’ part, and own money goes in its place', () => {
    const freezes = [{ account: 'mule-1', at: records[3]!.time }]
    for (const way of conservingWays) {
      const figures = slowReplay({ records, accounts: [] }, { claims, freezes, ...way })
      expect(figures.endings.map(({ account, code, shares }) => `${account} ${code} ${lineOf(shares)}`)).toEqual([
        'mule-1 frozen A 4, B 5',
      ])
      expect(figures.accounts.find(({ id }) => id === 'mule-2')).toBeUndefined()
    }
  })

  test('a drop without a record is a debit under the rule', () => {
    // 15 − 9 = 6, and 2 is stated, so 4 went before: own money under libr, A's under fifo, B's under lifo, …
    const dropped = [...records.slice(0, 3), { ...records[3]!, fromBalance: '0.02' }]
    const input = { records: dropped, accounts: [{ id: 'mule-1', openingBalance: 0 }] }
    const lost = conservingWays.map((way) =>
      lineOf(ends(slowReplay(input, { claims, ...way }), 'mule-1', 'unexplained')),
    )
    expect(lost).toEqual(['A 4', 'B 4', 'A 1, B 1', '', '', 'A 2, B 2', 'A 4'])
  })
})

describe('levels', () => {
  const records = table(`
    victim mule-1 10
    mule-1 mule-2 4
    mule-2 mule-3 1
    victim mule-2 5
    mule-2 mule-3 3
    mule-2 mule-3 5`)
  const levels = (way: Way) => {
    const figures = slowReplay({ records, accounts: [] }, { claims: [{ id: 'V', transfers: ['t1', 't4'] }], ...way })
    const ofTransfers = ['t2', 't3', 't5', 't6'].map((id) => figures.transfers.find((each) => each.id === id)?.level)
    return [...ofTransfers, figures.accounts.find(({ id }) => id === 'mule-3')?.levels.join('+')].join(' ')
  }

  test.each(conservingWays.map((way) => [wayName(way), way] as const))('%s', (_, way) => {
    // The money of t2 came at hop 2 and leaves at hop 3; that of t4 came at hop 1. Pooled money leaves at the least
    // hop at which its claim had come until then.
    const expected = { fifo: '2 3 3 2 2+3', lifo: '2 3 2 2 2+3' } as Record<string, string>
    expect(levels(way)).toBe(expected[way.rule] ?? '2 3 2 2 2+3')
  })

  test('an arrival counts however it ended; a victim’s own 0 does not', () => {
    const loop = table(`
      victim mule-1 10
      mule-1 mule-2 4
      mule-2 victim 4
      thief  victim 5
      victim mule-3 9`)
    const claims = [
      { id: 'V', transfers: ['t1'] },
      { id: 'W', transfers: ['t4'] },
      { id: 'X', transfers: ['t5'] },
    ]
    // V's money is back at its victim's, where it arrived at hop 3; W's money came there at hop 1 and leaves at 2.
    const figures = slowReplay({ records: loop, accounts: [] }, { claims, rule: 'pro-rata' })
    expect(ends(figures, 'victim', 'returned')).toEqual({ V: 4 })
    expect(figures.accounts.map(({ id, levels }) => `${id} ${levels.join('+')}`)).toEqual([
      'thief 0',
      'victim 0+1+3',
      'mule-3 1+2',
      'mule-1 1',
      'mule-2 2',
    ])
  })
})

describe('poison', () => {
  const records = table(`
    victim-A mule-1 10
    mule-1   mule-2 4
    employer mule-2 100
    mule-2   mule-3 50
    victim-B mule-2 20
    mule-2   mule-3 30
    mule-3   atm    60
    mule-3   victim-A 5
    victim-A mule-4 1`)
  const accounts: AccountRecord[] = [
    { id: 'victim-A', openingBalance: '1.00' },
    { id: 'atm', kind: 'cash' },
  ]
  const claims = [
    { id: 'A', transfers: ['t1'] },
    { id: 'B', transfers: ['t5'] },
  ]
  const poisoned = (options: Omit<ReplayOptions, 'claims'> = {}) =>
    slowReplay({ records, accounts }, { claims, rule: 'poison', ...options })

  test('every later debit of a touched account is every claim’s in full', () => {
    const figures = poisoned()
    expect(
      figures.transfers.map(({ id, traced, level, shares }) => `${id} ${level} ${traced}: ${lineOf(shares)}`),
    ).toEqual([
      't1 1 10: A 10',
      't5 1 20: B 20',
      't2 2 4: A 4',
      't6 2 30: A 30, B 30',
      't4 3 50: A 50',
      't7 3 60: A 60, B 60',
      't8 3 5: A 5, B 5',
      // Back at A's own account it goes on all the same: an alert has no endings.
      't9 4 1: A 1, B 1',
    ])
    expect(figures.endings).toEqual([])
    expect(figures.claims).toMatchObject({ A: { stolen: 10 }, B: { stolen: 20 } })
    expect(
      figures.accounts.map(({ id, level, received, sent, held, ended, shares }) =>
        [id, level, received, sent, held, ended, lineOf(shares)].join(' '),
      ),
    ).toEqual([
      // 1.00 − 0.10 + 0.05 − 0.01 is there, and both claims have reached it.
      'victim-A 0 5 11 94 0 A 94, B 94',
      'victim-B 0 0 20 0 0 ',
      'mule-2 1 24 80 44 0 A 44, B 44',
      'mule-1 1 10 4 6 0 A 6',
      'mule-3 2 80 65 15 0 A 15, B 15',
      'atm 3 60 0 60 0 A 60, B 60',
      'mule-4 4 1 0 1 0 A 1, B 1',
    ])
  })

  test('what limits a trace limits poison', () => {
    const ids = (options: Omit<ReplayOptions, 'claims'>) =>
      poisoned(options)
        .transfers.map(({ id }) => id)
        .join(' ')
    expect(ids({ maxLevel: 2 })).toBe('t1 t5 t2 t6')
    expect(ids({ stopAt: ['mule-2'] })).toBe('t1 t5 t2')
    expect(ids({ minAmount: '0.05' })).toBe('t1 t5 t2 t6 t7 t8 t9')
    expect(ids({ freezes: [{ account: 'mule-2', at: START + 5 * 60_000 }] })).toBe('t1 t5 t2 t4 t7 t8 t9')
    expect(ids({ until: START + 4 * 60_000 })).toBe('t1 t5 t2 t4')
  })
})

describe('networks', () => {
  const n1 = table(`
    victim-1 A 100000
    victim-2 A 50000
    A B 80000
    A C 60000
    C D 70000
    B ATM 20000
    B D 30000
    D A 10000`)
  const n1Accounts: AccountRecord[] = [
    { id: 'A', openingBalance: '100' },
    { id: 'C', openingBalance: '400' },
    { id: 'ATM', kind: 'cash' },
  ]
  const n1Claims = [
    { id: 'V1', transfers: ['t1'] },
    { id: 'V2', transfers: ['t2'] },
  ]
  const n1Replay = (options: Omit<ReplayOptions, 'claims'> = {}) =>
    slowReplay({ records: n1, accounts: n1Accounts }, { claims: n1Claims, ...options })

  test('N1: split, merge, cash-out and a cycle', () => {
    const figures = n1Replay()
    expect(holds(figures, 'A')).toEqual({ V2: 20000 })
    expect(holds(figures, 'B')).toEqual({ V1: 30000 })
    expect(holds(figures, 'C')).toEqual({ V2: 30000 })
    expect(holds(figures, 'D')).toEqual({ V1: 60000 })
    expect(ends(figures, 'ATM', 'cash-out')).toEqual({ V1: 10000 })
    expect(figures.accounts.map((account) => [account.id, account.level, account.balance])).toEqual([
      ['victim-1', 0, 0],
      ['victim-2', 0, 0],
      ['A', 1, 30000],
      ['B', 2, 30000],
      ['C', 2, 30000],
      ['D', 3, 90000],
      ['ATM', 3, 20000],
    ])
  })

  test('N1 with A frozen after the first payment: what would have left stays', () => {
    const figures = n1Replay({ freezes: [{ account: 'A', at: START + 60_000 }] })
    expect(ends(figures, 'A', 'frozen')).toEqual({ V1: 100000, V2: 50000 })
    expect(figures.accounts.find((account) => account.id === 'A')?.balance).toBe(160000)
    expect(figures.transfers.map((transfer) => transfer.id)).toEqual(['t1', 't2'])
  })

  test('N1 with a limit of two hops, and one of 250.00', () => {
    expect(ends(n1Replay({ maxLevel: 2 }), 'B', 'limit')).toEqual({ V1: 70000 })
    expect(ends(n1Replay({ minAmount: 250 }), 'ATM', 'cash-out')).toEqual({ V1: 10000 })
    const large = n1Replay({ minAmount: 700 })
    expect(ends(large, 'A', 'limit')).toEqual({ V2: 50000 })
    expect(ends(large, 'C', 'limit')).toEqual({ V1: 30000 })
  })

  test('P4: under fifo a loop comes back a hop further on', () => {
    const records = table('victim A 100000\nA B 60000\nB A 60000')
    const figures = slowReplay({ records, accounts: [] }, { claims: [{ id: 'victim', transfers: ['t1'] }] })
    expect(figures.accounts.find((account) => account.id === 'A')?.levels).toEqual([1, 3])
  })
})

describe('statements', () => {
  const claims = [{ id: 'victim', transfers: ['t1'] }]
  const mule = (statement: AccountRecord['statement'], extra: Partial<AccountRecord> = {}): AccountRecord[] => [
    { id: 'mule-1', ...(statement === undefined ? {} : { statement }), ...extra },
  ]

  test('money outside every period stays where it arrived', () => {
    const records = table('victim mule-1 1000\nmule-1 mule-2 400')
    const after = slowReplay({ records, accounts: mule({ from: '2023-12-01', to: '2023-12-31' }) }, { claims })
    expect(ends(after, 'mule-1', 'statement-ended')).toEqual({ victim: 1000 })
    const before = slowReplay({ records, accounts: mule({ from: '2024-02-01', to: '2024-02-02' }) }, { claims })
    expect(ends(before, 'mule-1', 'no-statement')).toEqual({ victim: 1000 })
    const within = slowReplay({ records, accounts: mule({ from: '2024-01-01', to: '2024-01-02' }) }, { claims })
    expect(holds(within, 'mule-1')).toEqual({ victim: 600 })
    expect(ends(within, 'mule-2', 'no-statement')).toEqual({ victim: 400 })
  })

  test('a stated balance that does not follow is a drop without a record, or own money', () => {
    const records = table('victim mule-1 1000\nmule-1 mule-2 400')
    records[0]!.toBalance = 10
    records[1]!.fromBalance = 1
    const drop = slowReplay({ records, accounts: [] }, { claims })
    expect(ends(drop, 'mule-1', 'unexplained')).toEqual({ victim: 500 })
    expect(drop.accounts.find((account) => account.id === 'mule-1')).toMatchObject({ held: 100, sent: 400, ended: 500 })
    records[1]!.fromBalance = 20
    const rise = slowReplay({ records, accounts: [] }, { claims })
    expect(rise.accounts.find((account) => account.id === 'mule-1')).toMatchObject({ held: 600, balance: 2000 })
  })

  test('a debit too large: an opening, an unseen credit, or an overdraft', () => {
    const records = table('victim mule-1 1000\nmule-1 mule-2 1300\nemployer mule-1 500')
    const held = (shortfall: 'opening' | 'unseen-credit' | 'overdraft') =>
      slowReplay({ records, accounts: [], shortfall }, { claims }).accounts.find((each) => each.id === 'mule-1')
    expect(held('opening')).toMatchObject({ sent: 1000, held: 0, balance: 500 })
    expect(held('unseen-credit')).toMatchObject({ sent: 1000, held: 0, balance: 500 })
    expect(held('overdraft')).toMatchObject({ sent: 1000, held: 0, balance: 200 })
    records[1]!.amount = 12
    records.push({ id: 't4', from: 'mule-1', to: 'mule-3', amount: 8, time: START + 300_000 })
    // The opening is the oldest money, so 500 of the victim's is left for the last debit.
    expect(held('opening')).toMatchObject({ sent: 1000, balance: 0 })
  })

  test('a declared opening in the middle of the records is a balance there', () => {
    const records = table('victim mule-1 1000\nmule-1 mule-2 400\nmule-1 mule-2 100')
    const accounts = mule({ from: START + 90_000, to: '2024-01-02' }, { openingBalance: '3.00' })
    const complete = slowReplay({ records, accounts, coverage: 'complete' }, { claims })
    // 3.00 after 10.00 and -4.00 means that the account began 3.00 overdrawn.
    expect(ends(complete, 'mule-1', 'overdraft')).toEqual({ victim: 300 })
    expect(complete.accounts.find((account) => account.id === 'mule-1')).toMatchObject({ balance: 200, held: 200 })
  })

  test('a reversal pair moves nothing but explains the balance', () => {
    const records = table('victim mule-1 1000\nmule-1 mule-2 400\nmule-2 mule-1 400\nmule-1 mule-3 100')
    records[2]!.reverses = 't2'
    records[0]!.toBalance = 10
    records[1]!.fromBalance = 6
    records[3]!.fromBalance = 9
    const figures = slowReplay({ records, accounts: [] }, { claims })
    expect(figures.transfers.map((transfer) => transfer.id)).toEqual(['t1', 't4'])
    expect(figures.endings.map(({ account, code, amount }) => [account, code, amount])).toEqual([
      ['mule-1', 'held', 900],
      ['mule-3', 'held', 100],
    ])
  })
})
