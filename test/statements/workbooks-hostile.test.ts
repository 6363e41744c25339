import { CFB, utils, write } from '@e965/xlsx'
import fc from 'fast-check'
import { readStatements } from 'fundtrail/statements'
import { describe, expect, it } from 'vitest'
import { file, policeFile } from '../support/statement-files.js'
import { parts, row, rowsOf, xls, xlsx, zip } from '../support/workbooks.js'

const CSV = policeFile('6222000000000000102', '张某', '20240312100323 进 5.00 505.00 6222000000000000011 李某 转账 B1')
const ROWS = rowsOf(CSV)
const SMALL = `<sheetData>${row(1, ['交易时间', '收付标志', '交易金额', '余额', '对方账号'])}${row(2, ['2024-03-12', '进', '5', '5', 'victim-1'])}</sheetData>`

async function codes(data: Uint8Array | AsyncIterable<Uint8Array>): Promise<string[]> {
  const { problems, counts } = await readStatements([file('a', data)])
  expect(counts.rows).toBe(counts.accepted + counts.rejected + counts.excluded + counts.merged)
  return problems.map(({ code, row: at }) => `${code} ${at ?? '-'}`)
}

/** The bytes of a ZIP file with a number of its directory changed, in the entry of a name. */
function claiming(bytes: Buffer, name: string, field: number, value: number): Buffer {
  const changed = Buffer.from(bytes)
  changed.writeUInt32LE(value, changed.lastIndexOf(name) - 46 + field)
  return changed
}

describe('hostile XLSX files', () => {
  const good = zip(parts(SMALL))

  it('what is hostile below is read as it is without it', async () => {
    expect(await codes(good)).toEqual(['unknown-account 2'])
  })

  it('a bomb: what the directory claims is checked before anything is unpacked, and what comes out while it is', async () => {
    const bomb = zip({ ...parts(SMALL), 'xl/worksheets/sheet1.xml': Buffer.alloc(300_000_000) })
    expect(bomb.length).toBeLessThan(3_000_000)
    const before = process.memoryUsage().rss
    expect(await codes(bomb)).toEqual(['workbook-too-large -'])
    expect(await codes(claiming(bomb, 'xl/worksheets/sheet1.xml', 24, 1000))).toEqual(['unreadable-file -'])
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000)
  })

  it('a million entries', async () => {
    const entry = Buffer.alloc(47)
    entry.writeUInt32LE(0x02014b50)
    entry.writeUInt16LE(1, 28)
    const directory = Buffer.alloc(47 * 1_000_000, entry)
    const wide = Buffer.alloc(56)
    wide.writeUInt32LE(0x06064b50)
    wide.writeBigUInt64LE(1_000_000n, 32)
    wide.writeBigUInt64LE(4n, 48)
    const locator = Buffer.alloc(20)
    locator.writeUInt32LE(0x07064b50)
    locator.writeBigUInt64LE(BigInt(4 + directory.length), 8)
    const end = Buffer.alloc(22)
    end.writeUInt32LE(0x06054b50)
    end.writeUInt16LE(0xffff, 10)
    end.writeUInt32LE(0xffffffff, 16)
    const data = Buffer.concat([Buffer.from('PK\u0003\u0004'), directory, wide, locator, end])
    expect(await codes(data)).toEqual(['workbook-too-large -'])
  })

  it('cut off anywhere, and with any byte changed: a problem, or the same rows', async () => {
    const bytes = Buffer.from(await xlsx({ A: ROWS }))
    const whole = (await readStatements([file('a', bytes)])).records
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), fc.boolean(), async (at, value, isCut) => {
        const changed = isCut ? bytes.subarray(0, at) : Buffer.from(bytes)
        if (!isCut) changed[at] = value
        const { records, problems } = await readStatements([file('a', changed)])
        if (problems.length === 0) expect(records).toEqual(whole)
        else expect(records).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('entities', async () => {
    const files = parts(SMALL)
    const bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    files['xl/worksheets/sheet1.xml'] = bomb + files['xl/worksheets/sheet1.xml']!.replace('victim-1', '&b;')
    expect(await codes(zip(files))).toEqual(['unreadable-file -'])
  })

  it('a million columns and 2^20 rows that are claimed, and are not there', async () => {
    expect(await codes(zip(parts('<dimension ref="A1:ZZZZZ1048576"/><sheetData/>')))).toEqual(['empty-file -'])
    expect(await codes(zip(parts(`<dimension ref="A1:XFD1048576"/>${SMALL}`)))).toEqual(['unknown-account 2'])
  })

  it('cells in the farthest corners, and links and merged cells from one to another', async () => {
    const far = SMALL.replace(
      '</sheetData>',
      '<row r="3"><c r="XFD3"><v>1</v></c></row><row r="1048576"><c r="A1048576" t="str"><v>end</v></c></row></sheetData>',
    )
    expect(await codes(zip(parts(far)))).toEqual(['unknown-account 2', 'row-too-large 3'])
    const all = `${SMALL}<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells><hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>`
    expect(await codes(zip(parts(all)))).not.toContain('unreadable-file -')
    const beyond = SMALL.replace('</sheetData>', '<row r="9"><c r="A4294967295"><v>1</v></c></row></sheetData>')
    expect(await codes(zip(parts(beyond)))).toEqual(['unreadable-file -'])
  })

  it('more cells, strings or sheets than are read', async () => {
    const cells = `<sheetData><row>${'<c/>'.repeat(8_000_001)}</row></sheetData>`
    expect(await codes(zip(parts(cells)))).toEqual(['workbook-too-large -'])
    expect(await codes(zip(parts(SMALL, { strings: '<si/>'.repeat(4_000_001) })))).toEqual(['workbook-too-large -'])
    const sheet = '<sheet name="A" sheetId="1" r:id="rId1"/>'.repeat(1001)
    expect(await codes(zip(parts(SMALL, { sheet })))).toEqual(['workbook-too-large -'])
  })

  it('two sheets of one name: one is read, the other told', async () => {
    const sheet = '<sheet name="A" sheetId="1" r:id="rId1"/>'.repeat(2)
    expect(await codes(zip(parts(SMALL, { sheet })))).toEqual(['unknown-account 2', 'unreadable-file -'])
  })

  it('a cell of 100 MB: its row is told, the rows beside it are read', async () => {
    const cell = `<row r="3"><c r="A3" t="str"><v>${'x'.repeat(100_000_000)}</v></c></row>`
    const sheet = SMALL.replace(
      '</sheetData>',
      `${cell}${row(4, ['2024-03-13', '进', '6', '11', 'victim-1'])}</sheetData>`,
    )
    const { problems, counts } = await readStatements([file('a', zip(parts(sheet)))])
    expect(problems.map(({ code, row: at }) => `${code} ${at}`)).toEqual(['unknown-account 2', 'row-too-large 3'])
    expect(counts).toMatchObject({ rows: 3, accepted: 2, rejected: 1 })
  })

  it('cells and headers that look like properties of objects', async () => {
    const names = ['交易时间', '交易金额', '余额', '对方账号', '摘要', '__proto__']
    const cells = ['2024-03-12', '5', '5', '__proto__', 'constructor', 'toString']
    const sheet = `<sheetData>${row(1, names)}${row(2, cells)}</sheetData>`
    const { records } = await readStatements([
      file('a', zip(parts(sheet, { sheet: '<sheet name="__proto__" sheetId="1" r:id="rId1"/>' }))),
    ])
    expect(records).toMatchObject([
      { from: '__proto__', memo: 'constructor', source: { file: 'a [__proto__]', row: 2 } },
    ])
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  it('a stream without an end', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) yield good
    }
    expect(await codes(endless())).toEqual(['workbook-too-large -'])
  })
})

describe('hostile XLS files', () => {
  it('an encrypted workbook, of either kind', async () => {
    const container = CFB.utils.cfb_new()
    CFB.utils.cfb_add(container, '/EncryptionInfo', Buffer.alloc(200))
    CFB.utils.cfb_add(container, '/EncryptedPackage', Buffer.alloc(5000))
    expect(await codes(CFB.write(container, { type: 'buffer' }) as Buffer)).toEqual(['encrypted -'])
    const bytes = Buffer.from(xls({ A: ROWS }))
    // The record after the beginning of the workbook says that the rest is encrypted.
    const start = bytes.indexOf(Buffer.from([0x09, 0x08, 0x10, 0x00]))
    bytes.writeUInt16LE(0x002f, start + 20)
    expect(await codes(bytes)).toEqual(['encrypted -'])
  })

  it('another file of the same container', async () => {
    const container = CFB.utils.cfb_new()
    CFB.utils.cfb_add(container, '/WordDocument', Buffer.alloc(5000))
    expect(await codes(CFB.write(container, { type: 'buffer' }) as Buffer)).toEqual(['not-text -'])
    expect(await codes(zip({ 'word/document.xml': '<w/>' }))).toEqual(['not-text -'])
    expect(await codes(zip({ 'a.csv': CSV }))).toEqual(['not-text -'])
  })

  it('a link over all cells', async () => {
    const sheet = utils.aoa_to_sheet(ROWS)
    Object.assign(sheet['A1'], { l: { Target: 'https://example.org/' } })
    const bytes = Buffer.from(write(utils.book_new(sheet, 'A'), { type: 'buffer', bookType: 'biff8' }) as Uint8Array)
    const link = bytes.indexOf(Buffer.from([0xb8, 0x01]))
    for (const at of [6, 10]) bytes.writeUInt16LE(0xffff, link + at)
    expect(bytes.readUInt16LE(link)).toBe(0x01b8)
    expect(await codes(bytes)).toEqual([])
  })

  it('cut off anywhere, and with any bytes changed: no crash and no hang', async () => {
    const bytes = Buffer.from(xls({ A: ROWS, B: ROWS }))
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 4 }),
        fc.option(fc.nat(bytes.length - 1)),
        async (changes, end) => {
          const changed = Buffer.from(bytes)
          for (const [at, value] of changes) changed[at] = value
          await codes(changed.subarray(0, end ?? changed.length))
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('what is called .xls and is something else', () => {
  it.each([
    ['an HTML table', '<html><body><table><tr><td>交易时间</td></tr></table></body></html>'],
    ['an HTML table after a blank line', '\ufeff\r\n  <TABLE border=1><tr><td>交易时间'],
    ['an XML spreadsheet', '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook/>'],
    ['a web page in one file', 'MIME-Version: 1.0\r\nContent-Type: multipart/related'],
  ])('%s', async (_, text) => {
    expect(await codes(Buffer.from(text))).toEqual(['not-text -'])
    expect(await codes(Buffer.from(text, 'utf16le'))).toEqual(['not-text -'])
  })
})
