import { FundtrailError } from '../../errors.js'
import { show } from '../../show.js'
import { cleanAccount, cleanAmount, cleanCode, cleanHeader, cleanText, fromCents } from '../cells.js'
import { remembering } from '../remembering.js'
import { readTime } from '../times.js'
import type { TransferMapping } from '../types.js'
import { readCurrency } from '../words.js'
import type { Format } from './format.js'

const REQUIRED = ['from', 'to', 'amount', 'time'] as const
const COLUMNS = [
  ...REQUIRED,
  'clock',
  'id',
  'currency',
  'fromBalance',
  'toBalance',
  'fromHolder',
  'toHolder',
  'memo',
] as const
type Column = (typeof COLUMNS)[number]

/**
 * A plain list of transfers, a payer and a payee in each row, by the caller's mapping.
 * @throws FundtrailError 'bad-option'
 */
export function transferList(mapping: TransferMapping): Format {
  check(mapping)
  const wanted = COLUMNS.flatMap((column) => {
    const place = mapping[column]
    return typeof place === 'string' ? [cleanHeader(place)] : []
  })
  return {
    name: 'transfer-list',
    // Numbers of columns fit any row: then the header is the first one, unless `headerRow` names it.
    score: (header) => (wanted.every((name) => header.includes(name)) && header.length > 1 ? wanted.length + 1 : 0),
    open(header) {
      const places = new Map<Column, number>()
      for (const column of COLUMNS) {
        const place = mapping[column]
        if (place === undefined) continue
        places.set(column, typeof place === 'number' ? place - 1 : header.indexOf(cleanHeader(place)))
      }
      const text = remembering(cleanText)
      const number = remembering(cleanAccount)
      const money = (cell: string | undefined) => {
        const amount = cleanAmount(cell)
        return mapping.unit === 'cent' && amount !== undefined && amount !== '' ? fromCents(amount) : amount
      }
      return (cells) => {
        const cell = (column: Column) => {
          const place = places.get(column)
          return place === undefined ? '' : (cells[place] ?? '')
        }
        const time = readTime(cell('time'), cell('clock'))
        if (time === undefined) {
          return { fault: { code: 'invalid-time', message: `the time ${show(cell('time'))} is in no known form` } }
        }
        const amount = money(cell('amount'))
        if (amount === undefined || amount === '') {
          return { fault: { code: 'invalid-amount', message: `the amount ${show(cell('amount'))} is none` } }
        }
        const account = number(cell('from'))
        const counterparty = number(cell('to'))
        if (account === '' || counterparty === '') {
          return { fault: { code: 'missing-account', message: 'the row lacks a payer or a payee' } }
        }
        const currency = cleanCode(cell('currency'))
        return {
          movement: {
            direction: undefined,
            account,
            card: '',
            holder: text(cell('fromHolder')),
            holderId: '',
            institution: '',
            accountKind: 'bank',
            amount,
            balance: money(cell('fromBalance')) ?? '',
            currency: currency === '' ? '' : readCurrency(currency),
            time,
            counterparty,
            counterHolder: text(cell('toHolder')),
            counterId: '',
            counterBank: '',
            counterBalance: money(cell('toBalance')) ?? '',
            memo: text(cell('memo')),
            serial: cleanCode(cell('id')),
            isCash: false,
            isFailed: false,
          },
        }
      }
    },
  }
}

function check(mapping: TransferMapping): void {
  const wrong = (option: string, value: unknown, what: string): never => {
    throw new FundtrailError('bad-option', `${option} of a mapping is ${show(value)}; it must be ${what}`, { option })
  }
  if (mapping === null) wrong('formats', mapping, 'a format or a mapping')
  for (const column of COLUMNS) {
    const place: unknown = mapping[column]
    if (place === undefined && !(REQUIRED as readonly string[]).includes(column)) continue
    const isName = typeof place === 'string' && place.trim() !== ''
    const isNumber = typeof place === 'number' && Number.isSafeInteger(place) && place >= 1
    if (!isName && !isNumber) wrong(column, place, 'the name of a column, or its number from 1')
    if (isName && mapping.headerRow === 0) wrong(column, place, 'a number from 1, for there is no header')
  }
  const { headerRow, unit } = mapping
  if (headerRow !== undefined && !(Number.isSafeInteger(headerRow) && headerRow >= 0 && headerRow <= 40)) {
    wrong('headerRow', headerRow, 'a row from 1 to 40, or 0')
  }
  if (unit !== undefined && unit !== 'major' && unit !== 'cent') wrong('unit', unit, "'major' or 'cent'")
}
