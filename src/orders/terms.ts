import { addMonths } from '../calendar.js'
import { bad } from './read-order.js'
import type { FreezeTerm } from './types.js'

const HOUR = 3_600_000
const STOP_HOURS = 48
/** On one account: the order and one more. */
export const MOST_STOPS = 2

/** A stop-payment holds for 48 hours (银发〔2016〕86号), whatever the clocks do. */
export function stopEnds(ms: number): number {
  return ms + STOP_HOURS * HOUR
}

/**
 * When a freeze that begins then ends. Money: six months, in major and complex cases twelve (公安机关办理刑事案件程序规定
 * (2020), arts. 239 to 245). Shares, bonds and fund units: two years. @throws FundtrailError 'bad-option'
 */
export function freezeEnds(ms: number, timeZone: string, term: FreezeTerm): number {
  const { gravity = 'ordinary', property = 'money' } = term
  if (gravity !== 'ordinary' && gravity !== 'major') bad('gravity', gravity, "'ordinary' or 'major'")
  if (property !== 'money' && property !== 'securities') bad('property', property, "'money' or 'securities'")
  const most = property === 'securities' ? 24 : gravity === 'major' ? 12 : 6
  const { months = most } = term
  if (!Number.isInteger(months) || months < 1 || months > most) {
    bad('months', months, `a whole number of months from 1 to ${most}: no longer term is allowed`)
  }
  return addMonths(ms, months, timeZone)
}
