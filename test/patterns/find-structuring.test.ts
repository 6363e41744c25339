import { buildMoneyGraph, FundtrailError, findStructuring, type StructuringOptions, trace } from 'fundtrail'
import { expect, test } from 'vitest'
import { traceLedger } from '../support/findings.js'

const structured = (rows: string, options?: StructuringOptions) =>
  findStructuring(traceLedger(rows), options).map(
    ({ account, side, kind, amount, traced, transfers }) =>
      `${account} ${side} ${kind} ${amount.toFixed()} ${traced.toFixed()} ${transfers.join('+')}`,
  )

const rows = `
  id  time   from    to      amount
  v1  09:00  victim  mule-1  200000
  t1  09:10  mule-1  mule-2   49000
  t2  09:20  mule-1  mule-3   49900
  t3  09:30  mule-1  mule-4   48500
  t4  09:40  mule-1  mule-5   50000`

test('just below a limit: not at it, and not far below', () => {
  expect(structured(rows, { limits: [50_000] })).toEqual(['mule-1 sent below-limit 50000 147400 t1+t2+t3'])
  expect(structured(rows, { limits: [50_000], margin: 0.02 })).toEqual([])
  expect(structured(rows)).toEqual([])
})

test('within the window only', () => {
  expect(structured(rows, { limits: ['50000'], within: { minutes: 19 } })).toEqual([])
})

test('equal slices of one sum', () => {
  expect(structured(rows.replace(/49000|49900|48500/g, '50000'))).toEqual([
    'mule-1 sent equal-slices 50000 200000 t1+t2+t3+t4',
  ])
})

test('what came from one payer is what that payer sent', () => {
  expect(structured(rows.replace(/49000|49900|48500/g, '50000').replace(/mule-[345]/g, 'mule-2'))).toEqual([
    'mule-1 sent equal-slices 50000 200000 t1+t2+t3+t4',
  ])
})

test('a limit that is no amount', () => {
  const result = traceLedger(rows)
  for (const limits of [['x'], [0], [-1], 5, ['1.234']]) {
    expect(() => findStructuring(result, { limits: limits as never })).toThrow(FundtrailError)
  }
})

test('just below means up to the margin, to the cent', () => {
  // To a computer, 50,000 times 1 less 0.7 is a little more than 15,000.
  const small = rows.replace(/49000|49900|48500/g, '15000')
  const below = (margin: number) =>
    structured(small, { limits: [50_000], margin }).filter((line) => line.includes('below-limit'))
  expect(below(0.7)).toEqual(['mule-1 sent below-limit 50000 45000 t1+t2+t3'])
  expect(below(0.6999)).toEqual([])
})

test('of 50,000 slices from one payer, and of as many in windows of their own, each is looked at once', () => {
  const slices = (minutes: number) => {
    const records = Array.from({ length: 50_000 }, (_, at) => ({
      id: `t${at}`,
      from: 'mule-1',
      to: 'mule-2',
      amount: 1,
      time: (at + 1) * minutes * 60_000,
    }))
    const { graph } = buildMoneyGraph([{ id: 'v', from: 'victim', to: 'mule-1', amount: 50_000, time: 0 }, ...records])
    return trace(graph, { from: 'v' })
  }
  expect(findStructuring(slices(0.01)).map(({ side, transfers }) => `${side} ${transfers.length}`)).toEqual([
    'sent 50000',
  ])
  expect(findStructuring(slices(600))).toHaveLength(16_666)
})
