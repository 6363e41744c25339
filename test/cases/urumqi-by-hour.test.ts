/** The seed case hour by hour: what an order could have held, and what the first orders would have caught. */
import { bestFreezes, freezable, recoveryCurve, trace } from 'fundtrail'
import { expect, test } from 'vitest'
import { urumqi } from '../support/urumqi-case.js'

const { built, reported: from, expected } = urumqi
const { graph } = built
const { stolen } = expected
const MINUTE = 60_000
const first = graph.transfer(from[0]!).time.getTime()

test('an hour after the first transfer all of it is somewhere to freeze but the 1,000 of a cash machine, and stays so', () => {
  const hours = Array.from({ length: 30 }, (_, hour) => first + hour * 60 * MINUTE)
  const [start, ...later] = recoveryCurve(graph, { from }, hours)
  expect(start?.freezable.toFixed(2)).toBe('500000.00')
  for (const { freezable, gone, returned, unresolved, stolen: lost } of later) {
    expect([freezable, gone, returned, unresolved, lost].map((amount) => amount.toFixed(2))).toEqual([
      '2049000.00',
      '1000.00',
      '0.00',
      '0.00',
      stolen,
    ])
  }
})

test('minute by minute it adds up, and never more than 1,000 is gone', () => {
  const minutes = Array.from({ length: 180 }, (_, minute) => first + minute * MINUTE)
  for (const { freezable, gone, returned, unresolved, stolen: lost } of recoveryCurve(graph, { from }, minutes)) {
    expect(freezable.plus(gone).plus(returned).plus(unresolved).eq(lost)).toBe(true)
    expect(gone.lte(1000)).toBe(true)
  }
})

test('the figures change five times: four transfers of the victim and the cash', () => {
  const points = recoveryCurve(graph, { from })
  expect(points.map(({ freezable, gone }) => `${freezable.toFixed()} ${gone.toFixed()}`)).toEqual([
    '500000 0',
    '1000000 0',
    '1600000 0',
    '2050000 0',
    '2049000 1000',
  ])
})

test('three orders at 10:30 hold 1,260,550.00 then, and in the end what came there later too', () => {
  const result = trace(graph, { from })
  const orders = bestFreezes(result, { at: '2024-03-12 10:30', count: 3 })
  expect(orders.map(({ account, hold }) => `${account} ${hold.toFixed(2)}`)).toEqual([
    '6222000000000000102 825000.00',
    '6222000000000000302 237000.00',
    'SEC-0000000101 198550.00',
  ])
  const { accounts } = freezable(trace(graph, { from, freezes: orders }))
  const caught = orders.map(({ account }) => accounts.find((each) => each.account === account)!.hold.toFixed(2))
  expect(caught).toEqual(['825000.00', '237000.00', '347550.00'])
})
