import { findPeelChains, type PeelChainOptions } from 'fundtrail'
import { expect, test } from 'vitest'
import { traceLedger } from '../support/findings.js'
import { partsOf, shapeLine } from '../support/shapes.js'

const chains = (rows: string, options?: PeelChainOptions) => findPeelChains(traceLedger(rows), options)

const peeled = `
  id  time   from    to      amount
  v1  09:00  victim  mule-1    1000
  p1  09:05  mule-1  shop-1     100
  t1  09:10  mule-1  mule-2     900
  p2  09:15  mule-2  shop-2      50
  t2  09:20  mule-2  mule-3     850
  t3  09:30  mule-3  mule-4     850`

test('a little leaves at each account, the rest goes on', () => {
  const [chain, ...others] = chains(peeled)
  expect(others).toEqual([])
  expect(shapeLine(chain!)).toBe('victim>mule-1>mule-2>mule-3>mule-4 09:00 09:30 850 v1+t1+t2+t3')
  expect(chain!.peels.map((peel) => peel.toFixed())).toEqual(['100', '50', '0'])
  expect(partsOf(chain!)).toEqual({ peeled: 0.667, through: 0.85 })
})

test('where nothing is peeled off it is a chain, but no peeling one', () => {
  expect(
    chains(`
      id  time   from    to      amount
      v1  09:00  victim  mule-1    1000
      t1  09:10  mule-1  mule-2    1000
      t2  09:20  mule-2  mule-3    1000`),
  ).toEqual([])
})

test('a chain too short, one that rests too long, one whose main part is no main part', () => {
  expect(chains(peeled, { minLength: 5 })).toEqual([])
  expect(chains(peeled, { within: { minutes: 9 } })).toEqual([])
  expect(chains(peeled, { minShare: 0.95 })).toEqual([])
})

test('what comes back to an account ends a chain there', () => {
  expect(
    chains(`
      id  time   from    to      amount
      v1  09:00  victim  mule-1    1000
      t1  09:10  mule-1  mule-2     900
      t2  09:20  mule-2  mule-3     800
      t3  09:30  mule-3  mule-1     700`).map(shapeLine),
  ).toEqual(['victim>mule-1>mule-2>mule-3 09:00 09:20 800 v1+t1+t2'])
})

test('what comes back to an account begins another chain, and no transfer is in two', () => {
  const there = `
    id  time   from    to      amount
    v1  09:00  victim  mule-1    1000
    t1  09:10  mule-1  mule-2    1000`
  const on = `
    t3  09:30  mule-1  mule-4     900
    t4  09:40  mule-4  mule-5     800
    t5  09:50  mule-5  mule-6     700`
  expect(chains(`${there}\n    t2  09:20  mule-2  mule-1    1000${on}`).map(shapeLine)).toEqual([
    'mule-2>mule-1>mule-4>mule-5>mule-6 09:20 09:50 700 t2+t3+t4+t5',
  ])
  const round = `
    t2  09:20  mule-2  mule-3     950
    t6  09:25  mule-3  mule-1     920`
  expect(chains(`${there}${round}${on}`).map(shapeLine)).toEqual([
    'victim>mule-1>mule-2>mule-3 09:00 09:20 950 v1+t1+t2',
    'mule-3>mule-1>mule-4>mule-5>mule-6 09:25 09:50 700 t6+t3+t4+t5',
  ])
})

test('what joins a chain on the way is not what came through', () => {
  const rows = (last: number) => `
    id  time   from    to      amount
    v1  09:00  victim  mule-1      60
    v2  09:01  victim  mule-2      40
    t2  09:10  mule-2  mule-3      40
    t1  09:12  mule-1  mule-3      60
    t3  09:20  mule-3  mule-4     100
    t4  09:30  mule-4  mule-5      ${last}`
  const [chain, ...others] = chains(rows(70))
  expect(others).toEqual([])
  // The 40 of mule-2 were there first.
  expect(shapeLine(chain!)).toBe('victim>mule-1>mule-3>mule-4>mule-5 09:00 09:30 30 v1+t1+t3+t4')
  expect(partsOf(chain!)).toEqual({ peeled: 0.333, through: 0.5 })
  expect(chains(rows(40), { minShare: 0.4 })).toEqual([])
})
