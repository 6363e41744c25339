import { findCashOut } from 'fundtrail'
import { expect, test } from 'vitest'
import { traceLedger } from '../support/findings.js'
import { branchLine } from '../support/shapes.js'

test('where and how it left, by whom', () => {
  const result = traceLedger(
    `
    id  time   from    to      amount  kind
    v1  09:00  victim  mule-1    1000  -
    t1  09:10  mule-1  mule-2     400  -
    c1  09:20  mule-1  atm-1      200  cash
    c2  09:21  mule-2  atm-1      100  cash
    p1  09:30  mule-2  shop       150  -
    f1  09:31  mule-2  bank         5  fee`,
    { holders: 'id kind institution\nvictim - -\nshop merchant -\natm-1 cash bank-1' },
  )
  expect(
    findCashOut(result).map(({ account, kind, traced, payers }) =>
      [account, kind, traced.toFixed(), branchLine(payers)].join(' '),
    ),
  ).toEqual([
    'atm-1 cash 300 mule-1=200(c1) mule-2=100(c2)',
    'shop merchant 150 mule-2=150(p1)',
    'bank fee 5 mule-2=5(f1)',
  ])
  const [cash] = findCashOut(result)
  expect(cash).toMatchObject({ institution: 'bank-1', parts: { share: 0.3 } })
})

test('what is still held has not left', () => {
  expect(findCashOut(traceLedger('id time from to amount\nv1 09:00 victim mule-1 1000'))).toEqual([])
})
