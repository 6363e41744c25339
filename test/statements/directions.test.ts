/** Statements that say with no column and no sign whether money came or went. */
import { readStatements } from 'fundtrail/statements'
import { expect, test } from 'vitest'
import { file } from '../support/statement-files.js'

const HEAD = '账号,交易时间,交易金额,交易余额,对方账号,对方户名'

async function read(rows: string[]) {
  const { records, problems, counts } = await readStatements([file('bank.csv', [HEAD, ...rows, ''].join('\n'))])
  return {
    moved: records.map(({ from, to, amount }) => `${from} > ${to} ${amount}`),
    told: problems.map(({ code, row }) => `${row} ${code}`),
    counts,
  }
}

const ROWS = [
  '6222000000000000011,2024-03-12 09:00:00,1000.00,1000.00,6222000000000000101,张某',
  '6222000000000000011,2024-03-12 09:10:00,300.00,700.00,6222000000000000102,张某',
  '6222000000000000011,2024-03-12 09:20:00,50.00,750.00,6222000000000000103,张某',
]
const MOVED = [
  '6222000000000000101 > 6222000000000000011 1000.00',
  '6222000000000000011 > 6222000000000000102 300.00',
  '6222000000000000103 > 6222000000000000011 50.00',
]

test('the balances say it, oldest first; the first row has none before it', async () => {
  const { moved, told } = await read(ROWS)
  expect(moved).toEqual(MOVED)
  expect(told).toEqual(['2 unknown-direction'])
})

test('the balances say it, newest first', async () => {
  const { moved, told } = await read([...ROWS].reverse())
  expect(moved).toEqual(MOVED)
  expect(told).toEqual(['4 unknown-direction'])
})

test('without balances each row is told, and taken as money in', async () => {
  const { moved, told } = await read(ROWS.map((row) => row.replace(/,\d+\.00,6222/, ',,6222')))
  expect(moved.every((line) => line.includes('> 6222000000000000011 '))).toBe(true)
  expect(told).toEqual(['2 unknown-direction', '3 unknown-direction', '4 unknown-direction'])
})

test('where amounts have both signs, they say it', async () => {
  const { moved, told } = await read(ROWS.map((row) => row.replace(',300.00,', ',-300.00,')))
  expect(moved).toEqual(MOVED)
  expect(told).toEqual([])
})
