import { badOption } from './bad-option.js'

/**
 * Writes instants as the clocks of a zone showed them, to the second: "2024-03-12 10:03:21". The locale is fixed, so that
 * the machine's plays no part.
 *
 * @throws FundtrailError 'bad-option'
 */
export function clockOf(timeZone: string): (time: Date) => string {
  if (timeZone === 'UTC') return (time) => time.toISOString().slice(0, 19).replace('T', ' ')
  const format = formatOf(timeZone)
  return (time) => {
    const parts: Record<string, string> = {}
    for (const { type, value } of format.formatToParts(time)) parts[type] = value
    const part = (type: string, length = 2) => (parts[type] ?? '').padStart(length, '0')
    return `${part('year', 4)}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}:${part('second')}`
  }
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      // As text: any other value would be read as the zone of the machine.
      timeZone: `${timeZone}`,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
  } catch {
    return badOption('timeZone', timeZone, 'an IANA zone such as "Asia/Shanghai" or "UTC"')
  }
}
