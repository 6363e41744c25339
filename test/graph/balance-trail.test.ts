import fc from 'fast-check'
import { expect, test } from 'vitest'
import { balanceTrail } from '../../src/graph/balance-trail.js'

/** Every order of the rows in which each begins with the balance where the one before it ended, first rows first. */
function allTrails(before: number[], after: number[], start: number | undefined): number[][] {
  const found: number[][] = []
  const taken: number[] = []
  const extend = () => {
    if (taken.length === before.length) found.push([...taken])
    const last = taken.at(-1)
    before.forEach((balance, row) => {
      if (taken.includes(row) || (last !== undefined && balance !== after[last])) return
      taken.push(row)
      extend()
      taken.pop()
    })
  }
  extend()
  // A trail that returns to where it began may begin anywhere: the balance before it tells, if it is on the way.
  const fitting = found.filter(([first]) => before[first!] === start)
  return fitting.length > 0 ? fitting : found
}

const balance = fc.integer({ min: 0, max: 3 })
const rows = fc.array(fc.tuple(balance, balance), { minLength: 1, maxLength: 6 })
/** Rows that do follow each other in some order: a walk over balances, shuffled. */
const walk = fc.array(balance, { minLength: 2, maxLength: 7 }).chain((stops) =>
  fc.shuffledSubarray(
    stops.slice(1).map((stop, at): [number, number] => [stops[at]!, stop]),
    { minLength: stops.length - 1 },
  ),
)

test('a trail is found where one exists, and none where none does', () => {
  const start = fc.option(balance, { nil: undefined })
  fc.assert(
    fc.property(fc.oneof(rows, walk), start, (pairs, known) => {
      const before = pairs.map(([from]) => from)
      const after = pairs.map(([, to]) => to)
      const trails = allTrails(before, after, known)
      const trail = balanceTrail(before, after, known)
      if (trail === undefined || trails.length === 0) {
        expect([trail, trails]).toEqual([undefined, []])
        return
      }
      expect(trails).toContainEqual(trail.order)
      // Of those that begin with the same balance, the first by the order of the rows.
      const alike = trails.filter(([first]) => before[first!] === before[trail.order[0]!])
      expect(trail.order).toEqual(alike[0])
      // Unique: no other exists, and nothing but the balance before it could have told where it begins.
      if (trail.unique) expect(trails).toEqual([trail.order])
      else expect(trails.length > 1 || before.length > 1).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

test('100,000 rows of one account in one instant take no longer than a moment', () => {
  const count = 100_000
  const before = Array.from({ length: count }, (_, at) => count - 1 - at)
  const after = before.map((from) => from + 1)
  const trail = balanceTrail(before, after, undefined)
  expect(trail?.unique).toBe(true)
  expect(trail?.order[0]).toBe(count - 1)
  expect(trail?.order.at(-1)).toBe(0)
})
