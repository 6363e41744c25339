import { FundtrailError } from '../errors.js'
import { show } from '../show.js'
import type { TraceOptions } from '../trace/types.js'
import type { AccountRecord, BuildOptions } from '../types.js'
import type { ExpandLimits, StatementSource } from './types.js'

/** The options of `expandTrace`, apart and with defaults. */
export interface SettledExpansion {
  trace: TraceOptions
  build: BuildOptions & { accounts: AccountRecord[]; timeZone: string }
  limits: ExpandLimits & {
    ends: 'statements' | 'names'
    maxRounds: number
    maxAccounts: number
    maxRows: number
    maxBytes: number
    pageRows: number
    batchSize: number
    concurrency: number
    retries: number
  }
}

/** Checks the options of `expandTrace` that are its own. @throws FundtrailError 'bad-option' */
export function readExpandOptions(
  source: StatementSource,
  options: TraceOptions & BuildOptions & ExpandLimits,
): SettledExpansion {
  if (typeof source?.transfers !== 'function' || typeof source.statements !== 'function') {
    throw new FundtrailError(
      'bad-option',
      `the source is ${show(source)}; it must have the functions transfers and statements`,
    )
  }
  if (typeof options !== 'object' || options === null)
    bad('options', options, 'an object, at least { from: transferId }')
  const { accounts = [], currency, currencies, timeZone = 'UTC', coverage, shortfall, ties, ...others } = options
  const { maxRounds, maxAccounts, maxRows, maxBytes, ...asking } = others
  const { pageRows = 100, batchSize = 100, concurrency = 4, ...rest } = asking
  const { ends = 'statements', retries = 2, timeout, signal, onProgress, resume, ...trace } = rest
  if (coverage !== undefined && coverage !== 'statements') {
    bad('coverage', coverage, "absent or 'statements': the answers of the source say what is known")
  }
  if (shortfall !== undefined && source.shortfall !== undefined && shortfall !== source.shortfall) {
    bad('shortfall', shortfall, `that of the source, '${source.shortfall}', which found the opening balances under it`)
  }
  if (ends !== 'statements' && ends !== 'names') bad('ends', ends, "'statements' or 'names'")
  const mode = shortfall ?? source.shortfall
  if (onProgress !== undefined && typeof onProgress !== 'function') bad('onProgress', onProgress, 'a function')
  return {
    trace,
    build: {
      accounts: factsAlone(accounts),
      timeZone,
      coverage: 'statements',
      ...(currency !== undefined && { currency }),
      ...(currencies !== undefined && { currencies }),
      ...(mode !== undefined && { shortfall: mode }),
      ...(ties !== undefined && { ties }),
    },
    limits: {
      ends,
      maxRounds: count('maxRounds', maxRounds, 0),
      maxAccounts: count('maxAccounts', maxAccounts, 0),
      maxRows: count('maxRows', maxRows, 0),
      maxBytes: count('maxBytes', maxBytes, 0),
      pageRows: count('pageRows', pageRows, 1),
      batchSize: count('batchSize', batchSize, 1),
      concurrency: count('concurrency', concurrency, 1),
      retries: count('retries', retries, 0),
      ...(timeout !== undefined && { timeout: count('timeout', timeout, 1) }),
      ...(signal !== undefined && { signal }),
      ...(onProgress !== undefined && { onProgress }),
      ...(resume !== undefined && { resume }),
    },
  }
}

/** What the caller knows of accounts; their statements are the source's to give. */
function factsAlone(accounts: Iterable<AccountRecord>): AccountRecord[] {
  const facts = [...accounts]
  for (const { id, statement, openingBalance } of facts) {
    if (statement === undefined && openingBalance === undefined) continue
    bad('accounts[]', id, 'without a statement and an opening balance: those are for the source to answer')
  }
  return facts
}

function count(option: string, value: number | undefined, least: number): number {
  if (value === undefined) return Number.POSITIVE_INFINITY
  if (value === Number.POSITIVE_INFINITY || (Number.isSafeInteger(value) && value >= least)) return value
  return bad(option, value, `a whole number from ${least}`)
}

function bad(option: string, value: unknown, right: string): never {
  throw new FundtrailError('bad-option', `${option} is ${show(value)}; it must be ${right}`, { option, value })
}
