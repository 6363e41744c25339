import { buildMoneyGraph, trace } from 'fundtrail'
import { readStatements } from 'fundtrail/statements'
import { describe, expect, it } from 'vitest'
import { endings, problemLines } from '../support/ledger.js'
import { file, gb18030, policeFile } from '../support/statement-files.js'

const VICTIM = '6222000000000000011'
const MULE = '6222000000000000102'
const LAST = '6222000000000000201'

describe('two police files, GB18030, of a victim and a mule', () => {
  const files = [
    file(
      '甲银行交易明细信息.csv',
      gb18030(
        policeFile(
          VICTIM,
          '受害人',
          `2024-03-12_10:03:21 出 50000.00 1234.50 ${MULE} 张某 转账 A1
           2024-03-12_11:00:00 出 30.00 1204.50 - - 手续费 A2`,
        ),
      ),
    ),
    file(
      '乙银行交易明细信息.csv',
      gb18030(
        policeFile(
          MULE,
          '张某',
          `20240312100323 进 50000.00 50500.00 ${VICTIM} 受害人 转账 B1
           20240312100740 出 20000.00 30500.00 ${LAST} 李某 转账 B2
           20240312101500 出 10000.00 20500.00 - - ATM取款 B3`,
        ),
      ),
    ),
  ]

  it('become records, accounts with periods and openings, and a trace', async () => {
    const result = await readStatements(files)
    expect(result.problems).toEqual([])
    expect(result.files.map(({ format, encoding, rows }) => `${format} ${encoding} ${rows}`)).toEqual([
      'police-transactions gb18030 2',
      'police-transactions gb18030 3',
    ])
    expect(result.counts).toEqual({ rows: 5, accepted: 4, merged: 1, excluded: 0, rejected: 0 })
    const [theft, ...others] = result.records
    expect(theft).toMatchObject({
      from: VICTIM,
      to: MULE,
      amount: '50000.00',
      time: '2024-03-12 10:03:21',
      fromBalance: '1234.50',
      toBalance: '50500.00',
      source: [
        { file: '甲银行交易明细信息.csv', row: 2 },
        { file: '乙银行交易明细信息.csv', row: 2 },
      ],
    })
    expect(others.map(({ to, kind }) => `${to} ${kind ?? 'transfer'}`)).toEqual([
      'fee:甲银行 fee',
      `${LAST} transfer`,
      'cash:乙银行 cash',
    ])
    expect(result.accounts.find(({ id }) => id === MULE)).toEqual({
      id: MULE,
      holder: '张某',
      institution: '乙银行',
      // The period begins with the time that the joined record has, the victim's bank's.
      statement: [{ from: '2024-03-12 10:03:21', to: '2024-03-12 10:15:00' }],
      openingBalance: { CNY: '500' },
    })

    const built = buildMoneyGraph(result.records, { accounts: result.accounts, timeZone: 'Asia/Shanghai' })
    expect(problemLines(built.problems)).toEqual([])
    // The mule's statement ends with its last row, before the last row of all: whether the rest is there is not known.
    const traced = trace(built.graph, { from: theft!.id! })
    expect(endings(traced)).toEqual([
      `${MULE} statement-ended 20500`,
      `${LAST} no-statement 19500`,
      'cash:乙银行 cash-out 10000',
    ])
  })
})
