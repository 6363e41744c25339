import type { Trace } from '../../index.js'
import { badOption, checkOptions } from '../bad-option.js'
import type { InputHash, TraceJsonOptions } from '../types.js'
import { recordOf } from './record-of.js'
import { writeRecord } from './write-record.js'

/**
 * A trace as JSON, with all that it takes to repeat it: every setting, the version of the library, and the SHA-256 of each
 * input file. The same trace gives the same bytes; the form is `fundtrail/trace.schema.json`. Of `stopAt`, a function,
 * stand the accounts at which it ended the money.
 *
 * @throws FundtrailError 'bad-option'
 */
export function traceToJson(trace: Trace, options: TraceJsonOptions = {}): string {
  checkOptions(options)
  const { inputs = [] } = options
  checkInputs(inputs)
  return writeRecord(recordOf(trace, inputs))
}

/** @throws FundtrailError 'bad-option' */
export function checkInputs(inputs: readonly InputHash[]): void {
  if (!Array.isArray(inputs)) badOption('inputs', inputs, 'a list of { name, sha256 }')
  for (const input of inputs) {
    if (typeof input !== 'object' || input === null) badOption('inputs[]', input, '{ name, sha256 }')
    const { name, sha256 } = input
    if (typeof name !== 'string') badOption('inputs[].name', name, 'the name of a file')
    if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) {
      badOption('inputs[].sha256', sha256, '64 small hexadecimal digits; hashInputs makes them')
    }
  }
}
