import { FundtrailError } from '../errors.js'
import { show } from '../show.js'
import type { StopMessage } from './types.js'

/** Every field of the platform's stop-payment message (100101), in its order. */
const FIELDS: readonly (keyof StopMessage)[] = [
  'applicationID',
  'applicationType',
  'caseNumber',
  'caseType',
  'emergencyLevel',
  'transferOutBankID',
  'transferOutBankName',
  'transferOutAccountName',
  'transferOutAccountNumber',
  'currency',
  'transferAmount',
  'transferTime',
  'bankID',
  'bankName',
  'accountType',
  'accountName',
  'accountNumber',
  'reason',
  'remark',
  'startTime',
  'expireTime',
  'applicationTime',
  'org',
  'operators',
]

/** The known fields and those that the caller adds, whose word counts; what nobody knows is left out. */
export function stopMessage(known: StopMessage, added: StopMessage = {}): StopMessage {
  if (typeof added !== 'object' || added === null) bad('fields()', added, 'an object of message fields, or undefined')
  for (const [field, value] of Object.entries(added)) {
    if (!(FIELDS as readonly string[]).includes(field)) {
      bad('fields()', field, `a list of known names; the message has ${FIELDS.join(', ')}`)
    }
    if (value !== undefined && typeof value !== 'string') bad(`fields().${field}`, value, 'a text')
  }
  const message: StopMessage = {}
  for (const field of FIELDS) {
    const value = added[field] ?? known[field]
    if (value !== undefined) message[field] = value
  }
  return message
}

/** "2024-03-12 10:31:05" as the platform writes it: 20240312103105. */
export function messageTime(text: string): string {
  return text.replace(/\D/g, '')
}

export function bad(option: string, value: unknown, right: string): never {
  throw new FundtrailError('bad-option', `${option} is ${show(value)}; it must be ${right}`, { option, value })
}
