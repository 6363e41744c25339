/** Calendar months of a zone beside those of date-fns with its own dates of that zone. */
import { TZDate } from '@date-fns/tz'
import { addMonths } from 'date-fns'
import fc from 'fast-check'
import { freeze } from 'fundtrail'
import { expect, test } from 'vitest'

const zones = ['Asia/Shanghai', 'UTC', 'America/New_York', 'Europe/London', 'Australia/Lord_Howe', 'Asia/Kathmandu']

test('the end of a freeze is what date-fns says, in any zone', () => {
  fc.assert(
    fc.property(
      // To the minute; hours that a change of clocks skips or doubles are few, and libraries differ there.
      fc.integer({ min: Date.UTC(1992, 0) / 60_000, max: Date.UTC(2037, 0) / 60_000 }),
      fc.constantFrom(...zones),
      fc.integer({ min: 1, max: 24 }),
      (minute, timeZone, months) => {
        const at = minute * 60_000
        const expected = addMonths(new TZDate(at, timeZone), months)
        const local = new TZDate(at, timeZone)
        fc.pre(local.getHours() > 3)
        const [term] = freeze('mule-1', at, { timeZone, months, property: 'securities' }).terms
        expect(term?.expires.toISOString()).toBe(new Date(expected.getTime()).toISOString())
      },
    ),
    { numRuns: 400 },
  )
})

test('a time that the zone skips is as much later; of two the earlier is taken', () => {
  const expires = (at: string, timeZone: string) =>
    freeze('mule-1', at, { timeZone, months: 6 }).terms[0]?.expires.toISOString()
  // New York, 2026-03-08: 02:30 does not exist, 03:30 does.
  expect(expires('2025-09-08 02:30', 'America/New_York')).toBe('2026-03-08T07:30:00.000Z')
  // New York, 2026-11-01: 01:30 twice, first in daylight time.
  expect(expires('2026-05-01 01:30', 'America/New_York')).toBe('2026-11-01T05:30:00.000Z')
})
