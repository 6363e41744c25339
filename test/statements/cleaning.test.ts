import { buildMoneyGraph, type TransferRecord, trace } from 'fundtrail'
import { readStatements, type StatementFile } from 'fundtrail/statements'
import { describe, expect, it } from 'vitest'
import { endings, ledgerLines, problemLines } from '../support/ledger.js'
import { file, POLICE, policeFile, rowsUnder } from '../support/statement-files.js'

const A = '6222000000000000011'
const B = '6222000000000000102'
const C = '6222000000000000201'

/** Files of accounts by card: each the rows of `policeFile`. */
async function read(files: Record<string, string>, extra: StatementFile[] = []) {
  const statements = Object.entries(files).map(([name, rows]) =>
    file(`${name}.csv`, policeFile(CARDS[name]!, name, rows)),
  )
  const result = await readStatements([...statements, ...extra])
  const { rows, accepted, merged, excluded, rejected } = result.counts
  expect(rows).toBe(accepted + merged + excluded + rejected)
  return result
}

const CARDS: Record<string, string> = { a: A, a2: A, b: B, c: C }

const brief = (records: readonly TransferRecord[]) =>
  records.map(({ id, from, to, amount, kind, reverses }) =>
    [id, from, to, amount, kind, reverses && `undoes ${reverses}`].filter((part) => part !== undefined).join(' '),
  )
const told = (problems: readonly { code: string; file?: string; row?: number }[]) =>
  problems.map(({ code, file: name, row }) => `${name} ${row ?? '-'} ${code}`)

describe('numbers of one account', () => {
  it('cards, accounts and sub-accounts come to one id through 账户信息 and 子账户信息', async () => {
    const accounts = '账户开户名称,开户人证件号码,交易卡号,交易账号,账户余额,账户状态,账号开户银行'
    const subs = '主账户,子账户账号,币种'
    const result = await read(
      {
        a: `2024-03-12_10:00:00 出 5.00 95.00 800200＿01 李某 转账`,
        b: `2024-03-12_10:00:02 进 5.00 5.00 800100-1 张某 转账`,
      },
      [
        file(
          '甲银行账户信息.csv',
          rowsUnder(
            accounts,
            `账户开户名称=张某|开户人证件号码=000000000000000001|交易卡号=${A}|交易账号=800100|账户状态=冻结`,
          ),
        ),
        file(
          '乙银行账户信息.csv',
          rowsUnder(accounts, `账户开户名称=李某|交易卡号=${B}|交易账号=800200|账户状态=正常|账号开户银行=乙银行`),
        ),
        file('乙银行关联子账户信息.csv', rowsUnder(subs, `主账户=800200|子账户账号=800299|币种=人民币`)),
      ],
    )
    expect(told(result.problems)).toEqual([])
    expect(result.files.map(({ format }) => format)).toEqual([
      'police-transactions',
      'police-transactions',
      'police-accounts',
      'police-accounts',
      'police-sub-accounts',
    ])
    expect(result.counts).toEqual({ rows: 5, accepted: 4, merged: 1, excluded: 0, rejected: 0 })
    expect(brief(result.records)).toEqual([`a.csv#2 ${A} ${B} 5.00`])
    expect(result.accounts.map(({ id, status, holderId }) => [id, status, holderId])).toEqual([
      [A, 'frozen', '000000000000000001'],
      [B, 'active', undefined],
    ])
  })

  describe('sub-accounts of one card', () => {
    /** Rows of one card: "time direction amount balance account counterparty". */
    const card = (rows: string) =>
      rowsUnder(
        POLICE,
        rows
          .trim()
          .split('\n')
          .map((row) => {
            const [time, direction, amount, balance, account, other] = row.trim().split(' ')
            return `交易卡号=${A}|交易账号=${account}|交易时间=20240312${time}|收付标志=${direction}|交易金额=${amount}|交易余额=${balance}|交易对手账卡号=${other}`
          })
          .join('\n'),
      )
    const current = `100000 进 100.00 100.00 800100_1 ${B}
                     100100 出 60.00 40.00 800100_1 800100_2
                     100300 进 5.00 45.00 800100_1 ${B}`
    const savings = `100100 进 60.00 1060.00 800100_2 800100_1
                     100200 进 7.00 1067.00 800100_2 ${C}
                     100400 出 1067.00 0.00 800100_2 ${C}`

    it('with a running balance each are kept apart, and money goes between them', async () => {
      const result = await readStatements([
        file('a.csv', card(`${current}\n${savings}`)),
        // C's bank names the card alone.
        file('c.csv', policeFile(C, '王某', `2024-03-12_10:04:01 进 1067.00 1067.00 ${A} 张某 转账`)),
      ])
      expect(brief(result.records)).toEqual([
        `a.csv#2 ${B} ${A} 100.00`,
        `a.csv#3 ${A} 800100_2 60.00`,
        `a.csv#4 ${B} ${A} 5.00`,
        `a.csv#6 ${C} 800100_2 7.00`,
        `a.csv#7 800100_2 ${C} 1067.00`,
      ])
      const { graph, problems } = buildMoneyGraph(result.records, { accounts: result.accounts })
      expect(problemLines(problems)).toEqual([])
      expect(graph.statement('800100_2').opening.toFixed()).toBe('1000')
      expect(endings(trace(graph, { from: 'a.csv#2', rule: 'lifo' }))).toEqual([
        `${A} statement-ended 40`,
        `${C} held 60`,
      ])
    })

    it('with one running balance are one account, whatever numbers the rows give it', async () => {
      const { records } = await readStatements([
        file(
          'a.csv',
          card(`100000 进 100.00 100.00 800100_1 ${B}
                100100 出 60.00 40.00 800100_2 ${C}
                100300 进 5.00 45.00 800100_1 ${B}`),
        ),
      ])
      expect(new Set(records.flatMap(({ from, to }) => [from, to]))).toEqual(new Set([A, B, C]))
    })
  })

  it('a sign inside an id that is no number makes no sub-account', async () => {
    const { records } = await read({
      a: `2024-03-12_10:00:00 出 5.00 95.00 wxid＿0001 李某 转账
          2024-03-12_10:01:00 出 5.00 90.00 800200＿01 王某 转账`,
    })
    expect(records.map(({ to }) => to)).toEqual(['wxid_0001', '800200'])
  })

  it('an own number with a sub-account behind it is the account', async () => {
    const row = `2024-03-12_10:00:00 出 5.00 95.00 ${B} 李某 转账`
    const { records } = await readStatements([file('x.csv', policeFile('800100＿001', '张某', row))])
    expect(records[0]?.from).toBe('800100')
  })

  it('a number in scientific notation is lost: the row stays, with an unknown account', async () => {
    const { records, problems } = await read({ a: '2024-03-12_10:00:00 出 5.00 95.00 6.22202E+18 李某 转账' })
    expect(told(problems)).toEqual(['a.csv 2 lost-number'])
    expect(records[0]?.to).toBe('unknown:a.csv#2')
  })

  it('an own number that is lost keeps its statement together', async () => {
    const text = policeFile(
      '6.22202E+18',
      '张某',
      `2024-03-12_10:00:00 进 5.00 5.00 ${B} 李某\n2024-03-12_10:01:00 出 5.00 0 ${C} 王某`,
    )
    const { records, problems } = await readStatements([file('x.csv', text)])
    expect(told(problems)).toEqual(['x.csv 2 lost-number', 'x.csv 3 lost-number'])
    expect(new Set([records[0]?.to, records[1]?.from])).toEqual(new Set(['unknown:x.csv:6.22202E+18:张某']))
  })

  it('digits that a spreadsheet turned into zeros: a warning', async () => {
    const { problems } = await read({ a: '2024-03-12_10:00:00 出 5.00 95.00 6222021234567890000 李某 转账' })
    expect(told(problems)).toEqual(['a.csv 2 rounded-number'])
  })

  it('numbers and amounts stay text; what nobody sees is not of them', async () => {
    const { records } = await read({
      a: '2024-03-12_10:00:00 出 \u200b１．１０ 95.00 \u00a00100\u200b 李\u200b某 转账',
    })
    expect(records[0]).toMatchObject({ to: '0100', amount: '1.10' })
  })
})

describe('both sides, and exports twice', () => {
  it('a row without a counterparty gets it from the other statement', async () => {
    const { records, counts } = await read({
      a: `2024-03-12_10:00:00 出 5.00 95.00 ${B} 李某 转账`,
      b: '2024-03-12_10:00:02 进 5.00 5.00 - - 转账',
    })
    expect(brief(records)).toEqual([`a.csv#2 ${A} ${B} 5.00`])
    expect(counts.merged).toBe(1)
  })

  it('it is not guessed where two rows fit', async () => {
    const { records } = await read({
      a: `2024-03-12_10:00:00 出 5.00 95.00 ${B} 李某 转账\n2024-03-12_10:00:00 出 5.00 90.00 ${B} 李某 转账`,
      b: '2024-03-12_10:00:02 进 5.00 5.00 - - 转账',
    })
    expect(records).toHaveLength(3)
  })

  it('a row exported twice is dropped, two real transfers of one second stay', async () => {
    const rows = `2024-03-12_10:00:00 出 5.00 95.00 ${B} 李某 转账 S1
                  2024-03-12_10:00:00 出 5.00 90.00 ${B} 李某 转账 S2`
    const { records, counts } = await read({
      a: rows,
      a2: `${rows}\n2024-03-12_10:00:05 出 5.00 85.00 ${B} 李某 转账 S3`,
    })
    expect(records.map(({ id }) => id)).toEqual(['a.csv#2', 'a.csv#3', 'a2.csv#4'])
    expect(counts).toEqual({ rows: 5, accepted: 3, merged: 2, excluded: 0, rejected: 0 })
  })

  it('equal rows of one file without serial or balance all stay', async () => {
    const row = `2024-03-12_10:00:00 出 5.00 - ${B} 李某 转账`
    expect((await read({ a: `${row}\n${row}` })).records).toHaveLength(2)
  })
})

describe('rows that undo others', () => {
  it('a reversal by its summary, seen from both sides', async () => {
    const { records, problems } = await read({
      a: `2024-03-12_10:00:00 出 50.00 50.00 ${B} 李某 转账
          2024-03-12_10:05:00 进 50.00 100.00 ${B} 李某 冲正`,
      b: `2024-03-12_10:00:01 进 50.00 50.00 ${A} 张某 转账
          2024-03-12_10:05:01 出 50.00 0.00 ${A} 张某 冲正`,
    })
    expect(problems).toEqual([])
    expect(brief(records)).toEqual([`a.csv#2 ${A} ${B} 50.00`, `a.csv#3 ${B} ${A} 50.00 undoes a.csv#2`])
    expect(buildMoneyGraph(records).counts).toMatchObject({ excluded: 2, accepted: 0 })
  })

  it('a negative amount undoes; where every amount out is negative it is only a sign', async () => {
    const undone = await read({
      a: `2024-03-12_10:00:00 出 50.00 50.00 ${B} 李某 转账
          2024-03-12_10:01:00 出 20.00 30.00 ${C} 王某 转账
          2024-03-12_10:05:00 出 -50.00 80.00 - - 转账`,
    })
    expect(brief(undone.records).at(-1)).toBe(`a.csv#4 ${B} ${A} 50.00 undoes a.csv#2`)
    const signs = await read({
      a: `2024-03-12_10:00:00 出 -50.00 50.00 ${B} 李某 转账
          2024-03-12_10:01:00 进 20.00 70.00 ${C} 王某 转账`,
    })
    expect(brief(signs.records)).toEqual([`a.csv#2 ${A} ${B} 50.00`, `a.csv#3 ${C} ${A} 20.00`])
  })

  it('where every amount out is negative the balances say what the sign means, newest first too', async () => {
    const only = '2024-03-12_10:05:00 出 -50.00 80.00 - - 转账'
    const before = `2024-03-12_10:00:00 进 30.00 30.00 ${B} 李某 转账`
    for (const rows of [`${before}\n${only}`, `${only}\n${before}`]) {
      const { records, problems } = await read({ a: rows })
      expect(brief(records).at(-1)).toMatch(new RegExp(` ${A} 50.00$`))
      expect(told(problems)).toEqual([expect.stringMatching(/undecided-reversal$/)])
    }
    // A reversal of money that came: its sign repeats 出, for the balance falls.
    const { records } = await read({
      a: `2024-03-12_10:00:00 进 50.00 50.00 ${B} 李某 转账
          2024-03-12_10:05:00 出 -50.00 0.00 ${B} 李某 冲正`,
    })
    expect(brief(records).at(-1)).toBe(`a.csv#3 ${A} ${B} 50.00 undoes a.csv#2`)
  })

  it('which of two rows is undone is not guessed, nor one that is not there', async () => {
    const { records, problems } = await read({
      a: `2024-03-12_10:00:00 出 50.00 50.00 ${B} 李某 转账
          2024-03-12_10:01:00 出 50.00 0.00 ${B} 李某 转账
          2024-03-12_10:05:00 进 50.00 50.00 ${B} 李某 退汇
          2024-03-12_10:06:00 进 7.00 57.00 ${B} 李某 冲正`,
    })
    expect(told(problems)).toEqual(['a.csv 4 undecided-reversal', 'a.csv 5 undecided-reversal'])
    expect(records.some(({ reverses }) => reverses !== undefined)).toBe(false)
  })
})

describe('kinds', () => {
  it('of rows and of the accounts that stand for counterparties', async () => {
    const { records, accounts } = await read({
      a: `2024-03-12_10:00:00 进 1.50 101.50 - - 结息
          2024-03-12_10:01:00 出 1.50 100.00 - - 短信费
          2024-03-12_10:02:00 出 50.00 50.00 - - ATM取款
          2024-03-12_10:03:00 出 20.00 30.00 243300133 财付通支付科技有限公司 消费
          2024-03-12_10:04:00 出 20.00 10.00 99001 某超市 消费
          2024-03-12_10:05:00 出 5.00 5.00 - 网联清算有限公司 转账
          2024-03-12_10:06:00 出 5.00 0.00 - 李某 转账`,
    })
    const kinds = new Map(accounts.map(({ id, kind }) => [id, kind ?? 'bank']))
    const rows = records.map(({ from, to, kind }) => `${kind ?? 'transfer'} ${from === A ? to : from}`)
    expect(rows.map((row) => `${row} ${kinds.get(row.split(' ')[1]!)}`)).toEqual([
      `interest interest:${A} external`,
      `fee fee:${A} external`,
      `cash cash:${A} cash`,
      'transfer 243300133 clearing',
      'purchase 99001 bank',
      'transfer clearing:网联清算有限公司 clearing',
      'transfer unnumbered:李某 external',
    ])
  })

  it('failed rows stay, marked and counted; answers without a row are none', async () => {
    const text = rowsUnder(
      POLICE,
      `交易卡号=${A}|交易时间=20240312100000|收付标志=出|交易金额=5.00|交易对手账卡号=${B}|交易是否成功=01
       交易卡号=${A}|查询反馈结果原因=查无此记录|交易时间=20240312100000`,
    )
    const { records, counts, problems } = await readStatements([file('x.csv', text)])
    expect(problems).toEqual([])
    expect(records.map(({ status }) => status)).toEqual(['failed'])
    expect(counts).toEqual({ rows: 2, accepted: 0, merged: 0, excluded: 2, rejected: 0 })
  })
})

describe('what a code for success means depends on the format', () => {
  it('01 of the police interface has failed, 01 of a bank that nobody knows has not', async () => {
    const police = rowsUnder(
      POLICE,
      `交易卡号=${A}|交易时间=20240312100000|收付标志=出|交易金额=5.00|交易对手账卡号=${B}|交易是否成功=01
       交易卡号=${A}|交易时间=20240312100001|收付标志=出|交易金额=5.00|交易对手账卡号=${B}|交易是否成功=01-失败`,
    )
    const bank = `卡号,交易时间,交易金额,余额,收付标志,对方账号,交易状态
${A},2024-03-12 10:00:00,5.00,95.00,出,${B},01
${A},2024-03-12 10:00:01,5.00,90.00,出,${B},交易失败`
    const { records } = await readStatements([file('p.csv', police), file('b.csv', bank)])
    expect(records.map(({ id, status }) => `${id} ${status ?? 'ok'}`)).toEqual([
      'p.csv#2 failed',
      'p.csv#3 failed',
      'b.csv#2 ok',
      'b.csv#3 failed',
    ])
  })
})

describe('order and balances', () => {
  it('newest first, and a shuffled second: the order comes back from the balances', async () => {
    const { records, accounts } = await read({
      a: `2024-03-12_10:00:01 出 30.00 60.00 ${C} 王某 转账
          2024-03-12_10:00:00 进 50.00 90.00 ${B} 李某 转账
          2024-03-12_10:00:00 出 10.00 40.00 ${C} 王某 转账
          2024-03-12_09:00:00 进 50.00 50.00 ${B} 李某 转账`,
    })
    const { graph, problems } = buildMoneyGraph(records, { accounts })
    expect(problemLines(problems)).toEqual([])
    expect(ledgerLines(graph.statement(A)).map((line) => line.split(' ').at(-1))).toEqual(['0', '50', '40', '90', '60'])
  })

  it('a gap is a gap, and no claim is made of it', async () => {
    const { records, accounts } = await read({
      a: `2024-03-12_10:00:00 进 50.00 50.00 ${B} 李某 转账
          2024-03-12_10:05:00 出 10.00 20.00 ${C} 王某 转账`,
    })
    const { graph, problems } = buildMoneyGraph(records, { accounts })
    expect(problems.map(({ code }) => code)).toEqual(['gap'])
    expect(endings(trace(graph, { from: 'a.csv#2' }))).toEqual([
      `${A} held 20`,
      `${A} unexplained 20`,
      `${C} no-statement 10`,
    ])
  })

  it('an order within the first second: the opening is the balance that nobody made', async () => {
    const { accounts } = await read({
      a: `2024-03-12_10:00:00 出 30.00 70.00 ${C} 王某 转账
          2024-03-12_10:00:00 进 50.00 100.00 ${B} 李某 转账`,
    })
    expect(accounts[0]?.openingBalance).toEqual({ CNY: '50' })
  })
})

describe('times', () => {
  it.each([
    ['20240312100321', '2024-03-12 10:03:21'],
    ['20240312100321123', '2024-03-12 10:03:21.123'],
    ['202403121003', '2024-03-12 10:03'],
    ['20240312', '2024-03-12'],
    ['2024-03-12-10.03.21.123456', '2024-03-12 10:03:21.123456'],
    ['2024/3/12_9:03:21', '2024-03-12 09:03:21'],
    ['2024年3月12日_10时03分21秒', '2024-03-12 10:03:21'],
    ['2024年3月12日', '2024-03-12'],
    ['2024.03.12', '2024-03-12'],
    ['2024-03-12T10:03:21+08:00', '2024-03-12T10:03:21+08:00'],
    ['２０２４-０３-１２_１０：０３', '2024-03-12 10:03'],
    ['45363.5', '2024-03-12 12:00:00'],
  ])('%s', async (cell, time) => {
    const { records, problems } = await read({ a: `${cell} 出 5.00 95.00 ${B} 李某 转账` })
    expect(told(problems)).toEqual([])
    expect(records[0]?.time).toBe(time)
  })

  it.each(['2024-02-30 10:00:00', '20241312', 'soon', '12'])('%s is none', async (cell) => {
    const { problems } = await read({ a: `${cell.replace(' ', '_')} 出 5.00 95.00 ${B} 李某 转账` })
    expect(told(problems)).toEqual(['a.csv 2 invalid-time'])
  })
})
