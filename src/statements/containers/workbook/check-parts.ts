import { LIMITS, WorkbookFault } from './limits.js'
import type { Part } from './unpack.js'

const LESS = 0x3c
const COLON = 0x3a
const DIGIT = 0x30
const GREATER = 0x3e
const QUESTION = 0x3f
/** What cells consist of; their number is bounded by that of the cells. */
const IN_CELLS = new Set(['v', 'f', 'is', 't'])

/** By their only letter, for most names are of one and no text need be made of them. */
const SHORT = new Map(['c', 'v', 'f', 't'].map((name) => [name.charCodeAt(0), name]))

/**
 * Counts what the parts would become in memory before they are parsed: a cell of seventeen bytes takes a hundred.
 *
 * @throws WorkbookFault
 */
export function checkParts(parts: readonly Part[]): void {
  let cells = 0
  let elements = 0
  let sheets = 0
  for (const { name, bytes } of parts) {
    // Office Open XML has no DTD: entities are there to do harm.
    if (bytes.includes('<!DOCTYPE') || bytes.includes('<!ENTITY')) {
      throw new WorkbookFault('unreadable-file', `reading it failed: ${name} declares a document type`)
    }
    for (let at = bytes.indexOf(LESS); at >= 0; at = bytes.indexOf(LESS, at + 1)) {
      const element = nameAt(bytes, at + 1)
      if (element === '') continue
      if (element === 'c') cells++
      else if (!IN_CELLS.has(element)) elements++
      if (element === 'sheet') sheets++
      if (cells <= LIMITS.cells && elements <= LIMITS.elements && sheets <= LIMITS.sheets) continue
      throw new WorkbookFault(
        'workbook-too-large',
        `it has more than ${LIMITS.cells} cells, ${LIMITS.sheets} sheets or ${LIMITS.elements} other elements`,
      )
    }
  }
}

/** The name of the element that opens here, without its prefix; '' where none opens. */
function nameAt(bytes: Buffer, at: number): string {
  let start = at
  let end = at
  for (; end < at + 24; end++) {
    const byte = bytes[end] ?? 0
    if (byte === COLON) start = end + 1
    else if (byte < DIGIT || byte === GREATER || byte === QUESTION) break
  }
  if (end === at) return ''
  return end === start + 1 ? (SHORT.get(bytes[start]!) ?? 'other') : bytes.toString('latin1', start, end)
}
