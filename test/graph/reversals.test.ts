import { type BuildOptions, buildMoneyGraph } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { accounts, ledgerLines, lines, problemLines, transfers } from '../support/ledger.js'

function build(table: string, options?: BuildOptions) {
  const { graph, problems, counts } = buildMoneyGraph(transfers(table), options)
  return { graph, counts, lines: problemLines(problems), accepted: [...graph.transfers()].map(({ id }) => id) }
}

describe('a transfer and its reversal are both excluded', () => {
  test('and stand on no statement', () => {
    const {
      graph,
      counts,
      lines: problems,
      accepted,
    } = build(`
      id  time   from    to      amount  reverses
      t1  09:00  victim  mule-1  100     -
      t2  09:01  mule-1  mule-2   30     -
      t3  09:02  mule-2  mule-1   30     t2
      t4  09:03  mule-1  mule-3   40     -`)
    expect(counts).toEqual({ rows: 4, accepted: 2, merged: 0, excluded: 2, rejected: 0 })
    expect(problems).toEqual(['2 warning reversed', '3 warning reversed'])
    expect(accepted).toEqual(['t1', 't4'])
    expect(ledgerLines(graph.statement('mule-1'))).toEqual(
      lines(`
        opening 0
        09:00 in  t1 victim 100 100
        09:03 out t4 mule-3  40  60`),
    )
    expect(ledgerLines(graph.statement('mule-2'))).toEqual(['opening 0'])
  })

  test('but count where balances are stated: no gap between them or after', () => {
    const { graph, lines: problems } = build(`
      id  time   from    to      amount  reverses  fromBalance  toBalance
      t1  09:00  victim  mule-1  100     -         -            150
      t2  09:01  mule-1  mule-2   30     -         120          -
      t3  09:02  mule-1  mule-3   20     -         100          -
      t4  09:03  mule-2  mule-1   30     t2        -            130
      t5  09:04  mule-1  mule-3   10     -         120          -`)
    expect(problems).toEqual(['2 warning reversed', '4 warning reversed'])
    // What the ledger holds leaves the pair out: 30 more than the bank shows while it stands.
    expect(ledgerLines(graph.statement('mule-1'))).toEqual(
      lines(`
        opening 50
        09:00 in  t1 victim 100 150
        09:02 out t3 mule-3  20 130
        09:04 out t5 mule-3  10 120`),
    )
  })

  test('also where the opening follows from a balance within the pair', () => {
    const { graph, lines: problems } = build(`
      id  time   from    to      amount  reverses  fromBalance
      t1  09:00  mule-1  mule-2   30     -         70
      t2  09:01  mule-1  mule-3   20     -         50
      t3  09:02  mule-2  mule-1   30     t1        -
      t4  09:03  mule-1  mule-3   10     -         70`)
    expect(problems).toEqual(['1 warning reversed', '3 warning reversed'])
    expect(ledgerLines(graph.statement('mule-1'))).toEqual(
      lines(`
        opening 100
        09:01 out t2 mule-3 20 80
        09:03 out t4 mule-3 10 70`),
    )
  })

  test('whichever row comes first in the file, and however the original is named', () => {
    const { counts } = build(`
      id  time   from    to      amount  reverses
      r1  09:02  mule-1  victim  100     t1
      t1  09:00  victim  mule-1  100     -
      -   09:03  victim  mule-1   50     -
      r2  09:04  mule-1  victim   50     #3`)
    expect(counts).toMatchObject({ accepted: 0, excluded: 4 })
  })

  test('by an alias of the original too', () => {
    const base = { from: 'victim', to: 'mule-1', amount: 5, time: 0 }
    const back = { id: 'r1', from: 'mule-1', to: 'victim', amount: 5, time: 1, reverses: 'B-1' }
    expect(buildMoneyGraph([{ ...base, id: 't1', aliases: ['B-1'] }, back]).counts.excluded).toBe(2)
  })

  test('once: of two reversals of one transfer the earlier counts, in whichever order they come', () => {
    const early = 'r1  09:02  mule-1  victim  100  t1'
    const late = 'r2  09:03  mule-1  victim  100  t1'
    for (const reversals of [
      [early, late],
      [late, early],
    ]) {
      const { accepted, lines: problems } = build(`
        id  time   from    to      amount  reverses
        t1  09:00  victim  mule-1  100     -
        ${reversals.join('\n')}`)
      expect(accepted).toEqual(['r2'])
      expect(problems.filter((line) => line.includes('unmatched-reversal'))).toHaveLength(1)
    }
  })
})

describe('otherwise a reversal is an ordinary transfer with a problem', () => {
  test.each([
    ['of no record', 'r1  09:02  mule-1  victim  100  -    t9  -'],
    ['of itself', 'r1  09:02  mule-1  victim  100  -    r1  -'],
    ['of another amount', 'r1  09:02  mule-1  victim   99  -    t1  -'],
    ['of another currency', 'r1  09:02  mule-1  victim  100  USD  t1  -'],
    ['of another payee', 'r1  09:02  mule-1  mule-2  100  -    t1  -'],
    ['of another payer', 'r1  09:02  mule-2  victim  100  -    t1  -'],
    ['in the same direction', 'r1  09:02  victim  mule-1  100  -    t1  -'],
    ['of a failed transfer', 'r1  09:02  mule-1  victim  100  -    f1  -'],
    ['of a payment to oneself', 'r1  09:02  victim  victim  100  -    s1  -'],
    ['of a rejected row', 'r1  09:02  mule-1  victim  100  -    x1  -'],
  ])('a reversal %s', (what, row) => {
    const { accepted, lines: problems } = build(`
      id  time   from    to      amount  currency  reverses  status
      t1  09:00  victim  mule-1  100     -         -         -
      f1  09:00  victim  mule-1  100     -         -         failed
      s1  09:00  victim  victim  100     -         -         -
      x1  09:00  victim  mule-1  100.001 -         -         -
      ${row}`)
    if (what === 'of a payment to oneself') {
      expect(accepted).toEqual(['t1'])
      expect(problems).toContain('5 warning self-transfer')
    } else {
      expect(accepted).toEqual(['t1', 'r1'])
      expect(problems).toContain('5 warning unmatched-reversal')
    }
  })

  test('a reversal that failed undoes nothing', () => {
    const { accepted, counts } = build(`
      id  time   from    to      amount  reverses  status
      t1  09:00  victim  mule-1  100     -         -
      r1  09:02  mule-1  victim  100     t1        failed`)
    expect(accepted).toEqual(['t1'])
    expect(counts).toMatchObject({ accepted: 1, excluded: 1 })
  })

  test('the reversal of a reversal finds it used up', () => {
    const { accepted } = build(`
      id  time   from    to      amount  reverses
      t1  09:00  victim  mule-1  100     -
      r1  09:01  mule-1  victim  100     t1
      r2  09:02  victim  mule-1  100     r1`)
    expect(accepted).toEqual(['r2'])
  })
})

test('a pair parted by the end of a period moves money in each: an entry without a record, as the bank’s balances say', () => {
  const { graph, lines: problems } = build(
    `
    id  time                  from    to      amount  reverses  fromBalance  toBalance
    t1  2024-01-10T09:00Z     mule-1  mule-2   30     -         70           -
    t2  2024-01-11T09:00Z     mule-1  mule-3   10     -         60           -
    r1  2024-03-01T09:00Z     mule-2  mule-1   30     t1        -            90
    t3  2024-03-01T10:00Z     mule-1  mule-3   10     -         80           -`,
    {
      accounts: accounts(`
        id      from        to          opening
        mule-1  2024-01-01  2024-01-31  100
        mule-1  2024-03-01  2024-03-31  60`),
    },
  )
  expect(problems).toEqual(['1 warning reversed', '1 warning gap', '3 warning reversed', '3 warning gap'])
  expect(graph.statement('mule-1').entries.map(({ transfer, balance }) => `${transfer ?? '-'} ${balance}`)).toEqual([
    '- 70',
    't2 60',
    '- 90',
    't3 80',
  ])
})
