import { buildMoneyGraph, type Shortfall, trace } from 'fundtrail'
import { expect, test } from 'vitest'
import { accounts, transfers } from '../support/ledger.js'

function assume(rows: string, shortfall: Shortfall = 'opening', holders = 'id\nvictim') {
  const { graph } = buildMoneyGraph(transfers(rows), { accounts: accounts(holders), shortfall })
  const result = trace(graph, { from: 'v1' })
  return result.assumptions
    .filter(({ account }) => account !== 'victim')
    .map(({ code, account, amount, transfer = '' }) => `${code} ${account} ${amount.toFixed()} ${transfer}`.trim())
}

const short = `
  id  time   from    to      amount
  v1  09:00  victim  mule-1  1000
  t1  09:10  mule-1  mule-2  1300
  x1  09:20  other   third    500`

test('an opening that nothing declares, and a credit that nobody saw, are assumptions with an amount', () => {
  expect(assume(short)).toEqual(['inferred-opening mule-1 300'])
  expect(assume(short, 'unseen-credit')).toEqual(['unseen-credit mule-1 300 t1'])
  expect(assume(short, 'overdraft')).toEqual([])
  expect(assume(short, 'opening', 'id opening\nmule-1 100')).toEqual(['unseen-credit mule-1 200 t1'])
})

test('a gap is one at the record that revealed it', () => {
  const rows = `
    id  time   from    to      amount  fromBalance  toBalance
    v1  09:00  victim  mule-1  1000    -            1000
    t1  09:10  mule-1  mule-2   100    950          -`
  expect(assume(rows)).toEqual(['gap mule-1 50 t1'])
})

test('an order that no balance decides is one, with the traced money concerned; accounts not touched are left out', () => {
  const rows = `
    id  time   from    to      amount
    v1  09:00  victim  mule-1  1000
    t1  09:00  mule-1  mule-2   300
    x1  09:00  other   third    500
    x2  09:00  third   other    500`
  expect(assume(rows)).toEqual(['undecided-order mule-1 1000 v1'])
})

test('balances decide the order within an instant, and then it is no assumption', () => {
  const rows = `
    id  time   from    to      amount  fromBalance  toBalance
    t1  09:00  mule-1  mule-2   300    700          -
    v1  09:00  victim  mule-1  1000    -            1000`
  expect(assume(rows)).toEqual([])
})
