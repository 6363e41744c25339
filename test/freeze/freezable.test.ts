import { type FreezeList, freezable } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { findings, freezeEntry, freezeLines, sumLine, traceLedger, when } from '../support/findings.js'

/** The freeze list of a ledger; the claim is every transfer whose id begins with v. */
function list(...ledger: Parameters<typeof traceLedger>): FreezeList {
  return freezable(traceLedger(...ledger))
}

const statements = `
  id      from   to
  mule-1  08:00  10:00
  mule-2  09:30  11:00`

describe('what to hold and what to write on the order', () => {
  test('the traced money that is there, where all is known', () => {
    const result = list(`
      id  time   from    to      amount  kind
      v1  09:00  victim  mule-1    1000  -
      t1  09:10  mule-1  mule-2     700  -
      t2  09:20  mule-2  atm        200  cash
      t3  09:30  mule-2  mule-3      50  -`)
    expect(freezeLines(result)).toEqual(
      findings(`
        account  level  hold  request  balance  confidence
        mule-2       2   450      450      450  statement
        mule-1       1   300      300      300  statement
        mule-3       3    50       50       50  statement`),
    )
    expect(sumLine(result)).toBe('800 200 0 0 1000')
    expect(when(result.at)).toBe('09:30')
  })

  test('the money of others in the account is not held', () => {
    const result = list(`
      id  time   from      to      amount
      v1  09:00  victim    mule-1    1000
      s1  09:10  employer  mule-1    5000
      t1  09:20  mule-1    mule-2     400`)
    expect(freezeLines(result)).toEqual(
      findings(`
        account  level  hold  request  balance  confidence
        mule-1       1   600      600     5600  statement
        mule-2       2   400      400      400  statement`),
    )
  })

  test('never more than the balance: what is above it is unresolved', () => {
    // From 09:05 on the 1000 stay, but the debit of 1500 is in the records: 500 are left of it.
    const rows = `
      id  time   from    to      amount
      v1  09:00  victim  mule-1    1000
      t1  09:10  mule-1  mule-2    1500`
    const freezes = [{ account: 'mule-1', at: '2024-03-01T09:05:00Z' }]
    const result = list(rows, { holders: 'id opening\nmule-1 0', freezes }, { shortfall: 'overdraft' })
    expect(freezeLines(result)).toEqual(
      findings(`
        account  level  hold  request  balance  confidence
        mule-1       1   500      500      500  statement`),
    )
    expect(sumLine(result)).toBe('500 0 0 500 1000')
  })

  test('where there is no statement, nothing is known to be there but all of it is asked for', () => {
    const rows = `
      id  time   from    to      amount
      v1  09:00  victim  mule-1    1000
      t1  09:10  mule-1  mule-2     300
      t2  10:00  mule-1  mule-3     100`
    const result = list(rows, { holders: 'id from to\nmule-1 08:00 10:00' })
    expect(freezeLines(result)).toEqual(
      findings(`
        account  level  hold  request  balance  confidence
        mule-1       1   600      600      600  statement
        mule-2       2     0      300        -  counterparty-only
        mule-3       2     0      100        -  counterparty-only`),
    )
    expect(sumLine(result)).toBe('600 0 0 400 1000')
  })

  test('where the statement ended, likewise', () => {
    const result = list(
      `
      id  time   from    to      amount
      v1  09:00  victim  mule-1    1000
      t1  09:40  mule-1  mule-2     300`,
      { holders: statements, until: '2024-03-01T11:00:00Z' },
    )
    expect(freezeLines(result)).toEqual(
      findings(`
        account  level  hold  request  balance  confidence
        mule-1       1     0      700        -  counterparty-only
        mule-2       2   300      300      300  statement`),
    )
    expect(sumLine(result)).toBe('300 0 0 700 1000')
  })

  test('`until` behind the last record leaves nothing known', () => {
    const rows = `
      id  time   from    to      amount
      v1  09:00  victim  mule-1    1000`
    const result = list(rows, { until: '2024-03-02T00:00:00Z' })
    expect(freezeLines(result)).toEqual(['mule-1 1 0 1000 - counterparty-only'])
    expect(when(result.at)).toBe('2024-03-02T00:00')
    expect(freezeEntry(result, 'mule-1').cautions).toEqual(['statement-ended'])
  })

  test('one account may hold a part that is known and one that came before its statement', () => {
    const result = list(
      `
      id  time   from    to      amount
      v1  07:30  victim  mule-1     100
      v2  09:00  victim  mule-1    1000
      t1  10:00  mule-1  mule-2     200`,
      { holders: 'id from to opening\nmule-1 08:00 10:00 0' },
    )
    expect(freezeLines(result)).toEqual(
      findings(`
        account  level  hold  request  balance  confidence
        mule-1       1   800      900      800  statement
        mule-2       2     0      200        -  counterparty-only`),
    )
    expect(freezeEntry(result, 'mule-1').cautions).toEqual(['no-statement'])
  })
})

test('the largest hold first, then request, level and id', () => {
  const result = list(
    `
    id  time   from    to      amount
    v1  09:00  victim  mule-b     500
    v2  09:01  victim  mule-a     600
    v3  09:02  victim  mule-c    1000
    t1  09:10  mule-a  mule-e     100
    t2  09:20  mule-c  mule-x     300
    t3  09:21  mule-c  mule-y     100
    t4  09:22  mule-c  mule-w     100
    t5  09:23  mule-c  mule-d     500`,
    {
      holders: `
        id      from   to
        mule-a  08:00  09:23
        mule-b  08:00  09:23
        mule-c  08:00  09:23
        mule-d  08:00  09:23
        mule-e  08:00  09:23`,
    },
  )
  expect(freezeLines(result)).toEqual(
    findings(`
      account  level  hold  request  balance  confidence
      mule-a       1   500      500      500  statement
      mule-b       1   500      500      500  statement
      mule-d       2   500      500      500  statement
      mule-e       2   100      100      100  statement
      mule-x       2     0      300        -  counterparty-only
      mule-w       2     0      100        -  counterparty-only
      mule-y       2     0      100        -  counterparty-only`),
  )
})

describe('what the accounts are', () => {
  test('holder, institution and kind come from the account records', () => {
    const [first, second] = list(
      `
      id  time   from    to      amount
      v1  09:00  victim  mule-1    1000
      t1  09:10  mule-1  mule-2     300`,
      { holders: 'id holder institution kind\nmule-1 Mr_Fairweather bank-a payment' },
    ).accounts
    expect(first).toMatchObject({ holder: 'Mr Fairweather', institution: 'bank-a', kind: 'payment' })
    expect(second).toMatchObject({ account: 'mule-2', kind: 'bank' })
    expect(second).not.toHaveProperty('holder')
    expect(second).not.toHaveProperty('institution')
    expect(second).not.toHaveProperty('range')
  })
})
