import { type BuildOptions, buildMoneyGraph } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { accounts, ledgerLines, lines, problemLines, transfers } from '../support/ledger.js'

/** The ledger of mule-1, and the problems. */
function ledger(table: string, known = 'id', options: BuildOptions = {}) {
  const { graph, problems } = buildMoneyGraph(transfers(table), { accounts: accounts(known), ...options })
  return { entries: ledgerLines(graph.statement('mule-1')), problems: problemLines(problems), graph }
}

const modes = ['opening', 'unseen-credit', 'overdraft'] as const

describe('a debit larger than the known balance, where no balance is stated', () => {
  const rows = `
    id  time   from    to      amount
    t1  09:00  mule-1  mule-2   40
    t2  09:05  victim  mule-1  100
    t3  09:10  mule-1  mule-2  130`

  test('opening: the least opening that explains every debit', () => {
    const { entries, problems } = ledger(rows)
    expect(entries).toEqual(
      lines(`
        opening 70
        09:00 out t1 mule-2  40  30
        09:05 in  t2 victim 100 130
        09:10 out t3 mule-2 130   0`),
    )
    expect(problems).toEqual([])
  })

  test('unseen-credit: a credit of unknown origin at that moment', () => {
    const { entries } = ledger(rows, 'id', { shortfall: 'unseen-credit' })
    expect(entries).toEqual(
      lines(`
        opening 0
        09:00 in  -  -       40  40
        09:00 out t1 mule-2  40   0
        09:05 in  t2 victim 100 100
        09:10 in  -  -       30 130
        09:10 out t3 mule-2 130   0`),
    )
  })

  test('overdraft: the balance goes negative', () => {
    const { entries, problems } = ledger(rows, 'id', { shortfall: 'overdraft' })
    expect(entries).toEqual(
      lines(`
        opening 0
        09:00 out t1 mule-2  40 -40
        09:05 in  t2 victim 100  60
        09:10 out t3 mule-2 130 -70`),
    )
    expect(problems).toEqual([])
  })

  test('opening, where one is declared: as unseen-credit, with a problem', () => {
    const declared = `
      id      opening
      mule-1  25`
    const { entries, problems } = ledger(rows, declared)
    expect(entries).toEqual(
      lines(`
        opening 25
        09:00 in  -  -       15  40
        09:00 out t1 mule-2  40   0
        09:05 in  t2 victim 100 100
        09:10 in  -  -       30 130
        09:10 out t3 mule-2 130   0`),
    )
    expect(problems).toEqual(['1 warning shortfall', '3 warning shortfall'])
    expect(ledger(rows, declared, { shortfall: 'overdraft' }).entries[1]).toBe('09:00 out t1 mule-2 40 -15')
  })

  test('an account that only pays opens with all that it pays, and one that only receives with nothing', () => {
    const { graph } = ledger(rows)
    expect(graph.statement('victim').opening.toFixed()).toBe('100')
    expect(graph.statement('mule-2').opening.toFixed()).toBe('0')
    expect(graph.statement('mule-2').closing.toFixed()).toBe('170')
  })
})

describe('a stated negative balance is an overdraft in every mode', () => {
  test.each(modes)('%s', (shortfall) => {
    const { entries, problems } = ledger(
      `
      id  time   from    to      amount  fromBalance  toBalance
      t1  09:00  victim  mule-1  100     -            100
      t2  09:05  mule-1  mule-2  150     -50          -
      t3  09:10  victim  mule-1   80     -            30`,
      'id',
      { shortfall },
    )
    expect(entries).toEqual(
      lines(`
        opening 0
        09:00 in  t1 victim 100 100
        09:05 out t2 mule-2 150 -50
        09:10 in  t3 victim  80  30`),
    )
    expect(problems).toEqual([])
  })

  test.each(modes)('also the first that is stated: %s', (shortfall) => {
    const { entries } = ledger(
      `
      id  time   from    to      amount  fromBalance
      t1  09:05  mule-1  mule-2  150     -200`,
      'id',
      { shortfall },
    )
    expect(entries).toEqual(lines(`opening -50\n09:05 out t1 mule-2 150 -200`))
  })
})
