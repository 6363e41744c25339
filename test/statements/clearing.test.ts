import { buildMoneyGraph, freezable, nextStatements, trace } from 'fundtrail'
import { readStatements, type StatementOptions } from 'fundtrail/statements'
import { describe, expect, it } from 'vitest'
import { endings, ledgerLines, moves, problemLines } from '../support/ledger.js'
import { file, policeFile, rowsUnder, tenpayFile } from '../support/statement-files.js'

const VICTIM = '6222000000000000011'
const MULE = '6222000000000000102'
const OTHER = '6222000000000000201'
const LAST = '6222000000000000300'
/** Numbers of orders as the networks write them. */
const ORDER = '20240312000000000000000001'
const ORDER_2 = '20240312000000000000000002'
const TENPAY = '243300133 财付通支付科技有限公司'

/** Banks' files by card, and wallets' by id; the trace is of the first record. */
async function read(files: Record<string, string>, options?: StatementOptions, told: string[] = []) {
  const data = Object.entries(files).map(([id, rows]) =>
    id.startsWith('wx')
      ? file(`${id}.txt`, tenpayFile(id, `holder of ${id}`, rows))
      : file(`${id.slice(-3)}.csv`, policeFile(id, `holder of ${id.slice(-3)}`, rows)),
  )
  const result = await readStatements(data, options)
  expect(result.problems).toEqual([])
  const { rows, accepted, merged, excluded, rejected } = result.counts
  expect(rows).toBe(accepted + merged + excluded + rejected)
  const { graph, problems } = buildMoneyGraph(result.records, { accounts: result.accounts })
  expect(problemLines(problems)).toEqual(told)
  const brief = result.records.map(({ id, from, to, amount, kind }) =>
    [id, from, to, amount, kind].filter((part) => part !== undefined).join(' '),
  )
  return { ...result, graph, brief, kinds: new Map(result.accounts.map(({ id, kind }) => [id, kind])) }
}

describe('money through 网联, 银联 and reserves', () => {
  it('a top-up: the bank row and the institution row of one order are one transfer, whatever else is cleared', async () => {
    const { records, brief, counts, graph, accounts } = await read({
      [MULE]: `2024-03-12_10:00:00 进 500.00 500.00 ${VICTIM} 受害人 转账 B1
               2024-03-12_10:05:00 出 500.00 0.00 ${TENPAY} 充值${ORDER} B2`,
      // Of the same amount in the same second.
      [OTHER]: `2024-03-12_10:05:00 出 500.00 20.00 ${TENPAY} 充值${ORDER_2} B9`,
      'wx-1': `2024-03-12_10:05:01 入 50000 50000 充值 ${ORDER}
               2024-03-12_10:09:00 出 50000 0 转账 - - wx-9`,
      'wx-2': `2024-03-12_10:05:01 入 50000 50000 充值 ${ORDER_2}`,
    })
    expect(brief).toEqual([
      `102.csv#2 ${VICTIM} ${MULE} 500.00`,
      `102.csv#3 ${MULE} wx-1 500.00`,
      `201.csv#2 ${OTHER} wx-2 500.00`,
      'wx-1.txt#3 wx-1 wx-9 500.00',
    ])
    expect(records[1]).toEqual({
      id: '102.csv#3',
      from: MULE,
      to: 'wx-1',
      amount: '500.00',
      time: '2024-03-12 10:05:00',
      currency: 'CNY',
      fromBalance: '0.00',
      toBalance: '500.00',
      memo: `充值${ORDER}\n充值\nvia 财付通支付科技有限公司`,
      source: [
        { file: '102.csv', row: 3 },
        { file: 'wx-1.txt', row: 2 },
      ],
      aliases: ['wx-1.txt#2'],
    })
    expect(counts).toEqual({ rows: 6, accepted: 4, merged: 2, excluded: 0, rejected: 0 })
    expect(accounts.map(({ id }) => id)).not.toContain('243300133')
    expect(accounts.find(({ id }) => id === 'wx-1')).toMatchObject({
      kind: 'payment',
      institution: '财付通',
      holder: 'holder of wx-1',
    })
    const traced = trace(graph, { from: '102.csv#2' })
    expect(endings(traced)).toEqual(['wx-9 no-statement 500'])
    expect(traced.account('wx-1')?.level).toBe(2)
    expect(nextStatements(traced)).toMatchObject([{ account: 'wx-9', institution: '财付通' }])
  })

  it('without the institution: it ends at the clearing account, shown as a gap, and the institution is asked', async () => {
    const { graph, kinds } = await read({
      [MULE]: `2024-03-12_10:00:00 进 500.00 500.00 ${VICTIM} 受害人 转账 B1
               2024-03-12_10:05:00 出 300.00 200.00 ${TENPAY} 充值${ORDER} B2
               2024-03-12_10:06:00 出 150.00 50.00 - 支付宝（中国）网络技术有限公司客户备付金 快捷支付 B3
               2024-03-12_10:07:00 出 50.00 0.00 - - 网联代付 B4`,
    })
    expect(kinds.get('243300133')).toBe('clearing')
    const traced = trace(graph, { from: '102.csv#2' })
    expect(endings(traced)).toEqual([
      '243300133 no-statement 300',
      'clearing:支付宝（中国）网络技术有限公司客户备付金 no-statement 150',
      'clearing:网联 no-statement 50',
    ])
    expect(nextStatements(traced).map(({ account, institution }) => `${account} ${institution}`)).toEqual([
      '243300133 财付通支付科技有限公司',
      'clearing:支付宝（中国）网络技术有限公司客户备付金 支付宝（中国）网络技术有限公司客户备付金',
      'clearing:网联 网联',
    ])
    // Clearing and reserve accounts are never frozen.
    expect(freezable(traced).accounts).toEqual([])
  })

  it('a withdrawal less a fee, and one that arrives without: the difference is a fee of the wallet', async () => {
    const { brief, graph, records } = await read({
      [VICTIM]: `2024-03-12_10:00:00 出 1001.00 0.00 ${TENPAY} 零钱充值 V0000001`,
      'wx-1': `2024-03-12_10:00:00 入 100100 100100 充值 - ${VICTIM}
               2024-03-12_10:10:00 出 100100 0 提现 ${ORDER} ${MULE}`,
      [MULE]: `2024-03-12_10:10:05 进 1000.00 1000.00 ${TENPAY} 提现${ORDER} B1
               2024-03-12_10:20:00 出 1000.00 0.00 ${LAST} 李某 转账 B2`,
    })
    expect(brief).toEqual([
      `011.csv#2 ${VICTIM} wx-1 1001.00`,
      `wx-1.txt#3 wx-1 ${MULE} 1000.00`,
      'wx-1.txt#3/fee wx-1 fee:财付通 1 fee',
      `102.csv#3 ${MULE} ${LAST} 1000.00`,
    ])
    expect(records.slice(1, 3).map(({ fromBalance }) => fromBalance)).toEqual(['1', '0.00'])
    expect(endings(trace(graph, { from: '011.csv#2' }))).toEqual(['fee:财付通 spent 1', `${LAST} no-statement 1000`])
  })

  it('a difference beyond a fee joins nothing, for it is another order or part of one', async () => {
    const { brief } = await read({
      'wx-1': `2024-03-12_10:10:00 出 100000 0 提现 ${ORDER} -`,
      [MULE]: `2024-03-12_10:10:05 进 900.00 900.00 ${TENPAY} 提现${ORDER} B1
               2024-03-12_10:10:06 进 1001.00 1901.00 ${TENPAY} 提现${ORDER} B2`,
    })
    expect(brief).toEqual([
      'wx-1.txt#2 wx-1 unknown:财付通:提现 1000.00',
      `102.csv#2 243300133 ${MULE} 900.00`,
      `102.csv#3 243300133 ${MULE} 1001.00`,
    ])
  })

  it('a payment that the wallet took from the card: the bank row fills the wallet, the institution row goes on', async () => {
    const { brief, graph } = await read({
      [MULE]: `2024-03-12_10:00:00 进 500.00 500.00 ${VICTIM} 受害人 转账 B1
               2024-03-12_10:05:02 出 500.00 0.00 ${TENPAY} 消费 B2`,
      'wx-1': `2024-03-12_10:01:00 入 700 700 转账 - - wx-8
               2024-03-12_10:05:00 出 50000 700 转账 ${ORDER} ${MULE} wx-9`,
    })
    expect(brief).toEqual([
      `102.csv#2 ${VICTIM} ${MULE} 500.00`,
      `102.csv#3 ${MULE} wx-1 500.00`,
      'wx-1.txt#2 wx-8 wx-1 7.00',
      'wx-1.txt#3 wx-1 wx-9 500.00',
    ])
    expect(ledgerLines(graph.statement('wx-1')).map((line) => line.split(' ').slice(1).join(' '))).toEqual([
      '0',
      'in wx-1.txt#2 wx-8 7 7',
      `in 102.csv#3 ${MULE} 500 507`,
      'out wx-1.txt#3 wx-9 500 7',
    ])
    expect(endings(trace(graph, { from: '102.csv#2', rule: 'lifo' }))).toEqual(['wx-9 no-statement 500'])
  })

  it('a refund to the card that paid: the money comes to the wallet and goes on to the card', async () => {
    const { brief, graph } = await read({
      'wx-1': `2024-03-12_10:01:00 入 700 700 转账 - - wx-8
               2024-03-12_10:05:00 入 50000 700 退款 ${ORDER} ${MULE} wx-9`,
      [MULE]: `2024-03-12_10:00:00 进 1.00 1.00 ${VICTIM} 受害人 转账 B1
               2024-03-12_10:06:00 进 500.00 501.00 ${TENPAY} 退款${ORDER} B2`,
    })
    expect(brief).toEqual([
      'wx-1.txt#2 wx-8 wx-1 7.00',
      'wx-1.txt#3 wx-9 wx-1 500.00',
      `102.csv#2 ${VICTIM} ${MULE} 1.00`,
      `102.csv#3 wx-1 ${MULE} 500.00`,
    ])
    expect(graph.statement('wx-1').closing.toFixed()).toBe('7')
  })

  it('a withdrawal that comes two days later: it is on its way through an account of its own', async () => {
    const files = {
      'wx-1': `2024-03-12_09:00:00 入 100000 100000 转账 - - wx-8
               2024-03-12_10:00:00 出 100000 0 提现 ${ORDER} ${MULE}
               2024-03-14_12:00:00 入 100 100 转账 - - wx-8`,
      [MULE]: `2024-03-12_08:00:00 进 10.00 10.00 ${VICTIM} 受害人 转账 B1
               2024-03-13_11:00:00 进 20.00 30.00 ${VICTIM} 受害人 转账 B2
               2024-03-14_11:00:00 进 1000.00 1030.00 ${TENPAY} 提现${ORDER} B3
               2024-03-14_12:00:00 出 1030.00 0.00 ${LAST} 李某 转账 B4`,
    }
    const { brief, graph, accounts, counts } = await read(files)
    const way = 'clearing:wx-1.txt#3'
    expect(brief).toContain(`wx-1.txt#3 wx-1 ${way} 1000.00`)
    expect(brief).toContain(`102.csv#4 ${way} ${MULE} 1000.00`)
    expect(counts).toEqual({ rows: 7, accepted: 7, merged: 0, excluded: 0, rejected: 0 })
    expect(accounts.find(({ id }) => id === way)).toEqual({
      id: way,
      kind: 'clearing',
      holder: '财付通支付科技有限公司',
      institution: '财付通',
      openingBalance: { CNY: '0' },
      statement: { from: '2024-03-12 10:00:00', to: '2024-03-14 11:00:00' },
    })
    const from = 'wx-1.txt#2'
    expect(endings(trace(graph, { from }))).toEqual([`${LAST} no-statement 1000`])
    expect(endings(trace(graph, { from, until: '2024-03-13T00:00:00Z' }))).toEqual([`${way} held 1000`])
    // Beyond the window nothing says that it is this money: the card has it twice, and its balances tell.
    const apart = await read(files, { orderWithin: { days: 1 } }, ['5 warning gap'])
    expect(apart.brief).toContain(`wx-1.txt#3 wx-1 ${MULE} 1000.00`)
    expect(apart.brief).toContain(`102.csv#4 243300133 ${MULE} 1000.00`)
  })

  it("Alipay's row is not joined with Tenpay's, nor one of another card or long before", async () => {
    const files = {
      [MULE]: `2024-03-12_10:05:00 出 500.00 0.00 215500690 支付宝（中国）网络技术有限公司 充值 B2`,
      [OTHER]: `2024-03-12_10:05:00 出 500.00 100.00 ${TENPAY} 充值 B9
                2024-03-12_09:05:00 出 100.00 0.00 ${TENPAY} 充值 B8`,
      'wx-1': `2024-03-12_10:05:01 入 50000 50000 充值 - ${MULE}
               2024-03-12_10:06:01 入 10000 60000 充值 - ${OTHER}`,
    }
    // A card's statement without the row that the wallet names: its balances tell.
    const { brief } = await read(files, {}, ['3 warning gap'])
    expect(brief.filter((line) => line.includes('wx-1'))).toEqual([
      `wx-1.txt#2 ${MULE} wx-1 500.00`,
      `wx-1.txt#3 ${OTHER} wx-1 100.00`,
    ])
  })
})

describe('Alipay', () => {
  const RESERVE = '- 支付宝（中国）网络技术有限公司客户备付金'

  it('转账明细 names no card: the number of the withdrawal does', async () => {
    const { records, counts } = await readStatements([
      file(
        '转账明细.csv',
        rowsUnder(
          '交易号,付款方支付宝账号,收款方支付宝账号,收款机构信息,到账时间,转账金额（元）,转账产品名称,交易发生地,提现流水号,对应的协查数据',
          `交易号=T0000001|付款方支付宝账号=2088001(张某)|收款机构信息=乙银行|到账时间=2024-03-12 10:00:00|转账金额（元）=100.00|转账产品名称=转账到银行卡|提现流水号=${ORDER}
           交易号=T0000002|付款方支付宝账号=2088001(张某)|收款机构信息=乙银行|到账时间=2024-03-12 10:00:00|转账金额（元）=100.00|转账产品名称=转账到银行卡|提现流水号=${ORDER_2}`,
        ),
      ),
      file('a.csv', policeFile(MULE, '李某', `2024-03-12_10:00:03 进 100.00 100.00 ${RESERVE} 提现 ${ORDER}`)),
    ])
    expect(records.map(({ from, to, amount }) => `${from} ${to} ${amount}`)).toEqual([
      `2088001 ${MULE} 100.00`,
      '2088001 unknown:支付宝:转账到银行卡 100.00',
    ])
    expect(counts).toMatchObject({ accepted: 2, merged: 1 })
  })

  it('余额明细 names the card: both ways, without a number', async () => {
    const { records, accounts } = await readStatements([
      file(
        '余额明细.csv',
        rowsUnder(
          '交易订单号/外部流水号,账户,对方帐户,交易发生日期,银行处理日期,收入金额(+)（元）,支出金额(-)（元）,余额（元）,业务类型,交易发生地,银行名称,备注,对应的协查数据',
          `交易订单号/外部流水号=1|账户=2088001|对方帐户=(乙银行)${MULE}|交易发生日期=2024-03-12 10:00:00|收入金额(+)（元）=90.00|支出金额(-)（元）=0.00|余额（元）=90.00|业务类型=充值
           交易订单号/外部流水号=2|账户=2088001|对方帐户=(乙银行)${MULE}|交易发生日期=2024-03-12 10:10:00|收入金额(+)（元）=0.00|支出金额(-)（元）=60.00|余额（元）=30.00|业务类型=提现`,
        ),
      ),
      file(
        'a.csv',
        policeFile(
          MULE,
          '李某',
          `2024-03-12_10:00:01 出 90.00 10.00 ${RESERVE} 充值 B1
           2024-03-12_10:10:01 进 60.00 70.00 - 网联清算有限公司 代付 B2`,
        ),
      ),
    ])
    expect(records.map(({ from, to, amount }) => `${from} ${to} ${amount}`)).toEqual([
      `${MULE} 2088001 90.00`,
      `2088001 ${MULE} 60.00`,
    ])
    const { graph, problems } = buildMoneyGraph(records, { accounts })
    expect(problemLines(problems)).toEqual([])
    expect(graph.statement('2088001').closing.toFixed()).toBe('30')
  })
})

describe('two orders of one amount in one second', () => {
  it('stay two, each with its own wallet', async () => {
    const { brief, counts } = await read({
      [MULE]: `2024-03-12_10:05:00 出 500.00 500.00 ${TENPAY} 充值 B2
               2024-03-12_10:05:00 出 500.00 0.00 ${TENPAY} 充值 B3`,
      'wx-1': `2024-03-12_10:05:01 入 50000 50000 充值 - ${MULE}`,
      'wx-2': `2024-03-12_10:05:01 入 50000 50000 充值 - ${MULE}`,
    })
    expect(brief).toEqual([`102.csv#2 ${MULE} wx-1 500.00`, `102.csv#3 ${MULE} wx-2 500.00`])
    expect(counts).toMatchObject({ accepted: 2, merged: 2 })
  })

  it('one of them unknown to the institution stays at the clearing account', async () => {
    const { brief, graph } = await read({
      [MULE]: `2024-03-12_10:00:00 进 1000.00 1000.00 ${VICTIM} 受害人 转账 B1
               2024-03-12_10:05:00 出 500.00 500.00 ${TENPAY} 充值${ORDER_2} B2
               2024-03-12_10:05:00 出 500.00 0.00 ${TENPAY} 充值${ORDER} B3`,
      'wx-1': `2024-03-12_10:05:01 入 50000 50000 充值 ${ORDER} ${MULE}`,
    })
    expect(brief.slice(1)).toEqual([`102.csv#3 ${MULE} 243300133 500.00`, `102.csv#4 ${MULE} wx-1 500.00`])
    const traced = trace(graph, { from: '102.csv#2' })
    expect(moves(traced)).toEqual(['102.csv#2 1 1000', '102.csv#3 2 500', '102.csv#4 2 500'])
  })
})
