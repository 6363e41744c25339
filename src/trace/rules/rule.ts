import type { Books, BooksContext } from '../books/books.js'
import type { Rule } from '../types.js'

/** An attribution rule: which of the money in an account a debit takes. */
export interface AttributionRule {
  readonly name: Rule
  /** Whether every unit of stolen money is in one place at a time. Not so for alerts, which count it wherever it went. */
  readonly conserves: boolean
  /** The books of one trace, kept by this rule. */
  open(context: BooksContext): Books
}
