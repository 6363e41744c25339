import { buildMoneyGraph, freezable, trace } from 'fundtrail'
import { readStatements } from 'fundtrail/statements'
import { describe, expect, it } from 'vitest'
import { file, policeFile, rowsUnder } from '../support/statement-files.js'

const VICTIM = '6222000000000000011'
const MULE = '6222000000000000102'
const LAST = '6222000000000000201'

/** The sheet of a bank's answer, and the one of the interface between banks and police. */
const SHEET = '银行名称,账号,冻结措施类型,冻结金额,冻结机关,冻结开始日期,冻结截止日期,措施序号,备注'
const INTERFACE = '措施序号,账号,卡号,冻结开始日,冻结截止日,冻结机关名称,币种,冻结金额,备注,冻结措施类型'
const ACCOUNTS = '账户开户名称,开户人证件号码,交易卡号,交易账号,账户余额,账户状态,账号开户银行'

const MOVES = policeFile(
  MULE,
  '张某',
  `2024-03-12_10:03:23 进 500.00 500.00 ${VICTIM} 受害人 转账 B1
   2024-03-12_10:07:40 出 200.00 300.00 ${LAST} 李某 转账 B2`,
)

async function read(...files: [name: string, text: string][]) {
  const result = await readStatements(files.map(([name, text]) => file(name, text)))
  return { ...result, of: (id: string) => result.accounts.find((account) => account.id === id) }
}

describe('强制措施: measures that police and courts have taken already', () => {
  it('freeze the account, say who until when, and reach the freeze list as a caution', async () => {
    const { files, problems, counts, records, accounts, of } = await read(
      ['乙银行交易明细信息.csv', MOVES],
      ['乙银行账户信息.csv', rowsUnder(ACCOUNTS, `账户开户名称=张某|交易卡号=${MULE}|交易账号=800100|账户状态=正常`)],
      [
        '乙银行强制措施信息.csv',
        rowsUnder(
          SHEET,
          `银行名称=乙银行|账号=800100|冻结措施类型=公安冻结|冻结金额=300.00|冻结机关=甲市公安局|冻结开始日期=2024-03-12|冻结截止日期=2024-09-11|措施序号=1`,
        ),
      ],
    )
    expect(files[2]).toMatchObject({ format: 'police-measures', rows: 1 })
    expect(problems).toEqual([])
    expect(counts).toEqual({ rows: 4, accepted: 4, merged: 0, excluded: 0, rejected: 0 })
    // 账户信息 says 正常: of the two the freeze counts, in whichever order the files come.
    const frozenBy = '甲市公安局 公安冻结, 300.00, from 2024-03-12, until 2024-09-11'
    expect(of(MULE)).toMatchObject({ status: 'frozen', frozenBy, institution: '乙银行' })
    const { graph } = buildMoneyGraph(records, { accounts })
    expect(graph.account(MULE)).toMatchObject({ status: 'frozen', frozenBy })
    const list = freezable(trace(graph, { from: '乙银行交易明细信息.csv#2' }))
    expect(list.accounts.find(({ account }) => account === MULE)?.cautions).toContain('already-frozen')
  })

  it('several wait for each other, in the order of their numbers; codes stand for their meaning', async () => {
    const { of } = await read(
      ['乙银行交易明细信息.csv', MOVES],
      [
        '乙银行强制措施信息.csv',
        rowsUnder(
          INTERFACE,
          `措施序号=2|卡号=${MULE}|冻结开始日=20240313|冻结截止日=20240912|冻结机关名称=乙市公安局|币种=CNY|冻结金额=5000.00|冻结措施类型=0002
           措施序号=1|卡号=${MULE}|冻结开始日=20240312100000|冻结截止日=20240314100000|冻结机关名称=甲市公安局|冻结措施类型=0001
           措施序号=2|卡号=${MULE}|冻结开始日=20240313|冻结截止日=20240912|冻结机关名称=乙市公安局|币种=CNY|冻结金额=5000.00|冻结措施类型=0002`,
        ),
      ],
    )
    expect(of(MULE)?.frozenBy).toBe(
      '甲市公安局 公安止付, from 2024-03-12 10:00:00, until 2024-03-14 10:00:00; ' +
        '乙市公安局 公安冻结, 5000.00 CNY, from 2024-03-13, until 2024-09-12',
    )
  })

  it('one that was lifted freezes nothing; a row without a number is told', async () => {
    const { of, problems, counts } = await read(
      ['乙银行交易明细信息.csv', MOVES],
      [
        '乙银行强制措施信息.csv',
        rowsUnder(
          SHEET,
          `账号=${MULE}|冻结措施类型=公安冻结|冻结机关=甲市公安局|备注=已解除
           冻结措施类型=公安冻结|冻结机关=甲市公安局`,
        ),
      ],
    )
    expect(of(MULE)).not.toHaveProperty('status')
    expect(of(MULE)).not.toHaveProperty('frozenBy')
    expect(problems.map(({ code, row }) => `${code} ${row}`)).toEqual(['missing-account 3'])
    expect(counts).toMatchObject({ rows: 4, accepted: 3, rejected: 1 })
  })

  it('an account whose other part is closed stays active', async () => {
    const { of } = await read(
      ['乙银行交易明细信息.csv', MOVES],
      [
        '乙银行账户信息.csv',
        rowsUnder(
          ACCOUNTS,
          `交易卡号=${MULE}|交易账号=800100＿2|账户状态=销户
           交易卡号=${MULE}|交易账号=800100＿1|账户状态=正常`,
        ),
      ],
    )
    expect(of(MULE)?.status).toBe('active')
  })
})
