import { buildMoneyGraph, freezable, nextStatements, trace } from 'fundtrail'
import { readStatements } from 'fundtrail/statements'
import { describe, expect, it } from 'vitest'
import { endings, ledgerLines, problemLines } from '../support/ledger.js'
import { file, gb18030, policeFile, rowsUnder, tenpayFile } from '../support/statement-files.js'

const VICTIM = '6222000000000000011'
const FIRST = '6222000000000000102'
const SECOND = '6222000000000000201'
const MISSING = '6228000000000000300'
const ORDER = '20240312000000000000000001'
const TENPAY = '243300133 财付通支付科技有限公司'

/**
 * The victim paid FIRST at one bank, which paid SECOND at another, a wallet, and MISSING at a third bank whose answer
 * has not come. On the way: a fee, interest, a payment that came back, a number that a spreadsheet destroyed.
 */
const files = [
  file(
    '甲银行交易明细信息.csv',
    gb18030(
      policeFile(
        FIRST,
        '张某',
        `2024-03-12_10:00:00 进 1000.00 1000.00 ${VICTIM} 受害人 转账 A0000001
         2024-03-12_10:01:00 出 300.00 700.00 ${MISSING} 李某 转账 A0000002
         2024-03-12_10:02:00 进 300.00 1000.00 ${MISSING} 李某 退汇 A0000003
         2024-03-12_10:03:00 出 400.00 600.00 ${MISSING} 李某 转账 A0000004
         2024-03-12_10:04:00 出 2.00 598.00 - - 手续费 A0000005
         2024-03-12_10:05:00 出 250.00 348.00 ${SECOND} 王某 转账 A0000006
         2024-03-12_10:06:00 出 200.00 148.00 ${TENPAY} 充值${ORDER} A0000007
         2024-03-12_10:07:00 出 48.00 100.00 6.22202E+18 赵某 转账 A0000008`,
      ),
    ),
  ),
  file(
    '乙银行.csv',
    `客户姓名：王某 卡号：${SECOND}
起始日期：2024-03-01 终止日期：2024-03-12

交易日期,交易时间,摘要,收入金额,支出金额,余额,对方户名,对方账号
2024-03-12,10:30:00,取现,,150.00,100.50,,
2024-03-12,10:05:04,转账,250.00,,250.50,张某,${FIRST}
2024-03-11,00:00:00,结息,0.50,,0.50,,
`,
  ),
  file(
    'TenpayTrades.txt',
    tenpayFile(
      'wx-1',
      '孙某',
      `2024-03-12_10:06:01 入 20000 20000 充值 ${ORDER} ${FIRST}
       2024-03-12_10:20:00 出 5000 15000 转账 - - wx-2`,
    ),
  ),
  file(
    '甲银行强制措施信息.csv',
    gb18030(
      rowsUnder(
        '银行名称,账号,冻结措施类型,冻结金额,冻结机关,冻结开始日期,冻结截止日期,措施序号,备注',
        `银行名称=甲银行|账号=${FIRST}|冻结措施类型=公安止付|冻结机关=甲市公安局|冻结开始日期=2024-03-12|冻结截止日期=2024-03-14|措施序号=1`,
      ),
    ),
  ),
]

describe('two banks, a wallet, and a bank whose answer is missing', () => {
  it('files to records to a trace to the next request', async () => {
    const { records, accounts, problems, counts } = await readStatements(files, { timeZone: 'Asia/Shanghai' })
    expect(problems.map(({ file: name, row, code }) => `${name} ${row} ${code}`)).toEqual([
      '甲银行交易明细信息.csv 9 lost-number',
    ])
    expect(counts).toEqual({ rows: 14, accepted: 12, merged: 2, excluded: 0, rejected: 0 })
    const { graph, problems: built } = buildMoneyGraph(records, { accounts, timeZone: 'Asia/Shanghai' })
    // The payment that came back and what undid it.
    expect(problemLines(built)).toEqual(['2 warning reversed', '3 warning reversed'])
    expect(graph.account(SECOND).statement).toEqual([
      { from: new Date('2024-02-29T16:00:00Z'), to: new Date('2024-03-12T15:59:59.999Z') },
    ])
    expect(ledgerLines(graph.statement(FIRST)).map((line) => line.split(' ').at(-1))).toEqual(
      '0 1000 600 598 348 148 100'.split(' '),
    )

    const traced = trace(graph, { from: '甲银行交易明细信息.csv#2' })
    expect(endings(traced)).toEqual([
      `${FIRST} statement-ended 100`,
      `${MISSING} no-statement 400`,
      'wx-1 statement-ended 150',
      // The interest was there first, and went with the cash.
      `${SECOND} held 100.5`,
      'unknown:甲银行交易明细信息.csv#9 no-statement 48',
      'fee:甲银行 spent 2',
      'wx-2 no-statement 50',
      'cash:乙银行 cash-out 149.5',
    ])
    expect(
      nextStatements(traced).map(({ account, amount, institution }) => [account, amount.toFixed(), institution]),
    ).toEqual([
      [MISSING, '400', undefined],
      ['wx-1', '150', '财付通'],
      [FIRST, '100', '甲银行'],
      ['wx-2', '50', '财付通'],
      ['unknown:甲银行交易明细信息.csv#9', '48', undefined],
    ])
    expect(graph.account(FIRST).frozenBy).toBe('甲市公安局 公安止付, from 2024-03-12, until 2024-03-14')
    expect(
      freezable(traced).accounts.map(({ account, cautions }) => [account, cautions.includes('already-frozen')]),
    ).toContainEqual([FIRST, true])
  })

  it('the missing answer comes: its part of the money moves on', async () => {
    const answer = file(
      '丙银行交易明细信息.csv',
      policeFile(
        MISSING,
        '李某',
        `2024-03-12_10:01:01 进 300.00 300.00 ${FIRST} 张某 转账 C0000001
         2024-03-12_10:02:01 出 300.00 0.00 ${FIRST} 张某 退汇 C0000002
         2024-03-12_10:03:02 进 400.00 400.00 ${FIRST} 张某 转账 C0000003
         2024-03-12_11:00:00 出 400.00 0.00 6228000000000000417 周某 转账 C0000004`,
      ),
    )
    const { records, accounts, counts } = await readStatements([...files, answer], { timeZone: 'Asia/Shanghai' })
    expect(counts).toEqual({ rows: 18, accepted: 13, merged: 5, excluded: 0, rejected: 0 })
    const { graph } = buildMoneyGraph(records, { accounts, timeZone: 'Asia/Shanghai' })
    const traced = trace(graph, { from: '甲银行交易明细信息.csv#2' })
    expect(nextStatements(traced)[0]).toMatchObject({ account: '6228000000000000417' })
    expect(endings(traced)).toContain('6228000000000000417 no-statement 400')
  })
})
