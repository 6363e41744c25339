import type { TimeInput } from '../types.js'
import { bad, checkedOrder, readInstant } from './read-order.js'
import type { Order } from './types.js'

/**
 * The order, released at an instant. Property found to have nothing to do with the case is to be released within three
 * days of finding out (银监发〔2014〕53号, art. 23).
 *
 * @throws FundtrailError 'bad-option' for one already released, or a release before it began
 */
export function release(order: Order, at: TimeInput): Order {
  const checked = checkedOrder(order)
  const released = readInstant('at', at, checked.timeZone)
  const [first] = checked.terms
  if (checked.released !== undefined) bad('at', at, `left: the order was released at ${checked.released.toISOString()}`)
  if (released < first!.from) bad('at', at, `not before the order, which begins at ${first!.from.toISOString()}`)
  return { ...checked, released }
}
