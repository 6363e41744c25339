import { FundtrailError } from '../../errors.js'
import { show } from '../../show.js'
import { TimeReader } from '../../time.js'
import type { TimeInput, Transfer } from '../../types.js'
import type { RecallOptions } from '../types.js'
import { cleanText } from '../xml.js'

/** The longest texts that the message has room for. */
export const MOST = { id: 35, name: 140, account: 34, information: 105 }

/** The options of `recallMessages`, checked. */
export interface Recall {
  /** As ISO 8601 with the offset of the zone. */
  created: string
  /** camt.056.001 with its version. */
  definition: string
  caseId: string | undefined
  information: string | undefined
  service: string | undefined
  parties: boolean
  envelope: boolean
  decimals: number
  original: RecallOptions['original']
  bic: RecallOptions['bic']
  idOf: (transfer: Transfer, number: number) => string
  /** An instant as ISO 8601 with the offset of the zone. */
  instant: (option: string, value: TimeInput) => string
  /** The local day of an instant. */
  day: (time: Date) => string
}

/** @throws FundtrailError 'bad-option' */
export function readRecallOptions(
  options: RecallOptions,
  timeZone: string,
  currency: string,
  decimals: number,
): Recall {
  const { version = '11', parties = true, envelope = false, messageId, original, bic } = options
  if (version !== '08' && version !== '11') bad('version', version, "'08' or '11'")
  if (!/^[A-Z]{3}$/.test(currency) || decimals > 5) {
    bad('the currency', currency, 'a code of three letters, with at most 5 decimals, to stand in a payment message')
  }
  for (const [option, value] of Object.entries({ messageId, original, bic })) {
    if (value !== undefined && typeof value !== 'function') bad(option, value, 'a function')
  }
  const reader = new TimeReader(timeZone)
  const given = new Set<string>()
  const createdAt = instantOf('created', options.created)
  const day = local(createdAt.ms).slice(0, 10)
  return {
    created: createdAt.text,
    definition: `camt.056.001.${version}`,
    caseId: shortText('caseId', options.caseId, MOST.id),
    information: shortText('information', options.information, MOST.information),
    service: shortText('service', options.service, MOST.id),
    parties,
    envelope,
    decimals,
    original,
    bic,
    idOf,
    instant: (option, value) => instantOf(option, value).text,
    day: (time) => local(time.getTime()).slice(0, 10),
  }

  function idOf(transfer: Transfer, number: number): string {
    const made = `RECALL-${day.replaceAll('-', '')}-${String(number).padStart(4, '0')}`
    const id = messageId === undefined ? made : messageId(transfer, number)
    if (shortText('messageId()', id, MOST.id) === undefined) bad('messageId()', id, 'a text')
    if (given.has(id)) bad('messageId()', id, 'another one for each message')
    given.add(id)
    return id
  }

  function instantOf(option: string, value: TimeInput): { ms: number; text: string } {
    if (reader.read(value) !== undefined) {
      bad(option, value, `an ISO 8601 time that ${timeZone} has, milliseconds or a Date`)
    }
    const { ms } = reader
    const minutes = (reader.toLocal(ms) - ms) / 60_000
    // Old offsets have seconds, which ISO 8601 cannot write.
    if (!Number.isInteger(minutes)) return { ms, text: `${new Date(ms).toISOString().slice(0, 19)}+00:00` }
    const clock = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
    const offset = clock.map((part) => String(part).padStart(2, '0')).join(':')
    return { ms, text: `${local(ms)}${minutes < 0 ? '-' : '+'}${offset}` }
  }

  function local(ms: number): string {
    return new Date(reader.toLocal(ms)).toISOString().slice(0, 19)
  }
}

/** A text of the caller's own, which must fit as it is. */
export function shortText(option: string, value: string | undefined, most: number): string | undefined {
  if (value === undefined) return undefined
  const isText = typeof value === 'string' && value !== ''
  const { text } = isText ? cleanText(value, most) : { text: undefined }
  if (text === value) return value
  return bad(option, value, `1 to ${most} characters, without control characters or blanks at its ends`)
}

export function bad(option: string, value: unknown, right: string): never {
  throw new FundtrailError('bad-option', `${option} is ${show(value)}; it must be ${right}`, { option, value })
}
