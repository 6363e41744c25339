import { badOption } from '../bad-option.js'

/** What a value of a recorded trace has to be; `?` of a key: it may be absent. */
export type Shape =
  | { is: 'text' | 'amount' | 'instant' | 'moment' | 'count' | 'hash' }
  | { is: 'word'; of: readonly (string | number)[] }
  | { is: 'list'; of: Shape }
  | { is: 'object'; keys: Readonly<Record<string, Shape>> }

const COUNT = { is: 'count' } as const
const TEXT = { is: 'text' } as const
const AMOUNT = { is: 'amount' } as const
const INSTANT = { is: 'instant' } as const
/** An instant that may have been given more finely than to the millisecond. */
const MOMENT = { is: 'moment' } as const
const list = (of: Shape): Shape => ({ is: 'list', of })
const object = (keys: Record<string, Shape>): Shape => ({ is: 'object', keys })
const word = (...of: (string | number)[]): Shape => ({ is: 'word', of })

const IDS = list(TEXT)
const SHARES = list(object({ claim: TEXT, amount: AMOUNT }))

/** A recorded trace, key by key in the order in which they are written. */
export const TRACE_SHAPE: Shape = object({
  format: word('fundtrail-trace'),
  version: word(1),
  library: TEXT,
  inputs: list(object({ name: TEXT, sha256: { is: 'hash' } })),
  graph: object({
    accounts: COUNT,
    transfers: COUNT,
    currencies: IDS,
    'firstTime?': INSTANT,
    'lastTime?': INSTANT,
  }),
  settings: object({
    claims: list(object({ id: TEXT, transfers: IDS, accounts: IDS })),
    rule: word('fifo', 'lifo', 'pro-rata', 'libr', 'taint-first', 'poison'),
    between: word('pro-rata', 'fifo'),
    until: MOMENT,
    'maxLevel?': COUNT,
    'minAmount?': AMOUNT,
    'stoppedAt?': IDS,
    freezes: list(object({ account: TEXT, at: MOMENT })),
    maxPieces: COUNT,
    coverage: word('complete', 'statements'),
    shortfall: word('opening', 'unseen-credit', 'overdraft'),
    ties: word('records', 'credits-first', 'debits-first'),
    timeZone: TEXT,
  }),
  currency: TEXT,
  stolen: AMOUNT,
  claims: list(object({ id: TEXT, stolen: AMOUNT, transferred: AMOUNT, pending: IDS, accounts: IDS })),
  transfers: list(
    object({
      id: TEXT,
      from: TEXT,
      to: TEXT,
      time: INSTANT,
      amount: AMOUNT,
      traced: AMOUNT,
      level: COUNT,
      shares: SHARES,
    }),
  ),
  accounts: list(
    object({
      id: TEXT,
      level: COUNT,
      levels: list(COUNT),
      'holder?': TEXT,
      'institution?': TEXT,
      kind: TEXT,
      received: AMOUNT,
      sent: AMOUNT,
      held: AMOUNT,
      ended: AMOUNT,
      shares: SHARES,
      'balance?': AMOUNT,
      'firstReceived?': INSTANT,
      'lastReceived?': INSTANT,
      'lastSent?': INSTANT,
    }),
  ),
  endings: list(object({ account: TEXT, code: TEXT, amount: AMOUNT, shares: SHARES, level: COUNT, since: INSTANT })),
  assumptions: list(object({ code: TEXT, account: TEXT, amount: AMOUNT, 'transfer?': TEXT })),
})

/**
 * A value with the keys of its shape in their order, whatever the order they came in; nothing else gets through.
 *
 * @throws FundtrailError 'bad-option', naming the place
 */
export function readShape(shape: Shape, value: unknown, place: string): unknown {
  switch (shape.is) {
    case 'object': {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) badOption(place, value, 'an object')
      const result: Record<string, unknown> = {}
      const known = new Set<string>()
      for (const [name, inner] of Object.entries(shape.keys)) {
        const key = name.replace('?', '')
        known.add(key)
        if (Object.hasOwn(value, key)) {
          result[key] = readShape(inner, (value as Record<string, unknown>)[key], `${place}.${key}`)
        } else if (key === name) badOption(`${place}.${key}`, undefined, 'there')
      }
      const stranger = Object.keys(value).find((key) => !known.has(key))
      if (stranger !== undefined) badOption(`a key of ${place}`, stranger, `one of ${[...known].join(', ')}`)
      return result
    }
    case 'list':
      if (!Array.isArray(value)) badOption(place, value, 'a list')
      return value.map((item, at) => readShape(shape.of, item, `${place}[${at}]`))
    case 'word':
      if (!shape.of.includes(value as string)) badOption(place, value, `one of ${shape.of.join(', ')}`)
      return value
    case 'count':
      if (!(Number.isSafeInteger(value) && (value as number) >= 0)) badOption(place, value, 'a whole number from 0')
      return value
    default:
      if (typeof value !== 'string') badOption(place, value, 'text')
      if (!isText(shape.is, value)) badOption(place, value, FORMS[shape.is])
      return value
  }
}

const FORMS = {
  text: 'text',
  amount: 'an amount without trailing zeros, such as "500" or "20.5"',
  instant: 'an instant in UTC to the millisecond, such as "2024-03-12T02:03:21.000Z"',
  moment: 'an instant in UTC with 3 to 18 decimals, such as "2024-03-12T02:03:21.000Z"',
  hash: '64 small hexadecimal digits',
} as const

function isText(form: keyof typeof FORMS, text: string): boolean {
  if (form === 'amount') return text === '0' || /^-?(?:0|[1-9]\d{0,15})(?:\.\d*[1-9])?$/.test(text)
  if (form === 'hash') return /^[0-9a-f]{64}$/.test(text)
  if (form === 'text') return true
  if (form === 'moment') return isText('instant', text.replace(/(?<=\.\d{3})(?:0|\d{0,14}[1-9])(?=Z$)/, ''))
  const ms = Date.parse(text)
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text
}
