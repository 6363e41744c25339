import { CFB, utils, write } from '@e965/xlsx'
import writeXlsxFile, { type SheetData } from 'write-excel-file/node'
import { gb18030 } from './statement-files.js'

/** Sheets by name, each rows of cells; undefined and '' are empty. */
export type Sheets = Record<string, (string | number | Date | undefined)[][]>

/** Rows of text with commas, as the other files of the tests have them. */
export function rowsOf(csv: string): string[][] {
  return csv
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','))
}

/** An XLSX file, by write-excel-file. */
export async function xlsx(sheets: Sheets): Promise<Uint8Array> {
  return await writeXlsxFile(
    Object.entries(sheets).map(([sheet, rows]) => ({
      sheet,
      data: rows.map((row) =>
        row.map((value) => {
          if (value === undefined || value === '') return null
          return value instanceof Date
            ? { value, type: Date, format: 'yyyy-mm-dd hh:mm:ss' }
            : { value, type: typeof value === 'number' ? Number : String }
        }),
      ) as SheetData,
    })),
  ).toBuffer()
}

/** An XLS file, BIFF8. */
export function xls(sheets: Sheets): Uint8Array {
  const book = utils.book_new()
  for (const [name, rows] of Object.entries(sheets)) {
    utils.book_append_sheet(book, utils.aoa_to_sheet(rows.map((row) => row.map((cell) => cell ?? ''))), name)
  }
  return write(book, { type: 'buffer', bookType: 'biff8' }) as Uint8Array
}

/** The records of one old sheet and nothing around them, texts in GBK, as programs write them by hand. */
export function bareXls(rows: readonly (readonly string[])[]): Uint8Array {
  const record = (type: number, ...fields: (number | Uint8Array)[]) => {
    const body = Buffer.concat(fields.map((field) => (typeof field === 'number' ? u16(field) : field)))
    return Buffer.concat([u16(type), u16(body.length), body])
  }
  const labels = rows.flatMap((row, at) =>
    row.flatMap((cell, place) => {
      const text = gb18030(cell)
      return cell === '' ? [] : [record(0x0204, at, place, 0, text.length, text)]
    }),
  )
  return Buffer.concat([record(0x0809, 0, 0x0010, 0, 0), record(0x0042, 936), ...labels, record(0x000a)])
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** The parts of an XLSX file of one sheet, written by hand: what no writer of workbooks writes. */
export function parts(
  sheetData: string,
  more: { styles?: string; strings?: string; book?: string; sheet?: string } = {},
) {
  const files: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${TYPE}.sharedStrings+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}">${more.book ?? ''}<sheets>${more.sheet ?? '<sheet name="A" sheetId="1" r:id="rId1"/>'}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${MAIN}">${sheetData}</worksheet>`,
    'xl/styles.xml': `<styleSheet xmlns="${MAIN}">${more.styles ?? ''}</styleSheet>`,
    'xl/sharedStrings.xml': `<sst xmlns="${MAIN}">${more.strings ?? ''}</sst>`,
  }
  return files
}

/** Files as a ZIP file. */
export function zip(files: Readonly<Record<string, string | Buffer>>): Buffer {
  const container = CFB.utils.cfb_new()
  for (const [name, content] of Object.entries(files)) CFB.utils.cfb_add(container, `/${name}`, Buffer.from(content))
  return CFB.write(container, { fileType: 'zip', type: 'buffer', compression: true }) as Buffer
}

/** A row of cells as a sheet has them: text inline, numbers as they are written, or the XML of a cell. */
export function row(number: number, cells: readonly string[]): string {
  const xml = cells.map((cell, at) => {
    const place = `r="${String.fromCharCode(65 + at)}${number}"`
    if (cell === '') return ''
    return cell.startsWith('<')
      ? cell.replace('<c', `<c ${place}`)
      : `<c ${place} t="inlineStr"><is><t>${cell}</t></is></c>`
  })
  return `<row r="${number}">${xml.join('')}</row>`
}
