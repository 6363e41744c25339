import { bestFreezes, buildMoneyGraph, freezable, recoveryCurve, trace } from 'fundtrail'

const { graph } = buildMoneyGraph([
  { id: 't1', from: 'victim', to: 'mule-1', amount: 50000, time: '2024-03-12 10:00' },
  { id: 't2', from: 'mule-1', to: 'mule-2', amount: 30000, time: '2024-03-12 10:06' },
  { id: 't3', from: 'mule-1', to: 'mule-3', amount: 20000, time: '2024-03-12 10:09' },
  { id: 't4', from: 'mule-2', to: 'atm', amount: 20000, time: '2024-03-12 10:20', kind: 'cash' },
  { id: 't5', from: 'mule-3', to: 'mule-4', amount: 20000, time: '2024-03-12 10:31' },
  { id: 't6', from: 'mule-4', to: 'shop', amount: 15000, time: '2024-03-12 11:05', kind: 'purchase' },
])

for (const { at, freezable, gone } of recoveryCurve(graph, { from: 't1' })) {
  console.log(`${at.toISOString().slice(11, 16)}  to freeze ${freezable.toFixed(2)}, gone ${gone.toFixed(2)}`)
}
const freezes = bestFreezes(trace(graph, { from: 't1' }), { at: '2024-03-12 10:15', count: 1 })
const { total } = freezable(trace(graph, { from: 't1', freezes }))
for (const { account, hold } of freezes) console.log(`at 10:15 one order, ${account} for ${hold.toFixed(2)}`)
console.log(`would have left ${total.toFixed(2)} to freeze at the end`)
