import { Money } from '../../../money.js'
import type { Direction } from '../../words.js'
import { readCurrency } from '../../words.js'
import { attribute, first, text, textOf, type Xml } from './node.js'

/** An amount with its currency; `value` is '' where it is no amount. */
export interface Amount {
  value: string
  currency: string
}

/** The amount of an element: a decimal as XML writes it, every digit kept. Undefined where there is no such element. */
export function amountOf(node: Xml | undefined): Amount | undefined {
  if (node === undefined) return undefined
  const [, whole = '', fraction = ''] = /^\+?(\d*)(?:\.(\d*))?$/.exec(textOf(node)) ?? []
  const value = whole + fraction === '' ? '' : `${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`
  const currency = attribute(node, 'Ccy')
  return { value: value.length > 40 ? '' : value, currency: currency === '' ? '' : readCurrency(currency) }
}

/** The sum of amounts, some with a minus. */
export function sumOf(values: readonly string[]): string {
  let sum = new Money(0)
  for (const value of values) sum = sum.plus(value)
  return sum.toFixed()
}

export function isEqual(a: string, b: string): boolean {
  return new Money(a).equals(b)
}

/** CRDT or DBIT: money in or out of the account. */
export function directionOf(node: Xml): Direction | undefined {
  const indicator = text(node, 'CdtDbtInd')
  if (indicator === 'CRDT') return 'in'
  return indicator === 'DBIT' ? 'out' : undefined
}

const DATE = /^(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)?$/
const MIDNIGHT = /^(\d{4}-\d\d-\d\d)T00:00:00(?:\.0+)?(?:Z|[+-]\d\d:\d\d)?$/

/**
 * A date, or a date and time, as written: Dt or DtTm below the element, or its own text. Midnight to the second is what
 * banks write that know the day alone.
 */
export function timeOf(node: Xml | undefined): string {
  if (node === undefined) return ''
  const written = text(node, 'DtTm') || text(node, 'Dt') || textOf(node)
  return DATE.exec(written)?.[1] ?? MIDNIGHT.exec(written)?.[1] ?? written
}

/** The day of a time as its bank wrote it. */
export function dayOf(time: string): string {
  return /^\d{4}-\d\d-\d\d/.exec(time)?.[0] ?? ''
}

function isDay(time: string): boolean {
  return time.length === 10
}

/** The more exact of two times of one day; the first where the days differ. */
export function moreExact(time: string, other: string): string {
  return isDay(time) && !isDay(other) && dayOf(other) === time ? other : time
}

/** The period of FrToDt. An end at midnight may be the day's beginning or the whole day: both are given. */
export function periodOf(node: Xml): { from: string; to: string; isToMidnight: boolean } {
  const period = first(node, 'FrToDt')
  return {
    from: timeOf(first(period, 'FrDtTm') ?? first(period, 'FrDt')),
    to: timeOf(first(period, 'ToDtTm') ?? first(period, 'ToDt')),
    isToMidnight: MIDNIGHT.test(text(period, 'ToDtTm')),
  }
}
