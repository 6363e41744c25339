/** The reference replay itself, on ledgers worked by hand elsewhere: it must be right before anything is held to it. */
import { describe, expect, test } from 'vitest'
import type { AccountRecord, TransferRecord } from '../../src/types.js'
import type { Figures } from './figures.js'
import { type ReplayOptions, slowReplay } from './slow-replay.js'

const START = Date.parse('2024-01-01T00:00:00Z')

/** Rows `payer payee cents`, a minute apart, named t1, t2, … */
function table(text: string): TransferRecord[] {
  const lines = text.trim().split('\n')
  return lines.map((line, index) => {
    const [from, to, amount] = line.trim().split(/\s+/)
    return {
      id: `t${index + 1}`,
      from: from!,
      to: to!,
      amount: (Number(amount) / 100).toFixed(2),
      time: START + index * 60_000,
    }
  })
}

/** What rests in an account, by claim. */
function holds(figures: Figures, account: string) {
  return figures.accounts.find((each) => each.id === account)?.shares ?? {}
}

function ends(figures: Figures, account: string, code: string) {
  return figures.endings.find((each) => each.account === account && each.code === code)?.shares ?? {}
}

/** One account: `+V 1000` is a victim's credit, `+ 1000` own money, `- 1000` a debit. */
function oneAccount(events: string, opening = '0') {
  const lines = events.split(',').map((event) => event.trim().split(/\s+/))
  const rows = lines.map(([sign, amount]) =>
    sign === '-' ? `mule shop ${amount}` : `${sign === '+' ? 'employer' : `from-${sign!.slice(1)}`} mule ${amount}`,
  )
  const records = table(rows.join('\n'))
  const owners = [...new Set(lines.map(([sign]) => sign!.slice(1)).filter((owner) => owner !== ''))]
  const claims = owners.map((id) => ({
    id,
    transfers: records.filter((_, index) => lines[index]![0] === `+${id}`).map((record) => record.id!),
  }))
  const accounts: AccountRecord[] = [{ id: 'mule', openingBalance: opening }]
  const figures = slowReplay({ records, accounts, shortfall: 'overdraft' }, { claims })
  const mule = figures.accounts.find((account) => account.id === 'mule')!
  return { shares: mule.shares, balance: mule.balance, figures }
}

describe('one account, fifo', () => {
  test.each([
    ['B01', '+A 1000, +B 1000, - 1000', { B: 1000 }, 1000],
    ['B02a', '+P 10, +M 10, - 10, +K 10', { M: 10, K: 10 }, 20],
    ['B02b', '+P 10, +M 10, - 10, +K 10, - 10', { K: 10 }, 10],
    ['B03', '+V 455, - 430, + 333', { V: 25 }, 358],
    ['B04', '+V 1000, - 999, + 999', { V: 1 }, 1000],
    ['B05', '+V 2000, + 1000, - 1500', { V: 500 }, 1500],
    ['B07', '+V 1000, - 700, + 500, +V 400, - 900, + 2000', { V: 300 }, 2300],
    ['B12', '+V 1000, - 1500, + 2000', {}, 1500],
    ['B13', '+V 10000, + 5000, - 12000', {}, 3000],
    ['B14', '+V 10000, - 12000, + 5000', {}, 3000],
    ['C01', '+V1 30000, +V2 50000, +V3 20000, - 60000', { V2: 20000, V3: 20000 }, 40000],
  ])('%s: %s', (_, events, shares, balance) => {
    expect(oneAccount(events)).toMatchObject({ shares, balance })
    expect(Object.keys(oneAccount(events).shares).sort()).toEqual(Object.keys(shares).sort())
  })

  test('B11: what repays an overdraft is lost', () => {
    const { shares, balance, figures } = oneAccount('+V 2000, - 600', '-5.00')
    expect({ shares, balance }).toEqual({ shares: { V: 900 }, balance: 900 })
    expect(ends(figures, 'mule', 'overdraft')).toEqual({ V: 500 })
  })
})

describe('networks, fifo', () => {
  test('P1: money by the account where it was born', () => {
    // The last row reads `0 3 19 2` where this example is copied; only `3 0 19 2` gives the result stated for it.
    const rows =
      '2 3 1 2; 0 1 2 5; 1 2 3 7; 0 1 4 3; 1 2 5 2; 2 3 6 5; 2 1 7 4; 0 1 8 1; 2 0 9 4; 2 1 10 2; 0 2 11 3; 3 0 15 6; 1 3 17 9; 0 3 18 1; 3 0 19 2'
    const records = rows.split('; ').map((row, index): TransferRecord => {
      const [from, to, hour, amount] = row.split(' ')
      return { id: `t${index}`, from: from!, to: to!, amount: amount!, time: START + Number(hour) * 3_600_000 }
    })
    const births = ['0', '1', '2', '3'].map((id) => ({
      id,
      transfers: records.filter((record) => record.from === id).map((record) => record.id!),
    }))
    // A clearing account with a statement is followed and is nobody's own, so money may come back to where it was born.
    const accounts = [0, 1, 2, 3, 4].map(
      (id): AccountRecord => ({
        id: String(id),
        kind: 'clearing',
        statement: { from: '2024-01-01', to: '2024-01-02' },
      }),
    )
    const figures = slowReplay({ records, accounts, shortfall: 'unseen-credit' }, { claims: births })
    expect(holds(figures, '0')).toEqual({ 0: 600, 2: 200 })
    expect(holds(figures, '1')).toEqual({})
    expect(holds(figures, '2')).toEqual({ 2: 300 })
    expect(holds(figures, '3')).toEqual({ 0: 300, 1: 300, 2: 300 })
    expect(figures.stolen).toBe(2000)
  })

  test('P2: three victims', () => {
    const records = table(`
      employer RAVI 80000
      PRIYA A 4000000
      ARJUN A 2500000
      MEENA B 1500000
      A B 5000000
      employer B 3500000
      B RAVI 1000000
      B CASH 4500000`)
    const claims = [
      { id: 'priya', transfers: ['t2'] },
      { id: 'arjun', transfers: ['t3'] },
      { id: 'meena', transfers: ['t4'] },
    ]
    const figures = slowReplay({ records, accounts: [{ id: 'CASH', kind: 'cash' }] }, { claims })
    expect(holds(figures, 'RAVI')).toEqual({ meena: 1000000 })
    expect(holds(figures, 'A')).toEqual({ arjun: 1500000 })
    expect(holds(figures, 'B')).toEqual({ arjun: 1000000 })
    expect(ends(figures, 'CASH', 'cash-out')).toEqual({ priya: 4000000, meena: 500000 })
  })

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

  test('P4: a loop keeps what it is worth', () => {
    const records = table('victim A 100000\nA B 60000\nB A 60000')
    const figures = slowReplay({ records, accounts: [] }, { claims: [{ id: 'victim', transfers: ['t1'] }] })
    expect(holds(figures, 'A')).toEqual({ victim: 100000 })
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
