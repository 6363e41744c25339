/** 银证转账 of a broker: several customers in one file, and the period that its first lines state for all of them. */
import { buildMoneyGraph, freezable, trace } from 'fundtrail'
import { readStatements } from 'fundtrail/statements'
import { expect, it } from 'vitest'
import { file } from '../support/statement-files.js'

const BANK = '6222000000000000203'
const ROWS = `日期,时间,资金账号,客户姓名,业务名称,发生金额,资金余额,币种,银行名称,银行账号,流水号
2024/03/12,10:25:00,SEC-0000000201,李某,银行转证券,150000.00,150000.00,人民币,乙银行,${BANK},1
2024/03/12,11:00:00,SEC-0000000201,李某,证券转银行,20000.00,130000.00,人民币,乙银行,${BANK},2
2024/03/12,12:00:00,SEC-0000000301,王某,银行转证券,500.00,3500.00,人民币,丙银行,6222000000000000303,3
`
const HEAD = '戊证券 银证转账流水\n起始日期：20240311,终止日期：20240313\n'

it('is read as securities accounts, each covered for the whole period', async () => {
  const { records, accounts, files, problems } = await readStatements([file('戊证券银证转账.csv', HEAD + ROWS)])
  expect(problems).toEqual([])
  expect(files[0]?.format).toBe('broker-transfers')
  expect(records.map(({ from, to, amount }) => `${from} ${to} ${amount}`)).toEqual([
    `${BANK} SEC-0000000201 150000.00`,
    `SEC-0000000201 ${BANK} 20000.00`,
    '6222000000000000303 SEC-0000000301 500.00',
  ])
  const statement = [{ from: '2024-03-11', to: '2024-03-13' }]
  expect(accounts.slice(0, 2)).toMatchObject([
    { id: 'SEC-0000000201', holder: '李某', institution: '戊证券', kind: 'securities', statement },
    { id: 'SEC-0000000301', holder: '王某', institution: '戊证券', kind: 'securities', statement },
  ])
  // The bank account is the customer's own.
  expect(accounts.find(({ id }) => id === BANK)).toMatchObject({ holder: '李某', institution: '乙银行' })

  const { graph } = buildMoneyGraph(records, { accounts })
  const { accounts: list } = freezable(trace(graph, { from: records[0]!.id! }))
  expect(list[0]).toMatchObject({ account: 'SEC-0000000201', confidence: 'statement' })
  expect(list[0]?.hold.toFixed(2)).toBe('130000.00')
})

it('without a stated period an account is known from its first row to its last', async () => {
  const { accounts } = await readStatements([file('戊证券.csv', ROWS)])
  expect(accounts[0]?.statement).toEqual([{ from: '2024-03-12 10:25:00', to: '2024-03-12 11:00:00' }])
})

it('a period beside the number of one account is not that of others in the file', async () => {
  const head = '资金账号：SEC-0000000201,起始日期：20240311,终止日期：20240313\n'
  const { accounts } = await readStatements([file('戊证券.csv', head + ROWS)])
  expect(accounts[1]?.statement).toEqual([{ from: '2024-03-12 12:00:00', to: '2024-03-12 12:00:00' }])
})
