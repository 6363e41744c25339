import type { TimeInput } from '../types.js'
import { newOrder } from './read-order.js'
import { stopEnds } from './terms.js'
import type { Order, OrderOptions } from './types.js'

/**
 * An urgent stop-payment (紧急止付): 48 hours from its moment, and once more by `renew`, at most twice on one account
 * (银发〔2016〕86号). `renew` sees only its own record; `ordersAt` counts all records of an account together.
 *
 * @param at when the bank put it in force
 * @throws FundtrailError 'bad-option'
 */
export function stopPayment(account: string, at: TimeInput, options: OrderOptions = {}): Order {
  return newOrder('stop-payment', account, at, options, stopEnds)
}
