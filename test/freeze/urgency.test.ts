import { type FreezeList, freezable } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { excludedLines, freezeEntry, sumLine, traceLedger, when } from '../support/findings.js'
import { at } from '../support/ledger.js'

/** The freeze list of a ledger; the claim is every transfer whose id begins with v. */
function list(...ledger: Parameters<typeof traceLedger>): FreezeList {
  return freezable(traceLedger(...ledger))
}

const minutes = (ms: number | undefined) => (ms === undefined ? undefined : ms / 60_000)

describe('order of urgency', () => {
  test('what was there at the last moment known, of equal ones what is there still, then what only came', () => {
    const result = list(
      `
      id  time   from    to      amount
      v1  09:00  victim  mule-1     100
      v2  09:00  victim  mule-2     200
      v3  09:00  victim  mule-3     100
      v4  09:00  victim  mule-4     900`,
      {
        holders: `
          id      from   to
          mule-1  08:00  09:30
          mule-2  08:00  09:30
          mule-3  08:00  11:00`,
        until: at('10:00'),
      },
    )
    expect(result.accounts.map(({ account, hold, request }) => `${account} ${hold} ${request}`)).toEqual([
      'mule-2 0 200',
      'mule-3 100 100',
      'mule-1 0 100',
      'mule-4 0 900',
    ])
  })

  test('of equal amounts, the kind of account that empties fastest in this very trace', () => {
    const rows = `
      id  time   from      to        amount  kind
      v1  09:00  victim    bank-1       100  -
      v2  09:00  victim    wallet-1     100  -
      t1  09:05  wallet-1  atm           50  cash
      t2  09:20  bank-1    atm           50  cash
      s1  09:30  x         y              1  -`
    const result = list(rows, { holders: 'id kind\nwallet-1 payment' })
    expect(result.accounts.map(({ account, dwell }) => [account, minutes(dwell)])).toEqual([
      // (50 x 5 + 50 x 30) / 50 = 35, (50 x 20 + 50 x 30) / 50 = 50.
      ['wallet-1', 35],
      ['bank-1', 50],
    ])
  })

  test('a kind that nothing has left has no dwell and comes last', () => {
    const rows = `
      id  time   from      to        amount  kind
      v1  09:00  victim    broker       100  -
      v2  09:00  victim    mule-1       200  -
      t1  09:20  mule-1    atm          100  cash`
    const { accounts } = list(rows, { holders: 'id kind\nbroker securities' })
    expect(accounts.map(({ account }) => account)).toEqual(['mule-1', 'broker'])
    expect(accounts[1]).not.toHaveProperty('dwell')
  })

  test('a debit that a freeze stopped counts as leaving', () => {
    const rows = `
      id  time   from    to      amount
      v1  09:00  victim  mule-1     100
      t1  09:20  mule-1  mule-2     100`
    const result = list(rows, { freezes: [{ account: 'mule-1', at: at('09:10') }] })
    expect(minutes(freezeEntry(result, 'mule-1').dwell)).toBe(20)
  })

  test('after the end of its statement money there grows no older', () => {
    const rows = `
      id  time   from    to      amount
      v1  09:00  victim  mule-1     100
      t1  09:20  mule-1  mule-2      50`
    const result = list(rows, { holders: 'id from to\nmule-1 08:00 09:30', until: at('12:00') })
    // (50 x 20 + 50 x 30) / 50
    expect(minutes(freezeEntry(result, 'mule-1').dwell)).toBe(50)
  })

  test('what ends on arrival, and what no statement covers, is no dwell', () => {
    const rows = `
      id  time   from    to      amount
      v1  09:00  victim  mule-1     100
      t1  09:20  mule-1  mule-2      60
      t2  09:30  mule-2  mule-3      60
      t3  09:40  mule-1  victim      40`
    const result = list(rows, { holders: 'id from to\nmule-1 08:00 10:00' })
    // 60 for 20 minutes, 40 for 40.
    expect(minutes(freezeEntry(result, 'mule-2').dwell)).toBe(28)
  })
})

describe('by institution', () => {
  const rows = `
    id  time   from    to      amount
    v1  09:00  victim  mule-1     100
    v2  09:01  victim  mule-2     300
    v3  09:02  victim  mule-3     250
    v4  09:03  victim  mule-4     900`
  const holders = `
    id      institution
    mule-1  bank-a
    mule-2  bank-b
    mule-3  bank-a`

  test('the same accounts, the largest hold first, those of no known institution last', () => {
    const result = list(rows, { holders })
    expect(
      result.byInstitution.map(({ institution, hold, request, accounts }) => [
        institution,
        hold.toFixed(),
        request.toFixed(),
        accounts.map(({ account }) => account),
      ]),
    ).toEqual([
      ['bank-a', '350', '350', ['mule-3', 'mule-1']],
      ['bank-b', '300', '300', ['mule-2']],
      [undefined, '900', '900', ['mule-4']],
    ])
    expect(result.byInstitution[2]).not.toHaveProperty('institution')
    expect(result.byInstitution[1]?.accounts[0]).toBe(result.accounts[1])
  })
})

describe('how fresh the knowledge is', () => {
  const rows = `
    id  time   from    to      amount
    v1  09:00  victim  mule-1     100
    v2  09:01  victim  mule-2     300
    v3  09:02  victim  mule-3     250`
  const known = (result: FreezeList) =>
    result.accounts.map(({ account, knownUntil }) => `${account} ${knownUntil ? when(knownUntil) : '-'}`)

  test('up to the end of the statement, at most `until`; from counterparties alone it is not known', () => {
    const holders = 'id from to\nmule-1 08:00 09:30\nmule-2 08:00 11:00'
    const result = list(rows, { holders, until: at('10:00') })
    expect(known(result)).toEqual(['mule-2 10:00', 'mule-1 09:30', 'mule-3 -'])
  })

  test('where the records are all there is, up to the last', () => {
    expect(known(list(rows, { until: at('10:00') }))).toEqual(['mule-2 09:02', 'mule-3 09:02', 'mule-1 09:02'])
    expect(known(list(rows, { until: at('09:01') }))).toEqual(['mule-2 09:01', 'mule-1 09:01'])
    expect(known(list(rows, { holders: 'id kind\nmule-1 external' }))[2]).toBe('mule-1 -')
  })

  test('a statement that begins later says nothing yet', () => {
    const holders = 'id from to\nmule-1 09:30 11:00\nmule-2 08:00 11:00'
    expect(known(list(rows, { holders, until: at('09:10') }))[2]).toBe('mule-1 -')
  })
})

describe('cautions about other people', () => {
  const plain = `
    id  time   from    to      amount  kind  memo
    v1  09:00  victim  mule-1    1000  -     -`
  const cautions = (more: string, options: Parameters<typeof traceLedger>[1] = {}) =>
    freezeEntry(list(`${plain}\n${more}`, options), 'mule-1').cautions
  /** Credits of 1 to mule-1 before the theft. */
  const credits = (count: number, payer: (n: number) => string, time: (n: number) => string) =>
    Array.from({ length: count }, (_, n) => `c${n} ${time(n)} ${payer(n)} mule-1 1 - -`).join('\n')
  const day = (n: number) => new Date(Date.UTC(2023, 10, 1 + n)).toISOString()

  test('two victims of which some rests there', () => {
    const claims = [
      { id: 'a', transfers: ['v1'] },
      { id: 'b', transfers: ['v2'] },
    ]
    expect(cautions('v2 09:10 victim-b mule-1 500 - -', { claims })).toEqual(['joint-victims'])
  })

  test('a trader: a payment for goods, or ten payers that are not traced', () => {
    expect(cautions('c1 08:00 customer mule-1 5 purchase -')).toEqual(['possible-good-faith'])
    const strangers = (count: number) =>
      credits(
        count,
        (n) => `customer-${n}`,
        () => '08:00',
      )
    expect(cautions(strangers(10))).toContain('possible-good-faith')
    expect(cautions(strangers(9))).not.toContain('possible-good-faith')
    // Later than `until` nothing is looked at.
    expect(cautions('c1 10:00 customer mule-1 5 purchase -', { until: at('09:30') })).toEqual([])
  })

  test('wages: by their memo', () => {
    for (const memo of ['三月工资', 'SALARY_MARCH', 'Monthly_pension', '代发薪酬']) {
      expect(cautions(`c1 08:00 employer mule-1 5 - ${memo}`)).toEqual(['salary'])
    }
    expect(cautions('c1 08:00 friend mule-1 5 - salaryman')).toEqual([])
    // What the traced credits say of themselves does not count.
    expect(freezeEntry(list(plain.replace('-     -', '-     工资')), 'mule-1').cautions).toEqual([])
  })

  test('wages: three times from one payer, a month apart', () => {
    const paid = (days: number[], payer = (_n: number) => 'employer') =>
      credits(days.length, payer, (n) => day(days[n]!))
    expect(cautions(paid([0, 30, 61]))).toEqual(['salary'])
    expect(cautions(paid([0, 25, 60]))).toEqual(['salary'])
    expect(cautions(paid([0, 30]))).toEqual([])
    expect(cautions(paid([0, 10, 20, 30, 60]))).toEqual([])
    expect(cautions(paid([0, 30, 61], (n) => `friend-${n}`))).toEqual([])
  })

  test('frozen already, and by whom', () => {
    const entry = freezeEntry(list(plain, { holders: 'id frozenBy\nmule-1 police_of_another_city' }), 'mule-1')
    expect(entry.frozenBy).toBe('police of another city')
    expect(entry.cautions).toEqual(['already-frozen'])
    expect(freezeEntry(list(plain, { holders: 'id status\nmule-1 frozen' }), 'mule-1')).not.toHaveProperty('frozenBy')
  })
})

describe('what is never listed', () => {
  const rows = `
    id  time   from    to       amount
    v1  09:00  victim  reserve    1000
    t1  09:10  reserve mule-1      400`

  test('a reserve or settlement account, by its holder’s name, with the reason and the amount', () => {
    const reason = (holder: string) => excludedLines(list(rows, { holders: `id holder\nreserve ${holder}` }))
    expect(reason('甲支付有限公司客户备付金')).toEqual(['reserve reserve-account 600'])
    expect(reason('乙证券客户交易结算资金')).toEqual(['reserve settlement-account 600'])
    for (const holder of ['丙银行待清算款项', '清算资金往来', '同城清算户', '丁银行清算账户', '戊公司清算专户']) {
      expect(reason(holder)).toEqual(['reserve settlement-account 600'])
    }
    // Any customer's account is called 结算账户.
    expect(reason('个人结算账户')).toEqual([])
    expect(sumLine(list(rows, { holders: 'id holder\nreserve 客户备付金' }))).toBe('400 0 0 600 1000')
  })
})

test('the evidence names the payer’s holder and bank where they are known', () => {
  const rows = 'id time from to amount\nv1 09:00 victim mule-1 1000\nt1 09:10 mule-1 mule-2 300'
  const result = list(rows, { holders: 'id holder institution\nvictim 受害人 bank-a' })
  expect(freezeEntry(result, 'mule-1').evidence).toMatchObject([{ holder: '受害人', institution: 'bank-a' }])
  expect(freezeEntry(result, 'mule-2').evidence[0]).not.toHaveProperty('holder')
})
