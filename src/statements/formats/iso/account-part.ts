import type { MessageName } from './message-name.js'

/** The account that a statement, report or notification is of, and what its entries fall back on. */
export interface AccountPart {
  message: MessageName
  part: number
  account: string
  holder: string
  holderId: string
  institution: string
  currency: string
  /** The day of entries that state none: that of the closing balance, else of the message; '' where there is none. */
  day: string
}
