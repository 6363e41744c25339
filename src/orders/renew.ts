import { FundtrailError } from '../errors.js'
import { show } from '../show.js'
import type { TimeInput } from '../types.js'
import { bad, checkedOrder, readInstant } from './read-order.js'
import { freezeEnds, MOST_STOPS, stopEnds } from './terms.js'
import type { FreezeTerm, Order } from './types.js'

/**
 * The order with one more term. Ordered before the last term ends, it continues from there; ordered later, it begins
 * anew and the gap stays visible: a freeze not renewed in time has lapsed, and what was paid out meanwhile is gone. A
 * stop-payment can be ordered once more and no third time (银发〔2016〕86号).
 *
 * @param at when the renewal was put in force
 * @param term for a freeze: what its new term is
 * @throws FundtrailError 'bad-option' for a third stop-payment, an order that was released, and a renewal before the
 *   term that it renews
 */
export function renew(order: Order, at: TimeInput, term: FreezeTerm = {}): Order {
  const checked = checkedOrder(order)
  const { measure, account, terms, timeZone, released } = checked
  if (typeof term !== 'object' || term === null) bad('the term', term, 'an object')
  const ordered = readInstant('at', at, timeZone)
  const last = terms.at(-1)!
  if (released !== undefined) {
    throw new FundtrailError(
      'bad-option',
      `order ${show(order.id)} was released at ${released.toISOString()}; make a new order`,
      { order: order.id },
    )
  }
  if (measure === 'stop-payment' && terms.length >= MOST_STOPS) {
    throw new FundtrailError(
      'bad-option',
      `the payments of ${show(account)} were stopped ${MOST_STOPS} times; no third stop is allowed: freeze it`,
      { order: order.id, account },
    )
  }
  if (ordered < last.from)
    bad('at', at, `not before the term that it renews, which begins at ${last.from.toISOString()}`)
  const from = ordered < last.expires ? last.expires : ordered
  const expires = measure === 'stop-payment' ? stopEnds(from.getTime()) : freezeEnds(from.getTime(), timeZone, term)
  return { ...checked, terms: [...terms, { ordered, from: new Date(from), expires: new Date(expires) }] }
}
