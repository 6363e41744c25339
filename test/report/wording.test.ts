/** What a report says in words, and what it must not say: more than the records do. */
import { readFileSync } from 'node:fs'
import { buildMoneyGraph, stopList, type Trace, trace } from 'fundtrail'
import { renderReport, renderText, reportTables, traceI2Csv } from 'fundtrail/report'
import { describe, expect, test } from 'vitest'
import { maskMessage } from '../../src/report/mask-message.js'
import { accounts, transfers } from '../support/ledger.js'

describe('dates alone', () => {
  const records = transfers(`
    id  time        from    to      amount
    v1  2024-03-01  victim  mule-1  1000.00
    t1  2024-03-02  mule-1  mule-2   400.00
    t2  2024-03-02T10:30:00Z  mule-1  mule-3   300.00`)
  const result = trace(buildMoneyGraph(records, { timeZone: 'America/New_York' }).graph, { from: 'v1' })

  test.each(['Asia/Shanghai', 'America/Los_Angeles'])('stay dates, and the same, in %s', (timeZone) => {
    const tables = reportTables(result, { timeZone })
    const column = (table: string, key: string) => {
      const { columns, rows } = tables.find(({ name }) => name === table)!
      return rows.map((row) => row[columns.findIndex((each) => each.key === key)])
    }
    expect(column('Levels', 'firstReceived').slice(1, 3)).toEqual(['2024-03-01', '2024-03-02'])
    expect(column('Flow', 'time').slice(0, 2)).toEqual(['2024-03-01', '2024-03-02'])
    expect(column('Freeze', 'time')).toContain('2024-03-02')
    expect(renderText(result, { timeZone })).toMatch(/^ {2}2 {6}2024-03-02 +mule-1 +mule-2 +400\.00/m)
    const page = renderReport(result, { timeZone })
    expect(page).toContain('<td class="time">2024-03-01</td>')
    expect(page).toContain('<dt>first</dt><dd>2024-03-01</dd>')
  })

  test('an instant keeps its clock', () => {
    expect(renderText(result, { timeZone: 'UTC' })).toContain('2024-03-02 10:30:00')
    expect(renderReport(result, { timeZone: 'UTC' })).toContain('<td class="time">2024-03-02 10:30:00</td>')
  })

  test('have no time of the day for i2', () => {
    const lines = traceI2Csv(result, { timeZone: 'UTC' }).split('\r\n')
    expect(lines.slice(1, 4).map((line) => line.split(',').slice(9, 11))).toEqual([
      ['2024-03-01', ''],
      ['2024-03-02', ''],
      ['2024-03-02', '10:30:00'],
    ])
  })
})

describe('an account that an order has to mind', () => {
  const { graph } = buildMoneyGraph(
    transfers(`
      id  time   from    to       amount
      v1  01:00  victim  mule-1   1000.00
      t1  01:10  mule-1  reserve   400.00
      t2  01:20  mule-1  clearing  100.00
      t3  01:30  mule-1  mule-2    200.00`),
    {
      coverage: 'complete',
      accounts: [
        ...accounts(`
          id        holder            kind
          reserve   支付机构备付金        -
          clearing  -                 external`),
        { id: 'mule-1', frozenBy: '某公安局' },
        { id: 'mule-2', status: 'closed' },
      ],
    },
  )
  const result: Trace = trace(graph, { from: 'v1' })

  test('has the words of the stop list, and says who has frozen it', () => {
    for (const lang of ['zh', 'en'] as const) {
      const { rows } = stopList(result, { lang })
      const words = rows.map(({ cautions }) => cautions).filter((text) => text !== '')
      expect(words.some((text) => text.includes('某公安局'))).toBe(true)
      expect(words.length).toBeGreaterThanOrEqual(2)
      const [page, text] = [renderReport(result, { lang }), renderText(result, { lang })]
      for (const word of words) {
        expect(page).toContain(`<td>${word}</td>`)
        expect(text).toContain(word)
      }
    }
  })

  test('that may not be frozen has the reason in Chinese', () => {
    const page = renderReport(result, { lang: 'zh' })
    expect(page).toContain('<td>备付金账户</td>')
    expect(renderText(result, { lang: 'zh' })).toContain('备付金账户')
    expect(page).not.toMatch(/<td>[a-z]+-account<\/td>/)
  })
})

describe('a Chinese report', () => {
  const { graph, problems } = buildMoneyGraph(
    transfers(`
      id  time   from    to      amount  status
      v1  01:00  victim  mule-1  100.00  ok
      t1  01:10  mule-1  mule-2   40.00  failed`),
    { accounts: [{ id: 'mule-2', frozenBy: '某公安局' }] },
  )
  const result = trace(graph, {
    claims: [{ id: '张某', transfers: ['v1'] }],
    maxLevel: 5,
    minAmount: '1.00',
    freezes: [{ account: 'mule-1', at: '2024-03-01T01:30:00Z' }],
    stopAt: () => false,
  })

  test('says in Chinese what a problem means, before its message', () => {
    const expected = '交易失败：row 2: the transfer failed and moved nothing; it is excluded'
    const table = reportTables(result, { lang: 'zh', problems }).find(({ name }) => name === 'Problems')!
    expect(table.rows[0]).toContain(expected)
    expect(renderText(result, { lang: 'zh', problems, width: 200 })).toContain(expected)
    expect(renderReport(result, { lang: 'zh', problems })).toContain(`<td>${expected}</td>`)
    expect(renderReport(result, { problems })).not.toContain('交易失败')
  })

  test('has a meaning for every code that the pages list', () => {
    const listed = ['docs/problems.md', 'docs/statements.md'].flatMap((page) => {
      const text = readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8')
      return text
        .split(/^\| code .*$/m)
        .slice(1)
        .flatMap((table) => {
          const rows = table.slice(0, table.search(/^(?!\|)./m)).match(/^\| `.*?\|/gm) ?? []
          return rows.flatMap((row) => row.match(/(?<=`)[a-z-]+(?=`)/g) ?? [])
        })
    })
    expect(listed.length).toBeGreaterThan(60)
    const wordless = listed.filter((code) => {
      const made = [{ code, severity: 'warning' as const, message: 'as it is' }]
      const { rows } = reportTables(result, { lang: 'zh', problems: made }).find(({ name }) => name === 'Problems')!
      return !/^\p{Script=Han}|^IBAN/u.test(String(rows[0]!.at(-1)))
    })
    expect(wordless).toEqual([])
  })

  test('names every setting in Chinese, and as the library does', () => {
    const [chinese, english] = (['zh', 'en'] as const).map((lang) => {
      const { rows } = reportTables(result, { lang }).find(({ name }) => name === 'Settings')!
      return rows.map(([setting]) => String(setting))
    })
    for (const setting of chinese!) expect(setting).toMatch(/\p{Script=Han}/u)
    expect(chinese).toHaveLength(english!.length)
    expect(chinese).toContain('规则（rule）')
    expect(english).toContain('rule')
  })
})

test('a masked report still names the rows and transfers that problems are about', () => {
  const { graph } = buildMoneyGraph(
    transfers(`
      id      time   from    to      amount
      900001  01:00  victim  mule-1  10.00`),
  )
  const problems = ['900001', 'bank.csv#12345', '6222000000000000011'].map((id) => {
    return { code: 'x', severity: 'warning' as const, message: 'm', id }
  })
  const table = reportTables(trace(graph, { from: '900001' }), { maskNumbers: true, problems })[6]!
  const at = table.columns.findIndex(({ key }) => key === 'id')
  expect(table.rows.slice(0, 3).map((row) => row[at])).toEqual(['900001', 'bank.csv#12345', '****0011'])
})

test.each([
  [
    'account "6222000000000000011" at row 12345: 123456.78 CNY left',
    'account "****0011" at row 12345: 123456.78 CNY left',
  ],
  ['row 78123: 2024-03-12 is no day of 6222 0000 0000 0011', 'row 78123: 2024-03-12 is no day of ****0011'],
  ['account "12345.67" and 98765 CNYX', 'account "****2345.67" and ****8765 CNYX'],
  ['2024-03-12-99999 and 1999-12-31-4', '****9999 and ****2314'],
  ['row 12345 of account "row 123456789"', 'row 12345 of account "row ****6789"'],
])('a masked message keeps rows, dates and amounts: %s', (message, masked) => {
  expect(maskMessage(message, ['CNY', 'US$'])).toBe(masked)
})
