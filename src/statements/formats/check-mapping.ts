import { FundtrailError } from '../../errors.js'
import { show } from '../../show.js'
import type { Mapping } from '../types.js'
import { readTimeFormat } from './time-format.js'

const COMMON = [
  'time',
  'clock',
  'timeFormat',
  'id',
  'currency',
  'memo',
  'kind',
  'status',
  'headerRow',
  'unit',
  'decimal',
  'scientific',
]
const TRANSFER = ['from', 'to', 'amount', 'fromBalance', 'toBalance', 'fromHolder', 'toHolder', 'statementOf']
const STATEMENT = ['account', 'holder', 'counterparty', 'counterpartyHolder', 'amount', 'direction', 'balance']
const KINDS = ['cash', 'purchase', 'fee', 'interest']
const COLUMN = 'the name of a column, or its number from 1'
const WORDS = 'a list of words, one at least'

/** A mapping as it came, of any shape. */
type Given = Readonly<Record<string, unknown>>

/**
 * Whether a mapping is one, down to its last word, for it comes from a saved file: then whether it lists transfers.
 * @throws FundtrailError 'bad-option'
 */
export function checkMapping(mapping: unknown): asserts mapping is Mapping {
  const given = objectOf('formats', mapping, 'the name of a format, or a mapping')
  const isList = Object.hasOwn(given, 'from') || Object.hasOwn(given, 'to')
  known('a mapping', given, [...(isList ? TRANSFER : STATEMENT), ...COMMON])
  const hasHeader = given['headerRow'] !== 0
  const column = (name: string, value: unknown, what = COLUMN) => {
    const isName = typeof value === 'string' && value.trim() !== ''
    const isNumber = typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 && value <= 1000
    if (!isName && !isNumber) wrong(name, value, what)
    if (isName && !hasHeader) wrong(name, value, 'a number from 1, for there is no header')
  }
  const optional = (name: string, check: (name: string, value: unknown) => void) => {
    if (given[name] !== undefined) check(name, given[name])
  }
  const columns = (name: string, value: unknown) => {
    if (!Array.isArray(value)) return column(name, value, `${COLUMN}, or a list of them`)
    if (value.length === 0) wrong(name, value, `${COLUMN}, or a list of them`)
    for (const one of value) column(name, one)
  }

  column('time', given['time'])
  if (isList) {
    for (const name of ['from', 'to', 'amount']) column(name, given[name])
    for (const name of ['fromBalance', 'toBalance', 'fromHolder', 'toHolder']) optional(name, column)
    optional('statementOf', (name, value) => {
      if (value === 'sign') return
      worded(name, value, ['from', 'to'], "'sign', or { column, from: [words], to: [words] }")
    })
  } else {
    for (const name of ['holder', 'counterpartyHolder', 'balance']) optional(name, column)
    optional('counterparty', columns)
    optional('account', (name, value) => {
      if (typeof value !== 'object') return column(name, value, `${COLUMN}, or { id } of the file's one account`)
      const { id } = known(name, objectOf(name, value, '{ id }'), ['id'])
      if (typeof id !== 'string' || id.trim() === '') wrong(`${name}.id`, id, 'the number of an account')
    })
    const { amount } = given
    const what = `${COLUMN}, or { in, out } with one for each direction`
    if (typeof amount === 'object' && amount !== null && !Array.isArray(amount)) {
      const two = known('amount', objectOf('amount', amount, what), ['in', 'out'])
      for (const name of ['in', 'out']) column(`amount.${name}`, two[name])
      if (given['direction'] !== undefined) {
        wrong('direction', given['direction'], 'left out beside columns for each direction')
      }
    } else column('amount', amount, what)
    optional('direction', (name, value) => worded(name, value, ['in', 'out'], '{ column, in: [words], out: [words] }'))
  }
  for (const name of ['clock', 'id', 'currency']) optional(name, column)
  optional('memo', columns)
  optional('kind', (name, value) => {
    for (const one of Array.isArray(value) ? value : [value]) {
      const what = `{ column, ${KINDS.join(', ')} }, the last four lists of words, or a list of such`
      const kind = known(name, objectOf(name, one, what), ['column', ...KINDS])
      column(`${name}.column`, kind['column'])
      for (const word of KINDS) if (kind[word] !== undefined) words(`${name}.${word}`, kind[word])
    }
  })
  optional('status', (name, value) => worded(name, value, ['failed'], '{ column, failed: [words] }'))
  optional('timeFormat', (name, value) => {
    const why = typeof value === 'string' ? readTimeFormat(value) : 'no text'
    if (typeof why === 'string') wrong(name, value, `a format such as 'yyMMdd' or 'dd.MM.yyyy HH:mm': ${why}`)
  })
  optional('headerRow', (name, value) => {
    const isRow = typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= 40
    if (!isRow) wrong(name, value, 'a row from 1 to 40, or 0')
  })
  optional('unit', (name, value) => oneOf(name, value, ['major', 'cent']))
  optional('decimal', (name, value) => oneOf(name, value, ['.', ',']))
  optional('scientific', (name, value) => oneOf(name, value, [true, false]))

  function worded(name: string, value: unknown, lists: string[], what: string): void {
    const { column: at, ...rest } = known(name, objectOf(name, value, what), ['column', ...lists])
    column(`${name}.column`, at)
    for (const list of lists) words(`${name}.${list}`, rest[list])
  }
}

function objectOf(name: string, value: unknown, what: string): Given {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) wrong(name, value, what)
  return value as Given
}

/** Refuses what no mapping has: a word that is wrong would else be a wish that nobody hears. */
function known(name: string, given: Given, names: readonly string[]): Given {
  for (const key of Object.keys(given)) {
    if (names.includes(key)) continue
    throw new FundtrailError('bad-option', `${name} has ${show(key)}; it may have ${names.join(', ')}`, {
      option: 'formats',
    })
  }
  return given
}

function words(name: string, value: unknown): void {
  const isList = Array.isArray(value) && value.length > 0
  if (!isList || value.some((word) => typeof word !== 'string' || word.trim() === '')) wrong(name, value, WORDS)
}

function oneOf(name: string, value: unknown, allowed: readonly unknown[]): void {
  if (!allowed.includes(value)) wrong(name, value, allowed.map((one) => show(one)).join(' or '))
}

function wrong(option: string, value: unknown, what: string): never {
  throw new FundtrailError('bad-option', `${option} of a mapping is ${show(value)}; it must be ${what}`, { option })
}
