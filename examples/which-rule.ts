import type { Decimal } from 'decimal.js'
import { buildMoneyGraph, compareRules, type Rule } from 'fundtrail'

const { graph } = buildMoneyGraph([
  { id: 'v1', from: 'victim-1', to: 'mule-1', amount: 600, time: '2024-03-12 09:00' },
  { id: 'pay', from: 'employer', to: 'mule-1', amount: 300, time: '2024-03-12 09:10' },
  { id: 'v2', from: 'victim-2', to: 'mule-1', amount: 300, time: '2024-03-12 09:20' },
  { id: 't1', from: 'mule-1', to: 'mule-2', amount: 600, time: '2024-03-12 09:30' },
  { id: 'late', from: 'employer', to: 'mule-1', amount: 300, time: '2024-03-12 09:40' },
  { id: 't2', from: 'mule-1', to: 'mule-3', amount: 450, time: '2024-03-12 09:50' },
  { id: 't3', from: 'mule-3', to: 'atm', amount: 300, time: '2024-03-12 10:00', kind: 'cash' },
])
const claims = [
  { id: 'victim-1', transfers: ['v1'] },
  { id: 'victim-2', transfers: ['v2'] },
]

const { rules, accounts, totals } = compareRules(graph, { claims })
const row = (title: string, amount: (rule: Rule) => Decimal | undefined) =>
  console.log([title.padEnd(9), ...rules.map((rule) => amount(rule)?.toFixed(2).padStart(11))].join(' '))

console.log(['held by  ', ...rules.map((rule) => rule.padStart(11))].join(' '))
for (const { account, level, held } of accounts) if (level > 0) row(account, (rule) => held[rule])
row('freezable', (rule) => totals[rule]?.freezable)
row('gone', (rule) => totals[rule]?.gone)
