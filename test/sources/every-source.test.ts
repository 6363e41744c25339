/** What the three sources have to do alike. Those of ClickHouse only where a server is given. */
import fc from 'fast-check'
import { buildMoneyGraph, type FundtrailError, type TransferRecord, trace } from 'fundtrail'
import { clickhouseSource, duckdbSource, expandTrace, memorySource, type StatementSource } from 'fundtrail/sources'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ClickHouseStore, createStore, urls } from '../support/clickhouse-store.js'
import { connect, load } from '../support/duckdb-store.js'
import { endings, transfers } from '../support/ledger.js'

type Mode = 'opening' | 'unseen-credit' | 'overdraft'
type Make = (records: TransferRecord[], shortfall?: Mode) => Promise<Required<StatementSource>>

let connection: Awaited<ReturnType<typeof connect>>
let store: ClickHouseStore | undefined
beforeAll(async () => {
  connection = await connect()
  if (urls.length > 0) store = await createStore('fundtrail_every')
})
afterAll(() => store?.close())

const sources: [name: string, skipped: boolean, make: Make][] = [
  ['memorySource', false, async (records, shortfall = 'opening') => memorySource(records, { shortfall })],
  [
    'duckdbSource',
    false,
    async (records, shortfall = 'opening') => {
      await load(connection, records, [])
      return duckdbSource(connection, { entries: 'entries', ids: 'entry_ids', accounts: 'accounts', shortfall })
    },
  ],
  [
    'clickhouseSource',
    urls.length === 0,
    async (records, shortfall = 'opening') => {
      await store!.load(records)
      return clickhouseSource(store!.client, { entries: 'entries', ids: 'entry_ids', accounts: 'accounts', shortfall })
    },
  ],
]

const rules = ['fifo', 'lifo', 'pro-rata', 'libr', 'taint-first'] as const

describe.each(sources)('%s', (_, skipped, make) => {
  test.skipIf(skipped)('an account that is asked for twice is answered for both', async () => {
    const records = transfers(`
      id  time   from      to      amount
      o1  08:00  employer  mule-1      30
      t1  09:00  victim    mule-1     100
      t2  09:10  mule-1    mule-2      60
      t3  09:20  mule-2    mule-3      60
      t4  09:30  mule-1    mule-3      70`)
    const source = await make(records)
    const since = (time: string) => new Date(`2024-03-01T${time}:00Z`)
    const answer = await source.statements([
      { account: 'mule-1', since: since('09:00'), until: since('09:10') },
      { account: 'mule-2', since: since('09:10') },
      { account: 'mule-1', since: since('09:30') },
    ])
    const openings = answer.accounts.map(({ id, statement, openingBalance }) => {
      const from = new Date([statement!].flat()[0]!.from).toISOString().slice(11, 16)
      return `${id} ${from} ${Number(Object.values(openingBalance!)[0])}`
    })
    expect(openings.sort()).toEqual(['mule-1 09:00 30', 'mule-1 09:30 70', 'mule-2 09:10 0'])
    expect([...new Set(answer.records.map(({ id }) => id))].sort()).toEqual(['t1', 't2', 't3', 't4'])
  })

  test.skipIf(skipped)('a reversal that fits nothing is an ordinary transfer, and may be reversed', async () => {
    const records = transfers(`
      id  time   from    to      amount  reverses
      t1  09:00  victim  hub         50  -
      x1  09:01  hub     shop         5  -
      x2  09:02  shop    hub          7  x1
      x3  09:30  hub     shop         7  x2
      x4  09:31  shop    hub          7  x3
      t2  09:40  hub     mule        45  -`)
    for (const shortfall of ['opening', 'unseen-credit', 'overdraft'] as const) {
      const source = await make(records, shortfall)
      const { graph } = buildMoneyGraph(records, { shortfall })
      for (const pageRows of [1, 2, 3]) {
        const { trace: found } = await expandTrace(source, { from: 't1', pageRows })
        expect(endings(found)).toEqual(endings(trace(graph, { from: 't1' })))
      }
    }
  })

  test.skipIf(skipped)('a claim that names a reversal, or what was reversed, is refused as in memory', async () => {
    const records = transfers(`
      id  time   from    to      amount  reverses
      t1  09:00  victim  mule        50  -
      t2  09:10  mule    victim      50  t1
      t3  09:20  mule    other       10  -`)
    const { graph } = buildMoneyGraph(records)
    const source = await make(records)
    for (const from of ['t1', 't2']) {
      expect(() => trace(graph, { from })).toThrow('reverse')
      const error = await expandTrace(source, { from, maxRounds: 0 }).catch((reason: unknown) => reason)
      expect((error as FundtrailError).code).toBe('unknown-transfer')
    }
  })

  test.skipIf(skipped)(
    'chains of reversals, in pages, under every mode',
    async () => {
      const accounts = ['a', 'b', 'c']
      const row = fc.record({
        pair: fc.constantFrom(
          ...accounts.flatMap((from) => accounts.filter((to) => to !== from).map((to) => [from, to])),
        ),
        amount: fc.integer({ min: 1, max: 3 }),
        gap: fc.constantFrom(1, 2, 999, 1000, 1500),
        back: fc.option(fc.nat(5), { freq: 2 }),
        fits: fc.boolean(),
      })
      const property = fc.asyncProperty(
        fc.array(row, { minLength: 3, maxLength: 25 }),
        fc.constantFrom(...rules),
        fc.constantFrom('opening' as const, 'unseen-credit' as const, 'overdraft' as const),
        fc.integer({ min: 1, max: 4 }),
        async (rows, rule, shortfall, pageRows) => {
          let time = Date.UTC(2024, 2, 1)
          const records: TransferRecord[] = [{ id: 't0', from: 'victim', to: 'a', amount: 5, time }]
          for (const [index, { pair, amount, gap, back, fits }] of rows.entries()) {
            time += gap
            const [from, to] = pair as [string, string]
            const other = back === null ? undefined : records[records.length - 1 - back]
            const record: TransferRecord = { id: `t${index + 1}`, from, to, amount, time }
            if (other?.id !== undefined && other.id !== 't0') {
              Object.assign(record, { reverses: other.id, from: other.to, to: other.from })
              if (fits) record.amount = other.amount
            }
            records.push(record)
          }
          const { graph } = buildMoneyGraph(records, { shortfall })
          fc.pre(graph.lastTime?.getTime() === time)
          const source = await make(records, shortfall)
          const { trace: found } = await expandTrace(source, { from: 't0', rule, pageRows })
          expect(endings(found)).toEqual(endings(trace(graph, { from: 't0', rule })))
        },
      )
      await fc.assert(property, { numRuns: Number(process.env['RUNS'] ?? 60) })
    },
    300_000,
  )
})
