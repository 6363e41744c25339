import { buildMoneyGraph, freezable, trace } from 'fundtrail'

const { graph, problems } = buildMoneyGraph(
  [
    { id: 't1', from: 'victim', to: 'mule-1', amount: '50000.00', time: '2024-03-12 10:03:21' },
    { id: 't2', from: 'employer', to: 'mule-1', amount: '8000.00', time: '2024-03-12 10:04:00' },
    { id: 't3', from: 'mule-1', to: 'mule-2', amount: '45000.00', time: '2024-03-12 10:07:40' },
    { id: 't4', from: 'mule-2', to: 'atm', amount: '2000.00', time: '2024-03-12 10:15:02', kind: 'cash' },
  ],
  { timeZone: 'Asia/Shanghai' },
)
for (const { message } of problems) console.warn(message)

const list = freezable(trace(graph, { from: 't1' }))
for (const { account, hold, evidence } of list.accounts) console.log(account, hold.toFixed(2), evidence[0]?.transfer)
console.log(`gone ${list.gone.toFixed(2)} of ${list.stolen.toFixed(2)}`)
