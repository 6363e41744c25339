import { FundtrailError, findStructuring, type StructuringOptions } from 'fundtrail'
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
