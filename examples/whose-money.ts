import { buildMoneyGraph, findOtherVictims, trace, traceSources } from 'fundtrail'

const day = { from: '2024-03-12', to: '2024-03-12' }
const { graph } = buildMoneyGraph(
  [
    { id: 't1', from: 'victim', to: 'mule-1', amount: '50000.00', time: '2024-03-12 10:03:21' },
    { id: 't2', from: 'stranger', to: 'mule-1', amount: '30000.00', time: '2024-03-12 10:05:00' },
    { id: 't3', from: 'employer', to: 'mule-1', amount: '8000.00', time: '2024-03-12 10:06:00' },
    { id: 't4', from: 'mule-1', to: 'mule-2', amount: '79000.00', time: '2024-03-12 10:07:40' },
    { id: 't5', from: 'mule-2', to: 'mule-3', amount: '40000.00', time: '2024-03-12 10:15:02' },
  ],
  {
    timeZone: 'Asia/Shanghai',
    accounts: [
      { id: 'mule-1', statement: day, openingBalance: '500.00' },
      { id: 'mule-2', statement: day },
    ],
  },
)

for (const { account, code, amount, level, transfers } of traceSources(graph, { account: 'mule-2' })) {
  console.log(account, code, amount.toFixed(2), `${level} back, by ${transfers}`)
}
for (const { account, amount, moved, credits } of findOtherVictims(trace(graph, { from: 't1' }))) {
  console.log(`ask ${account}: ${moved.toFixed(2)} of ${amount.toFixed(2)} left by ${credits.map(({ via }) => via)}`)
}
