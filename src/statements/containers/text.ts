import { checkMarkup, decode } from '../decode.js'
import { detect } from '../detect.js'
import { ROW_BYTES, ROW_CELLS, readRows } from '../rows.js'
import { SectionReader } from '../section-reader.js'
import type { Container } from './container.js'

/** Rows of text, their cells apart by a separator: encoding, separator and header are found in the first block. */
export const textContainer: Container = {
  fits: () => true,
  async read(file) {
    const section = file.section()
    const { encoding, text } = await decode(file.blocks, file.isString)
    section.encoding = encoding
    const first = await text.next()
    const head = first.done === true ? Buffer.alloc(0) : first.value
    const second = await text.next()
    if (head.length === 0 && second.done === true) {
      section.tell('empty-file', 'error', 'the file is empty')
      return
    }
    checkMarkup(head)
    const found = await detect(head, second.done === true, section.given, file.name)
    if (found === undefined) {
      section.tell('unknown-format', 'error', 'none of the first 40 rows is the header of a known format')
      return
    }
    const reader = new SectionReader(section, found.header)
    let replaced = 0
    for await (const rows of readRows(rest(head, second, text), found.separator)) {
      for (const { number, cells, fault, isDamaged } of rows) {
        if (fault === 'row-too-large' && number > found.header.row) {
          const message = `more than ${ROW_BYTES} bytes or ${ROW_CELLS} cells`
          section.read(number, { fault: { code: fault, message } })
        }
        if (!reader.isBelow(number, cells)) continue
        if (isDamaged === true && replaced++ === 0) {
          section.tell('undecodable', 'warning', `bytes that are no ${encoding} here, and maybe below`, number)
        }
        if (fault === 'stray-quote') {
          section.tell(fault, 'warning', 'a quote that does not close; the row is read without quoting', number)
        }
        reader.read(number, cells)
      }
    }
  },
}

async function* rest(
  head: Buffer,
  second: IteratorResult<Buffer>,
  text: AsyncGenerator<Buffer>,
): AsyncGenerator<Buffer> {
  yield head
  if (second.done === true) return
  yield second.value
  yield* text
}
