import { compareIds } from '../compare-ids.js'
import { groupBy } from '../group-by.js'
import type { TimeReader } from '../time.js'
import type { TimeInput } from '../types.js'
import { bad, checkedOrder, readInstant } from './read-order.js'
import { MOST_STOPS } from './terms.js'
import type { Order, OrderDue, OrderStatus, OrdersAt } from './types.js'

/**
 * What is in force at an instant, what has lapsed or been released, and what is due next. The instant is the caller's:
 * nothing here reads a clock. Orders, renewals and releases of later do not count yet, so that the same list
 * answers for any day of the case.
 *
 * An order holds from its start up to its expiry, and at that instant no longer. Of several freezes of one account those
 * that came earlier stand in front: the later ones wait behind them, or hold what is above their amounts, and stand
 * alone when they lapse (轮候冻结). Whether the term of one that waits begins only then is not settled here: it is counted
 * from its order, the earlier of the two ends.
 *
 * @param at a time without an offset is read in the zone of the first order
 * @throws FundtrailError 'bad-option', also for two orders of one id
 */
export function ordersAt(orders: readonly Order[], at: TimeInput): OrdersAt {
  if (!Array.isArray(orders)) bad('orders', orders, 'a list of orders')
  const readers = new Map<string, TimeReader>()
  const checked = Array.from(orders, (order) => checkedOrder(order, readers))
  const ids = new Set<string>()
  for (const { id } of checked) {
    if (ids.has(id)) bad('orders[].id', id, 'different for each order')
    ids.add(id)
  }
  const now = readInstant('at', at, checked[0]?.timeZone ?? 'Asia/Shanghai')
  const statuses = checked
    .filter(({ terms: [first] }) => first!.ordered <= now)
    .map((order) => statusOf(order, now))
    .sort(inOrder)
  const ofAccount = groupBy(statuses, ({ order }) => order.account)
  for (const own of ofAccount.values()) for (const status of own) status.behind = behind(status, own)
  const inState = (state: OrderStatus['state']) => statuses.filter((status) => status.state === state)
  return {
    at: now,
    inForce: inState('in-force'),
    lapsed: inState('lapsed'),
    released: inState('released'),
    due: [...ofAccount.values()]
      .flatMap((own) => own.flatMap((status) => dueOf(status, own)))
      .sort((a, b) => a.by.getTime() - b.by.getTime() || compareIds(a.order.id, b.order.id)),
  }
}

function statusOf(order: Order, now: Date): OrderStatus {
  const known = order.terms.filter(({ ordered }) => ordered <= now)
  const gaps: OrderStatus['gaps'] = []
  let { from, expires } = known[0]!
  for (const term of known.slice(1)) {
    if (term.from > expires) {
      gaps.push({ from: expires, to: term.from })
      from = term.from
    }
    expires = term.expires
  }
  const { released } = order
  const isReleased = released !== undefined && released <= now
  const status: OrderStatus = { order, state: 'in-force', from, expires, terms: known.length, gaps, behind: [] }
  if (isReleased && released < expires) return { ...status, state: 'released', expires: released }
  return now < expires ? status : { ...status, state: 'lapsed' }
}

/** Of the orders of one account, the freezes that are in force and came before this one. */
function behind(status: OrderStatus, own: readonly OrderStatus[]): string[] {
  const inForce = (other: OrderStatus) => other.order.measure === 'freeze' && other.state === 'in-force'
  if (!inForce(status)) return []
  return own
    .slice(0, own.indexOf(status))
    .filter(inForce)
    .map((other) => other.order.id)
}

/** Nothing is due for an order where another one of the same authority holds the account for longer, or held it. */
function dueOf({ order, state, expires }: OrderStatus, own: readonly OrderStatus[]): OrderDue[] {
  if (state === 'released') return []
  if (own.some((other) => other.order.authority === order.authority && other.expires > expires)) return []
  if (state === 'lapsed') return [{ order, step: 'order-again', by: expires }]
  if (order.measure === 'freeze') return [{ order, step: 'renew', by: expires }]
  return [{ order, step: stopsAmong(own) < MOST_STOPS ? 'stop-again-or-freeze' : 'freeze', by: expires }]
}

/** How often the account was stopped so far: at most twice, whoever ordered it and however it is recorded. */
function stopsAmong(own: readonly OrderStatus[]): number {
  return own.reduce((sum, { order, terms }) => (order.measure === 'stop-payment' ? sum + terms : sum), 0)
}

function inOrder(a: OrderStatus, b: OrderStatus): number {
  return (
    compareIds(a.order.account, b.order.account) ||
    a.from.getTime() - b.from.getTime() ||
    compareIds(a.order.id, b.order.id)
  )
}
