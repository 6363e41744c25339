import type { TimeInput } from '../types.js'
import { newOrder } from './read-order.js'
import { freezeEnds } from './terms.js'
import type { FreezeOrderOptions, Order } from './types.js'

/**
 * A freeze (冻结): six months, twelve in a major or complex case, two years for shares, bonds and fund units; each
 * renewal by `renew` for no longer than that. Not renewed in time it counts as released by itself (公安机关办理刑事案件程序
 * 规定 (2020), arts. 239 to 245).
 *
 * A term of months ends at the same time of day on the day of the same number, or on the last of a shorter month: six
 * months from 31 August end on 28 February. Given by a date alone it begins with that day and ends as its last day
 * begins, so that a renewal which is in time here is in time however the last day is counted.
 *
 * @param at when it was put in force
 * @throws FundtrailError 'bad-option', also for a term longer than the law allows
 */
export function freeze(account: string, at: TimeInput, options: FreezeOrderOptions = {}): Order {
  return newOrder('freeze', account, at, options, (ms, timeZone) => freezeEnds(ms, timeZone, options))
}
