import type { Container } from './container.js'
import { collect, LIMITS, WorkbookFault } from './workbook/limits.js'

/**
 * Workbooks, XLSX and XLS, every sheet a section of its own. They are known by their bytes: a ZIP file, a compound file,
 * or records of BIFF alone as some programs write them. What is called .xls and is text is read as text.
 */
export const workbookContainer: Container = {
  fits: (head) => (startsWith(head, [0x50, 0x4b]) && (head[2] ?? 0) < 9 ? true : isOld(head)),
  async read(file) {
    const { openWorkbook } = await import('./workbook/open-workbook.js')
    const { readSheet } = await import('./workbook/read-sheet.js')
    try {
      const book = await openWorkbook(await collect(file.blocks, LIMITS.file))
      const filled = book.sheets.filter(
        ({ sheet }) => sheet === undefined || Object.keys(sheet['!data'] ?? []).length > 0,
      )
      if (filled.length === 0) file.section().tell('empty-file', 'error', 'all its sheets are empty')
      for (const { name, sheet, isHidden } of filled) {
        const section = file.section(name.slice(0, 60))
        section.encoding = book.kind
        if (sheet === undefined) {
          section.tell('unreadable-file', 'error', 'reading the sheet failed: it is damaged, or another has its name')
        } else if (readSheet(section, file.name, sheet, book) && isHidden) {
          section.tell('hidden-sheet', 'warning', 'the sheet is hidden in the workbook; its rows are read')
        }
      }
    } catch (error) {
      if (!(error instanceof WorkbookFault)) throw error
      file.section().tell(error.code, 'error', error.message)
    }
  },
}

function isOld(head: Buffer): boolean {
  if (startsWith(head, [0xd0, 0xcf, 0x11, 0xe0])) return true
  const [first, version = 0, length = 0, zero] = head
  return first === 0x09 && [0, 2, 4, 8].includes(version) && [4, 6, 8, 16].includes(length) && zero === 0
}

function startsWith(head: Buffer, bytes: readonly number[]): boolean {
  return bytes.every((byte, at) => head[at] === byte)
}
