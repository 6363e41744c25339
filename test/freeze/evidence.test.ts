import { type FreezeList, freezable } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { evidenceLines, findings, freezeEntry, shareLines, traceLedger, when } from '../support/findings.js'
import { at } from '../support/ledger.js'

/** The freeze list of a ledger; the claim is every transfer whose id begins with v. */
function list(...ledger: Parameters<typeof traceLedger>): FreezeList {
  return freezable(traceLedger(...ledger))
}

describe('shares', () => {
  const claims = [
    { id: 'b', transfers: ['v2'] },
    { id: 'a', transfers: ['v1'] },
    { id: 'c', transfers: ['v3'] },
  ]
  const rows = `
    id  time   from      to      amount
    v1  09:00  victim-a  mule-1     500
    v2  09:05  victim-b  mule-1     300
    v3  09:06  victim-c  mule-2     100
    t1  09:10  mule-1    mule-2     600`

  test("several victims' money in one account, claim by claim", () => {
    // First in, first out: all of a's 500 and 100 of b's went on.
    const result = list(rows, { claims })
    expect(shareLines(freezeEntry(result, 'mule-2').shares)).toEqual(['a 500', 'b 100', 'c 100'])
    expect(freezeEntry(result, 'mule-2').hold.toFixed()).toBe('700')
  })

  test('zeros are left out, and there is no prototype', () => {
    const { shares } = freezeEntry(list(rows, { claims }), 'mule-1')
    expect(shareLines(shares)).toEqual(['b 200'])
    expect(Object.getPrototypeOf(shares)).toBeNull()
  })

  test('of all that is asked for, known to be there or not', () => {
    const result = list(
      `
      id  time   from      to      amount
      v1  09:00  victim-a  mule-1     500
      v2  09:05  victim-b  mule-1     300
      v3  09:10  victim-c  mule-1     100`,
      { claims, holders: 'id from to opening\nmule-1 09:03 10:00 0' },
    )
    const { hold, request, shares } = freezeEntry(result, 'mule-1')
    expect([hold.toFixed(), request.toFixed(), ...shareLines(shares)]).toEqual([
      '400',
      '900',
      'a 500',
      'b 300',
      'c 100',
    ])
  })
})

describe('evidence', () => {
  test('payer, amount, time and traced money of each credit', () => {
    const result = list(
      `
      id  time   from    to      amount
      v1  09:00  victim  mule-1    1000
      t1  09:10  mule-1  mule-2     600
      t2  09:20  mule-1  mule-2     300`,
      { holders: 'id opening\nmule-1 400' },
    )
    expect(evidenceLines(freezeEntry(result, 'mule-2'))).toEqual(
      findings(`
        transfer  from    time   amount  traced
        t1        mule-1  09:10     600     200
        t2        mule-1  09:20     300     300`),
    )
    expect(evidenceLines(freezeEntry(result, 'mule-1'))).toEqual(['v1 victim 09:00 1000 1000'])
  })

  test('only credits whose money rests there, in the order of time', () => {
    const result = list(`
      id  time   from    to      amount
      v1  09:00  victim  mule-1     600
      v2  09:05  victim  mule-2     400
      t1  09:10  mule-1  mule-3     300
      t2  09:15  mule-2  mule-3     400
      v3  09:20  victim  mule-3     100
      t3  09:30  mule-3  mule-4     500`)
    // The 500 paid out are all of t1 and 200 of t2.
    expect(evidenceLines(freezeEntry(result, 'mule-3'))).toEqual(
      findings(`
        transfer  from    time   amount  traced
        t2        mule-2  09:15     400     400
        v3        victim  09:20     100     100`),
    )
  })

  test('not what ended there otherwise: what the limit cut is no evidence', () => {
    const result = list(
      `
      id  time   from    to      amount
      v1  09:00  victim  mule-1     600
      v2  09:05  victim  mule-1       5`,
      { minAmount: 10 },
    )
    expect(evidenceLines(freezeEntry(result, 'mule-1'))).toEqual(['v1 victim 09:00 600 600'])
  })

  test('what a freeze kept came with the credit, not with the debit that it stopped', () => {
    const result = list(
      `
      id  time   from    to      amount
      v1  09:00  victim  mule-1     600
      t1  09:10  mule-1  mule-2     600`,
      { freezes: [{ account: 'mule-1', at: at('09:10') }] },
    )
    expect(evidenceLines(freezeEntry(result, 'mule-1'))).toEqual(['v1 victim 09:00 600 600'])
  })

  test('credits without a statement are evidence too', () => {
    const result = list(
      `
      id  time   from    to      amount
      v1  09:00  victim  mule-1     600
      t1  09:10  mule-1  mule-2     200
      t2  09:20  mule-1  mule-2     300
      t3  09:30  mule-2  mule-3     500`,
      { holders: 'id from to\nmule-1 08:00 10:00' },
    )
    expect(evidenceLines(freezeEntry(result, 'mule-2'))).toEqual(
      findings(`
        transfer  from    time   amount  traced
        t1        mule-1  09:10     200     200
        t2        mule-1  09:20     300     300`),
    )
  })
})

describe('the last movement', () => {
  const rows = `
    id  time   from      to        amount
    v1  09:00  victim    mule-1      1000
    t1  09:10  mule-1    mule-2       400
    s1  09:20  employer  mule-1        50
    t2  09:30  mule-2    landlord     100
    t3  09:40  x         y             10`

  test('is of the account, traced or not, credit or debit', () => {
    const result = list(rows)
    const last = result.accounts.map(({ account, lastMovement }) => `${account} ${when(lastMovement)}`)
    expect(last).toEqual(['mule-1 09:20', 'mule-2 09:30', 'landlord 09:30'])
  })

  test('is none after `until`', () => {
    const result = list(rows, { until: at('09:19') })
    expect(result.accounts.map(({ account, lastMovement }) => `${account} ${when(lastMovement)}`)).toEqual([
      'mule-1 09:10',
      'mule-2 09:10',
    ])
  })

  test('is known from others where there is no statement', () => {
    const result = list(rows, { holders: 'id from to\nmule-1 08:00 10:00' })
    expect(freezeEntry(result, 'mule-2').confidence).toBe('counterparty-only')
    expect(when(freezeEntry(result, 'mule-2').lastMovement)).toBe('09:30')
  })
})

describe('cautions', () => {
  const plain = `
    id  time   from    to      amount
    v1  09:00  victim  mule-1    1000
    t1  09:10  mule-1  mule-2     400`
  const cautions = (account: string, ...ledger: Parameters<typeof traceLedger>) =>
    freezeEntry(list(...ledger), account).cautions

  test('none where all is known and all of it is traced', () => {
    expect(list(plain).accounts.map((each) => each.cautions)).toEqual([[], []])
  })

  test('an account that is frozen or closed already is on the list with a caution, and traced as ever', () => {
    const result = list(plain, { holders: 'id status\nmule-1 frozen\nmule-2 closed' })
    expect(result.accounts.map(({ account, hold, cautions: all }) => [account, hold.toFixed(), all])).toEqual([
      ['mule-1', '600', ['already-frozen']],
      ['mule-2', '400', ['closed']],
    ])
    expect(cautions('mule-1', plain, { holders: 'id status\nmule-1 active' })).toEqual([])
  })

  test("another victim's account", () => {
    const claims = [
      { id: 'a', transfers: ['v1'] },
      { id: 'b', transfers: ['v2'] },
    ]
    const rows = `
      id  time   from      to        amount
      v1  09:00  victim-a  mule-1      1000
      t1  09:10  mule-1    victim-b     300
      v2  09:20  victim-b  mule-1       100`
    expect(cautions('victim-b', rows, { claims, holders: 'id opening\nvictim-b 100' })).toEqual(['victim-account'])
  })

  test('mostly other money: the balance is more than twice what is held', () => {
    const more = (amount: string) => `${plain}\n s1 09:20 employer mule-1 ${amount}`
    expect(cautions('mule-1', more('600'))).toEqual([])
    expect(cautions('mule-1', more('600.01'))).toEqual(['mostly-other-money'])
  })

  test('a statement that is missing or ended', () => {
    const result = list(plain, { holders: 'id from to\nmule-1 08:00 09:30', until: at('09:40') })
    expect(result.accounts.map(({ account, cautions: all }) => [account, all])).toEqual([
      ['mule-1', ['statement-ended']],
      ['mule-2', ['no-statement']],
    ])
  })

  test('what the trace assumed of the account: its opening, a credit that nobody saw, a gap', () => {
    const short = `${plain}\n t2 09:05 mule-2 mule-3 150`
    expect(cautions('mule-2', short)).toEqual(['inferred-opening'])
    expect(cautions('mule-2', short, {}, { shortfall: 'unseen-credit' })).toEqual(['unseen-credit'])
    const gap = `
      id  time   from    to      amount  toBalance
      v1  09:00  victim  mule-1    1000  1000
      v2  09:10  victim  mule-1     100  900`
    // 1000 and 100 make 1100; a debit of 200 is missing before v2.
    expect(cautions('mule-1', gap)).toEqual(['gap'])
  })

  test('an order within an instant that nothing decides', () => {
    const tie = `
      id  time   from      to      amount
      s1  09:00  employer  mule-1     400
      v1  09:00  victim    mule-1     400
      t1  09:10  mule-1    mule-2     400`
    expect(cautions('mule-1', tie)).toEqual(['undecided-order'])
  })

  test("the library's own limit", () => {
    const rows = `
      id  time   from    to      amount
      v1  09:00  victim  mule-1     100
      v2  09:10  victim  mule-1     200`
    const result = list(rows, { maxPieces: 1 })
    expect(freezeEntry(result, 'mule-1').hold.toFixed()).toBe('100')
    expect(freezeEntry(result, 'mule-1').cautions).toContain('limit')
    expect(result.unresolved.toFixed()).toBe('200')
  })
})
