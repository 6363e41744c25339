import { type Account, FundtrailError, type MoneyGraph, type Trace, type TraceOptions, trace } from '../../index.js'
import { badOption, wholeNumber } from '../bad-option.js'
import type { InputHash, TraceRecord } from '../types.js'
import { VERSION } from '../version.js'
import { type Difference, differencesOf } from './differences.js'
import { recordOf } from './record-of.js'
import { traceFromJson } from './trace-from-json.js'
import { checkInputs } from './trace-to-json.js'
import { writeRecord } from './write-record.js'

export interface VerifyOptions {
  /** Hashes of the files that the graph was built from now, compared with those recorded. Default: not compared. */
  inputs?: readonly InputHash[]
  /** The function that the trace was made with. Default: money stops at the accounts recorded. */
  stopAt?: (account: Account) => boolean
  /** The most differences listed. Default 20. */
  limit?: number
}

export interface Verification {
  /** Whether the new trace, written as JSON, is the recorded one byte for byte. */
  same: boolean
  /** The first differences, in the order of the record. */
  differences: Difference[]
  /** How many there are beyond those listed. */
  more: number
  /** The versions that made the recorded trace and the new one: another version alone is no difference. */
  library: { recorded: string; running: string }
}

/**
 * Traces once more with the recorded settings and compares everything: what is the same to the last byte is the same
 * result. The graph has to be built from the same records with the same options. Settings that are the graph's own
 * (coverage, shortfall, ties, time zone) are compared, and so are its numbers of accounts and transfers.
 *
 * `stopAt` cannot be recorded: by default the money stops at the accounts that are on record, and an account that is
 * reached only now is followed on. Give the function to ask it again.
 *
 * @throws FundtrailError 'bad-option' for a text that is no recorded trace. A graph that lacks a transfer or an account of
 *   the settings is a difference, at 'settings'
 */
export function verifyTrace(json: string, graph: MoneyGraph, options: VerifyOptions = {}): Verification {
  const recorded = traceFromJson(json)
  const { inputs, stopAt } = options
  const limit = wholeNumber('limit', options.limit ?? 20, 1)
  if (inputs !== undefined) checkInputs(inputs)
  if (stopAt !== undefined && typeof stopAt !== 'function') badOption('stopAt', stopAt, 'a function of an account')
  const library = { recorded: recorded.library, running: VERSION }

  let repeated: Trace
  try {
    repeated = trace(graph, optionsOf(recorded.settings, stopAt))
  } catch (error) {
    const isOfTheData = error instanceof FundtrailError && DATA_CODES.has(error.code)
    if (!isOfTheData) throw error
    return {
      same: false,
      differences: [{ place: 'settings', recorded: undefined, found: error.message }],
      more: 0,
      library,
    }
  }
  const found = recordOf(repeated, inputs ?? recorded.inputs, recorded.library)
  // The same bytes need no search; other bytes of the same content (blanks, another order of keys) have no difference to list.
  if (writeRecord(found) === json) return { same: true, differences: [], more: 0, library }
  const all = differencesOf(recorded, found, limit)
  return { same: false, differences: all.first, more: all.count - all.first.length, library }
}

/** What a graph of other records may lack; any other error is wrong use. */
const DATA_CODES: ReadonlySet<string> = new Set(['unknown-transfer', 'unknown-account', 'mixed-currencies'])

function optionsOf(settings: TraceRecord['settings'], stopAt: VerifyOptions['stopAt']): TraceOptions {
  const { claims, rule, between, until, maxLevel, minAmount, stoppedAt, freezes, maxPieces } = settings
  const stopped = new Set(stoppedAt)
  const stop = stopAt ?? (stoppedAt === undefined ? undefined : ({ id }: Account) => stopped.has(id))
  return {
    claims,
    rule: rule as NonNullable<TraceOptions['rule']>,
    between: between as NonNullable<TraceOptions['between']>,
    until,
    freezes,
    maxPieces,
    ...(maxLevel !== undefined && { maxLevel }),
    ...(minAmount !== undefined && { minAmount }),
    ...(stop !== undefined && { stopAt: stop }),
  }
}
