import type { Part } from './unpack.js'

/** Bytes of merged ranges that are kept: headers have few. */
const MERGE_BYTES = 1_048_576
/** Records of BIFF from 2 to 8 that cells are read from: what begins, ends and names sheets, texts, formats, values. */
const OF_CELLS: ReadonlySet<number> = new Set([
  ...[0x0009, 0x0209, 0x0409, 0x0809, 0x000a, 0x0085, 0x0081, 0x0022, 0x0042, 0x003c, 0x00fc, 0x00e5],
  ...[0x001e, 0x041e, 0x0043, 0x0243, 0x0443, 0x00e0, 0x0044, 0x0000, 0x0200, 0x0001, 0x0201, 0x00be],
  ...[0x0002, 0x0003, 0x0203, 0x007e, 0x027e, 0x00bd, 0x0004, 0x0204, 0x00fd, 0x00d6, 0x0005, 0x0205],
  ...[0x0006, 0x0206, 0x0406, 0x0007, 0x0207],
])
/** A record of no meaning, which is skipped. */
const NOTHING = 0x00e2
const FILE_PASS = 0x002f

/**
 * A part without what a sheet has around its cells, but for merged ranges: one link over a whole sheet would make the
 * library fill all of it. Other parts stay as they are.
 */
export function cellsAlone({ name, bytes }: Part): Part {
  const word = bytes.indexOf('sheetData')
  const start = bytes.lastIndexOf('<', word)
  if (word < 0 || start < 0) return { name, bytes }
  const last = bytes.lastIndexOf('sheetData>')
  const end = (last > word ? last : bytes.indexOf('>', word) - 'sheetData'.length) + 'sheetData>'.length
  const pieces = [
    Buffer.from('<worksheet>'),
    bytes.subarray(start, end),
    mergesAfter(bytes, end),
    Buffer.from('</worksheet>'),
  ]
  return { name, bytes: Buffer.concat(pieces) }
}

function mergesAfter(bytes: Buffer, at: number): Buffer {
  const word = bytes.indexOf('mergeCells', at)
  const end = bytes.indexOf('mergeCells>', word + 1) + 'mergeCells>'.length
  const start = bytes.lastIndexOf('<', word)
  return word < 0 || end < start || end - start > MERGE_BYTES ? Buffer.alloc(0) : bytes.subarray(start, end)
}

/**
 * Takes all other records out of an XLS workbook, for the same reason; says whether they are encrypted. Records keep
 * their places, for sheets are found by them.
 */
export function keepCells(records: Buffer): { isEncrypted: boolean } {
  for (let at = 0; at + 4 <= records.length; at += 4 + records.readUInt16LE(at + 2)) {
    const type = records.readUInt16LE(at)
    if (type === FILE_PASS) return { isEncrypted: true }
    if (!OF_CELLS.has(type)) records.writeUInt16LE(NOTHING, at)
  }
  return { isEncrypted: false }
}
