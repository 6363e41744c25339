import { type BranchOptions, findLayers } from 'fundtrail'
import { expect, test } from 'vitest'
import { traceLedger } from '../support/findings.js'

const layers = (rows: string, options?: BranchOptions) =>
  findLayers(traceLedger(rows), options).map(
    ({ layers, traced, transfers }) =>
      `${layers.map((layer) => layer.join(',')).join(' > ')} ${traced.toFixed()} ${transfers.join('+')}`,
  )

const stacked = `
  id  time   from      to      amount
  v1  09:00  victim-1  mule-1     600
  v2  09:01  victim-2  mule-2     400
  t1  09:10  mule-1    mule-3     600
  t2  09:11  mule-2    mule-4     400
  t3  09:20  mule-3    mule-5     600
  t4  09:21  mule-4    mule-5     400`

test('several pay several, whose payees pay several', () => {
  expect(layers(stacked)).toEqual(['victim-1,victim-2 > mule-1,mule-2 > mule-3,mule-4 1000 v1+v2+t1+t2'])
})

test('one payer or one payee is no layer', () => {
  expect(layers(stacked, { minBranches: 3 })).toEqual([])
})

test('a layer long after the other is another', () => {
  expect(layers(stacked, { within: { minutes: 5 } })).toEqual([
    'victim-1,victim-2 > mule-1,mule-2 1000 v1+v2',
    'mule-1,mule-2 > mule-3,mule-4 1000 t1+t2',
  ])
})
