import { type FreezeList, freezable } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import {
  evidenceLines,
  excludedLines,
  findings,
  freezeEntry,
  freezeLines,
  shareLines,
  sumLine,
  traceLedger,
} from '../support/findings.js'
import { at } from '../support/ledger.js'

/** The freeze list of a ledger; the claim is every transfer whose id begins with v. */
function list(...ledger: Parameters<typeof traceLedger>): FreezeList {
  return freezable(traceLedger(...ledger))
}

/** "account hold request". */
function holds(result: FreezeList): string[] {
  return result.accounts.map(({ account, hold, request }) => `${account} ${hold.toFixed()} ${request.toFixed()}`)
}

describe('clearing accounts', () => {
  const rows = `
    id  time   from      to        amount
    v1  09:00  victim    mule-1      1000
    t1  09:10  mule-1    gateway      400
    t2  09:20  gateway   mule-2       150`

  test('are not frozen: without a statement, what arrived there is excluded and unresolved', () => {
    const result = list(rows, { holders: 'id kind\ngateway clearing' })
    expect(holds(result)).toEqual(['mule-1 600 600'])
    expect(excludedLines(result)).toEqual(['gateway clearing-account 400'])
    expect(sumLine(result)).toBe('600 0 0 400 1000')
  })

  test('with a statement, what rests there is excluded and the rest is followed', () => {
    const holders = `
      id       kind      from   to
      gateway  clearing  08:00  10:00
      mule-1   -         08:00  10:00
      mule-2   -         08:00  10:00`
    const result = list(rows, { holders })
    expect(holds(result)).toEqual(['mule-1 600 600', 'mule-2 150 150'])
    expect(excludedLines(result)).toEqual(['gateway clearing-account 250'])
    expect(sumLine(result)).toBe('750 0 0 250 1000')
  })

  test('through which all of it passed are not named', () => {
    const through = rows.replace('150', '400')
    const holders = 'id kind from to\ngateway clearing 08:00 10:00\nmule-1 - 08:00 10:00\nmule-2 - 08:00 10:00'
    expect(excludedLines(list(through, { holders }))).toEqual([])
  })

  test('are the only ones left out: payment accounts and those abroad are asked', () => {
    const result = list(rows, { holders: 'id kind\ngateway external\nmule-1 payment' })
    expect(holds(result)).toEqual(['mule-1 600 600', 'gateway 0 400'])
    expect(excludedLines(result)).toEqual([])
  })
})

describe('total + gone + returned + unresolved = stolen', () => {
  test('gone is cash, purchases, fees and repaid overdrafts', () => {
    const result = list(
      `
      id  time   from    to        amount  kind
      t0  08:00  mule-2  shop          50  -
      v1  09:00  victim  mule-1      1000  -
      t1  09:10  mule-1  atm          100  cash
      t2  09:20  mule-1  shop         200  purchase
      t3  09:30  mule-1  bank-fees      1  fee
      t4  09:40  mule-1  mule-2       300  -`,
      { holders: 'id opening\nmule-1 0\nmule-2 0' },
      { shortfall: 'overdraft' },
    )
    expect(holds(result)).toEqual(['mule-1 399 399', 'mule-2 250 250'])
    expect(sumLine(result)).toBe('649 351 0 0 1000')
  })

  test('returned is what came back to the victim', () => {
    const result = list(`
      id  time   from    to      amount
      v1  09:00  victim  mule-1    1000
      t1  09:10  mule-1  victim     300`)
    expect(holds(result)).toEqual(['mule-1 700 700'])
    expect(sumLine(result)).toBe('700 0 300 0 1000')
  })

  test('unresolved is what was stopped, cut by a limit, or left without a record', () => {
    const result = list(
      `
      id  time   from    to        amount  fromBalance
      v1  09:00  victim  mule-1      1000  -
      t1  09:10  mule-1  exchange     200  800
      t2  09:20  mule-1  mule-2         5  795
      t3  09:30  mule-1  mule-3       100  645`,
      { stopAt: ({ id }) => id === 'exchange', minAmount: 10 },
    )
    // Before t3 the balance was 745, not 795: 50 left without a record.
    expect(holds(result)).toEqual(['mule-1 645 645', 'mule-3 100 100'])
    expect(sumLine(result)).toBe('745 0 0 255 1000')
  })

  test('and what is only asked for', () => {
    const result = list(
      `
      id  time   from    to      amount
      v1  09:00  victim  mule-1    1000
      t1  09:10  mule-1  mule-2     300
      t2  09:20  mule-1  mule-3     200`,
      { holders: 'id from to\nmule-1 08:00 09:20\nmule-3 08:00 09:20' },
    )
    expect(holds(result)).toEqual(['mule-1 500 500', 'mule-3 200 200', 'mule-2 0 300'])
    expect(sumLine(result)).toBe('700 0 0 300 1000')
  })
})

describe('what if an account had been frozen', () => {
  const rows = `
    id  time   from    to      amount  kind
    v1  09:00  victim  mule-1    1000  -
    t1  09:10  mule-1  mule-2     800  -
    t2  09:20  mule-2  atm        500  cash
    t3  09:30  mule-2  mule-3     200  -`

  test('its money is on the list instead of gone', () => {
    expect(sumLine(list(rows))).toBe('500 500 0 0 1000')
    const result = list(rows, { freezes: [{ account: 'mule-2', at: at('09:15') }] })
    expect(freezeLines(result)).toEqual(
      findings(`
        account  level  hold  request  balance  confidence
        mule-2       2   800      800      800  statement
        mule-1       1   200      200      200  statement`),
    )
    expect(sumLine(result)).toBe('1000 0 0 0 1000')
    expect(evidenceLines(freezeEntry(result, 'mule-2'))).toEqual(['t1 mule-1 09:10 800 800'])
  })

  test('also where no statement is known: what arrives there is frozen', () => {
    const holders = 'id from to\nmule-1 08:00 09:30'
    expect(holds(list(rows, { holders }))).toEqual(['mule-1 200 200', 'mule-2 0 800'])
    const result = list(rows, { holders, freezes: [{ account: 'mule-2', at: at('09:15') }] })
    expect(freezeLines(result)).toEqual(
      findings(`
        account  level  hold  request  balance  confidence
        mule-2       2   800      800        -  counterparty-only
        mule-1       1   200      200      200  statement`),
    )
    expect(sumLine(result)).toBe('1000 0 0 0 1000')
  })

  test('a recorded status freezes nothing', () => {
    const result = list(rows, { holders: 'id status\nmule-2 frozen' })
    expect(sumLine(result)).toBe('500 500 0 0 1000')
    expect(freezeEntry(result, 'mule-2').cautions).toEqual(['already-frozen'])
  })

  test('a frozen clearing account stays excluded', () => {
    const result = list(rows, {
      holders: 'id kind\nmule-2 clearing',
      freezes: [{ account: 'mule-2', at: at('09:15') }],
    })
    expect(excludedLines(result)).toEqual(['mule-2 clearing-account 800'])
    expect(sumLine(result)).toBe('200 0 0 800 1000')
  })
})

describe("the victims' own accounts", () => {
  const claims = [
    { id: 'a', transfers: ['v1'] },
    { id: 'b', transfers: ['v2'], accounts: ['savings-b'] },
  ]
  const rows = `
    id  time   from      to         amount
    v1  09:00  victim-a  mule-1       1000
    v2  09:05  victim-b  mule-1        500
    t1  09:10  mule-1    victim-a      300
    t2  09:20  mule-1    victim-b      800
    t3  09:30  mule-1    savings-b     100`

  test("are asked for another victim's money, not for their own", () => {
    // a's 1000 leave first: 300 back to a, 700 and 100 of b's own to victim-b, 100 of b's own to savings-b.
    const result = list(rows, { claims, holders: 'id opening\nvictim-b 0' })
    expect(holds(result)).toEqual(['victim-b 700 700', 'mule-1 300 300'])
    expect(shareLines(freezeEntry(result, 'victim-b').shares)).toEqual(['a 700'])
    expect(freezeEntry(result, 'victim-b')).toMatchObject({ level: 0 })
    expect(sumLine(result)).toBe('1000 0 500 0 1500')
  })

  test('an account that a claim names is its victim’s too', () => {
    const named = [claims[0]!, { ...claims[1]!, accounts: ['savings-b', 'wallet-b'] }]
    const result = list(`${rows}\n t4 09:15 mule-1 wallet-b 200`, { claims: named })
    // 200 more of a's went to wallet-b ahead of t2.
    expect(freezeEntry(result, 'wallet-b').cautions).toEqual(['victim-account'])
    expect(freezeEntry(result, 'victim-b').cautions).toContain('victim-account')
    expect(freezeEntry(result, 'mule-1').cautions).not.toContain('victim-account')
  })
})

describe('an empty list', () => {
  test('where nothing was stolen yet', () => {
    const result = list('id time from to amount\nv1 09:00 victim mule-1 1000', { until: at('08:00') })
    expect(result).toMatchObject({ at: new Date(at('08:00')), accounts: [], excluded: [] })
    expect(sumLine(result)).toBe('0 0 0 0 0')
  })

  test('where all of it is gone or back', () => {
    const result = list(`
      id  time   from    to      amount  kind
      v1  09:00  victim  mule-1    1000  -
      t1  09:10  mule-1  atm        900  cash
      t2  09:20  mule-1  victim     100  -`)
    expect(result).toMatchObject({ accounts: [], excluded: [] })
    expect(sumLine(result)).toBe('0 900 100 0 1000')
  })
})
