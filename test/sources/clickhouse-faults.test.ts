import { buildMoneyGraph, FundtrailError, type TransferRecord, trace } from 'fundtrail'
import { type ClickHouseClientLike, clickhouseSource, type ExpandState, expandTrace } from 'fundtrail/sources'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { queryOn } from '../../src/sources/clickhouse/query.js'
import { type Cluster, hasServer, startCluster } from '../support/clickhouse-cluster.js'
import { type ClickHouseStore, createStore, urls } from '../support/clickhouse-store.js'
import { connect } from '../support/clickhouse-tables.js'
import { type CuttingProxy, cuttingProxy } from '../support/cutting-proxy.js'
import { endings, transfers } from '../support/ledger.js'

const skipped = urls.length === 0 || !hasServer()
if (urls.length > 0 && skipped) console.log('ClickHouse: faults skipped, the program clickhouse-server is not there')

const records = transfers(`
  id  time   from      to      amount
  o1  08:00  employer  mule-1      30
  t1  09:00  victim    mule-1     100
  t2  09:10  mule-1    mule-2      60
  t3  09:20  mule-1    mule-3      40
  t4  09:30  mule-2    mule-4      60
  t5  09:40  mule-4    mule-5      60
  t6  09:50  mule-3    mule-6      40`)
const tables = { entries: 'entries', ids: 'entry_ids', accounts: 'accounts' }
const whole = endings(trace(buildMoneyGraph(records).graph, { from: 't1' }))

async function failure(promise: Promise<unknown>): Promise<FundtrailError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(FundtrailError)
  return error as FundtrailError
}

describe.skipIf(skipped)('faults of a cluster', () => {
  let cluster: Cluster
  let store: ClickHouseStore
  beforeAll(async () => {
    cluster = await startCluster()
    store = await createStore('fundtrail_faults', cluster.urls)
  })
  afterAll(async () => {
    await store?.close()
    await cluster?.stop()
  })
  beforeEach(() => store.load(records))

  const source = (client: ClickHouseClientLike = store.client) => clickhouseSource(client, tables)

  describe('a shard that is down', () => {
    afterEach(() => cluster.revive(1))

    test.each([0, 1])(
      'is an error, whatever the client says of skipping (skip_unavailable_shards = %i)',
      async (skip) => {
        const client = connect(cluster.urls[0]!, store.database, 'default', { skip_unavailable_shards: skip as 0 | 1 })
        await cluster.kill(1)
        const error = await failure(expandTrace(source(client), { from: 't1', retries: 1 }))
        expect(error.code).toBe('source-failed')
        expect(error.message).toMatch(/2 attempts failed, the last with: .*(connection|Connection|network|refused)/s)
        await client.close()
      },
    )

    test('in the middle is an error that holds what was read; when it is back, the trace goes on', async () => {
      const opened = source()
      let killed: Promise<void> | undefined
      const onProgress = ({ round }: { round: number }) => {
        if (round === 1) killed = cluster.kill(1)
      }
      const waiting: ClickHouseClientLike = {
        exec: async (parameters) => {
          await killed
          return store.client.exec(parameters as never)
        },
      }
      const error = await failure(expandTrace(source(waiting), { from: 't1', retries: 0, onProgress }))
      expect(error.code).toBe('source-failed')
      const resume = JSON.parse(JSON.stringify(error.details['state'])) as ExpandState
      expect(resume.rounds).toBe(1)
      await cluster.revive(1)
      const { trace: found, read } = await expandTrace(opened, { from: 't1', resume })
      expect(endings(found)).toEqual(whole)
      expect(read.accounts).toBe(6)
    })
  })

  test('the server that is asked is down', async () => {
    await cluster.kill(0)
    try {
      const error = await failure(expandTrace(source(), { from: 't1', retries: 1 }))
      expect(error.code).toBe('source-failed')
      expect(error.message).toContain('ECONNREFUSED')
    } finally {
      await cluster.revive(0)
    }
  })

  test('a shard that does not answer in time', async () => {
    const opened = source()
    await opened.lastTime()
    cluster.freeze(1)
    try {
      const error = await failure(expandTrace(opened, { from: 't1', timeout: 300, retries: 1 }))
      expect(error.message).toContain('no answer within 300 ms')
    } finally {
      cluster.wake(1)
    }
    expect(endings((await expandTrace(opened, { from: 't1', timeout: 20_000 })).trace)).toEqual(whole)
  })

  test.each([
    { max_result_rows: '1', result_overflow_mode: 'break' },
    { max_rows_to_read: '1', read_overflow_mode: 'break' },
    { max_rows_to_group_by: '1', group_by_overflow_mode: 'any' },
    { max_rows_in_join: '1', join_overflow_mode: 'break' },
    { max_rows_in_set: '1', set_overflow_mode: 'break' },
  ] as const)('a limit of the user that would cut answers is an error: %j', async (settings) => {
    const client = connect(cluster.urls[0]!, store.database, 'default', settings)
    const error = await failure(expandTrace(source(client), { from: 't1', retries: 0 }))
    expect(error.code).toBe('source-failed')
    expect(error.message).toMatch(/[Ll]imit/)
    await client.close()
  })

  describe('an answer that is cut', () => {
    let proxy: CuttingProxy
    beforeEach(async () => {
      proxy = await cuttingProxy(cluster.urls[0]!)
    })
    afterEach(() => proxy.close())

    test.each([
      [0, false],
      [100, false],
      [400, false],
      [700, false],
      [400, true],
      [700, true],
    ])('after %i bytes (politely: %s) is asked for again, and in the end an error', async (bytes, politely) => {
      const client = connect(proxy.url, store.database)
      const opened = source(client)
      await opened.lastTime()
      Object.assign(proxy, { cutAfter: bytes, politely, cuts: 2 })
      expect(endings((await expandTrace(opened, { from: 't1' })).trace)).toEqual(whole)
      expect(proxy.cuts).toBe(0)
      proxy.cuts = Number.POSITIVE_INFINITY
      const error = await failure(expandTrace(opened, { from: 't1' }))
      expect(error.code).toBe('source-failed')
      await client.close()
    })
  })

  test('an exception after the answer has begun is an error, though the status says that all is well', async () => {
    const sql = `select number, toString(number) as text, throwIf(number > 200000) as bad from numbers(300000)`
    const answer = queryOn(store.client)(sql, [], undefined, { max_block_size: 65_536 })
    await expect(answer).rejects.toThrow(/not whole|throwIf/)
  })

  test('the end of a long answer is not waited for once it is not wanted', async () => {
    const controller = new AbortController()
    const answer = queryOn(store.client)('select number from numbers(1000000000)', [], controller.signal)
    setTimeout(() => controller.abort(), 100)
    await expect(answer).rejects.toThrow(/no longer wanted|abort/i)
  })

  describe('a store that changes', () => {
    const insert = (record: TransferRecord, seq: number) =>
      store.client.command({
        query: `insert into entries (account, time, seq, id, counterparty, amount) values
          ('${record.from}', ${new Date(record.time).getTime()}000, ${seq}, '${record.id}', '${record.to}', -${record.amount}00),
          ('${record.to}', ${new Date(record.time).getTime()}000, ${seq}, '${record.id}', '${record.from}', ${record.amount}00)`,
        clickhouse_settings: { insert_distributed_sync: 1 },
      })

    test('between two rounds is an error', async () => {
      const [late] = transfers(`
        id   time   from    to      amount
        new  09:15  mule-1  mule-2       1`)
      let changed: Promise<unknown> | undefined
      const waiting: ClickHouseClientLike = {
        exec: async (parameters) => {
          await changed
          return store.client.exec(parameters as never)
        },
      }
      const onProgress = ({ round }: { round: number }) => {
        if (round === 1) changed = insert(late!, 50)
      }
      const error = await failure(expandTrace(source(waiting), { from: 't1', onProgress }))
      expect(error.code).toBe('source-changed')
      expect(error.message).toContain('"new"')
    })

    test('between two statements of one question is asked again', async () => {
      const [early] = transfers(`
        id   time   from    to      amount
        new  08:30  other   mule-2       1`)
      let [asked, changes] = [0, 0]
      const changing: ClickHouseClientLike = {
        exec: async (parameters) => {
          // Once, when what came before is asked for: its rows have been counted already.
          if (parameters.query.includes('inWindow') && ++asked === 2 && ++changes === 1) await insert(early!, 50)
          return store.client.exec(parameters as never)
        },
      }
      const { trace: found } = await expandTrace(source(changing), { from: 't1' })
      expect(endings(found)).toEqual(endings(trace(buildMoneyGraph([...records, early!]).graph, { from: 't1' })))
      expect({ changes, asked: asked > 4 }).toEqual({ changes: 1, asked: true })
    })
  })
})
