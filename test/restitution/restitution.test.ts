/** What was recovered, and who gets how much of it: a line a victim, as the paper that goes to the bank has it. */
import { FundtrailError, type Loss, type Pool, type RestitutionOptions, restitution } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { lines } from '../support/ledger.js'

/** Losses as a table; the fields are those of a Loss. */
function losses(text: string): Loss[] {
  const [head, ...rows] = lines(text).map((line) => line.split(' '))
  return rows.map(
    (cells) =>
      Object.fromEntries(cells.flatMap((cell, at) => (cell === '-' ? [] : [[head![at]!, cell]]))) as unknown as Loss,
  )
}

/** A line a victim, "id share", and what stays. */
function given(pool: Pool, table: Loss[], options?: RestitutionOptions): string[] {
  const { shares, residual } = restitution(pool, table, options)
  return [...Object.entries(shares).map(([id, share]) => `${id} ${share.toFixed()}`), `stays ${residual.toFixed()}`]
}

const cny = (amount: string): Pool => ({ amount })

describe('in proportion to the losses (China, 41号 art. 8(3); Japan, art. 16)', () => {
  test('the losses exceed the pool', () => {
    const table = losses(`
      id  loss
      A   150000
      B    90000
      C    60000`)
    expect(given(cny('100000.00'), table)).toEqual(
      lines(`
        A 50000
        B 30000
        C 20000
        stays 0`),
    )
  })

  test('what cannot be divided stays frozen, or goes to the first of equals', () => {
    const table = losses(`
      id  loss
      A   50000
      B   50000
      C   50000`)
    expect(given(cny('100000.00'), table)).toEqual(
      lines(`
        A 33333.33
        B 33333.33
        C 33333.33
        stays 0.01`),
    )
    expect(given(cny('100000.00'), table, { residual: 'largest-remainder' })).toEqual(
      lines(`
        A 33333.34
        B 33333.33
        C 33333.33
        stays 0`),
    )
  })

  test('the pool exceeds the losses: nobody gets more than was lost', () => {
    const table = losses(`
      id  loss
      A   20000
      B   30000`)
    expect(given(cny('100000.00'), table)).toEqual(lines('A 20000\n B 30000\n stays 50000'))
  })

  test('who got something back is cut there, and the rest is shared again among the others', () => {
    const table = losses(`
      id  loss  withdrawn
      A   100   90
      B   100   -
      C   200   -`)
    // By loss 25, 25 and 50; A may have 10, and 15 go to B and C as 1 to 2.
    expect(given(cny('100'), table)).toEqual(lines('A 10\n B 30\n C 60\n stays 0'))
  })

  test('who got back more than was lost gets nothing, and owes nothing here', () => {
    expect(given(cny('60'), losses('id loss withdrawn\n A 100 120\n B 100 -'))).toEqual(lines('A 0\n B 60\n stays 0'))
  })

  test('victims who are known to exist and are not listed: their part stays (domain example D12)', () => {
    const table = losses('id loss\n victim-1 39000')
    expect(given(cny('40000.00'), table)).toEqual(lines('victim-1 39000\n stays 1000'))
    expect(given(cny('40000.00'), table, { totalClaims: '75000.00' })).toEqual(lines('victim-1 20800\n stays 19200'))
  })

  test('yen have no decimals: cut below one yen', () => {
    const table = losses(`
      id  loss
      A   700000
      B   650000
      C   333333`)
    expect(given({ amount: 1_000_000, currency: 'JPY' }, table)).toEqual(
      lines(`
        A 415841
        B 386138
        C 198019
        stays 2`),
    )
  })

  test('only who applied counts (Rakuten Bank: A did not)', () => {
    const table = losses('id loss\n B 1500000\n C 3000000')
    expect(given({ amount: 3_000_000, currency: 'JPY' }, table)).toEqual(lines('B 1000000\n C 2000000\n stays 0'))
  })

  test('a pool below the minimum is not distributed (Japan: 1,000 yen)', () => {
    const table = losses('id loss\n A 5000')
    const minimum = { minimum: 1000 }
    expect(given({ amount: 999, currency: 'JPY' }, table, minimum)).toEqual(lines('A 0\n stays 999'))
    expect(given({ amount: 1000, currency: 'JPY' }, table, minimum)).toEqual(lines('A 1000\n stays 0'))
  })

  test('recovered after two payment firms reimbursed by halves (PSR): they are those who lost', () => {
    const table = losses('id loss\n sending 4950\n receiving 4950')
    expect(given({ amount: 3000, currency: 'GBP' }, table)).toEqual(lines('sending 1500\n receiving 1500\n stays 0'))
  })

  test('a lien is for what was paid, never for the growth: Foskett v McKeown by lien', () => {
    const table = losses('id loss\n victim-1 20440')
    expect(given({ amount: 1_000_000, currency: 'GBP' }, table, { totalClaims: 51_100 })).toEqual(
      lines('victim-1 20440\n stays 979560'),
    )
  })
})

describe('the last credit first (Taiwan, art. 11)', () => {
  const credits = losses(`
    id  loss   at
    V1  30000  2024-03-01T09:00
    V2  50000  2024-03-01T10:00
    V3  20000  2024-03-01T11:00`)

  test('60,000 of 100,000 was drawn', () => {
    expect(given({ amount: 40_000, currency: 'TWD' }, credits, { rule: 'last-credit-first' })).toEqual(
      lines(`
        V1 0
        V2 20000
        V3 20000
        stays 0`),
    )
  })

  test('the order of the list is no order of time', () => {
    expect(given({ amount: 40_000 }, [...credits].reverse(), { rule: 'last-credit-first' })).toEqual(
      lines('V3 20000\n V2 20000\n V1 0\n stays 0'),
    )
  })

  test('of equal times the later in the list is later; a finer digit decides', () => {
    const rule = 'last-credit-first'
    const equal = losses('id loss at\n A 10 2024-03-01T09:00\n B 10 2024-03-01T09:00')
    expect(given(cny('10'), equal, { rule })).toEqual(lines('A 0\n B 10\n stays 0'))
    const finer = losses('id loss at\n A 10 2024-03-01T09:00:00.0000002\n B 10 2024-03-01T09:00:00.0000001')
    expect(given(cny('10'), finer, { rule })).toEqual(lines('A 10\n B 0\n stays 0'))
  })

  test('a victim may have several credits: the shares add up', () => {
    const table = losses(`
      id  loss  at
      A   10    2024-03-01T09:00
      B   10    2024-03-01T10:00
      A   10    2024-03-01T11:00`)
    expect(given(cny('25'), table, { rule: 'last-credit-first' })).toEqual(lines('A 15\n B 10\n stays 0'))
  })
})

describe('investors who got something back (SEC v Huber: 150,000 each, 60,000 there)', () => {
  const table = losses(`
    id  loss    withdrawn
    A   150000  60000
    B   150000  30000
    C   150000  0`)
  const pool = { amount: 60_000, currency: 'USD' }

  test('net loss', () => {
    expect(given(pool, table, { rule: 'net-loss' })).toEqual(lines('A 15000\n B 20000\n C 25000\n stays 0'))
  })

  test('rising tide: up to three tenths, which A has already', () => {
    expect(given(pool, table, { rule: 'rising-tide' })).toEqual(lines('A 0\n B 15000\n C 45000\n stays 0'))
  })

  test('a tide as high as the losses: all are whole, the rest stays', () => {
    const whole = lines('A 90000\n B 120000\n C 150000\n stays 40000')
    expect(given({ amount: 400_000 }, table, { rule: 'rising-tide' })).toEqual(whole)
    expect(given({ amount: 400_000 }, table, { rule: 'net-loss' })).toEqual(whole)
  })

  test('an investor who is not listed rises with the tide', () => {
    // Four who put in 150,000: three tenths are 45,000 more, which the fourth has coming.
    expect(given({ amount: 105_000 }, table, { rule: 'rising-tide', totalClaims: 600_000 })).toEqual(
      lines('A 0\n B 15000\n C 45000\n stays 45000'),
    )
  })

  test('net losses are the denominator of net loss', () => {
    expect(given(pool, table, { rule: 'net-loss', totalClaims: 720_000 })).toEqual(
      lines('A 7500\n B 10000\n C 12500\n stays 30000'),
    )
  })
})

describe('awkward lists', () => {
  test('ids that are names of a prototype', () => {
    const { shares, residual } = restitution({ amount: 90 }, [
      { id: '__proto__', loss: 100 },
      { id: 'constructor', loss: 100 },
      { id: 'toString', loss: 100 },
    ])
    expect(Object.getPrototypeOf(shares)).toBe(null)
    expect(Object.keys(shares)).toEqual(['__proto__', 'constructor', 'toString'])
    expect(Object.values(shares).map((share) => share.toFixed())).toEqual(['30', '30', '30'])
    expect(residual.toFixed()).toBe('0')
  })

  test('nobody, nothing lost, nothing there', () => {
    expect(given(cny('5'), [])).toEqual(['stays 5'])
    expect(given(cny('5'), losses('id loss\n A 0\n B 0'))).toEqual(['A 0', 'B 0', 'stays 5'])
    for (const rule of ['pari-passu', 'net-loss', 'rising-tide'] as const) {
      expect(given(cny('0'), losses('id loss\n A 10'), { rule })).toEqual(['A 0', 'stays 0'])
      expect(given(cny('5'), [], { rule, totalClaims: 100 })).toEqual(['stays 5'])
    }
  })

  test('amounts up to 2^53 - 1 units each, and a sum of losses far beyond', () => {
    const most = '90071992547409.91'
    const table = ['A', 'B', 'C'].map((id) => ({ id, loss: most }))
    expect(given(cny(most), table)).toEqual(
      lines('A 30023997515803.3\n B 30023997515803.3\n C 30023997515803.3\n stays 0.01'),
    )
  })

  test('a currency of one’s own', () => {
    const pool = { amount: '1', currency: 'USDT' }
    expect(given(pool, losses('id loss\n A 1\n B 1\n C 1'), { currencies: { USDT: 6 } })).toEqual(
      lines('A 0.333333\n B 0.333333\n C 0.333333\n stays 0.000001'),
    )
  })
})

describe('what makes no sense is said, with the value', () => {
  const one = [{ id: 'A', loss: 10 }]
  const wrong: [string, unknown[], RegExp][] = [
    ['an amount that is none', [{ amount: '1e3' }, one], /pool\.amount is "1e3".*amount from 0/],
    ['a negative pool', [{ amount: -1 }, one], /pool\.amount is -1/],
    ['half a fen', [{ amount: '0.005' }, one], /pool\.amount is "0\.005".*CNY has 2 decimals/],
    ['half a yen', [{ amount: '0.5', currency: 'JPY' }, one], /JPY has 0 decimals/],
    ['more than a double counts', [{ amount: '90071992547409.92' }, one], /2\^53 - 1/],
    ['an unknown currency', [{ amount: 1, currency: '__proto__' }, one], /pool\.currency is "__proto__"/],
    ['no pool', [null, one], /pool is null/],
    ['losses that are no list', [{ amount: 1 }, 'A'], /losses is "A"/],
    ['a loss without an id', [{ amount: 1 }, [{ loss: 1 }]], /losses\[0\]\.id is undefined/],
    [
      'a hole in the list',
      [{ amount: 1 }, Object.assign([], { 1: { id: 'A', loss: 1 } })],
      /losses\[0\]\.id is undefined/,
    ],
    ['an empty id', [{ amount: 1 }, [{ id: '', loss: 1 }]], /losses\[0\]\.id is ""/],
    ['one victim twice', [{ amount: 1 }, [...one, ...one]], /losses\[1\]\.id is "A".*add up/],
    ['a negative loss', [{ amount: 1 }, [{ id: 'A', loss: -1 }]], /losses\["A"\]\.loss is -1/],
    ['a loss that is missing', [{ amount: 1 }, [{ id: 'A' }]], /losses\["A"\]\.loss is undefined/],
    ['a negative withdrawal', [{ amount: 1 }, [{ id: 'A', loss: 1, withdrawn: -1 }]], /withdrawn is -1/],
    ['an unknown rule', [{ amount: 1 }, one, { rule: 'equal' }], /rule is "equal".*pari-passu, last-credit-first/],
    ['a rule of a prototype', [{ amount: 1 }, one, { rule: 'constructor' }], /rule is "constructor"/],
    ['an unknown residual', [{ amount: 1 }, one, { residual: 'share' }], /residual is "share"/],
    ['claims below the sum', [{ amount: 1 }, one, { totalClaims: 9.99 }], /totalClaims is 9\.99.*10\.00 CNY/],
    [
      'claims where none count',
      [{ amount: 1 }, [{ id: 'A', loss: 1, at: 0 }], { rule: 'last-credit-first', totalClaims: 9 }],
      /totalClaims is 9/,
    ],
    ['no time', [{ amount: 1 }, one, { rule: 'last-credit-first' }], /losses\["A"\]\.at is undefined/],
    [
      'a time that is none',
      [{ amount: 1 }, [{ id: 'A', loss: 1, at: 'noon' }], { rule: 'last-credit-first' }],
      /at is "noon"/,
    ],
    ['a negative minimum', [{ amount: 1 }, one, { minimum: -1 }], /minimum is -1/],
    ['no options', [{ amount: 1 }, one, null], /the options is null|options are null/],
  ]
  test.each(wrong)('%s', (_, args, message) => {
    const call = () => restitution(...(args as Parameters<typeof restitution>))
    expect(call).toThrowError(FundtrailError)
    expect(call).toThrowError(message)
    expect(call).toThrowError(expect.objectContaining({ code: 'bad-option' }))
  })
})
