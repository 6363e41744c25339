import type { TraceRecord } from '../types.js'

/** The one text of a record: two spaces a level, a line feed at the end. */
export function writeRecord(record: TraceRecord): string {
  return `${JSON.stringify(record, undefined, 2)}\n`
}
