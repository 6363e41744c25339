import type { Decimal } from 'decimal.js'
import { currencyTable } from '../currencies.js'
import { FundtrailError } from '../errors.js'
import { parseAmount, toDecimal } from '../money.js'
import { show } from '../show.js'
import { TimeReader } from '../time.js'
import type { TimeInput } from '../types.js'
import type { Measure, Order, OrderOptions } from './types.js'

/** Chinese orders are written by the clocks of Beijing. */
const ZONE = 'Asia/Shanghai'

/** A new order with its first term. @throws FundtrailError 'bad-option' */
export function newOrder(
  measure: Measure,
  account: string,
  at: TimeInput,
  options: OrderOptions,
  expiresAfter: (ms: number, timeZone: string) => number,
): Order {
  if (typeof options !== 'object' || options === null) bad('the options', options, 'an object')
  if (typeof account !== 'string' || account === '') bad('account', account, 'the id of an account')
  const { authority, timeZone = ZONE } = options
  if (authority !== undefined && typeof authority !== 'string') bad('authority', authority, 'a text')
  const from = readInstant('at', at, timeZone)
  const made = [measure, account, from.toISOString(), ...(authority === undefined ? [] : [authority])].join(':')
  const { id = made } = options
  if (typeof id !== 'string' || id === '') bad('id', id, 'a non-empty string')
  return {
    id,
    measure,
    account,
    ...(authority !== undefined && { authority }),
    ...amountOf(options),
    timeZone,
    terms: [{ ordered: from, from: new Date(from), expires: new Date(expiresAfter(from.getTime(), timeZone)) }],
  }
}

/**
 * The order, which may have come back from JSON, with its times as Dates.
 *
 * @param readers by zone, for many orders: a reader is costly to make
 * @throws FundtrailError 'bad-option'
 */
export function checkedOrder(order: Order, readers: Map<string, TimeReader> = new Map()): Order {
  if (typeof order !== 'object' || order === null || !Array.isArray(order.terms) || order.terms.length === 0) {
    bad('an order', order, 'what stopPayment or freeze returns')
  }
  const { id, account, measure, timeZone, released } = order
  if (typeof id !== 'string' || id === '') bad('order.id', id, 'a non-empty string')
  if (typeof account !== 'string' || account === '') bad('order.account', account, 'the id of an account')
  if (measure !== 'stop-payment' && measure !== 'freeze') bad('order.measure', measure, "'stop-payment' or 'freeze'")
  const reader = readers.get(timeZone) ?? new TimeReader(timeZone)
  readers.set(timeZone, reader)
  const time = (field: string, value: TimeInput) => readInstant(`order.${field}`, value, timeZone, reader)
  return {
    ...order,
    ...amountOf(order),
    terms: Array.from(order.terms, (term) => {
      const { ordered, from, expires } = term ?? {}
      const read = {
        ordered: time('ordered', ordered),
        from: time('from', from),
        expires: time('expires', expires),
      }
      if (read.expires <= read.from) bad('order.expires', expires, `after ${read.from.toISOString()}, when it begins`)
      return read
    }),
    ...(released !== undefined && { released: time('released', released) }),
  }
}

/** @throws FundtrailError 'bad-option' */
export function readInstant(
  option: string,
  value: TimeInput,
  timeZone: string,
  reader: TimeReader = new TimeReader(timeZone),
): Date {
  if (reader.read(value) === undefined) return new Date(reader.ms)
  return bad(option, value, `an ISO 8601 time that ${timeZone} has, milliseconds or a Date`)
}

function amountOf({ amount, currency = 'CNY' }: Pick<OrderOptions, 'amount' | 'currency'>): {
  amount?: Decimal
  currency?: string
} {
  if (amount === undefined) return {}
  const decimals = currencyTable(undefined).get(currency)
  if (decimals === undefined) return bad('currency', currency, 'an ISO 4217 code')
  const minor = parseAmount(amount, decimals)
  if (typeof minor !== 'number' || minor <= 0) return bad('amount', amount, `an amount of ${currency} above zero`)
  return { amount: toDecimal(minor, decimals), currency }
}

export function bad(option: string, value: unknown, right: string): never {
  throw new FundtrailError('bad-option', `${option} is ${show(value)}; it must be ${right}`, { option, value })
}
