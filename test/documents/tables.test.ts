/** The papers of a case, as the tables that they are. */
import {
  buildMoneyGraph,
  documentCells,
  flowTable,
  type RestitutionTableOptions,
  restitutionTable,
  stopList,
  type Trace,
  trace,
} from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { accounts, lines, transfers } from '../support/ledger.js'
import { holdsFor, traceNetwork } from '../support/network-trace.js'
import { networks } from '../support/networks.js'
import { conservingWays } from '../support/ways.js'

const { graph } = buildMoneyGraph(
  transfers(`
    id   time   from      to      amount   kind  file
    v1   01:00  victim-1  mule-1  1000.00  -     bank-1.csv
    v2   01:10  victim-2  mule-1   500.00  -     -
    t1   01:20  mule-1    mule-2   900.00  -     bank-1.csv
    t2   01:30  mule-2    mule-3   400.00  -     -
    atm  01:40  mule-2    atm      100.00  cash  -`),
  {
    timeZone: 'Asia/Shanghai',
    accounts: accounts(`
      id        holder   institution  from   to
      victim-1  受害人甲   甲银行        -      -
      mule-1    张某      乙银行        00:00  18:00
      mule-2    =1+1     丙银行        00:00  18:00
      mule-3    李某      乙银行        -      -`),
  },
)
const claims = [
  { id: 'victim-1', transfers: ['v1'] },
  { id: 'victim-2', transfers: ['v2'] },
]
const result = trace(graph, { claims, until: '2024-03-01T09:00Z' })

/** The cells of some columns, a line a row; blanks within a cell as '_'. */
function columns(cells: string[][], ...headers: string[]): string[] {
  const places = headers.map((header) => cells[0]!.indexOf(header))
  expect(places).not.toContain(-1)
  return cells.slice(1).map((row) => places.map((at) => row[at]!.replaceAll(' ', '_') || '-').join(' '))
}

describe('the list of accounts to stop now', () => {
  test('by institution, each with the transfer that the bank compares', () => {
    const list = stopList(result, { at: '2024-03-01T02:00Z' })
    expect(list.title).toBe('止付冻结清单')
    const cells = documentCells(list)
    expect(
      columns(
        cells,
        '序号',
        '银行/机构',
        '户名',
        '账号',
        '转出户名',
        '转出账号',
        '转出金额',
        '转出时间',
        '申请限额',
        '预计可冻',
        '方式',
      ),
    ).toEqual(
      lines(`
        1 乙银行 张某 mule-1 受害人甲 victim-1 1000.00 2024-03-01_09:00:00 600.00 600.00 限额冻结
        2 乙银行 李某 mule-3 =1+1 mule-2 400.00 2024-03-01_09:30:00 400.00 0.00 只收不付
        3 丙银行 =1+1 mule-2 张某 mule-1 900.00 2024-03-01_09:20:00 400.00 400.00 限额冻结`),
    )
    expect(columns(cells, '账号', '依据行号', '起始时间', '截止时间')).toEqual(
      lines(`
        mule-1 bank-1.csv_#1 2024-03-01_10:00:00 2024-03-03_10:00:00
        mule-3 #4 2024-03-01_10:00:00 2024-03-03_10:00:00
        mule-2 bank-1.csv_#3 2024-03-01_10:00:00 2024-03-03_10:00:00`),
    )
  })

  test('in English, with the names of the fields of message 100101', () => {
    const list = stopList(result, { lang: 'en' })
    expect(columns(documentCells(list), 'account', 'measure', 'from')).toEqual(
      lines('mule-1 limit -\n mule-3 receive_only -\n mule-2 limit -'),
    )
    expect(list.columns.flatMap(({ field }) => field ?? [])).toEqual([
      'bankName',
      'accountName',
      'accountNumber',
      'transferOutBankName',
      'transferOutAccountName',
      'transferOutAccountNumber',
      'transferAmount',
      'transferTime',
      'currency',
      'startTime',
      'expireTime',
      'remark',
    ])
  })
})

test('of several credits with as much traced money the first is the proof', () => {
  const { graph } = buildMoneyGraph(
    [5, 7, 7].map((amount, at) => ({ id: `v${at}`, from: 'victim', to: 'mule-1', amount, time: at })),
  )
  const { rows } = stopList(trace(graph, { from: ['v0', 'v1', 'v2'] }))
  expect(rows.map(({ transfer, evidence }) => [transfer, evidence])).toEqual([['v1', 3]])
})

describe('the rows as stop-payment messages', () => {
  test('the fields that records hold, in the form of the platform', () => {
    const [first, second] = stopList(result, { at: '2024-03-01T02:00Z' }).rows
    expect(first?.message).toEqual({
      transferOutBankName: '甲银行',
      transferOutAccountName: '受害人甲',
      transferOutAccountNumber: 'victim-1',
      currency: 'CNY',
      transferAmount: '1000.00',
      transferTime: '20240301090000',
      bankName: '乙银行',
      accountName: '张某',
      accountNumber: 'mule-1',
      remark: '涉及多名被害人',
      startTime: '20240301100000',
      expireTime: '20240303100000',
    })
    expect(second?.message.remark).toBe('无交易明细')
  })

  test('what no record holds is added, and the word of who adds it counts', () => {
    const fields = ({ account }: { account: string }, number: number) =>
      account === 'mule-2' ? undefined : { applicationID: `A${number}`, accountType: '01', currency: 'RMB' }
    const rows = stopList(result, { fields }).rows.map(({ message }) => message)
    expect(rows.map(({ applicationID, accountType, currency }) => [applicationID, accountType, currency])).toEqual([
      ['A1', '01', 'RMB'],
      ['A2', '01', 'RMB'],
      [undefined, undefined, 'CNY'],
    ])
    expect(Object.keys(rows[0]!)[0]).toBe('applicationID')
    for (const [wrong, said] of [
      [{ caseNo: '1' }, /"caseNo".*caseNumber/],
      [{ reason: 5 }, /fields\(\)\.reason is 5/],
      [null, /fields\(\) is null/],
      [JSON.parse('{"__proto__": "x"}'), /"__proto__"/],
    ] as const) {
      expect(() => stopList(result, { fields: () => wrong as never })).toThrowError(said)
    }
    expect(() => stopList(result, { fields: {} as never })).toThrowError(/fields is a value of type object/)
  })

  test('who froze it already is said, and institutions come as on the freeze list', () => {
    const { graph } = buildMoneyGraph(
      ['mule-1', 'mule-2', 'mule-3'].map((to, at) => ({
        id: `v${at}`,
        from: 'victim',
        to,
        amount: [5, 4, 3][at]!,
        time: at,
      })),
      {
        accounts: [
          { id: 'mule-1', institution: '甲银行', frozenBy: '某地公安局' },
          { id: 'mule-2', institution: '乙银行' },
          { id: 'mule-3', institution: '乙银行' },
        ],
      },
    )
    const { rows } = stopList(trace(graph, { from: ['v0', 'v1', 'v2'] }))
    expect(rows.map(({ account, cautions }) => [account, cautions])).toEqual([
      ['mule-2', ''],
      ['mule-3', ''],
      ['mule-1', '已被冻结: 某地公安局'],
    ])
  })
})

describe('the table of how the money went', () => {
  test('every transfer at every level, by the time of the bank', () => {
    const cells = documentCells(flowTable(result))
    expect(
      columns(
        cells,
        '序号',
        '级别',
        '转账时间',
        '转出账号',
        '转入账号',
        '转账金额',
        '其中涉案金额',
        '被害人及金额',
        '依据行号',
      ),
    ).toEqual(
      lines(`
        1 1 2024-03-01_09:00:00 victim-1 mule-1 1000.00 1000.00 victim-1_1000.00 bank-1.csv_#1
        2 1 2024-03-01_09:10:00 victim-2 mule-1 500.00 500.00 victim-2_500.00 #2
        3 2 2024-03-01_09:20:00 mule-1 mule-2 900.00 900.00 victim-1_900.00 bank-1.csv_#3
        4 3 2024-03-01_09:30:00 mule-2 mule-3 400.00 400.00 victim-1_400.00 #4
        5 3 2024-03-01_09:40:00 mule-2 atm 100.00 100.00 victim-1_100.00 #5`),
    )
  })

  test('a transfer in which levels meet has a row for each, and the parts add up', () => {
    const { graph } = buildMoneyGraph(
      transfers(`
        id  time   from      to      amount
        v1  01:00  victim-1  mule-1     100
        v2  01:00  victim-2  mule-2      50
        t1  01:10  mule-1    mule-2      60
        t2  01:20  mule-2    mule-3     110`),
    )
    const meeting = trace(graph, {
      claims: [
        { id: 'victim-1', transfers: ['v1'] },
        { id: 'victim-2', transfers: ['v2'] },
      ],
    })
    const cells = documentCells(flowTable(meeting))
    expect(columns(cells, '序号', '级别', '交易流水号', '转账金额', '其中涉案金额', '被害人及金额')).toEqual(
      lines(`
        1 1 v1 100.00 100.00 victim-1_100.00
        2 1 v2 50.00 50.00 victim-2_50.00
        3 2 t1 60.00 60.00 victim-1_60.00
        4 2 t2 110.00 50.00 victim-2_50.00
        5 3 t2 110.00 60.00 victim-1_60.00`),
    )
  })

  test('in any network the rows of a transfer add up to what is traced in it', () => {
    holdsFor(networks({ ways: conservingWays }), 200, (network) => {
      const traced = traceNetwork(network)
      const { rows } = flowTable(traced)
      for (const { id, traced: whole, level } of traced.transfers) {
        const own = rows.filter(({ transfer }) => transfer === id)
        expect(own.reduce((sum, row) => sum.plus(row.traced), whole.times(0)).toFixed()).toBe(whole.toFixed())
        expect(own[0]?.level).toBe(level)
        expect(new Set(own.map((row) => row.level)).size).toBe(own.length)
      }
      expect(rows.map(({ level }) => level)).toEqual(rows.map(({ level }) => level).sort((a, b) => a - b))
    })
  })

  test('a row leads back to every file that shows it', () => {
    const { graph } = buildMoneyGraph([
      {
        id: 'v1',
        from: 'victim-1',
        to: 'mule-1',
        amount: 5,
        time: 0,
        source: [
          { file: 'a.csv', row: 7 },
          { file: 'b.csv', row: 3 },
        ],
      },
    ])
    expect(flowTable(trace(graph, { from: 'v1' })).rows[0]?.source).toBe('a.csv:7; b.csv:3')
  })

  test('a date alone stays one; other clocks on request', () => {
    const { graph } = buildMoneyGraph(
      [{ id: 'v1', from: 'victim-1', to: 'mule-1', amount: 5, time: '2024-03-12', currency: 'JPY' }],
      { timeZone: 'Asia/Shanghai' },
    )
    const table = flowTable(trace(graph, { from: 'v1' }), { lang: 'en' })
    expect(columns(documentCells(table), 'time', 'amount', 'of whom')).toEqual(['2024-03-12 5 victim_5'])
    expect(columns(documentCells(flowTable(result, { timeZone: 'UTC' })), '转账时间')[0]).toBe('2024-03-01_01:00:00')
  })
})

/** A line a victim, "victim credited claim ratio share", then the item and what stays. */
function returned(of: Trace, account: string, options: RestitutionTableOptions): string[] {
  const table = restitutionTable(of, account, options)
  const cells = columns(documentCells(table), '被害人', '汇入金额', '认定金额', '比例', '应返还金额')
  return [...cells, `${table.item} stays ${table.residual.toFixed(2)}`]
}

describe('the calculation of what is returned', () => {
  test('pro rata where the rules disagree', () => {
    expect(returned(result, 'mule-1', { frozen: '600.00' })).toEqual(
      lines(`
        victim-1 1000.00 1000.00 66.6666% 400.00
        victim-2 500.00 500.00 33.3333% 200.00
        3 stays 0.00`),
    )
  })

  test('directly where they agree: no more than what is left of it, and no more than is frozen', () => {
    const early = trace(graph, { claims, until: '2024-03-01T01:15Z' })
    const direct = lines(`
      victim-1 1000.00 1000.00 - 1000.00
      victim-2 500.00 500.00 - 500.00`)
    expect(returned(early, 'mule-1', { frozen: 2000 })).toEqual([...direct, '2 stays 500.00'])
    expect(returned(early, 'mule-1', { frozen: 150 })).toEqual(
      lines(`
        victim-1 1000.00 1000.00 - 100.00
        victim-2 500.00 500.00 - 50.00
        2 stays 0.00`),
    )
  })

  test('the item can be stated: the decision is not the library’s', () => {
    const early = trace(graph, { claims, until: '2024-03-01T01:15Z' })
    expect(returned(early, 'mule-1', { frozen: 150, item: 3 }).at(-1)).toBe('3 stays 0.00')
    expect(documentCells(restitutionTable(early, 'mule-1', { frozen: 150, item: 3 }))[1]).toContain(
      '第八条第（三）项 按比例返还',
    )
  })

  test('the bases of a claim are those of lossesAt', () => {
    const one = trace(graph, { claims: [claims[0]!], until: '2024-03-01T09:00Z' })
    expect(returned(one, 'mule-1', { frozen: 600 })).toEqual(
      lines('victim-1 1000.00 1000.00 66.6666% 400.00\n 3 stays 200.00'),
    )
    expect(returned(one, 'mule-1', { frozen: 600, legitimate: ['v2'] })).toEqual(
      lines('victim-1 1000.00 1000.00 100.0000% 600.00\n 3 stays 0.00'),
    )
    expect(returned(one, 'mule-1', { frozen: 600, shareBase: 'knownVictims' })).toEqual(
      lines('victim-1 1000.00 1000.00 100.0000% 600.00\n 3 stays 0.00'),
    )
  })

  test('thirds: the last fen stays, or goes', () => {
    const three = ['1', '2', '3']
    const { graph } = buildMoneyGraph([
      ...three.map((n) => ({
        id: `v${n}`,
        from: `victim-${n}`,
        to: 'mule-1',
        amount: 50_000,
        time: `2024-03-12 0${n}:00`,
      })),
      { id: 't1', from: 'mule-1', to: 'mule-2', amount: 50_000, time: '2024-03-12 04:00' },
    ])
    const many = trace(graph, { claims: three.map((n) => ({ id: `victim-${n}`, transfers: [`v${n}`] })) })
    expect(returned(many, 'mule-1', { frozen: 100_000 }).at(-1)).toBe('3 stays 0.01')
    expect(returned(many, 'mule-1', { frozen: 100_000, residual: 'largest-remainder' })).toEqual(
      lines(`
        victim-1 50000.00 50000.00 33.3333% 33333.34
        victim-2 50000.00 50000.00 33.3333% 33333.33
        victim-3 50000.00 50000.00 33.3333% 33333.33
        3 stays 0.00`),
    )
  })

  test('where nobody can say, an item must be stated', () => {
    expect(() => restitutionTable(result, 'mule-3', { frozen: 100 })).toThrowError(
      /no item of art\. 8.*"mule-3".*state `item`/,
    )
    expect(returned(result, 'mule-3', { frozen: 100, item: 1 })).toEqual(
      lines('victim-1 400.00 266.67 - 100.00\n victim-2 0.00 0.00 - 0.00\n 1 stays 0.00'),
    )
  })

  test('options that make no sense', () => {
    expect(() => restitutionTable(result, 'mule-1', { frozen: -1 })).toThrowError(/frozen is -1/)
    expect(() => restitutionTable(result, 'mule-1', { frozen: 1, item: 4 as never })).toThrowError(/item is 4/)
    expect(() => restitutionTable(result, 'mule-9', { frozen: 1 })).toThrowError(
      expect.objectContaining({ code: 'unknown-account' }),
    )
    expect(() => flowTable(result, { lang: 'fr' as never })).toThrowError(/lang is "fr"/)
    expect(() => stopList(result, null as never)).toThrowError(/options are null/)
    expect(() => stopList(result, { at: 'now' })).toThrowError(/at is "now"/)
    const alert = trace(graph, { claims, rule: 'poison' })
    for (const call of [
      () => flowTable(alert),
      () => stopList(alert),
      () => restitutionTable(alert, 'mule-1', { frozen: 1 }),
    ]) {
      expect(call).toThrowError(expect.objectContaining({ code: 'bad-option' }))
    }
  })
})

test('what is no document is refused', () => {
  for (const wrong of [undefined, null, 5, {}, { columns: [] }]) {
    expect(() => documentCells(wrong as never)).toThrow('it must be what stopList, say, returns')
  }
})
