import type { TransferRecord } from 'fundtrail'
import { readStatements, type StatementOptions } from 'fundtrail/statements'
import { describe, expect, it } from 'vitest'
import { file, rowsUnder } from '../support/statement-files.js'

/** "from > to amount time [kind] [status] from-balance/to-balance", one line a record. */
function lines(records: readonly TransferRecord[]): string[] {
  return records.map(({ from, to, amount, time, kind, status, fromBalance, toBalance }) =>
    [`${from} > ${to} ${amount} ${time}`, kind, status, `${fromBalance ?? ''}/${toBalance ?? ''}`]
      .filter((part) => part !== undefined)
      .join(' '),
  )
}

async function read(name: string, text: string, options?: StatementOptions) {
  const result = await readStatements([file(name, text)], options)
  const { rows, accepted, merged, excluded, rejected } = result.counts
  expect(rows).toBe(accepted + merged + excluded + rejected)
  return {
    ...result,
    format: result.files[0]?.format,
    lines: lines(result.records),
    told: result.problems.map(({ code, row }) => `${code} ${row ?? '-'}`),
  }
}

describe('formats', () => {
  it('the template of 38 columns, with codes for the direction', async () => {
    const header =
      '序号,查询对象,反馈单位,查询项,查询账户,查询卡号,交易类型,借贷标志,币种,交易金额,账户余额,交易时间,交易流水号,本方账号,本方卡号,交易对方姓名,交易对方账户,交易对方卡号,交易对方证件号码,交易对手余额,交易对方账号开户行,交易摘要,交易网点名称,交易网点代码,日志号,传票号,凭证种类,凭证号,现金标志,终端号,交易是否成功,交易发生地,商户名称,商户号,IP地址,MAC,交易柜员号,备注'
    const { format, lines, told, accounts } = await read(
      'a.csv',
      rowsUnder(
        header,
        `查询对象=张某|反馈单位=甲银行|本方账号=800100|本方卡号=6222000000000000102|借贷标志=1|币种=CNY|交易金额=100.00|账户余额=150.00|交易时间=20240312100000|交易对方卡号=6222000000000000011|交易对方姓名=李某|交易是否成功=00
         本方账号=800100|本方卡号=6222000000000000102|借贷标志=0|币种=CNY|交易金额=40.00|账户余额=110.00|交易时间=20240312100100|现金标志=01|交易是否成功=00
         本方账号=800100|本方卡号=6222000000000000102|借贷标志=0|币种=CNY|交易金额=70.00|账户余额=110.00|交易时间=20240312100200|交易对方账户=800100|交易是否成功=01`,
      ),
    )
    expect(format).toBe('inspection-transactions')
    expect(told).toEqual([])
    expect(lines).toEqual([
      '6222000000000000011 > 6222000000000000102 100.00 2024-03-12 10:00:00 /150.00',
      '6222000000000000102 > cash:6222000000000000102 40.00 2024-03-12 10:01:00 cash 110.00/',
      '6222000000000000102 > 6222000000000000102 70.00 2024-03-12 10:02:00 failed 110.00/',
    ])
    expect(accounts[0]).toMatchObject({ holder: '张某', institution: '甲银行', openingBalance: { CNY: '50' } })
  })

  it('the account in groups of four digits, in a cell beside its label, or spread; the period as a range', async () => {
    const rows =
      '交易日期,交易时间,收入,支出,余额,对方账号,对方户名\n2024-03-12,10:00:00,100.00,,100.00,6222000000000000011,李某\n'
    const march = [{ from: '2024-03-01', to: '2024-03-31' }]
    const day = [{ from: '2024-03-12 10:00:00', to: '2024-03-12 10:00:00' }]
    for (const [lines, id, statement] of [
      ['卡号：6222 0000 0000 0000 102', '6222000000000000102', day],
      ['卡号：6222-0000-0000-0000-102', '6222000000000000102', day],
      ['卡号：0100-200-300', '0100-200-300', day],
      ['户名,张某,账号,6222000000000000102,币种,人民币', '6222000000000000102', day],
      ['账户：6222000000000000102 查询日期：20240301-20240331', '6222000000000000102', march],
      [
        '账　　号：６２２２００００００００００００１０２\n交易时间：2024年3月1日 至 2024年3月31日',
        '6222000000000000102',
        march,
      ],
      ['起止日期,2024/03/01 - 2024/03/31,户 名,张某\n账号：\n0100', '0100', march],
    ] as const) {
      const { told, accounts } = await read('export.csv', `${lines}\n${rows}`)
      expect(told, lines).toEqual([])
      expect(accounts[0], lines).toMatchObject({ id, statement })
    }
  })

  it('the statements of several accounts in one file, each under lines of its own', async () => {
    const { told, lines, accounts, counts } = await read(
      'export.csv',
      `卡号：6222000000000000102,户名：张某
交易时间,收入,支出,余额,对方账号
2024-03-12 10:00,100.00,,100.00,6222000000000000011
第1页
交易时间,收入,支出,余额,对方账号
2024-03-12 10:10,,40.00,60.00,6222000000000000011

卡号：6222000000000000103,户名：李某
交易时间,收入,支出,余额,对方账号
2024-03-12 10:05,7.00,,7.00,6222000000000000012
`,
    )
    expect(told).toEqual([])
    expect(lines).toEqual([
      '6222000000000000011 > 6222000000000000102 100.00 2024-03-12 10:00 /100.00',
      '6222000000000000102 > 6222000000000000011 40.00 2024-03-12 10:10 60.00/',
      '6222000000000000012 > 6222000000000000103 7.00 2024-03-12 10:05 /7.00',
    ])
    expect(counts).toEqual({ rows: 7, accepted: 3, merged: 0, excluded: 4, rejected: 0 })
    expect(accounts.slice(0, 2)).toMatchObject([
      { id: '6222000000000000102', holder: '张某' },
      { id: '6222000000000000103', holder: '李某' },
    ])
  })

  it("a bank's export: header below, columns for money in and out, date and time apart, newest first, a total", async () => {
    const { format, lines, told, accounts } = await read(
      '甲银行.csv',
      `账户明细
户名：张某 账号：6222000000000000102
起始日期：2024-03-01 截止日期：2024-03-31

交易日期;交易时间;摘要;收入金额;支出金额;余额;对方户名;对方账号
2024/3/12;9:05:01;转账;;"1,000.10";¥99.90;李某;0100
2024/3/12;9:05;转账;1100;;"1,100.00元";王某;6222000000000000011
合计;;;1100;1000.10;;;
`,
    )
    expect(format).toBe('bank-export')
    expect(told).toEqual([])
    expect(lines).toEqual([
      '6222000000000000011 > 6222000000000000102 1100 2024-03-12 09:05 /1100.00',
      '6222000000000000102 > 0100 1000.10 2024-03-12 09:05:01 99.90/',
    ])
    expect(accounts[0]).toEqual({
      id: '6222000000000000102',
      holder: '张某',
      institution: '甲银行',
      statement: [{ from: '2024-03-01', to: '2024-03-31' }],
      openingBalance: { CNY: '0' },
    })
  })

  it('a signed amount and dates alone', async () => {
    const { lines, told } = await read(
      'a.csv',
      `卡号:6222000000000000102
记账日期\t币别\t金额\t余额\t附言\t对方卡号/账号
20240312\t人民币\t-5.10\t94.90\t手续费\t
20240311\t人民币\t+100\t100\t\t6222000000000000011
`,
    )
    expect(told).toEqual([])
    expect(lines).toEqual([
      '6222000000000000011 > 6222000000000000102 100 2024-03-11 /100',
      '6222000000000000102 > fee:6222000000000000102 5.10 2024-03-12 fee 94.90/',
    ])
  })

  it('a direction in a column of any name for it; one that it does not understand is never money in', async () => {
    for (const name of ['收支类型', '借贷标记', '资金流向', '交易主体的出入账标识', '借贷标志(0-借;1-贷)']) {
      const { told, lines } = await read(
        'export.csv',
        `卡号：6222000000000000102
交易时间,交易金额,交易余额,${name},对方账号
2024-03-12 10:00,100.00,100.00,收入,0100
2024-03-12 10:01,30.00,70.00,支出,0100
2024-03-12 10:02,20.00,50.00,0,0100
`,
      )
      expect(told, name).toEqual(['unknown-direction 5'])
      expect(lines).toEqual([
        '0100 > 6222000000000000102 100.00 2024-03-12 10:00 /100.00',
        '6222000000000000102 > 0100 30.00 2024-03-12 10:01 70.00/',
      ])
    }
  })

  it('a bare 1 or 0 says nothing where the format does not define it', async () => {
    const { told, counts } = await read(
      'a.csv',
      '账号,交易时间,交易金额,借贷标志\n62220001,2024-03-12 10:00:00,5,1\n62220001,2024-03-12 10:00:00,5,贷 Cr\n',
    )
    expect(told).toEqual(['unknown-direction 2'])
    expect(counts).toMatchObject({ accepted: 1, rejected: 1 })
  })

  const TENPAY =
    '用户ID\t交易单号\t大单号\t用户侧账号名称\t借贷类型\t交易业务类型\t交易用途类型\t交易时间\t交易金额(分)\t账户余额(分)\t用户银行卡号\t用户侧网银联单号\t网联/银联\t第三方账户名称\t对手方ID\t对手侧账户名称\t对手方银行卡号\t对手侧银行名称\t对手侧网银联单号\t网联/银联\t基金公司信息\t间联/非间联交易\t第三方账户名称\t对手方接收时间\t对手方接收金额(分)\t备注1\t备注2'
  it.each([
    ['27 columns', TENPAY],
    [
      '26 columns',
      TENPAY.replace('用户银行卡号\t', '用户银行卡号\t用户侧银行名称\t').replace('基金公司信息\t间联/非间联交易\t', ''),
    ],
  ])('Tenpay trades of %s, in hundredths', async (_, header) => {
    const { format, lines, told, accounts } = await read(
      'TenpayTrades.txt',
      rowsUnder(
        header,
        `用户ID=wx-1|交易单号=1001|用户侧账号名称=张某|借贷类型=入|交易用途类型=转账|交易时间=2024-03-12 10:00:00|交易金额(分)=10050|账户余额(分)=10055|对手方ID=wx-2|对手侧账户名称=李某
         用户ID=wx-1|交易单号=1002|用户侧账号名称=张某|借贷类型=出|交易用途类型=提现|交易时间=2024-03-12 10:01:00|交易金额(分)=5|账户余额(分)=10050|用户银行卡号=6222000000000000102`,
        '\t',
      ),
    )
    expect(format).toBe('tenpay-trades')
    expect(told).toEqual([])
    expect(lines).toEqual([
      'wx-2 > wx-1 100.50 2024-03-12 10:00:00 /100.55',
      'wx-1 > 6222000000000000102 0.05 2024-03-12 10:01:00 100.50/',
    ])
    expect(accounts[0]).toMatchObject({ id: 'wx-1', kind: 'payment', holder: '张某', openingBalance: { CNY: '0.05' } })
  })

  it('Alipay: transfers from neither side, the same one in two answers once', async () => {
    const header =
      '交易号,付款方支付宝账号,收款方支付宝账号,收款机构信息,到账时间,转账金额（元）,转账产品名称,交易发生地,提现流水号,对应的协查数据'
    const text = rowsUnder(
      header,
      '交易号=1|付款方支付宝账号=2088001(张某)|收款方支付宝账号=2088002(李某)|到账时间=2024-03-12 10:00:00|转账金额（元）=100.00|转账产品名称=转账|对应的协查数据=2088001',
    )
    const { records, counts, accounts, files } = await readStatements([
      file('a.csv', text),
      file('b.csv', text.replace(/,2088001\r\n$/, ',2088002\r\n')),
    ])
    expect(files[0]?.format).toBe('alipay-transfers')
    expect(lines(records)).toEqual(['2088001 > 2088002 100.00 2024-03-12 10:00:00 /'])
    expect(counts).toEqual({ rows: 2, accepted: 1, merged: 1, excluded: 0, rejected: 0 })
    expect(accounts).toEqual([
      { id: '2088001', holder: '张某', kind: 'payment', institution: '支付宝' },
      { id: '2088002', holder: '李某', kind: 'payment', institution: '支付宝' },
    ])
  })

  it('Alipay: the balance of a wallet, and its trades', async () => {
    const balance = await read(
      '余额明细.csv',
      rowsUnder(
        '交易订单号/外部流水号,账户,对方帐户,交易发生日期,银行处理日期,收入金额(+)（元）,支出金额(-)（元）,余额（元）,业务类型,交易发生地,银行名称,备注,对应的协查数据',
        `交易订单号/外部流水号=1|账户=2088001|对方帐户=2088002|交易发生日期=2024-03-12 10:00:00|收入金额(+)（元）=100.00|支出金额(-)（元）=0.00|余额（元）=100.00|业务类型=转账
         交易订单号/外部流水号=2|账户=2088001|对方帐户=(甲银行)6222000000000000102|交易发生日期=2024-03-12 10:05:00|收入金额(+)（元）=0.00|支出金额(-)（元）=60.00|余额（元）=40.00|业务类型=提现`,
      ),
    )
    expect([balance.format, ...balance.lines, ...balance.told]).toEqual([
      'alipay-balance',
      '2088002 > 2088001 100.00 2024-03-12 10:00:00 /100.00',
      '2088001 > 6222000000000000102 60.00 2024-03-12 10:05:00 40.00/',
    ])
    const trades = await read(
      '账户明细.csv',
      rowsUnder(
        '交易号,商户订单号,交易创建时间,付款时间,最近修改时间,交易来源地,类型,用户信息,交易对方信息,消费名称,金额（元）,收/支,交易状态,支付方式,充值流水号,备注,对应的协查数据',
        `交易号=1|交易创建时间=2024-03-12 09:59:59|付款时间=2024-03-12 10:00:00|类型=即时到账|用户信息=2088001(张某)|交易对方信息=李某(甲银行)(6222000000000000102)|消费名称=转账|金额（元）=5.00|收/支=支出|交易状态=交易成功
         交易号=2|交易创建时间=2024-03-12 10:10:00|用户信息=2088001(张某)|交易对方信息=2088002(李某)|金额（元）=7.00|收/支=支出|交易状态=交易关闭`,
      ),
    )
    expect([trades.format, ...trades.lines, ...trades.told]).toEqual([
      'alipay-trades',
      '2088001 > 6222000000000000102 5.00 2024-03-12 10:00:00 /',
      '2088001 > 2088002 7.00 2024-03-12 10:10:00 failed /',
    ])
  })

  it('a plain list by a mapping: names, numbers, no header, hundredths', async () => {
    const named = await read('list.csv', 'when,payer,payee,sum,text\n2024-03-12 10:00:00,0100,0200,1.10,rent\n', {
      formats: { 'list.csv': { from: 'payer', to: 'payee', amount: 'sum', time: 'when', memo: 'text' } },
    })
    expect([named.format, ...named.lines, ...named.told]).toEqual([
      'transfer-list',
      '0100 > 0200 1.10 2024-03-12 10:00:00 /',
    ])
    const numbered = await read('list.csv', '2024-03-12;10:00:00;a-1;b-1;110\n2024-03-12;10:00:01;a-1;;110\n', {
      formats: { 'list.csv': { time: 1, clock: 2, from: 3, to: 4, amount: 5, headerRow: 0, unit: 'cent' } },
    })
    expect([...numbered.lines, ...numbered.told]).toEqual(['a-1 > b-1 1.10 2024-03-12 10:00:00 /', 'missing-account 2'])
  })

  it('a format that the caller names is the only one looked for', async () => {
    const text = '卡号,账号,交易时间,交易金额,收付标志\n1111111,2222222,20240312100000,5,进\n'
    const named = await read('a.csv', text, { formats: { 'a.csv': 'tenpay-trades' } })
    expect(named.told).toEqual(['unknown-format -'])
  })
})
