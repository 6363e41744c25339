import { Readable } from 'node:stream'
import { buildMoneyGraph, FundtrailError, type TransferRecord, trace } from 'fundtrail'
import {
  type ClickHouseClientLike,
  type ClickHouseSourceOptions,
  clickhouseSource,
  expandTrace,
  type StatementQuery,
  type StatementSource,
} from 'fundtrail/sources'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ClickHouseStore, createStore, urls } from '../support/clickhouse-store.js'
import { connect } from '../support/clickhouse-tables.js'
import { endings, transfers } from '../support/ledger.js'

const records = transfers(`
  id  time             from      to        amount  reverses
  o1  08:00            employer  mule-1     30.00  -
  t1  09:00:00.123456  victim    mule-1    100.00  -
  t2  09:00:00.123457  mule-1    mule-2     60.25  -
  x1  09:05            mule-1    mule-9      5.00  -
  x2  09:06            mule-9    mule-1      5.00  x1
  t3  09:10            mule-2    mule-3     60.25  -`)
const tables = { entries: 'entries', ids: 'entry_ids', accounts: 'accounts' }

function inMemory(rows: TransferRecord[], from = 't1'): string[] {
  return endings(trace(buildMoneyGraph(rows).graph, { from }))
}

test('what is no client, no mode, no period', () => {
  const client = { exec: () => Promise.reject(new Error('nothing is asked')) }
  const odd = (options: object) => () => clickhouseSource(client, { ...tables, ...options })
  expect(() => clickhouseSource({} as never, tables)).toThrow('client of @clickhouse/client')
  expect(odd({ shortfall: 'none' })).toThrow('shortfall')
  expect(odd({ currency: 'XXX?' })).toThrow('ISO 4217')
  expect(odd({ period: { from: '2024-02-30', to: '2024-03-01' } })).toThrow('period.from')
  expect(odd({ period: { from: '2024-03-01', to: '2024-02-01' } })).toThrow('before')
  expect(() =>
    clickhouseSource({ ...client, connectionParams: { compression: { compress_request: {} } } } as never, tables),
  ).toThrow('compression.request')
})

describe.skipIf(urls.length === 0)('on a cluster of two shards', () => {
  let store: ClickHouseStore
  beforeAll(async () => {
    store = await createStore('fundtrail_source')
  })
  afterAll(() => store?.close())

  async function found(
    options: Partial<ClickHouseSourceOptions> = {},
    from = 't1',
    client: ClickHouseClientLike = store.client,
  ): Promise<string[]> {
    return endings((await expandTrace(clickhouseSource(client, { ...tables, ...options }), { from })).trace)
  }

  async function refusal(options: Partial<ClickHouseSourceOptions>): Promise<string> {
    const error = await found(options).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(FundtrailError)
    return (error as FundtrailError).message
  }

  describe('where the rows are', () => {
    beforeAll(() => store.load(records))

    test('tables over the shards; both have some', async () => {
      expect(await found()).toEqual(inMemory(records))
      expect(await found({ entries: [store.database, 'entries'] })).toEqual(inMemory(records))
      for (const url of urls) {
        const client = connect(url, store.database)
        const { data } = await (await client.query({ query: 'select count() as n from entries_local' })).json<{
          n: string
        }>()
        expect(Number(data[0]!.n)).toBeGreaterThan(0)
        await client.close()
      }
    })

    test('without the table of ids, and with the period given', async () => {
      const { ids: _, ...others } = tables
      const period = { from: '2024-03-01', to: '2024-03-01' }
      const source = clickhouseSource(store.client, { ...others, period })
      const until = '2024-03-01T09:10:00Z'
      expect(endings((await expandTrace(source, { from: 't1', until })).trace)).toEqual(inMemory(records))
    })

    test('a table whose name is anything at all', async () => {
      const name = 'my `entries`; drop table entries; -- \\'
      const quoted = `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``
      await store.everywhere(`create table if not exists ${quoted} as entries_local engine =
        Distributed(fundtrail, ${store.database}, entries_local, cityHash64(account))`)
      expect(await found({ entries: name })).toEqual(inMemory(records))
      expect(await found()).toEqual(inMemory(records))
    })

    test('one server alone, whose tables are plain', async () => {
      await store.everywhere('drop table if exists alone')
      await store.everywhere('create table alone as entries_local engine = MergeTree order by (account, time, seq)')
      await store.client.command({ query: 'insert into alone select * from entries' })
      const { ids: _, ...others } = tables
      expect(await found({ ...others, entries: 'alone' })).toEqual(inMemory(records))
    })

    test('amounts as decimals', async () => {
      await store.everywhere('drop table if exists yuan_local')
      await store.everywhere('drop table if exists yuan')
      await store.everywhere(`create table yuan_local (account String, time Int64, seq Int64, id String,
        counterparty String, amount Decimal(18, 4), currency String, balance Nullable(Decimal(18, 4)), kind String,
        reverses String, memo String) engine = MergeTree order by (account, time, seq)`)
      await store.everywhere(
        `create table yuan as yuan_local engine = Distributed(fundtrail, ${store.database}, yuan_local, cityHash64(account))`,
      )
      await store.client.command({
        query: `insert into yuan select account, time, seq, id, counterparty, toDecimal64(amount, 4) / 100 as amount,
          currency, cast(null as Nullable(Decimal(18, 4))) as balance, kind, reverses, memo from entries`,
        clickhouse_settings: { insert_distributed_sync: 1 },
      })
      expect(await found({ entries: 'yuan' })).toEqual(inMemory(records))
    })

    test.each([
      [
        'of other types',
        `account String, time Int64, seq UInt32, id String, counterparty String, amount Int32, currency Nullable(String),
          balance Nullable(Int16), kind Enum8('' = 0, 'transfer' = 1), reverses Nullable(String), memo Nullable(String)`,
        `account, time, seq, id, counterparty, amount, nullIf(currency, ''), balance, kind, nullIf(reverses, ''), nullIf(memo, '')`,
      ],
      [
        'without what may be missing',
        'account String, time Int64, seq Int64, id String, counterparty String, amount Int64, reverses String',
        'account, time, seq, id, counterparty, amount, reverses',
      ],
    ])('columns %s', async (_, columns, values) => {
      await store.client.command({ query: 'drop table if exists various' })
      await store.client.command({
        query: `create table various (${columns}) engine = MergeTree order by (account, time, seq)`,
      })
      await store.client.command({ query: `insert into various select ${values} from entries` })
      expect(await found({ entries: 'various' })).toEqual(inMemory(records))
    })

    test('a user who may only read', async () => {
      const reader = connect(urls[0]!, store.database, 'reader')
      expect(await found({}, 't1', reader)).toEqual(inMemory(records))
      await reader.close()
    })

    test('names without a statement', async () => {
      const source = clickhouseSource(store.client, tables)
      expect(await source.accounts(['mule-1', 'nobody', '\uD800'])).toEqual([{ id: 'mule-1' }])
      expect(await source.transfers(['\uD800', 'nothing'])).toEqual([])
      const answer = await source.statements([{ account: 'nobody' }, { account: '\uD800' }])
      expect(answer.accounts.map(({ id }) => id)).toEqual(['nobody'])
    })
  })

  describe('what is refused', () => {
    const columns = `account String, time Int64, seq Int64, id String, counterparty String, amount Int64,
      balance Nullable(Int64)`
    test.each([
      ['amounts as floats', columns.replace('amount Int64', 'amount Float64'), 'amount is Float64'],
      ['accounts as numbers', columns.replace('account String', 'account UInt64'), 'account is UInt64'],
      ['accounts that may be null', columns.replace('id String', 'id Nullable(String)'), 'must not be Nullable'],
      ['times to the second', columns.replace('time Int64', 'time DateTime'), 'time is DateTime'],
      ['a missing column', columns.replace('seq Int64,', ''), 'seq is missing'],
      ['integers beside decimals', columns.replace('Nullable(Int64)', 'Decimal(9, 2)'), 'all decimals'],
    ])('%s', async (_, odd, why) => {
      await store.client.command({ query: 'drop table if exists odd' })
      await store.client.command({ query: `create table odd (${odd}) engine = Memory` })
      expect(await refusal({ entries: 'odd' })).toContain(why)
    })

    test('what is no table', async () => {
      expect(await refusal({ entries: '' })).toContain("a table's name")
      expect(await refusal({ entries: ['a', 'b', 'c'] as never })).toContain("a table's name")
      expect(await refusal({ entries: 'nowhere' })).toContain('nowhere')
    })

    test('floats on the shards, beneath a table that says otherwise', async () => {
      await store.load(records)
      for (const table of ['floating_local', 'floating']) await store.everywhere(`drop table if exists ${table}`)
      const named = (type: string) => `(${columns.replace('amount Int64', `amount ${type}`)})`
      await store.everywhere(
        `create table floating_local ${named('Float64')} engine = MergeTree order by (account, time, seq)`,
      )
      await store.everywhere(`create table floating ${named('Int64')} engine =
        Distributed(fundtrail, ${store.database}, floating_local, cityHash64(account))`)
      await store.everywhere(
        'insert into floating_local select account, time, seq, id, counterparty, amount, balance from entries_local',
      )
      expect(await refusal({ entries: 'floating' })).toContain('amount is Float64 on the shard of')
    })

    test('an account whose rows are on two shards', async () => {
      await store.load(records)
      await store.everywhere(`insert into entries_local (account, time, seq, id, counterparty, amount)
        values ('mule-1', 1, 99, 'stray', 'mule-2', 5)`)
      expect(await refusal({})).toContain('sharded by account')
    })

    test('an id that is not in UTF-8', async () => {
      await store.load(records)
      await store.client.command({
        query: `insert into entries (account, time, seq, id, counterparty, amount)
          select 'mule-2', time + 1, 98, 'b1', unhex('ff41'), -1 from entries where id = 't3' and amount < 0`,
        clickhouse_settings: { insert_distributed_sync: 1 },
      })
      expect(await refusal({})).toContain('not in UTF-8')
    })

    test('a turnover that 64 bits cannot sum', async () => {
      await store.load(records)
      await store.client.command({
        query: `insert into entries (account, time, seq, id, counterparty, amount)
          values ('mule-2', 1, 1, 'b1', 'x', 9000000000000000000), ('mule-2', 2, 2, 'b2', 'x', 9000000000000000000)`,
        clickhouse_settings: { insert_distributed_sync: 1 },
      })
      expect(await refusal({})).toContain('too much')
    })
  })

  test.each([
    "it's",
    '"; drop table entries; --',
    '__proto__',
    '{asked:String}',
    '张某',
    'nul\u0000nul',
    ' ',
    'tab\there\nand\r\nthere',
    'back\\slash\\t\\N\\',
    '--fundtrail--',
    '\r\n--fundtrail--\r\n',
    '😀\uFFFD\u2028',
  ])('an account may be called %j', async (id) => {
    const hostile = records.map((record) => ({
      ...record,
      from: record.from === 'mule-1' ? id : record.from,
      to: record.to === 'mule-1' ? id : record.to,
      id: record.id === 't1' ? id : record.id!,
    }))
    await store.load(hostile, [{ id, holder: id }])
    expect(await found({}, id)).toEqual(inMemory(hostile, id))
    const { ids: _, ...others } = tables
    const source = clickhouseSource(store.client, others)
    expect((await source.transfers([id])).map((record) => record.id)).toEqual([id])
    expect(await source.accounts([id])).toEqual([{ id, holder: id }])
  })

  test('amounts up to the largest, to the cent, and times to the microsecond', async () => {
    const most = '90071992547409.91'
    const large = [
      { id: 't1', from: 'victim', to: 'mule-1', amount: most, time: '2024-03-01T09:00:00.000001Z' },
      { id: 't2', from: 'mule-1', to: 'mule-2', amount: '90071992547409.90', time: '2024-03-01T09:00:00.000002Z' },
      { id: 't3', from: 'mule-2', to: 'mule-3', amount: '90071992547409.89', time: '2024-03-01T09:00:00.000003Z' },
      { id: 'x1', from: 'other', to: 'shop', amount: '1', time: '2024-03-01T10:00:00Z' },
    ]
    await store.load(large)
    expect(await found()).toEqual(inMemory(large))
    const source = clickhouseSource(store.client, tables)
    const [first] = await source.transfers(['t1'])
    expect(first).toMatchObject({ amount: most, time: '2024-03-01T09:00:00.000001Z' })
    const { accounts } = await source.statements([{ account: 'mule-2', since: new Date('2024-03-01T09:00:00.001Z') }])
    expect(accounts).toMatchObject([{ id: 'mule-2', openingBalance: { CNY: '0.01' } }])
  })

  test('several currencies in one account', async () => {
    const both = transfers(`
      id  time   from    to      amount  currency
      o1  08:00  x       mule-1      30  USD
      t1  09:00  victim  mule-1     100  CNY
      t2  09:10  mule-1  mule-2      50  USD
      t3  09:20  mule-1  mule-2      70  CNY
      t4  09:30  mule-1  mule-2    1000  JPY`)
    await store.load(both.map((record) => ({ ...record, amount: record.currency === 'JPY' ? '10' : record.amount })))
    const { accounts } = await clickhouseSource(store.client, tables).statements([
      { account: 'mule-1', since: new Date('2024-03-01T09:15:00Z') },
    ])
    expect(accounts[0]!.openingBalance).toEqual({ CNY: '100.00', USD: '0.00', JPY: '1000' })
  })

  test.each([
    ['entries', 'accounts'],
    ['entries', 'who_in_yuan'],
    ['in_yuan', 'accounts'],
    ['in_yuan', 'who_in_yuan'],
  ])('entries and opening balances may count otherwise: %s and %s', async (entries, accounts) => {
    await store.load(records, [{ id: 'mule-1', openingBalance: { CNY: '12.05' } }])
    for (const table of ['in_yuan', 'who_in_yuan'])
      await store.client.command({ query: `drop table if exists ${table}` })
    await store.client.command({
      query: `create table in_yuan engine = MergeTree order by (account, time, seq) as
        select account, time, seq, id, counterparty, toDecimal64(amount, 4) / 100 as amount, reverses from entries`,
    })
    await store.client.command({
      query: `create table who_in_yuan engine = Memory as
        select id, cast(toDecimal64(assumeNotNull(opening), 4) / 100 as Nullable(Decimal(18, 4))) as opening from accounts`,
    })
    const source = clickhouseSource(store.client, { entries, accounts })
    const answer = await source.statements([{ account: 'mule-1', since: new Date('2024-03-01T09:00:00Z') }])
    expect(Object.values(answer.accounts[0]!.openingBalance!).map(Number)).toEqual([42.05])
  })

  describe('what is read', () => {
    /** The client, and how many rows the servers have read for it. */
    function counting() {
      const read = { rows: 0, questions: 0, longest: 0 }
      const client: ClickHouseClientLike = {
        async exec(parameters) {
          const { stream } = await store.client.exec(parameters as { query: string })
          let body = ''
          for await (const chunk of stream.setEncoding('utf8')) body += chunk
          read.rows += JSON.parse(body).statistics.rows_read
          read.questions++
          read.longest = Math.max(read.longest, encodeURIComponent(parameters.query).length)
          return { stream: Readable.from([body]) }
        },
      }
      return { client, read }
    }

    test('a hub is read in pages, as far as there is traced money in it', async () => {
      const hub = Array.from({ length: 3000 }, (_, index): TransferRecord => {
        const [from, to] = index % 2 === 0 ? ['hub', `payee-${index % 50}`] : [`payer-${index % 50}`, 'hub']
        return { id: `h${index}`, from, to, amount: 1 + (index % 5), time: Date.UTC(2024, 2, 1) + index * 30_000 }
      })
      const paid = transfers(`
        id  time   from    to      amount
        t1  09:00  victim  mule-1  900
        t2  09:10  mule-1  hub     700
        x1  09:15  hub     payer-x 900
        t3  09:20  mule-1  mule-2  200
        t4  12:00  mule-2  hub     200
        x2  12:40  hub     payer-y 900`)
      const rows = [...hub, ...paid].sort((a, b) => Number(a.time) - Number(b.time))
      await store.load(rows)
      const { graph } = buildMoneyGraph(rows)
      const options = { from: 't1', ends: 'names', stopAt: ({ id }: { id: string }) => id.startsWith('pay') } as const
      for (const rowsAtOnce of [500, 500_000]) {
        for (const rule of ['fifo', 'lifo', 'pro-rata'] as const) {
          const { client, read } = counting()
          const source = clickhouseSource(client, { ...tables, rowsAtOnce })
          const asked: StatementQuery[] = []
          const watched: StatementSource = {
            ...source,
            statements(queries, given) {
              asked.push(...queries.filter(({ account }) => account === 'hub'))
              return source.statements(queries, given)
            },
          }
          const { trace: found, read: came } = await expandTrace(watched, { ...options, rule, pageRows: 20 })
          expect(endings(found)).toEqual(endings(trace(graph, { from: 't1', rule, stopAt: options.stopAt })))
          expect(asked.length).toBeGreaterThan(1)
          expect(asked.slice(1).some(({ continues }) => continues)).toBe(true)
          if (rule === 'lifo') expect(came.rows).toBeLessThan(500)
          expect(read.longest).toBeLessThan(8000)
        }
      }
    }, 60_000)

    async function fill(count: number) {
      await store.load(records)
      await store.client.command({
        query: `insert into entries (account, time, seq, id, counterparty, amount)
          select concat('f', toString(number % 5000)), toInt64(1709280000000000) + number, number + 1000,
            concat('f', toString(number)), 'elsewhere', -5 from numbers(${count})`,
        clickhouse_settings: { insert_distributed_sync: 1 },
      })
      await store.everywhere('optimize table entries_local final')
      await store.everywhere('optimize table entry_ids_local final')
    }

    test('grows with the accounts that the money touched, not with the table', async () => {
      const rows: number[] = []
      // A claim lies before the rest, and the period is known: nothing asks for all of the table.
      const period = { from: '2024-03-01', to: '2024-03-02' }
      for (const count of [100_000, 800_000]) {
        await fill(count)
        const { client, read } = counting()
        const source = clickhouseSource(client, { ...tables, period })
        const { trace: expanded } = await expandTrace(source, { from: 't1', until: '2024-03-01T09:10:00Z' })
        expect(endings(expanded)).toEqual(inMemory(records))
        rows.push(read.rows)
        // Statements are in the address, which old servers read up to 16 KB.
        expect(read.longest).toBeLessThan(8000)
      }
      for (const count of rows) expect(count).toBeLessThan(40_000)
    })

    test('of a hub: what came from the arrival on, whatever it has done before', async () => {
      const before = Array.from({ length: 500 }, (_, index): TransferRecord => {
        const [from, to] = index % 3 === 0 ? ['hub', `payee-${index}`] : [`payer-${index}`, 'hub']
        return { id: `b${index}`, from, to, amount: 1 + (index % 7), time: Date.UTC(2024, 0, 1) + index * 60_000 }
      })
      const after = transfers(`
        id  time   from    to   amount
        t1  09:00  victim  hub   100
        t2  09:10  hub     out  2000`)
      await store.load([...before, ...after])
      for (const shortfall of ['opening', 'unseen-credit', 'overdraft'] as const) {
        const source = clickhouseSource(store.client, { ...tables, shortfall })
        const { graph } = buildMoneyGraph([...before, ...after], { shortfall })
        for (const rule of ['fifo', 'pro-rata'] as const) {
          const { trace: expanded, read } = await expandTrace(source, { from: 't1', rule })
          expect(endings(expanded)).toEqual(endings(trace(graph, { from: 't1', rule })))
          expect(read.rows).toBeLessThan(6)
        }
      }
    })
  })
})
