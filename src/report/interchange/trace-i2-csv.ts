import type { Trace } from '../../index.js'
import { checkOptions } from '../bad-option.js'
import { clockOf } from '../clock.js'
import { daysOf } from '../days.js'
import { csvLine } from './csv-line.js'

const HEAD = [
  'From account',
  'From holder',
  'From institution',
  'From kind',
  'To account',
  'To holder',
  'To institution',
  'To kind',
  'Transfer',
  'Date',
  'Time',
  'Amount',
  'Traced',
  'Currency',
  'Level',
  'Direction',
]

/**
 * A row a traced transfer with all of both its ends, as i2 Analyst's Notebook and iBase import links: two entities, the
 * link between them, its date and its time in `timeZone` (default: that of the
 * graph); no time where the record gives a date alone.
 *
 * @throws FundtrailError 'bad-option'
 */
export function traceI2Csv(trace: Trace, options: { timeZone?: string } = {}): string {
  checkOptions(options)
  const days = daysOf(trace)
  const clock = clockOf(options.timeZone ?? trace.settings.timeZone)
  const party = (id: string) => {
    const { holder, institution, kind } = trace.graph.account(id)
    return [id, holder, institution, kind]
  }
  const rows = trace.transfers.map(({ id, from, to, time, amount, traced, level }) => {
    const [day, hour] = (days.get(time.getTime()) ?? clock(time)).split(' ')
    const figures = [amount.toFixed(), traced.toFixed(), trace.currency, String(level)]
    return csvLine([...party(from), ...party(to), id, day, hour, ...figures, '->'])
  })
  return [csvLine(HEAD), ...rows].join('')
}
