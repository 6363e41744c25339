import { buildMoneyGraph, findShapes, trace } from 'fundtrail'

const { graph } = buildMoneyGraph(
  [
    { id: 't1', from: 'victim', to: 'mule-1', amount: '100000.00', time: '2024-03-12 10:03' },
    { id: 't2', from: 'mule-1', to: 'mule-2', amount: '49500.00', time: '2024-03-12 10:07' },
    { id: 't3', from: 'mule-1', to: 'mule-3', amount: '49800.00', time: '2024-03-12 10:08' },
    { id: 't4', from: 'mule-2', to: 'boss', amount: '49000.00', time: '2024-03-12 10:19' },
    { id: 't5', from: 'mule-3', to: 'boss', amount: '49500.00', time: '2024-03-12 10:21' },
    { id: 't6', from: 'boss', to: 'mule-1', amount: '20000.00', time: '2024-03-12 10:40' },
    { id: 't7', from: 'mule-1', to: 'atm', amount: '18000.00', time: '2024-03-12 10:55', kind: 'cash' },
  ],
  { timeZone: 'Asia/Shanghai' },
)

const { splits: _, merges: __, ...shapes } = findShapes(trace(graph, { from: 't1' }))
for (const [name, found] of Object.entries(shapes)) {
  for (const { accounts, traced, score, transfers } of found) {
    console.log(`${name}: ${traced.toFixed(2)} ${accounts.join('-')} (${transfers.join(' ')}) ${score.toFixed(2)}`)
  }
}
