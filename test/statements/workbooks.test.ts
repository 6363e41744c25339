import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { utils, write } from '@e965/xlsx'
import { buildMoneyGraph } from 'fundtrail'
import { readStatements, type StatementFile, type StatementsResult } from 'fundtrail/statements'
import { describe, expect, it } from 'vitest'
import { file, policeFile } from '../support/statement-files.js'
import { bareXls, parts, row, rowsOf, xls, xlsx, zip } from '../support/workbooks.js'

const MULE = '6222000000000000102'
const CSV = policeFile(
  MULE,
  '张某',
  `20240312100323 进 50000.00 50500.00 6222000000000000011 受害人 转账 B1
   2024-03-12_10:07:40 出 20000.10 30499.90 6222000000000000201 李某 转账 B2
   20240312101500 出 10000.00 20499.90 0100 - ATM取款 B3`,
)
const FACTS = '账户开户名称,开户人证件号码,交易卡号,交易账号,账户状态\n张某,,6222000000000000102,0100200300,冻结'

/** What a result says, but for names of files and rows. */
function content({ records, accounts, counts }: StatementsResult) {
  return {
    records: records.map(({ id: _, source: __, ...record }) => record),
    accounts,
    counts,
  }
}

const lines = ({ problems }: StatementsResult) =>
  problems.map(({ code, row: at, file: name }) => `${code} ${name} ${at ?? '-'}`)
const read = (...files: StatementFile[]) => readStatements(files, { timeZone: 'Asia/Shanghai' })

describe('the same rows as text, XLSX and XLS', () => {
  it('give the same records, accounts and counts', async () => {
    const rows = rowsOf(CSV)
    const asText = await read(file('乙银行.csv', CSV))
    for (const data of [await xlsx({ 一: rows }), xls({ 一: rows }), bareXls(rows)]) {
      const asBook = await read(file('乙银行.csv', data))
      expect(asBook.problems).toEqual([])
      expect(content(asBook)).toEqual(content(asText))
    }
    expect(asText.records.map(({ amount }) => amount)).toEqual(['50000.00', '20000.10', '10000.00'])
  })

  it('the extension says nothing: text as .xls, a workbook as .csv or .txt', async () => {
    const asText = await read(file('乙银行.xls', CSV.replaceAll(',', '\t')), file('乙银行.xlsx', ''))
    expect(asText.files.map(({ format, encoding }) => `${format} ${encoding}`)).toEqual([
      'police-transactions string',
      'unknown string',
    ])
    const asBook = await read(file('乙银行.txt', await xlsx({ 一: rowsOf(CSV) })))
    expect(asBook.records).toHaveLength(3)
  })

  it('a stream in pieces is the file', async () => {
    const bytes = await xlsx({ 一: rowsOf(CSV) })
    async function* stream(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000)
    }
    expect(content(await read(file('a.xlsx', stream())))).toEqual(content(await read(file('a.xlsx', bytes))))
  })
})

describe('sheets', () => {
  it('each is a section: an answer to the police in sheets of one file', async () => {
    const result = await read(
      file(
        '乙银行.xlsx',
        await xlsx({
          说明: [['本次查询共 3 笔']],
          交易明细信息: rowsOf(CSV),
          账户信息: rowsOf(FACTS),
          空: [],
        }),
      ),
    )
    expect(result.files).toEqual([
      { name: '乙银行.xlsx [说明]', format: 'unknown', encoding: 'xlsx', rows: 0 },
      { name: '乙银行.xlsx [交易明细信息]', format: 'police-transactions', encoding: 'xlsx', rows: 3 },
      { name: '乙银行.xlsx [账户信息]', format: 'police-accounts', encoding: 'xlsx', rows: 1 },
    ])
    expect(lines(result)).toEqual(['unknown-format 乙银行.xlsx [说明] -'])
    expect(result.records[0]).toMatchObject({
      id: '乙银行.xlsx [交易明细信息]#2',
      source: { file: '乙银行.xlsx [交易明细信息]', row: 2 },
    })
    expect(result.accounts.find(({ id }) => id === MULE)).toMatchObject({ institution: '乙银行', status: 'frozen' })
    const { graph } = buildMoneyGraph(result.records, { accounts: result.accounts, timeZone: 'Asia/Shanghai' })
    expect(graph.statement(MULE).closing.toFixed(2)).toBe('20499.90')
  })

  it('a mapping is for all sheets of a file, or for one by its name', async () => {
    const header = ['payer', 'payee', 'sum', 'when']
    const one = [header, ['victim', 'mule-1', '600', '2024-03-12 09:00']]
    const two = [
      ['', ...header],
      ['', 'mule-1', 'mule-2', '500', '2024-03-12 09:10'],
    ]
    const data = await xlsx({ one, two })
    const mapping = { from: 'payer', to: 'payee', amount: 'sum', time: 'when' }
    const all = await readStatements([file('a.xlsx', data)], { formats: { 'a.xlsx': mapping } })
    expect(all.counts.accepted).toBe(2)
    const numbers = { from: 2, to: 3, amount: 4, time: 5, headerRow: 1 }
    const formats = { 'a.xlsx [two]': numbers }
    const second = await readStatements([file('a.xlsx', data)], { formats })
    expect(second.files.map(({ format }) => format)).toEqual(['unknown', 'transfer-list'])
  })

  it('a hidden sheet is read, and said to be hidden', async () => {
    const book = utils.book_new()
    utils.book_append_sheet(book, utils.aoa_to_sheet(rowsOf(CSV)), 'shown')
    utils.book_append_sheet(book, utils.aoa_to_sheet(rowsOf(CSV.replaceAll('B', 'C'))), 'behind')
    book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }] }
    for (const bookType of ['xlsx', 'biff8'] as const) {
      const result = await read(file('a', write(book, { type: 'buffer', bookType }) as Uint8Array))
      expect(lines(result)).toEqual(['hidden-sheet a [behind] -'])
      expect(result.counts.rows).toBe(6)
    }
  })

  it('names of sheets that look like properties, and one that is a file beside it', async () => {
    const data = await xlsx({ ['__proto__']: rowsOf(CSV), constructor: rowsOf(CSV.replaceAll('B', 'C')) })
    const result = await read(file('a [constructor]', CSV.replaceAll('B', 'D')), file('a', data))
    expect(result.files.map(({ name, rows }) => `${name} ${rows}`)).toEqual([
      'a [constructor] 3',
      'a [__proto__] 3',
      'a [constructor] (2) 3',
    ])
  })
})

describe('the header', () => {
  it('stands below empty rows and lines of text, and rows keep their numbers', async () => {
    const rows = [[], [], ['某银行交易明细'], [`卡号：${MULE}`], [], ...rowsOf(CSV.replaceAll(MULE, ''))]
    for (const data of [await xlsx({ A: rows }), xls({ A: rows })]) {
      const result = await read(file('a.xlsx', data))
      expect(result.problems).toEqual([])
      expect(result.records.map(({ source }) => source)).toEqual(
        [7, 8, 9].map((at) => ({ file: 'a.xlsx [A]', row: at })),
      )
      expect(result.records[0]?.to).toBe(MULE)
    }
  })

  it('of two rows with merged cells', async () => {
    const sheet = utils.aoa_to_sheet([
      ['交易日期', '发生额', '', '余额', '对方账号'],
      ['', '借方', '贷方', '', ''],
      ['2024-03-12', '', '600.00', '600.00', 'victim-1'],
    ])
    sheet['!merges'] = ['A1:A2', 'B1:C1', 'D1:D2', 'E1:E2'].map((range) => utils.decode_range(range))
    for (const bookType of ['xlsx', 'biff8'] as const) {
      const book = utils.book_new(sheet, 'A')
      const result = await read(file('a', write(book, { type: 'buffer', bookType }) as Uint8Array))
      expect(result.records).toMatchObject([
        { from: 'victim-1', amount: '600.00', time: '2024-03-12', toBalance: '600.00' },
      ])
    }
  })
})

/** Reads one transfer whose cells are given as XML. */
async function readCells(
  cells: { from?: string; to?: string; amount?: string; time?: string; memo?: string },
  more = {},
) {
  const { from = 'victim', to = 'mule-1', amount = '600', time = '2024-03-12 09:00', memo = '' } = cells
  const sheet = `<sheetData>${row(1, ['from', 'to', 'amount', 'time', 'memo'])}${row(2, [from, to, amount, time, memo])}</sheetData>`
  const mapping = { from: 'from', to: 'to', amount: 'amount', time: 'time', memo: 'memo' }
  return await readStatements([file('a', zip(parts(sheet, more)))], { formats: { a: mapping } })
}

const STYLES =
  '<numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy/m/d h:mm"/><numFmt numFmtId="165" formatCode="0000"/><numFmt numFmtId="166" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs>'

describe('numbers', () => {
  it.each([
    ['1.1', '1.1'],
    ['1.1000000000000001', '1.1'],
    ['20000.1', '20000.1'],
    ['0.30000000000000004', '0.3'],
    ['1234567890123.45', '1234567890123.45'],
    ['1E-2', '0.01'],
    ['5E3', '5000'],
    ['-12.50', '-12.5'],
    ['90071992547409.91', '90071992547409.9'],
  ])('the amount %s is %s', async (written, amount) => {
    const { records } = await readCells({ amount: `<c><v>${written}</v></c>` })
    expect(records[0]?.amount).toBe(amount)
  })

  it('the account 0100 stays 0100 as text, and as the number 100 that is shown with four digits', async () => {
    const { records } = await readCells({ from: '0100', to: '<c s="3"><v>101</v></c>' }, { styles: STYLES })
    expect(records[0]).toMatchObject({ from: '0100', to: '0101' })
  })

  it('a number that has lost digits leaves the row, with an unknown account', async () => {
    for (const lost of ['6.2220212345678912E18', '622202123456789123456789']) {
      const { records, problems } = await readCells({ to: `<c><v>${lost}</v></c>` })
      expect(problems.map(({ code }) => code)).toEqual(['lost-number'])
      expect(records[0]).toMatchObject({ from: 'victim', to: 'unknown:a [A]#2', amount: '600' })
    }
  })

  it('a number of 16 digits that a double holds is whole; zeros at the end of a longer one are told', async () => {
    const whole = await readCells({ to: '<c><v>6222021234567891</v></c>' })
    expect(whole.problems).toEqual([])
    expect(whole.records[0]?.to).toBe('6222021234567891')
    for (const zeroed of ['6222021234567890', '6222021234567890123', '6.222E+18']) {
      const { problems } = await readCells({ to: `<c><v>${zeroed}</v></c>` })
      expect(problems.map(({ code, row: at }) => `${code} ${at}`)).toEqual(['rounded-number 2'])
    }
  })

  it('the value of a formula is the one saved with it; one that was not saved is empty', async () => {
    const { records } = await readCells({
      amount: '<c><f>300+300</f><v>600.5</v></c>',
      memo: '<c t="str"><f>"a"&amp;"b"</f><v>ab</v></c>',
    })
    expect(records[0]).toMatchObject({ amount: '600.5', memo: 'ab' })
    const { problems } = await readCells({ amount: '<c><f>300+300</f></c>' })
    expect(problems.map(({ code }) => code)).toEqual(['invalid-amount'])
  })

  it('an error is empty, and told with its cell', async () => {
    const { records, problems } = await readCells({ memo: '<c t="e"><v>#N/A</v></c>' })
    expect(problems).toMatchObject([
      { code: 'error-cell', row: 2, file: 'a [A]', message: expect.stringMatching(/E2 .*#N\/A/) },
    ])
    expect(records[0]?.memo).toBeUndefined()
    const { problems: two } = await readCells({ amount: '<c t="e"><v>#DIV/0!</v></c>' })
    expect(two.map(({ code }) => code)).toEqual(['error-cell', 'invalid-amount'])
  })
})

describe('times', () => {
  const date1904 = '<workbookPr date1904="1"/>'
  it.each([
    ['2', '45363.418993055553', '', '2024-03-12 10:03:21'],
    ['2', '45363.418993056', '', '2024-03-12 10:03:21'],
    ['2', '45363.99998842592', '', '2024-03-12 23:59:59'],
    ['2', '45363.5000057870', '', '2024-03-12 12:00:00.500'],
    ['1', '45363', '', '2024-03-12'],
    ['2', '45363', '', '2024-03-12 00:00:00'],
    ['4', '45363', '', '2024-03-12'],
    ['1', '45363.418993055553', '', '2024-03-12 10:03:21'],
    ['2', '43901.418993055553', date1904, '2024-03-12 10:03:21'],
  ])('in the format %s the day %s is %s%s', async (style, serial, book, time) => {
    const { records } = await readCells({ time: `<c s="${style}"><v>${serial}</v></c>` }, { styles: STYLES, book })
    expect(records[0]?.time).toBe(time)
  })

  it('every second of a day', async () => {
    const start = Date.UTC(2024, 2, 12)
    const rows = Array.from({ length: 8640 }, (_, i) => new Date(start + (i * 10 + (i % 10)) * 1000))
    const data = await xlsx({
      A: [['from', 'to', 'amount', 'time'], ...rows.map((time) => ['victim', 'mule-1', 1, time])],
    })
    const mapping = { from: 'from', to: 'to', amount: 'amount', time: 'time' }
    const { records } = await readStatements([file('a', data)], { formats: { a: mapping } })
    expect(records.map(({ time }) => `${time}`)).toEqual(
      rows.map((time) => time.toISOString().slice(0, 19).replace('T', ' ')),
    )
  })

  it('a date and a time of day in two columns', async () => {
    const sheet = utils.aoa_to_sheet([
      ['记账日期', '记账时间', '金额', '余额', '对方账号'],
      [45363, 0.418993055555556, 600, 600, 'victim-1'],
    ])
    Object.assign(sheet['A2'], { z: 'yyyy-mm-dd' })
    Object.assign(sheet['B2'], { z: 'hh:mm:ss' })
    for (const bookType of ['xlsx', 'biff8'] as const) {
      const book = write(utils.book_new(sheet, 'A'), { type: 'buffer', bookType }) as Uint8Array
      const { records } = await read(file('a', book))
      expect(records[0]?.time).toBe('2024-03-12 10:03:21')
    }
  })

  it('an XLS of 1904', async () => {
    const sheet = utils.aoa_to_sheet([
      ['日期', '金额', '余额', '对方账号'],
      [43901.41899305555, 600, 600, 'victim-1'],
    ])
    Object.assign(sheet['A2'], { z: 'yyyy-mm-dd hh:mm:ss' })
    const book = utils.book_new(sheet, 'A')
    book.Workbook = { WBProps: { date1904: true } }
    const { records } = await read(file('a', write(book, { type: 'buffer', bookType: 'biff8' }) as Uint8Array))
    expect(records[0]?.time).toBe('2024-03-12 10:03:21')
  })
})

describe('texts', () => {
  it('shared, in parts of different looks, with a reading beside it, escaped', async () => {
    const strings =
      '<si><r><t>张</t></r><r><rPr><b/></rPr><t xml:space="preserve">某 </t></r></si><si><t>转账</t><rPh sb="0" eb="1"><t>x</t></rPh></si><si><t>a_x000D_&amp;b&#20013;</t></si>'
    const memo = (at: number) => `<c t="s"><v>${at}</v></c>`
    const memos = await Promise.all([0, 1, 2].map((at) => readCells({ memo: memo(at) }, { strings })))
    expect(memos.map(({ records }) => records[0]?.memo)).toEqual(['张某', '转账', 'a &b中'])
  })

  it('cells without an address stand one after the other', async () => {
    const cells = ['from', 'to', 'amount', 'time'].map((name) => `<c t="inlineStr"><is><t>${name}</t></is></c>`)
    const values = ['victim', 'mule-1', '600', '2024-03-12'].map(
      (text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`,
    )
    const sheet = `<sheetData><row>${cells.join('')}</row><row>${values.join('')}</row></sheetData>`
    const mapping = { from: 'from', to: 'to', amount: 'amount', time: 'time' }
    const { records } = await readStatements([file('a', zip(parts(sheet)))], { formats: { a: mapping } })
    expect(records).toMatchObject([{ from: 'victim', to: 'mule-1', amount: '600', source: { row: 2 } }])
  })
})

const FOLDER = new URL('../../../shared/data/cn_statements/', import.meta.url)
const isThere = existsSync(FOLDER)
if (!isThere) console.warn('skipped: the sample workbooks of ../shared/data/cn_statements are not there')

describe.skipIf(!isThere)('samples of real exports', () => {
  it('WeChat: the first sheet gives what the CSV gives', async () => {
    const [data, csv] = ['xlsx', 'csv'].map((kind) =>
      readFileSync(new URL(`wechat/example-wechat-records.${kind}`, FOLDER)),
    )
    const [book, text] = [await read(file('a', data!)), await read(file('a', csv!))]
    expect(book.files.map(({ format, rows }) => `${format} ${rows}`)).toEqual(['wechat-export 27', 'wechat-export 27'])
    const first = book.records.filter(({ source }) => JSON.stringify(source).includes('[example-wechat-records]'))
    expect(first.map(({ amount, time }) => `${time} ${Number(amount)}`)).toEqual(
      text.records.map(({ amount, time }) => `${time} ${Number(amount)}`),
    )
  })

  it('CCB: an XLS whose header is in row 6', async () => {
    const folder = new URL('ccb/', FOLDER)
    const result = await read(file('ccb.xls', readFileSync(new URL(readdirSync(folder)[0]!, folder))))
    expect(result.files.map(({ format, encoding, rows }) => `${format} ${encoding} ${rows}`)).toEqual([
      'bank-export xls 7',
    ])
    expect(result.counts).toMatchObject({ rows: 7, accepted: 6, excluded: 1, rejected: 0 })
    expect(result.records[0]).toMatchObject({ amount: '67', time: '2025-01-01 18:53:19', fromBalance: '2176.91' })
  })
})
