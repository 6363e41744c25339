import { buildMoneyGraph, trace } from 'fundtrail'
import { readStatements, type StatementOptions } from 'fundtrail/statements'
import { describe, expect, it } from 'vitest'
import { endings, ledgerLines, problemLines } from '../support/ledger.js'
import { file, policeFile } from '../support/statement-files.js'

const A = '6222000000000000011'
const B = '6222000000000000102'
const C = '6222000000000000201'

/** A bank's own export of an account: another format than the police's, with the columns that it has. */
function bankExport(card: string, header: string, rows: string): string {
  const lines = rows
    .trim()
    .split('\n')
    .map((line) => line.trim().replaceAll('_', ' '))
  return [`卡号:${card}`, header, ...lines, ''].join('\n')
}

async function read(files: Record<string, string>, options?: StatementOptions) {
  const result = await readStatements(
    Object.entries(files).map(([name, text]) => file(`${name}.csv`, text)),
    options,
  )
  const { rows, accepted, merged, excluded, rejected } = result.counts
  expect(rows).toBe(accepted + merged + excluded + rejected)
  const { graph, problems } = buildMoneyGraph(result.records, { accounts: result.accounts })
  return {
    ...result,
    graph,
    built: problemLines(problems),
    brief: result.records.map(({ id, from, to, amount, time }) => `${id} ${from} ${to} ${amount} ${time}`),
    balances: (id: string) => ledgerLines(graph.statement(id)).map((line) => line.split(' ').at(-1)),
  }
}

describe('A, B, and a second export of A', () => {
  const a = policeFile(
    A,
    '张某',
    `2024-03-12_10:00:00 出 5.00 95.00 ${B} 李某 转账 S1
     2024-03-12_10:00:00 出 5.00 90.00 ${B} 李某 转账 S2
     2024-03-12_10:30:00 进 1.00 91.00 ${C} 王某 转账 S3`,
  )
  const b = policeFile(
    B,
    '李某',
    `2024-03-12_10:00:01 进 5.00 5.00 ${A} 张某 转账 T1
     2024-03-12_10:00:01 进 5.00 10.00 ${A} 张某 转账 T2`,
  )
  const again = {
    'the same file': a,
    'a format without counterparties and serial numbers': bankExport(
      A,
      '交易日期,交易时间,收入金额,支出金额,余额',
      `2024-03-12,10:30:00,1.00,,91.00
       2024-03-12,10:00:00,,5.00,90.00
       2024-03-12,10:00:00,,5.00,95.00`,
    ),
    'a format with dates alone': bankExport(
      A,
      '交易日期,交易金额,余额,对方账号',
      `2024-03-12,-5.00,95.00,${B}
       2024-03-12,-5.00,90.00,${B}
       2024-03-12,1.00,91.00,${C}`,
    ),
    'a format with serial numbers and no balances': bankExport(
      A,
      '交易时间,交易金额,交易流水号,对方账号',
      `2024-03-12_10:00:00,-5.00,S1,${B}
       2024-03-12_10:00:00,-5.00,S2,${B}
       2024-03-12_10:30:00,1.00,S3,${C}`,
    ),
  }
  const names = Object.keys(again) as (keyof typeof again)[]

  it.each(names)('%s: three transfers, in whichever order the files come', async (name) => {
    const orders = [
      { a, b, x: again[name] },
      { x: again[name], a, b },
      { b, x: again[name], a },
    ]
    for (const files of orders) {
      const { records, counts, built, balances, brief } = await read(files)
      expect(counts).toEqual({ rows: 8, accepted: 3, merged: 5, excluded: 0, rejected: 0 })
      expect(brief.map((line) => line.split(' ').slice(1, 4).join(' '))).toHaveLength(3)
      expect(records.filter(({ from, to }) => from === A && to === B)).toHaveLength(2)
      expect(built).toEqual([])
      expect(balances(A)).toEqual(['100', '95', '90', '91'])
      expect(balances(B)).toEqual(['0', '5', '10'])
      const theft = records.find(({ from }) => from === A)!
      // Every row leads back, and every row's id leads to its transfer.
      expect([theft.source].flat().map((source) => source?.file)).toHaveLength(3)
      expect(theft.aliases).toHaveLength(2)
    }
  })

  it('what one export lacks the other gives: counterparty, seconds, balance', async () => {
    const { records } = await read({ x: again['a format without counterparties and serial numbers'], a })
    expect(records.map(({ from, to }) => `${from} ${to}`)).toEqual([`${A} ${B}`, `${A} ${B}`, `${C} ${A}`])
    const days = await read({ x: again['a format with dates alone'], a })
    expect(days.records.map(({ time }) => time)).toEqual([
      '2024-03-12 10:00:00',
      '2024-03-12 10:00:00',
      '2024-03-12 10:30:00',
    ])
  })

  it('exports that overlap cover one period without a hole', async () => {
    const rows = Array.from({ length: 6 }, (_, i) => `2024-03-12_1${i}:00:00 进 1.00 ${i + 1}.00 ${C} 王某 转账 S${i}`)
    const { accounts, graph, counts } = await read({
      morning: policeFile(A, '张某', rows.slice(0, 4).join('\n')),
      noon: policeFile(A, '张某', rows.slice(2).join('\n')),
    })
    expect(counts).toMatchObject({ accepted: 6, merged: 2 })
    expect(accounts[0]?.statement).toEqual([
      { from: '2024-03-12 10:00:00', to: '2024-03-12 13:00:00' },
      { from: '2024-03-12 12:00:00', to: '2024-03-12 15:00:00' },
    ])
    expect(graph.account(A).statement).toHaveLength(1)
  })

  it('rows that differ in counterparty, serial number or balance are two', async () => {
    const row = (counterparty: string, serial: string, balance: string) =>
      policeFile(A, '张某', `2024-03-12_10:00:00 出 5.00 ${balance} ${counterparty} 李某 转账 ${serial}`)
    const first = row(B, 'S1', '95.00')
    for (const other of [row(C, 'S1', '95.00'), row(B, 'S2', '95.00'), row(B, 'S1', '90.00')]) {
      const { records, counts } = await read({ a: first, x: other })
      expect(records).toHaveLength(2)
      expect(counts).toMatchObject({ accepted: 2, merged: 0 })
    }
  })
})

describe('both sides of a transfer', () => {
  it('are never two rows of one side, nor of unequal amounts, nor beyond the window', async () => {
    const out = (time: string, amount: string, serial: string) =>
      policeFile(A, '张某', `2024-03-12_${time} 出 ${amount} - ${B} 李某 转账 ${serial}`)
    const came = policeFile(B, '李某', `2024-03-12_10:00:00 进 5.00 - ${A} 张某 转账 T1`)
    expect((await read({ a: out('10:00:00', '5.00', 'S1'), a2: out('10:00:01', '5.00', 'S2') })).records).toHaveLength(
      2,
    )
    expect((await read({ a: out('10:00:00', '5.01', 'S1'), b: came })).records).toHaveLength(2)
    expect((await read({ a: out('10:05:00', '5.00', 'S1'), b: came })).records).toHaveLength(1)
    expect((await read({ a: out('10:05:01', '5.00', 'S1'), b: came })).records).toHaveLength(2)
    const wide = await read({ a: out('10:20:00', '5.00', 'S1'), b: came }, { within: { minutes: 20 } })
    expect(wide.records).toHaveLength(1)
  })

  it('one of three equal transfers is missing on the other side: it stays, and each is joined once', async () => {
    const { records, counts } = await read({
      a: policeFile(
        A,
        '张某',
        `2024-03-12_10:00:00 出 5.00 95.00 ${B} 李某 转账
         2024-03-12_10:00:00 出 5.00 90.00 ${B} 李某 转账
         2024-03-12_10:00:01 出 5.00 85.00 ${B} 李某 转账`,
      ),
      b: policeFile(
        B,
        '李某',
        `2024-03-12_10:00:01 进 5.00 5.00 ${A} 张某 转账\n2024-03-12_10:00:02 进 5.00 10.00 ${A} 张某 转账`,
      ),
    })
    expect(records).toHaveLength(3)
    expect(counts).toMatchObject({ accepted: 3, merged: 2 })
  })

  it('by the numbers of account, card and sub-account that the files put together', async () => {
    const accounts = `账户开户名称,开户人证件号码,交易卡号,交易账号,账户余额,账户状态,账号开户银行\n李某,,${B},800200,,正常,乙银行\n`
    const { brief } = await read({
      a: policeFile(A, '张某', '2024-03-12_10:00:00 出 5.00 95.00 800200＿1 李某 转账'),
      b: policeFile(B, '李某', `2024-03-12_10:00:01 进 5.00 5.00 ${A} 张某 转账`),
      accounts,
    })
    expect(brief).toEqual([`a.csv#2 ${A} ${B} 5.00 2024-03-12 10:00:00`])
  })

  it('a serial number that both state pairs them a day apart: the money is on its way in between', async () => {
    const { brief, built, graph, balances } = await read({
      a: policeFile(
        A,
        '张某',
        `2024-03-12_10:00:00 出 5.00 95.00 ${B} 李某 转账 2024031200000001
         2024-03-12_11:00:00 出 5.00 90.00 ${C} 王某 转账 2024031200000002`,
      ),
      b: policeFile(
        B,
        '李某',
        `2024-03-12_12:00:00 进 1.00 1.00 ${C} 王某 转账 2024031200000003
         2024-03-13_10:00:00 进 5.00 6.00 ${A} 张某 转账 2024031200000001`,
      ),
    })
    expect(brief.filter((line) => line.includes('clearing:'))).toEqual([
      `a.csv#2 ${A} clearing:a.csv#2 5.00 2024-03-12 10:00:00`,
      `b.csv#3 clearing:a.csv#2 ${B} 5.00 2024-03-13 10:00:00`,
    ])
    expect(built).toEqual([])
    expect(balances(B)).toEqual(['0', '1', '6'])
    expect(endings(trace(graph, { from: 'a.csv#2' }))).toEqual([`${B} held 5`])
  })

  it('a bank that states days and one that states seconds: one transfer, at the second', async () => {
    const { brief, built, counts } = await read({
      a: bankExport(
        A,
        '交易日期,交易金额,余额,对方账号',
        `2024-03-12,-5.00,95.00,${B}
         2024-03-12,-5.00,90.00,${B}
         2024-03-13,-5.00,85.00,${B}`,
      ),
      b: policeFile(
        B,
        '李某',
        `2024-03-12_15:00:01 进 5.00 5.00 ${A} 张某 转账\n2024-03-12_16:00:02 进 5.00 10.00 ${A} 张某 转账`,
      ),
    })
    expect(brief).toEqual([
      `a.csv#3 ${A} ${B} 5.00 2024-03-12 15:00:01`,
      `a.csv#4 ${A} ${B} 5.00 2024-03-12 16:00:02`,
      `a.csv#5 ${A} ${B} 5.00 2024-03-13`,
    ])
    expect(built).toEqual([])
    expect(counts).toMatchObject({ accepted: 3, merged: 2 })
  })
})

describe('clocks of two banks', () => {
  it.each([
    ["the payee's clock runs behind", '10:00:00', '09:58:00', '09:59:00'],
    ["the payee's clock runs ahead", '10:00:00', '10:02:00', '10:03:00'],
  ])('%s: what the mule sends on at once still comes after what came', async (_, sent, came, on) => {
    const { graph, built } = await read({
      a: policeFile(A, '张某', `2024-03-12_${sent} 出 50.00 0.00 ${B} 李某 转账`),
      b: policeFile(
        B,
        '李某',
        `2024-03-12_09:00:00 进 1.00 1.00 ${C} 王某 转账
         2024-03-12_${came} 进 50.00 51.00 ${A} 张某 转账
         2024-03-12_${on} 出 51.00 0.00 ${C} 王某 转账`,
      ),
    })
    expect(built).toEqual([])
    expect(endings(trace(graph, { from: 'a.csv#2' }))).toEqual([`${C} no-statement 50`])
  })

  it('rows between the two times, on the statement of the later bank: they came before', async () => {
    const { built, balances, brief } = await read({
      a: policeFile(A, '张某', `2024-03-12_10:00:00 出 50.00 0.00 ${B} 李某 转账`),
      b: policeFile(
        B,
        '李某',
        `2024-03-12_10:00:30 进 7.00 7.00 ${C} 王某 转账
         2024-03-12_10:01:00 出 7.00 0.00 ${C} 王某 转账
         2024-03-12_10:02:00 进 50.00 50.00 ${A} 张某 转账`,
      ),
    })
    expect(brief[0]).toContain('10:02:00')
    expect(built).toEqual([])
    expect(balances(B)).toEqual(['0', '7', '0', '50'])
  })

  it('and rows right after on the statement of the earlier one: the time lies between them', async () => {
    const { built, balances } = await read({
      a: policeFile(
        A,
        '张某',
        `2024-03-12_10:00:00 出 50.00 10.00 ${B} 李某 转账
         2024-03-12_10:01:30 出 10.00 0.00 ${C} 王某 转账`,
      ),
      b: policeFile(
        B,
        '李某',
        `2024-03-12_10:01:00 进 7.00 7.00 ${C} 王某 转账
         2024-03-12_10:02:00 进 50.00 57.00 ${A} 张某 转账`,
      ),
    })
    expect(built).toEqual([])
    expect(balances(A)).toEqual(['60', '10', '0'])
    expect(balances(B)).toEqual(['0', '7', '57'])
  })
})
