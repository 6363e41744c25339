import { TZDate } from '@date-fns/tz'
import { format } from 'date-fns'
import type { Decimal } from 'decimal.js'

/** 2050000 as 2,050,000.00 */
export function money(amount: Decimal): string {
  return amount.toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ',')
}

/** A moment as the clocks of that zone showed it. */
export function localTime(time: Date, timeZone: string): string {
  return format(new TZDate(time.getTime(), timeZone), 'yyyy-MM-dd HH:mm:ss')
}
