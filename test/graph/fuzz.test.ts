import fc from 'fast-check'
import { type AccountRecord, buildMoneyGraph, mergeMirrored, type TransferRecord } from 'fundtrail'
import { expect, test } from 'vitest'

const id = fc.constantFrom('a', 'b', 'c', '__proto__', '', '#1')
const amount = fc.constantFrom('1', '2.50', 3, 4n, '-1', '0', '1e3', Number.NaN, 1e300, '90071992547409.91')
const time = fc.constantFrom('2024-03-01', '2024-03-01T09:00Z', 1e12, 1e12 + 0.5, '2024-02-30', new Date(0), Number.NaN)
const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSparseArray: true })
/** Mostly what belongs there, now and then anything at all. */
const or = (usual: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 12, arbitrary: usual }, { weight: 1, arbitrary: anything })
const source = fc.record({ file: fc.constantFrom('a.csv', 'b.csv') })

const record = fc.record(
  {
    id: or(id),
    from: or(id),
    to: or(id),
    amount: or(amount),
    time: or(time),
    currency: or(fc.constantFrom('CNY', 'CNY', 'JPY', 'XYZ')),
    kind: or(fc.constantFrom('transfer', 'cash', 'gift')),
    status: or(fc.constantFrom('ok', 'ok', 'failed', 'pending')),
    reverses: or(id),
    fromBalance: or(amount),
    toBalance: or(amount),
    memo: or(fc.string()),
    source: or(source),
    aliases: or(fc.array(id, { maxLength: 2 })),
  },
  { requiredKeys: ['from', 'to', 'amount', 'time'] },
)
const period = fc.record({ from: or(time), to: or(time) })
const account = fc.record(
  {
    id: or(id),
    holder: or(fc.string()),
    holderId: or(fc.string()),
    institution: or(fc.string()),
    kind: or(fc.constantFrom('bank', 'external', 'clearing', 'merchant')),
    status: or(fc.constantFrom('active', 'frozen')),
    openingBalance: or(fc.oneof(amount, fc.dictionary(fc.constantFrom('CNY', 'JPY', 'XYZ'), amount))),
    statement: or(fc.oneof(period, fc.array(period, { maxLength: 3 }))),
  },
  { requiredKeys: ['id'] },
)

const ties = fc.constantFrom('records' as const, 'credits-first' as const, 'debits-first' as const)

test('no record throws: every row is counted once, every rejection has its problem, and it is the same each time', () => {
  fc.assert(
    fc.property(
      fc.array(or(record), { maxLength: 12 }),
      fc.array(or(account), { maxLength: 4 }),
      ties,
      (rows, known, ties) => {
        const records = rows as TransferRecord[]
        const options = { accounts: known as AccountRecord[], ties }
        const { graph, problems, counts, undecided } = buildMoneyGraph(records, options)
        expect(undecided.transfers).toBeLessThanOrEqual(graph.size)
        expect(counts.rows).toBe(records.length)
        expect(counts.accepted + counts.merged + counts.excluded + counts.rejected).toBe(counts.rows)
        const errors = problems.filter(({ severity, row }) => severity === 'error' && row !== undefined)
        expect(new Set(errors.map(({ row }) => row)).size).toBe(counts.rejected)
        expect(graph.size).toBe(counts.accepted)
        expect([...graph.transfers()]).toHaveLength(graph.size)
        expect([...graph.accounts()]).toHaveLength(graph.order)
        for (const transfer of graph.transfers()) {
          expect(graph.transfer(transfer.id)).toEqual(transfer)
          expect(graph.hasAccount(transfer.from) && graph.hasAccount(transfer.to)).toBe(true)
        }
        for (const each of graph.accounts()) {
          for (const currency of graph.currencies) {
            for (const { balance, time: at } of graph.statement(each.id, currency).entries) {
              expect(Number.isNaN(at.getTime()) || balance.isNaN()).toBe(false)
            }
          }
        }
        expect(buildMoneyGraph(records, options)).toMatchObject({ problems, counts })
        expect(mergeMirrored(records).length).toBeLessThanOrEqual(records.length)
      },
    ),
    { numRuns: 600 },
  )
})
