import type { AccountKind } from '../../types.js'
import { cleanAccount, cleanAmount, cleanCode, cleanHeader, cleanText, fromCents } from '../cells.js'
import { remembering } from '../remembering.js'
import { readTime } from '../times.js'
import { type Direction, isFailed, readCurrency, readDirection } from '../words.js'
import { COLUMN_NAMES, type Field } from './column-names.js'
import type { Format, Movement, Preamble, Reading } from './format.js'

/** A format whose rows are movements of one account each, told by its columns. */
export interface ColumnFormat {
  name: string
  /** Names of columns that a file must have to be of this format. */
  marks: readonly string[]
  /** Where a field is not found under the usual names: its names here, or its place from 0; null where there is none. */
  columns?: Partial<Record<Field, string | number | null>>
  accountKind?: AccountKind
  /** What codes mean that mean nothing elsewhere. */
  directions?: Readonly<Record<string, Direction>>
  /** What the column for success says of rows that moved nothing, beside the usual words. */
  failed?: ReadonlySet<string>
  /** Amounts and balances are in hundredths, whether the header says so or not. */
  inCents?: boolean
  /** A row names payer (the account) and payee (the counterparty), and is from neither's side. */
  bothSides?: boolean
  /** The currency of rows that name none, where the format has one. */
  currency?: string
  /** The payment institution whose format it is. */
  institution?: string
  /** Reads what this format writes in its own way into the movement; returns a reading to use in its place. */
  adapt?: (row: Movement, cell: (name: string) => string) => Reading | undefined
}

type Places = Partial<Record<Field, number>>

/** Makes a format of its description. */
export function columnFormat(format: ColumnFormat): Format {
  const marks = format.marks.map(cleanHeader)
  return {
    name: format.name,
    score(header) {
      const names = header.map(bare)
      if (!marks.every((mark) => header.includes(mark) || names.includes(mark))) return 0
      const places = placesOf(names, format)
      if (places.date === undefined) return 0
      if (places.amount === undefined && (places.credit === undefined || places.debit === undefined)) return 0
      return Object.keys(places).length + marks.length
    },
    open: (header, preamble) => rowReader(format, header, preamble),
  }
}

function rowReader(
  format: ColumnFormat,
  header: readonly string[],
  preamble: Preamble,
): (cells: readonly string[]) => Reading {
  const names = header.map(bare)
  const places = placesOf(names, format)
  const isPair = format.bothSides === true
  const byTwo = places.credit !== undefined && places.debit !== undefined
  const inCents = [places.amount, places.balance].map(
    (at) => format.inCents === true || (at !== undefined && (header[at] ?? '').endsWith('(分)')),
  )
  const width = header.length
  // One for all columns of a kind, so that an account's number is one string wherever it stands.
  const text = remembering(cleanText)
  const code = remembering(cleanCode)
  const account = remembering(cleanAccount)
  const currencyOf = remembering((cell) => {
    const currency = cleanCode(cell)
    return currency === '' ? (format.currency ?? '') : readCurrency(currency)
  })
  const directionOf = remembering((cell) => readDirection(cleanCode(cell), format.directions))
  const failed = remembering((cell) => isFailed(cleanCode(cell), format.failed))
  const placeOf = remembering((name) => names.indexOf(bare(cleanHeader(name))))
  return (cells) => {
    for (let i = width; i < cells.length; i++) {
      if (cleanText(cells[i]) === '') continue
      return {
        fault: { code: 'shifted-row', message: `a cell beyond the ${width} columns of the header: ${show(cells[i])}` },
      }
    }
    const time = readTime(at(cells, places.date), at(cells, places.clock)) ?? readTime(at(cells, places.otherDate))
    if (time === undefined) {
      if (isRemark(cells)) return { nothing: {} }
      return {
        fault: { code: 'invalid-time', message: `the time ${show(at(cells, places.date))} is in no known form` },
      }
    }
    const money = byTwo ? readTwo(cells, places) : readOne(at(cells, places.amount))
    if (money === undefined) {
      const given = byTwo ? `${at(cells, places.credit)} ${at(cells, places.debit)}` : at(cells, places.amount)
      return { fault: { code: 'invalid-amount', message: `the amount ${show(given)} is none` } }
    }
    let { amount, direction } = money
    let isBySign = false
    if (places.direction !== undefined && direction === undefined) {
      direction = directionOf(at(cells, places.direction))
    } else if (direction === undefined && amount !== '' && !isPair) {
      // Without a column for it, the sign says it.
      direction = amount.startsWith('-') ? 'out' : 'in'
      amount = amount.replace('-', '')
      isBySign = true
    }
    const balance = cleanAmount(at(cells, places.balance)) ?? ''
    const cash = code(at(cells, places.cash))
    const movement: Movement = {
      direction,
      account: account(at(cells, places.account)),
      card: account(at(cells, places.card)),
      holder: text(at(cells, places.holder)) || preamble.holder,
      holderId: code(at(cells, places.holderId)),
      institution: format.institution ?? (text(at(cells, places.institution)) || preamble.institution),
      accountKind: format.accountKind ?? 'bank',
      amount: inCents[0] === true && amount !== '' ? fromCents(amount) : amount,
      balance: inCents[1] === true && balance !== '' ? fromCents(balance) : balance,
      currency: currencyOf(at(cells, places.currency)),
      time,
      counterparty: account(at(cells, places.counterCard)) || account(at(cells, places.counterparty)),
      counterHolder: text(at(cells, places.counterHolder)),
      counterId: code(at(cells, places.counterId)),
      counterBank: text(at(cells, places.counterBank)),
      counterKind: undefined,
      counterBalance: '',
      memo: joined(text(at(cells, places.memo)), text(at(cells, places.note)), text(at(cells, places.type))),
      serial: cleanCode(at(cells, places.serial)),
      orders: cleanCode(at(cells, places.order)),
      paidFrom: '',
      kind: undefined,
      isCash: cash === '01' || cash.startsWith('现') || cash === '01-现金交易',
      isFailed: failed(at(cells, places.status)),
      isBySign,
    }
    if (movement.account === '' && movement.card === '') movement.account = preamble.account
    const adapted = format.adapt?.(movement, (name) => cleanText(cells[placeOf(name)]))
    if (adapted !== undefined) return adapted
    return judge(movement, isPair, at(cells, places.reason), at(cells, places.direction))
  }
}

/** The cell at a place; '' where there is none. */
function at(cells: readonly string[], place: number | undefined): string {
  return place === undefined ? '' : (cells[place] ?? '')
}

/** The texts that say something, each once. */
function joined(memo: string, note: string, type: string): string {
  if (note === '' && type === '') return memo
  return [...new Set([memo, note, type].filter((text) => text !== ''))].join(' ')
}

/** Turns away what states no movement. */
function judge(
  movement: Movement,
  isPair: boolean,
  reason: string | undefined,
  direction: string | undefined,
): Reading {
  if (movement.amount === '' && /失败|无记录|查无此/.test(reason ?? '')) return { nothing: {} }
  if (movement.amount === '') return { fault: { code: 'invalid-amount', message: 'the row states no amount' } }
  if (!/[1-9]/.test(movement.amount)) return { nothing: {} }
  if (movement.direction === undefined && !isPair) {
    const message = `${show(direction)} does not say whether the money came or went`
    return { fault: { code: 'unknown-direction', message } }
  }
  return { movement }
}

/** Separate columns for money in and out: a negative one undoes money in the same column, and keeps its sign. */
function readTwo(cells: readonly string[], places: Places): { amount: string; direction?: Direction } | undefined {
  const credit = cleanAmount(cells[places.credit!])
  const debit = cleanAmount(cells[places.debit!])
  if (credit === undefined || debit === undefined) return undefined
  const came = /[1-9]/.test(credit)
  const went = /[1-9]/.test(debit)
  if (came && went) return undefined
  if (came) return { amount: credit, direction: 'in' }
  return went ? { amount: debit, direction: 'out' } : { amount: credit || debit }
}

function readOne(cell: string | undefined): { amount: string; direction?: Direction } | undefined {
  const amount = cleanAmount(cell)
  return amount === undefined ? undefined : { amount }
}

/** The columns of the fields, each column for one field, by the first of its names that the header has. */
function placesOf(names: readonly string[], format: ColumnFormat): Places {
  const places: Places = {}
  const taken = new Set<number>()
  for (const field of FIELDS) {
    const own = format.columns?.[field]
    if (own === null) continue
    if (typeof own === 'number') {
      places[field] = own
      continue
    }
    for (const name of own === undefined ? USUAL[field] : split(own)) {
      const place = names.indexOf(name)
      if (place < 0 || taken.has(place)) continue
      places[field] = place
      taken.add(place)
      break
    }
  }
  if (places.direction === undefined && format.columns?.direction === undefined) {
    // A direction that is not read would make all money money in.
    const place = names.findIndex((name, at) => !taken.has(at) && DIRECTION.test(name))
    if (place >= 0) places.direction = place
  }
  return places
}

/** A name of a column that says whether money came or went, however a bank puts it. */
const DIRECTION = /^(?!.*(?:号|方式|说明)$).*(?:借贷|收[付支]|进出|出入账|流向|方向)/

const FIELDS = Object.keys(COLUMN_NAMES) as Field[]
const USUAL = Object.fromEntries(FIELDS.map((field) => [field, split(COLUMN_NAMES[field])])) as Record<Field, string[]>

function split(names: string): string[] {
  return names
    .split(' ')
    .filter((name) => name !== '')
    .map((name) => bare(cleanHeader(name)))
}

/** The name of a column without its unit. */
function bare(name: string): string {
  return name.replace(/\((?:元|分|人民币|RMB|CNY)\)$/, '')
}

/** A line of text under the rows: a total, a note, a rule of dashes. */
function isRemark(cells: readonly string[]): boolean {
  const texts = cells.map(cleanText).filter((text) => text !== '')
  return texts.length <= 1 || /合计|总计|小计|共\d+笔|^[-=*]{3,}/.test(texts[0] ?? '')
}

function show(cell: string | undefined): string {
  return JSON.stringify((cell ?? '').slice(0, 40))
}
