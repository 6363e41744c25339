import type { WorkBook, WorkSheet } from '@e965/xlsx'
import { cellsAlone, keepCells } from './cells-alone.js'
import { checkParts } from './check-parts.js'
import { LIMITS, WorkbookFault } from './limits.js'
import { pack } from './pack.js'
import { unpack } from './unpack.js'

/** A sheet of cells, no chart or macro, as the library gives it; undefined where it could not read it. */
interface OpenSheet {
  name: string
  sheet: WorkSheet | undefined
  isHidden: boolean
}

export interface OpenWorkbook {
  kind: 'xlsx' | 'xls'
  sheets: OpenSheet[]
  is1904: boolean
  isDate: (format: string) => boolean
}

/** Numbers and texts as they stand in the cells: nothing is guessed, formatted or calculated. */
const PLAIN = {
  type: 'buffer',
  dense: true,
  cellNF: true,
  cellText: false,
  cellDates: false,
  cellFormula: false,
  cellHTML: false,
} as const

/**
 * Reads a workbook's bytes with @e965/xlsx, both kinds. read-excel-file is twice as fast on XLSX, but fills every
 * sheet up to its farthest cell (two cells exhaust the memory), drops cells with errors unseen, and gives neither
 * formats nor hidden sheets.
 *
 * @throws WorkbookFault
 */
export async function openWorkbook(bytes: Buffer): Promise<OpenWorkbook> {
  const isZip = bytes[0] === 0x50
  const zip = isZip ? await repack(bytes) : bytes
  const { read, set_cptable, CFB, SSF } = await import('@e965/xlsx')
  // Texts of an XLS older than Excel 97 are in the code page of the machine that wrote it.
  if (!isZip) set_cptable(await import('@e965/xlsx/dist/cpexcel.full.mjs'))
  let book: WorkBook
  try {
    book = read(isZip ? zip : recordsOf(bytes, CFB), PLAIN)
  } catch (error) {
    throw error instanceof WorkbookFault ? error : faultOf(error)
  }
  const names = book.SheetNames ?? []
  if (names.length > LIMITS.sheets) {
    throw new WorkbookFault('workbook-too-large', `it has more than ${LIMITS.sheets} sheets`)
  }
  const seen = new Set<string>()
  return {
    kind: isZip ? 'xlsx' : 'xls',
    sheets: names.flatMap((name, at) => {
      if (book.Sheets[name]?.['!type'] !== undefined) return []
      // Of two sheets of one name the library keeps one: no spreadsheet writes that.
      const isSecond = seen.has(name)
      seen.add(name)
      const sheet = isSecond || book.Sheets[name]?.['!data'] === undefined ? undefined : book.Sheets[name]
      return [{ name, sheet, isHidden: (book.Workbook?.Sheets?.[at]?.Hidden ?? 0) !== 0 }]
    }),
    is1904: book.Workbook?.WBProps?.date1904 === true,
    isDate: (format) => SSF.is_date(format) === true,
  }
}

async function repack(zip: Buffer): Promise<Buffer> {
  const parts = await unpack(zip)
  checkParts(parts)
  return pack(parts.map(cellsAlone))
}

interface CompoundFiles {
  read(bytes: Buffer, options: { type: 'buffer' }): unknown
  find(container: unknown, name: string): { content: Uint8Array } | null
}

/** The records of an XLS workbook out of the compound file around them, if there is one. */
function recordsOf(bytes: Buffer, files: CompoundFiles): Buffer {
  let records: Buffer
  if (bytes[0] === 0x09) records = Buffer.from(bytes)
  else {
    const container = files.read(bytes, { type: 'buffer' })
    if (files.find(container, 'EncryptedPackage') !== null) throw encrypted()
    const stream = files.find(container, '/Workbook') ?? files.find(container, '/Book')
    if (stream === null) {
      throw new WorkbookFault('not-text', 'it is not read, for it is a compound file without an XLS workbook in it')
    }
    records = Buffer.from(stream.content)
  }
  if (keepCells(records).isEncrypted) throw encrypted()
  return records
}

function encrypted(): WorkbookFault {
  return new WorkbookFault('encrypted', 'it is encrypted, and needs its password')
}

function faultOf(error: unknown): WorkbookFault {
  const message = error instanceof Error ? error.message.slice(0, 200) : 'it is damaged'
  if (/password|encrypt/i.test(message))
    return new WorkbookFault('encrypted', 'it is encrypted, and needs its password')
  if (/find workbook|unsupported/i.test(message)) {
    return new WorkbookFault('not-text', 'it is not read, for it is no workbook of XLSX or XLS')
  }
  return new WorkbookFault('unreadable-file', `reading it failed: ${message}`)
}
