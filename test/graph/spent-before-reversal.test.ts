/** An account spends money of a transfer that is reversed later: its ledger, which has neither row, lacks that money. */
import { type BuildOptions, buildMoneyGraph, trace } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { accounts, endings, ledgerLines, lines, problemLines, transfers } from '../support/ledger.js'

function build(table: string, options: BuildOptions = {}) {
  const { graph, problems } = buildMoneyGraph(transfers(table), options)
  const found = problems.filter(({ code }) => code !== 'reversed')
  return { graph, ledger: ledgerLines(graph.statement('mule-1')), problems: problemLines(found) }
}

const modes = ['opening', 'unseen-credit', 'overdraft'] as const
const empty = { accounts: accounts('id opening\nmule-1 0') }

describe('where balances are stated', () => {
  const rows = `
    id  time   from    to      amount  fromBalance  toBalance  reverses
    o1  09:00  other   mule-1     100    -            100        -
    d1  09:10  mule-1  mule-2     100    0            -          -
    v1  09:20  victim  mule-1      30    -            30         -
    r1  09:30  mule-1  other      100    -70          -          o1
    e1  09:40  other   mule-1      90    -            20         -`

  test.each(modes)('the pair lends it, and the reversal takes it back: %s', (shortfall) => {
    const { ledger, problems } = build(rows, { shortfall })
    expect(ledger).toEqual(
      lines(`
        opening 0
        09:10 in  -  -      100 100
        09:10 out d1 mule-2 100   0
        09:20 in  v1 victim  30  30
        09:30 out -  -      100 -70
        09:40 in  e1 other   90  20`),
    )
    expect(problems).toEqual(['2 warning spent-before-reversal'])
  })

  test('a claim that comes in between repays nothing; it is there until the reversal', () => {
    const { graph } = build(rows)
    expect(endings(trace(graph, { from: 'v1', until: '2024-03-01T09:20Z' }))).toEqual(['mule-1 held 30'])
    const { assumptions, ...after } = trace(graph, { from: 'v1' })
    expect(endings({ ...after, assumptions })).toEqual(['mule-1 unexplained 30'])
    expect(assumptions.map(({ code, amount, transfer }) => `${code} ${amount} ${transfer}`)).toEqual([
      'inferred-opening 30 undefined',
      'unseen-credit 100 d1',
      'gap 100 r1',
    ])
  })

  test('only what the debit lacks is lent, and a true overdraft stays one', () => {
    const { ledger, problems } = build(`
      id  time   from    to      amount  fromBalance  toBalance  reverses
      e1  08:50  other   mule-1      40    -            40         -
      o1  09:00  other   mule-1     100    -            140        -
      d1  09:10  mule-1  mule-2      70    70           -          -
      d2  09:20  mule-1  mule-2      90    -20          -          -
      r1  09:30  mule-1  other      100    -120         -          o1`)
    expect(ledger).toEqual(
      lines(`
        opening 0
        08:50 in  e1 other   40   40
        09:10 in  -  -       30   70
        09:10 out d1 mule-2  70    0
        09:20 in  -  -       70   70
        09:20 out d2 mule-2  90  -20
        09:30 out -  -      100 -120`),
    )
    expect(problems).toEqual(['3 warning spent-before-reversal', '4 warning spent-before-reversal'])
  })

  test('a drop without a record spends it too', () => {
    const { ledger } = build(`
      id  time   from    to      amount  fromBalance  toBalance  reverses
      o1  09:00  other   mule-1     100    -            100        -
      v1  09:20  victim  mule-1      30    -            50         -
      r1  09:30  mule-1  other      100    -50          -          o1`)
    expect(ledger).toEqual(
      lines(`
        opening 0
        09:20 in  -  -       80  80
        09:20 out -  -       80   0
        09:20 in  v1 victim  30  30
        09:30 out -  -       80 -50`),
    )
  })
})

describe('where none is stated', () => {
  const rows = `
    id  time   from    to      amount  reverses
    o1  09:00  other   mule-1     100    -
    d1  09:10  mule-1  mule-2     100    -
    v1  09:20  victim  mule-1      30    -
    r1  09:30  mule-1  other      100    o1`

  test('and no opening: the least opening explains the debit, and the pair counts for nothing', () => {
    const { ledger, problems } = build(rows)
    expect(ledger).toEqual(
      lines(`
        opening 100
        09:10 out d1 mule-2 100  0
        09:20 in  v1 victim  30 30`),
    )
    expect(problems).toEqual([])
  })

  test.each([
    ['opening', empty, ['2 warning spent-before-reversal', '4 warning shortfall']],
    ['unseen-credit', {}, ['2 warning spent-before-reversal']],
  ] as const)('%s: the reversal takes what is there, the rest came from elsewhere', (shortfall, known, expected) => {
    const { ledger, problems } = build(rows, { ...known, shortfall })
    expect(ledger).toEqual(
      lines(`
        opening 0
        09:10 in  -  -      100 100
        09:10 out d1 mule-2 100   0
        09:20 in  v1 victim  30  30
        09:30 out -  -       30   0`),
    )
    expect(problems).toEqual(expected)
  })

  test('overdraft: the reversal overdraws the account', () => {
    expect(build(rows, { shortfall: 'overdraft' }).ledger).toEqual(
      lines(`
        opening 0
        09:10 in  -  -      100 100
        09:10 out d1 mule-2 100   0
        09:20 in  v1 victim  30  30
        09:30 out -  -      100 -70`),
    )
  })

  test('a debit beyond the pair: the rest is the shortfall', () => {
    const { ledger } = build(rows.replace('mule-2     100', 'mule-2     120'), { shortfall: 'unseen-credit' })
    expect(ledger.slice(1, 4)).toEqual(
      lines(`
        09:10 in  -  -      100 100
        09:10 in  -  -       20 120
        09:10 out d1 mule-2 120   0`),
    )
  })
})

test('of several pairs those that still stand go on lending', () => {
  const { ledger } = build(
    `
    id  time   from    to      amount  reverses
    o1  09:00  other   mule-1     100    -
    o2  09:05  other   mule-1      50    -
    d1  09:10  mule-1  mule-2     120    -
    r1  09:20  mule-1  other      100    o1
    v1  09:30  victim  mule-1      30    -
    r2  09:40  mule-1  other       50    o2`,
    { shortfall: 'overdraft' },
  )
  expect(ledger).toEqual(
    lines(`
      opening 0
      09:10 in  -  -      120 120
      09:10 out d1 mule-2 120   0
      09:20 out -  -       70 -70
      09:30 in  v1 victim  30 -40
      09:40 out -  -       50 -90`),
  )
})

test('a reversal in another statement period: each of the two moves money where it stands', () => {
  const { ledger, problems } = build(
    `
    id  time               from    to      amount  reverses
    o1  2024-03-01T09:00Z  other   mule-1     100    -
    d1  2024-03-01T09:10Z  mule-1  mule-2     100    -
    r1  2024-05-01T09:00Z  mule-1  other      100    o1`,
    {
      shortfall: 'overdraft',
      accounts: accounts(`
        id      from        to
        mule-1  2024-03-01  2024-03-31
        mule-1  2024-05-01  2024-05-31`),
    },
  )
  expect(ledger).toEqual(
    lines(`
      opening 0
      09:00 in  -  -      100 100
      09:10 out d1 mule-2 100   0
      2024-05-01T09:00:00.000Z out - - 100 -100`),
  )
  expect(problems).toEqual(['1 warning gap', '3 warning gap'])
})

test('the payer of a pair misses its money for a while: the ledger shows what it has in the end', () => {
  const { ledger, problems } = build(`
    id  time   from    to      amount  fromBalance  toBalance  reverses
    v1  09:00  victim  mule-1     100    -            100        -
    o1  09:10  mule-1  other      100    0            -          -
    d1  09:20  mule-1  mule-2      40    -40          -          -
    v2  09:30  victim  mule-1      10    -            -30        -
    r1  09:40  other   mule-1     100    -            70         o1`)
  expect(ledger).toEqual(
    lines(`
      opening 0
      09:00 in  v1 victim 100 100
      09:20 out d1 mule-2  40  60
      09:30 in  v2 victim  10  70`),
  )
  expect(problems).toEqual([])
})
