/** The tables of a report, and what a spreadsheet makes of them. */
import { read, utils, type WorkSheet } from '@e965/xlsx'
import { parse } from 'csv-parse/sync'
import { Decimal } from 'decimal.js'
import { buildMoneyGraph, trace } from 'fundtrail'
import { type ReportCell, type ReportTable, reportTables, reportXlsx, tableCsv } from 'fundtrail/report'
import { describe, expect, test, vi } from 'vitest'
import { HOSTILE, hostileTrace, wellFormed } from '../support/hostile-case.js'
import { accounts, lines, transfers } from '../support/ledger.js'
import { urumqi } from '../support/urumqi-case.js'

const built = buildMoneyGraph(
  transfers(`
    id   time   from      to      amount   kind  status
    v1   01:00  victim-1  mule-1  1000.00  -     -
    v2   01:10  victim-2  mule-1   500.00  -     -
    bad  01:15  mule-1    mule-2    50.00  -     failed
    t1   01:20  mule-1    mule-2   900.00  -     -
    t2   01:30  mule-2    mule-3   400.00  -     -
    atm  01:40  mule-2    atm      100.00  cash  -`),
  {
    timeZone: 'Asia/Shanghai',
    accounts: accounts(`
      id        holder  institution  from   to
      mule-1    张某     乙银行        00:00  18:00
      mule-2    李某     丙银行        00:00  18:00
      mule-3    王某     乙银行        -      -`),
  },
)
const result = trace(built.graph, {
  claims: [
    { id: 'victim-1', transfers: ['v1'] },
    { id: 'victim-2', transfers: ['v2'] },
  ],
  until: '2024-03-01T09:00Z',
})

function tableOf(tables: ReportTable[], name: string): ReportTable {
  return tables.find((table) => table.name === name)!
}

function text(value: ReportCell, decimals: number): string {
  if (value === undefined) return ''
  return Decimal.isDecimal(value) ? value.toFixed(decimals) : String(value)
}

/** Some columns, a line a row; blanks within a cell as '_'. */
function columns({ columns, rows, decimals }: ReportTable, ...keys: string[]): string[] {
  const places = keys.map((key) => columns.findIndex((column) => column.key === key))
  expect(places).not.toContain(-1)
  return rows.map((row) => places.map((at) => text(row[at], decimals).replaceAll(' ', '_') || '-').join(' '))
}

/** The cells of a file back, its marks taken off, as `tableCsv` says. */
function cellsOf(csv: string): string[][] {
  const rows: string[][] = parse(csv, { bom: true, record_delimiter: '\r\n' })
  return rows.map((row) => row.map((cell) => (/^['\t]/.test(cell) ? cell.slice(1) : cell)))
}

describe('the tables', () => {
  const tables = reportTables(result, { problems: built.problems })

  test('stand in their order, with one cell a column', () => {
    expect(tables.map(({ name }) => name)).toEqual([
      'Summary',
      'Freeze',
      'Levels',
      'Flow',
      'Paths',
      'Restitution',
      'Problems',
      'Settings',
    ])
    for (const { columns, rows } of tables) for (const row of rows) expect(row).toHaveLength(columns.length)
  })

  test('the summary adds up to the loss, by outcome, by victim and by ending', () => {
    expect(columns(tableOf(tables, 'Summary'), 'item', 'amount', 'value')).toEqual(
      lines(`
        stolen 1500.00 -
        freezable 1000.00 -
        gone 100.00 -
        returned 0.00 -
        unresolved 400.00 -
        currency - CNY
        claim_victim-1 1000.00 -
        claim_victim-2 500.00 -
        ending_held 1000.00 -
        ending_no-statement 400.00 -
        ending_cash-out 100.00 -
        accounts - 6
        institutions - 2
        levels - 3
        transfers - 5
        first_transfer - 2024-03-01_09:00:00
        last_transfer - 2024-03-01_09:40:00
        rule - fifo
        until - 2024-03-01_17:00:00`),
    )
  })

  test('every account by level, every path of what rests, what is wrong and what is taken for granted', () => {
    expect(columns(tableOf(tables, 'Levels'), 'level', 'account', 'received', 'sent', 'held', 'endings')).toEqual(
      lines(`
        0 victim-1 0.00 1000.00 0.00 -
        0 victim-2 0.00 500.00 0.00 -
        1 mule-1 1500.00 900.00 600.00 held_600.00
        2 mule-2 900.00 500.00 400.00 held_400.00
        3 mule-3 400.00 0.00 400.00 no-statement_400.00
        3 atm 100.00 0.00 0.00 cash-out_100.00`),
    )
    expect(columns(tableOf(tables, 'Paths'), 'account', 'claim', 'amount', 'route')).toEqual(
      lines(`
        mule-1 victim-2 500.00 victim-2_→_mule-1
        mule-1 victim-1 100.00 victim-1_→_mule-1
        mule-2 victim-1 400.00 victim-1_→_mule-1_→_mule-2
        mule-3 victim-1 400.00 victim-1_→_mule-1_→_mule-2_→_mule-3`),
    )
    expect(columns(tableOf(tables, 'Problems'), 'severity', 'code', 'row', 'id')).toEqual(
      lines('warning failed-transfer 3 bad'),
    )
  })

  test('what each victim gets, and an account of which nobody can say stands with the reason', () => {
    const frozen = new Map([
      ['mule-1', '600'],
      ['mule-3', '400'],
    ])
    const sheet = tableOf(reportTables(result, { frozen }), 'Restitution')
    expect(columns(sheet, 'number', 'account', 'frozen', 'victim', 'share', 'residual')).toEqual(
      lines(`
        1 mule-1 600.00 victim-1 400.00 0.00
        2 mule-1 600.00 victim-2 200.00 0.00
        3 mule-3 400.00 - - 400.00`),
    )
    expect(sheet.rows[2]![9]).toContain('statement')
  })

  test('what is left out is one row with its amount', () => {
    const paths = tableOf(reportTables(result, { pathAccounts: 1, pathsPerAccount: 1 }), 'Paths')
    expect(columns(paths, 'account', 'claim', 'amount', 'route')).toEqual(
      lines(`
        mule-1 victim-2 500.00 victim-2_→_mule-1
        mule-1 victim-1 100.00 (further_routes)
        (further_accounts:_2) - 800.00 -`),
    )
    const many = tableOf(reportTables(hostileTrace(), { pathAccounts: 5 }), 'Restitution')
    expect(columns(many, 'number', 'account', 'frozen').at(-1)).toBe('11 (further_accounts:_31) 3565.00')
  })

  test('in Chinese, numbers masked', () => {
    const [, , levels] = reportTables(caseTrace, { lang: 'zh', maskNumbers: true })
    expect(levels!.title).toBe('层级')
    expect(levels!.columns.slice(0, 3).map(({ header }) => header)).toEqual(['级别', '账号', '户名'])
    expect(levels!.rows.map((row) => row[1])).toContain('SEC-****0101')
    expect(JSON.stringify(levels)).not.toMatch(/\d{8}/)
    expect(levels!.rows[1]![4]).toBe('银行账户')
  })

  test('wrong use is refused', () => {
    expect(() => reportTables(result, { lang: 'fr' as 'en' })).toThrow("lang is \"fr\"; it must be 'zh' or 'en'")
    expect(() => reportTables(result, { timeZone: 'Mars/Olympus' })).toThrow('timeZone')
    expect(() => reportTables(result, { pathsPerAccount: 0 })).toThrow('pathsPerAccount is 0')
    expect(() => reportTables(trace(built.graph, { from: 'v1', rule: 'poison' }))).toThrow('poison')
  })
})

const caseTrace = trace(urumqi.built.graph, { from: urumqi.reported })

describe('a CSV', () => {
  test('read back has the cells of the table', () => {
    const traces = [result, hostileTrace(), caseTrace]
    for (const table of traces.flatMap((each) => reportTables(each))) {
      const expected = [
        table.columns.map(({ header }) => header),
        ...table.rows.map((row) => row.map((cell) => wellFormed(text(cell, table.decimals)))),
      ]
      expect(cellsOf(tableCsv(table))).toEqual(expected)
    }
  })

  test('no text of it is a formula, a number or a date to a spreadsheet', () => {
    for (const table of reportTables(hostileTrace())) {
      const [, ...rows]: string[][] = parse(tableCsv(table), { bom: true, record_delimiter: '\r\n' })
      rows.forEach((row, at) => {
        row.forEach((cell, place) => {
          if (typeof table.rows[at]![place] !== 'string') return
          expect(cell).not.toMatch(/^[\s\u200b]*[=+\-@＝＋－＠\r\n]/u)
          expect(cell).not.toMatch(/^(?:\d|true$|mar-1$|\(5)/i)
        })
      })
    }
  })

  test('amounts are numbers, also negative ones, until a spreadsheet would round them', () => {
    const table: ReportTable = {
      name: 'Summary',
      title: 'Summary',
      currency: 'CNY',
      decimals: 2,
      columns: [
        { key: 'a', header: 'amount', kind: 'amount' },
        { key: 't', header: 'text', kind: 'text' },
      ],
      rows: [
        [new Decimal('-20.5'), '-20.5'],
        [new Decimal('9999999999999.99'), undefined],
        [new Decimal('-90071992547409.91'), ''],
      ],
    }
    expect(tableCsv(table)).toBe(
      '\ufeff"amount","text"\r\n-20.50,"\t-20.5"\r\n9999999999999.99,\r\n"\t-90071992547409.91",\r\n',
    )
  })
})

describe('a workbook', () => {
  /** The cells of a sheet as text, numbers by their value. */
  function cells(sheet: WorkSheet, decimals: number): string[][] {
    const rows: unknown[][] = utils.sheet_to_json(sheet, { header: 1, raw: true, defval: '', blankrows: true })
    return rows.map((row) =>
      row.map((cell) => (typeof cell === 'number' ? new Decimal(cell).toFixed(decimals) : String(cell))),
    )
  }

  test.each([
    ['a case', () => result],
    ['hostile names', hostileTrace],
  ])('read back has the cells of the tables: %s', async (_, make) => {
    const tables = reportTables(make())
    const book = read(await reportXlsx(make()), { type: 'array' })
    expect(book.SheetNames).toEqual(tables.map(({ name }) => name))
    for (const table of tables) {
      const sheet = book.Sheets[table.name]!
      const [head, ...rows] = cells(sheet, table.decimals)
      expect(head).toEqual(table.columns.map(({ header }) => header))
      const expected = table.rows.map((row) =>
        row.map((cell) => {
          if (typeof cell === 'number') return new Decimal(cell).toFixed(table.decimals)
          return wellFormed(text(cell, table.decimals))
            .replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '\ufffd')
            .replace(/\r\n?/g, '\n')
        }),
      )
      expect(rows).toEqual(expected)
    }
  })

  test('account numbers are text, amounts are numbers with a format, nothing is a formula', async () => {
    const book = read(await reportXlsx(caseTrace), { type: 'array', cellNF: true, cellFormula: true })
    const sheet = book.Sheets['Levels']!
    expect(sheet['B2']).toMatchObject({ t: 's', v: '6222000000000000011' })
    expect(sheet['G2']).toMatchObject({ t: 'n', v: 2_050_000, z: '#,##0.00' })
    const hostile = read(await reportXlsx(hostileTrace()), { type: 'array', cellFormula: true })
    const formulas = Object.values(hostile.Sheets).flatMap((each) => Object.values(each).filter((cell) => cell?.f))
    expect(formulas).toEqual([])
    expect(HOSTILE.length).toBeGreaterThan(40)
  })

  test('an amount that a double rounds is text', async () => {
    const { graph } = buildMoneyGraph([
      { id: 't1', from: 'victim-1', to: 'mule-1', amount: '90071992547409.91', time: '2024-03-12 10:00' },
    ])
    const book = read(await reportXlsx(trace(graph, { from: 't1' })), { type: 'array' })
    expect(book.Sheets['Summary']!['B2']).toMatchObject({ t: 's', v: '90071992547409.91' })
  })

  test('has the same bytes whatever the clock says', async () => {
    const one = await reportXlsx(result)
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2031-05-06T07:08:10Z') })
    try {
      expect(Buffer.from(await reportXlsx(result)).equals(Buffer.from(one))).toBe(true)
    } finally {
      vi.useRealTimers()
    }
  })

  test('a text longer than a cell is cut and says so', async () => {
    const { graph } = buildMoneyGraph(
      [{ id: 't1', from: 'victim-1', to: 'mule-1', amount: 5, time: '2024-03-12 10:00' }],
      { accounts: [{ id: 'mule-1', holder: '张'.repeat(40_000) }] },
    )
    const book = read(await reportXlsx(trace(graph, { from: 't1' })), { type: 'array' })
    const holder: string = book.Sheets['Levels']!['C3'].v
    expect(holder.length).toBeLessThanOrEqual(32_767)
    expect(holder).toMatch(/张… \(40000 characters, cut\)$/)
  })
})
