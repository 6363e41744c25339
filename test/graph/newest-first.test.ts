import fc from 'fast-check'
import { buildMoneyGraph, type TransferRecord } from 'fundtrail'
import { expect, test } from 'vitest'
import { ledgerLines, lines, transfers } from '../support/ledger.js'

test('days that each begin and end with the same balance agree on it', () => {
  const { graph, problems } = buildMoneyGraph(
    transfers(`
      id  time        from    to      amount  fromBalance  toBalance
      t4  2024-03-02  mule-1  mule-2   50     0            -
      t3  2024-03-02  victim  mule-1   50     -            50
      t2  2024-03-01  mule-1  mule-2  100     0            -
      t1  2024-03-01  victim  mule-1  100     -            100`),
  )
  expect(problems).toEqual([])
  expect(ledgerLines(graph.statement('mule-1'))).toEqual(
    lines(`
      opening 0
      00:00                    in  t1 victim 100 100
      00:00                    out t2 mule-2 100   0
      2024-03-02T00:00:00.000Z in  t3 victim  50  50
      2024-03-02T00:00:00.000Z out t4 mule-2  50   0`),
  )
})

test('a bank’s file by dates alone, in any order, has no gap and no conflict: its own balances put it right', () => {
  // Small amounts over a few days, so that balances come again and days end as they began.
  const move = fc.record({ day: fc.integer({ min: 1, max: 4 }), change: fc.integer({ min: -2, max: 2 }) })
  fc.assert(
    fc.property(
      fc.array(move, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 0, max: 3 }),
      fc.boolean(),
      fc.infiniteStream(fc.nat()),
      (moves, opening, isReversed, random) => {
        let balance = opening
        const days = [...moves].sort((a, b) => a.day - b.day).filter(({ change }) => change !== 0)
        const records = days.map(({ day, change }, at): TransferRecord => {
          balance += change
          const base = { id: `t${at}`, amount: Math.abs(change), time: `2024-03-0${day}` }
          return change > 0
            ? { ...base, from: `payer-${at}`, to: 'mule-1', toBalance: balance }
            : { ...base, from: 'mule-1', to: `payee-${at}`, fromBalance: balance }
        })
        const file = isReversed ? records.reverse() : shuffled(records, random)
        const { problems } = buildMoneyGraph(file)
        expect(problems).toEqual([])
      },
    ),
    { numRuns: 2000 },
  )
})

function shuffled<T>(items: readonly T[], random: Iterator<number>): T[] {
  const result = [...items]
  for (let at = result.length - 1; at > 0; at--) {
    const other = random.next().value % (at + 1)
    const swap = result[at]!
    result[at] = result[other]!
    result[other] = swap
  }
  return result
}
