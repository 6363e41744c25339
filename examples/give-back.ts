import { buildMoneyGraph, lossesAt, restitution, restitutionBasis, trace } from 'fundtrail'

const { graph } = buildMoneyGraph(
  [
    { id: 'v1', from: 'victim-1', to: 'mule-1', amount: '150000.00', time: '2026-02-28 20:10:00' },
    { id: 'x1', from: 'stranger', to: 'mule-1', amount: '60000.00', time: '2026-02-28 20:14:00' },
    { id: 'v2', from: 'victim-2', to: 'mule-1', amount: '90000.00', time: '2026-02-28 20:20:00' },
    { id: 't1', from: 'mule-1', to: 'mule-2', amount: '200000.00', time: '2026-02-28 20:31:00' },
  ],
  { timeZone: 'Asia/Shanghai' },
)
const result = trace(graph, {
  claims: [
    { id: 'victim-1', transfers: ['v1'] },
    { id: 'victim-2', transfers: ['v2'] },
  ],
})

// 1. May each be paid directly? What is left of whose money, under each rule that could be argued.
const { basis, item, rules, shares } = restitutionBasis(result, 'mule-1')
console.log(`${basis}, art. 8 item ${item}`)
console.log(['left of  ', ...rules.map((rule) => rule.padStart(11))].join(' '))
for (const { claim, byRule } of shares) {
  console.log([claim.padEnd(9), ...rules.map((rule) => byRule[rule]?.toFixed(2).padStart(11))].join(' '))
}

// 2. Pro rata: 100,000.00 are frozen. Whose claims count is a choice, and it is stated.
for (const shareBase of ['knownVictims', 'allSuspectInflows'] as const) {
  const { losses, totalClaims } = lossesAt(result, 'mule-1', { shareBase })
  const given = restitution({ amount: '100000.00' }, losses, totalClaims && { totalClaims })
  const parts = Object.entries(given.shares).map(([id, share]) => `${id} ${share.toFixed(2)}`)
  console.log(`${shareBase}: ${parts.join(', ')}; ${given.residual.toFixed(2)} stays frozen`)
}
