import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildMoneyGraph, FundtrailError, type TransferRecord, trace } from 'fundtrail'
import { type DuckDBSourceOptions, duckdbSource, expandTrace } from 'fundtrail/sources'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect, load } from '../support/duckdb-store.js'
import { endings, transfers } from '../support/ledger.js'

const records = transfers(`
  id  time             from      to        amount  reverses
  o1  08:00            employer  mule-1     30.00  -
  t1  09:00:00.123456  victim    mule-1    100.00  -
  t2  09:00:00.123457  mule-1    mule-2     60.25  -
  x1  09:05            mule-1    mule-9      5.00  -
  x2  09:06            mule-9    mule-1      5.00  x1
  t3  09:10            mule-2    mule-3     60.25  -`)

function inMemory(rows: TransferRecord[], from = 't1'): string[] {
  return endings(trace(buildMoneyGraph(rows).graph, { from }))
}

let connection: Awaited<ReturnType<typeof connect>>
let folder: string
beforeAll(async () => {
  connection = await connect()
  folder = await mkdtemp(join(tmpdir(), 'fundtrail-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function found(options: DuckDBSourceOptions, from = 't1'): Promise<string[]> {
  return endings((await expandTrace(duckdbSource(connection, options), { from })).trace)
}

async function refusal(options: DuckDBSourceOptions): Promise<string> {
  const error = await found(options).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(FundtrailError)
  return (error as FundtrailError).message
}

describe('where the rows are', () => {
  beforeAll(() => load(connection, records, []))

  test('a table', async () => {
    expect(await found({ entries: 'entries' })).toEqual(inMemory(records))
    expect(await found({ entries: ['main', 'entries'] })).toEqual(inMemory(records))
  })

  test('a table whose name is anything at all', async () => {
    const name = 'my "entries"; drop table entries; --'
    await connection.run(`create or replace table "${name.replaceAll('"', '""')}" as from entries`)
    expect(await found({ entries: name })).toEqual(inMemory(records))
    expect(await found({ entries: 'entries' })).toEqual(inMemory(records))
  })

  test('amounts as decimals', async () => {
    await connection.run(
      `create or replace table in_yuan as
       select * replace ((amount / 100)::decimal(18,2) as amount, (balance / 100)::decimal(18,2) as balance) from entries`,
    )
    expect(await found({ entries: 'in_yuan' })).toEqual(inMemory(records))
  })

  test('Parquet files', async () => {
    const parquet = join(folder, "it's.parquet")
    await connection.run(`copy entries to '${parquet.replaceAll("'", "''")}' (format parquet)`)
    expect(await found({ entries: { parquet } })).toEqual(inMemory(records))
  })

  test('CSV files, where account 0100 stays 0100', async () => {
    const zeros = records.map((record) => ({
      ...record,
      from: record.from.replace('mule-', '010'),
      to: record.to.replace('mule-', '010'),
    }))
    await load(connection, zeros, [])
    const csv = join(folder, 'entries.csv')
    await connection.run(`copy entries to '${csv}' (header true)`)
    expect(await found({ entries: { csv } })).toEqual(inMemory(zeros))
    expect(await refusal({ entries: { csv: join(folder, 'none.csv') } })).toContain('none.csv')
    await connection.run(`copy (select * replace (amount + 0.5 as amount) from entries) to '${csv}' (header true)`)
    expect(await refusal({ entries: { csv } })).toContain('is not a number of the kind')
  })
})

test('a claim is found by a table of ids, with what reverses it', async () => {
  await load(connection, records, [])
  const source = duckdbSource(connection, { entries: 'entries', ids: 'entry_ids' })
  const found = await source.transfers(['x1', 't3', 'nobody'])
  expect([...new Set(found.map(({ id }) => id))].sort()).toEqual(['t3', 'x1', 'x2'])
  expect(endings((await expandTrace(source, { from: 't1' })).trace)).toEqual(inMemory(records))
})

test.each(['timestamp_s', 'timestamp_ms', 'timestamptz', 'timestamp'])('times may be %s', async (type) => {
  const whole = records.map((record) => ({ ...record, time: new Date(record.time).setMilliseconds(0) }))
  await load(connection, whole, [])
  await connection.run("set timezone = 'Asia/Shanghai'")
  const zoned = type === 'timestamptz' ? "time at time zone 'UTC'" : `time::${type}`
  await connection.run(
    `create or replace table timed as select * replace (${zoned} as time) from entries order by account, time`,
  )
  const source = duckdbSource(connection, { entries: 'timed' })
  for (const pageRows of [1, 100]) {
    const { trace: found } = await expandTrace(source, { from: 't1', pageRows })
    expect(endings(found)).toEqual(inMemory(whole))
  }
})

describe('the opening balances of accounts', () => {
  const known = [{ id: 'mule-1', openingBalance: { CNY: '12.05' } }]
  const openings = async (entries: string, accounts: string) => {
    const source = duckdbSource(connection, { entries, accounts })
    const answer = await source.statements([{ account: 'mule-1', since: new Date('2024-03-01T09:00:00Z') }])
    return Object.values(answer.accounts[0]!.openingBalance!).map(Number)
  }
  beforeAll(async () => {
    await load(connection, records, known)
    const inYuan = (columns: string[]) => columns.map((name) => `(${name} / 100)::decimal(18,4) as ${name}`).join(', ')
    await connection.run(
      `create or replace table yuan as select * replace (${inYuan(['amount', 'balance'])}) from entries`,
    )
    await connection.run(
      `create or replace table who_in_yuan as select * replace (${inYuan(['opening'])}) from accounts`,
    )
  })

  test.each([
    ['entries', 'accounts'],
    ['entries', 'who_in_yuan'],
    ['yuan', 'accounts'],
    ['yuan', 'who_in_yuan'],
  ])('%s and %s may count otherwise', async (entries, accounts) => {
    expect(await openings(entries, accounts)).toEqual([42.05])
  })

  test('one that the entries could not count is refused', async () => {
    await connection.run("update who_in_yuan set opening = 12.0501 where id = 'mule-1'")
    await expect(openings('entries', 'who_in_yuan')).rejects.toThrow('more decimals than 2')
  })
})

describe('what is refused', () => {
  beforeAll(() => load(connection, records, []))

  test.each([
    ['amounts as floats', 'select * replace (amount::double as amount) from entries', 'amount is DOUBLE'],
    ['accounts as numbers', 'select * replace (seq as account) from entries', 'account is BIGINT'],
    ['times as text', 'select * replace (time::varchar as time) from entries', 'time is VARCHAR'],
    ['a missing column', 'select * exclude (seq) from entries', 'seq is missing'],
    ['integers beside decimals', 'select * replace (balance::decimal(9,2) as balance) from entries', 'all decimals'],
  ])('%s', async (_, sql, why) => {
    await connection.run(`create or replace view odd as ${sql}`)
    expect(await refusal({ entries: 'odd' })).toContain(why)
  })

  test('what is no relation, no connection, no mode', async () => {
    expect(await refusal({ entries: '' })).toContain("a table's name")
    expect(() => duckdbSource({} as never, { entries: 'entries' })).toThrow('DuckDBConnection')
    expect(() => duckdbSource(connection, { entries: 'entries', shortfall: 'none' as never })).toThrow('shortfall')
  })
})

test.each(["it's", '"; drop table entries; --', '__proto__', '$1', '张某', 'nul\u0000nul', ' ', '{"asked":"victim"}'])(
  'an account may be called %j',
  async (id) => {
    const hostile = records.map((record) => ({
      ...record,
      from: record.from === 'mule-1' ? id : record.from,
      to: record.to === 'mule-1' ? id : record.to,
      id: record.id === 't1' ? id : record.id!,
    }))
    await load(connection, hostile, [])
    expect(await found({ entries: 'entries' }, id)).toEqual(inMemory(hostile, id))
  },
)

test('a hub is read from the arrival on, whatever it has done before', async () => {
  const before = Array.from({ length: 500 }, (_, index): TransferRecord => {
    const [from, to] = index % 3 === 0 ? ['hub', `payee-${index}`] : [`payer-${index}`, 'hub']
    return { id: `b${index}`, from, to, amount: 1 + (index % 7), time: Date.UTC(2024, 0, 1) + index * 60_000 }
  })
  const after = transfers(`
    id  time   from    to   amount
    t1  09:00  victim  hub   100
    t2  09:10  hub     out  2000`)
  await load(connection, [...before, ...after], [])
  for (const shortfall of ['opening', 'unseen-credit', 'overdraft'] as const) {
    const source = duckdbSource(connection, { entries: 'entries', shortfall })
    const { graph } = buildMoneyGraph([...before, ...after], { shortfall })
    for (const rule of ['fifo', 'lifo', 'pro-rata', 'libr'] as const) {
      const { trace: expanded, read } = await expandTrace(source, { from: 't1', rule })
      expect(endings(expanded)).toEqual(endings(trace(graph, { from: 't1', rule })))
      expect(read.rows).toBeLessThan(6)
    }
  }
})

test('a large account beside small ones is read in pages, from a table in many row groups', async () => {
  const hub = Array.from({ length: 9000 }, (_, index): TransferRecord => {
    const [from, to] = index % 2 === 0 ? ['hub', `payee-${index % 50}`] : [`payer-${index % 50}`, 'hub']
    return { id: `h${index}`, from, to, amount: 1 + (index % 5), time: Date.UTC(2024, 2, 1) + index * 10_000 }
  })
  const paid = transfers(`
    id  time   from    to      amount
    t1  09:00  victim  mule-1  900
    t2  09:10  mule-1  hub     700
    t3  09:20  mule-1  mule-2  200
    t4  12:00  mule-2  hub     200`)
  const rows = [...hub, ...paid].sort((a, b) => Number(a.time) - Number(b.time))
  await load(connection, rows, [])
  const source = duckdbSource(connection, { entries: 'entries', ids: 'entry_ids' })
  const { graph } = buildMoneyGraph(rows)
  for (const rule of ['fifo', 'lifo', 'pro-rata'] as const) {
    const { trace: found } = await expandTrace(source, { from: 't1', rule })
    expect(endings(found)).toEqual(endings(trace(graph, { from: 't1', rule })))
  }
  const { read } = await expandTrace(source, { from: 't1', rule: 'lifo' })
  expect(read.rows).toBeLessThan(hub.length)
}, 120_000)
