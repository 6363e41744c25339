/** The stable codes of wrong use. Bad data never throws: it comes back as a `Problem`. */
export type ErrorCode =
  | 'bad-option'
  | 'unknown-transfer'
  | 'unknown-account'
  | 'unknown-currency'
  | 'mixed-currencies'
  | 'amount-too-large'
  | 'too-large'
  | 'source-failed'
  | 'source-changed'
  | 'internal'

/**
 * Wrong use of the library. `code` is stable, `message` names the offending value and says what would be right, and
 * `details` holds the same facts as data. The code 'internal' alone is the library's own fault: an invariant (such as
 * "stolen = the sum of where it is") did not hold, and no result is better than a wrong one.
 */
export class FundtrailError extends Error {
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: ErrorCode, message: string, details: Record<string, unknown> = {}) {
    super(message)
    this.name = 'FundtrailError'
    this.code = code
    this.details = details
  }
}
