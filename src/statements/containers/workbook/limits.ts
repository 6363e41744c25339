/** What a workbook may be at most: it is held in memory while it is read. Beyond it nothing of the file is read. */
export const LIMITS = {
  /** Bytes of the file. */
  file: 268_435_456,
  /** Files inside an XLSX. */
  parts: 10_000,
  /** Bytes of all parts that are read, unpacked. */
  unpacked: 268_435_456,
  /** Bytes of a part that is neither a sheet nor the strings. */
  otherPart: 16_777_216,
  sheets: 1_000,
  cells: 8_000_000,
  /** Shared strings; and elements of any kind that a cell does not consist of. */
  elements: 4_000_000,
} as const

/** A workbook is not read for a stated reason; `code` is that of the problem. */
export class WorkbookFault extends Error {
  readonly code: 'workbook-too-large' | 'encrypted' | 'unreadable-file' | 'not-text'

  constructor(code: WorkbookFault['code'], message: string) {
    super(message)
    this.code = code
  }
}

/** Bytes as one, up to a limit. */
export async function collect(blocks: AsyncIterable<Buffer>, limit: number): Promise<Buffer> {
  const held: Buffer[] = []
  let length = 0
  for await (const block of blocks) {
    length += block.length
    if (length > limit) throw new WorkbookFault('workbook-too-large', `it has more than ${limit} bytes`)
    held.push(block)
  }
  return Buffer.concat(held, length)
}
