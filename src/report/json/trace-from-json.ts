import { FundtrailError } from '../../index.js'
import { badOption } from '../bad-option.js'
import type { TraceRecord } from '../types.js'
import { readShape, TRACE_SHAPE } from './shape.js'

/**
 * Reads what `traceToJson` wrote, and refuses everything else: another format, a version that this library does not know, a
 * key that is missing or too many. The result is plain data; `verifyTrace` makes a trace of it again.
 *
 * @throws FundtrailError 'bad-option', naming the place
 */
export function traceFromJson(json: string): TraceRecord {
  if (typeof json !== 'string') badOption('json', json, 'the text that traceToJson wrote')
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (error) {
    throw new FundtrailError(
      'bad-option',
      `the text is not JSON: ${error instanceof Error ? error.message : 'unreadable'}`,
    )
  }
  return readShape(TRACE_SHAPE, value, 'trace') as TraceRecord
}
