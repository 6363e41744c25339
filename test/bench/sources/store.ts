/** Stores for the measurements: made once, kept in a folder outside the repository, and used again. */
import { once } from 'node:events'
import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { accountIds, movements, type Shape, transferIds } from '../generator.js'

/** Rows in which DuckDB tells apart what a question needs: its own 122,880 are made for reading whole tables. */
const ROW_GROUP = 16_384
export const MEMORY = '3GB'

/** The DuckDB file that holds these transfers in the layout of docs/scale.md; made where it is not there yet. */
export async function duckdbStore(folder: string, shape: Shape): Promise<string> {
  const name = `transfers-${shape.transfers}-${shape.accounts}-${shape.seed}`
  const path = join(folder, `${name}.duckdb`)
  if (existsSync(path)) return path
  await mkdir(folder, { recursive: true })
  const [rows, ids, part] = [`${name}.rows.csv`, `${name}.ids.csv`, `${name}.part`].map((file) =>
    join(folder, file),
  ) as [string, string, string]
  for (const file of [part, `${part}.wal`]) await rm(file, { force: true })
  await writeLines(rows, movementLines(shape))
  await writeLines(ids, idLines(shape))
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: MEMORY,
    threads: '2',
    temp_directory: join(folder, 'spill'),
  })
  const connection = await instance.connect()
  const width = transferIds(shape)(0).length - 1
  await connection.run(`attach '${part}' as store (row_group_size ${ROW_GROUP})`)
  await connection.run(`create temp table ids as
    from read_csv('${ids}', header = false, columns = { n: 'INTEGER', id: 'VARCHAR' })`)
  await connection.run(`create temp view moved as
    select m.n as seq, 't' || lpad(m.n::varchar, ${width}, '0') as id, epoch_ms(ms) as time, p.id as payer, q.id as payee, cents
    from read_csv('${rows}', header = false,
      columns = { n: 'BIGINT', payer: 'INTEGER', payee: 'INTEGER', cents: 'BIGINT', ms: 'BIGINT' }) m
    join ids p on p.n = m.payer join ids q on q.n = m.payee`)
  await connection.run(`create table store.entries as
    select account, time, seq, id, counterparty, amount from (
      select payer as account, time, seq, id, payee as counterparty, -cents as amount from moved
      union all select payee, time, seq, id, payer, cents from moved)
    order by account, time, seq`)
  await connection.run('create table store.transfers as select id, payer as account from moved order by id')
  await connection.run('checkpoint store')
  await connection.run('detach store')
  connection.closeSync()
  instance.closeSync()
  for (const file of [rows, ids]) await rm(file)
  await rename(part, path)
  return path
}

function* movementLines(shape: Shape): Generator<string> {
  let n = 0
  for (const { payer, payee, cents, time } of movements(shape)) yield `${++n},${payer},${payee},${cents},${time}\n`
}

function* idLines(shape: Shape): Generator<string> {
  const idOf = accountIds(shape)
  for (let account = 0; account < shape.accounts; account++) yield `${account},${idOf(account)}\n`
}

async function writeLines(path: string, lines: Iterable<string>): Promise<void> {
  const file = createWriteStream(path)
  let block = ''
  for (const line of lines) {
    block += line
    if (block.length < 1 << 20) continue
    if (!file.write(block)) await once(file, 'drain')
    block = ''
  }
  file.end(block)
  await once(file, 'finish')
}
