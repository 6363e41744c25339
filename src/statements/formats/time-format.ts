const TOKENS: Readonly<Record<string, string>> = {
  yyyy: '(?<year>\\d{4})',
  yy: '(?<short>\\d{2})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  dd: '(?<day>\\d{2})',
  d: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{2})',
  H: '(?<hour>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
  SSS: '(?<fraction>\\d{3})',
}

/**
 * A reader of times written in one way, from text to ISO 8601, undefined for what is not written so; or what is wrong
 * with the format. Years of two digits are of 1970 to 2069.
 */
export function readTimeFormat(format: string): ((text: string) => string | undefined) | string {
  if (format.length > 40) return 'it is too long'
  const parts = format.match(/([A-Za-z])\1*|[^A-Za-z]+/g) ?? []
  const used = new Set<string>()
  let pattern = ''
  for (const part of parts) {
    const token = Object.hasOwn(TOKENS, part) ? TOKENS[part] : undefined
    if (token !== undefined) {
      const name = /<(\w+)>/.exec(token)![1]!
      if (used.has(name)) return `it has the ${name === 'short' ? 'year' : name} twice`
      used.add(name)
      pattern += token
    } else if (/^[A-Za-z]/.test(part) && part !== 'T') {
      return `it knows no ${part}, but ${Object.keys(TOKENS).join(', ')}`
    } else pattern += part.replace(/[^A-Za-z0-9\s]/g, '\\$&').replace(/\s+/g, '\\s+')
  }
  if (used.has('year') === used.has('short') || !used.has('month') || !used.has('day')) {
    return 'it needs a year, a month and a day'
  }
  const times = ['hour', 'minute', 'second', 'fraction']
  if (times.some((name, at) => at > 0 && used.has(name) && !used.has(times[at - 1]!)))
    return 'it skips a part of the time'
  const expression = new RegExp(`^${pattern}$`)
  return (text) => {
    const found = expression.exec(text)?.groups
    if (found === undefined) return undefined
    const { year, short, month = '', day = '', hour, minute = '00', second, fraction } = found
    const full = year ?? `${Number(short) >= 70 ? '19' : '20'}${short}`
    const date = `${full}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
    if (hour === undefined) return date
    const rest = second === undefined ? '' : `:${second}${fraction === undefined ? '' : `.${fraction}`}`
    return `${date} ${hour.padStart(2, '0')}:${minute}${rest}`
  }
}
