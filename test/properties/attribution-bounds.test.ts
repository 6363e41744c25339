/** The bounds on random networks: held to all allocations of tiny ones, and to the rules. */
import { attributionBounds } from 'fundtrail'
import { expect, test } from 'vitest'
import { build, holdsFor, traceNetwork } from '../support/network-trace.js'
import { type Network, networks } from '../support/networks.js'
import { type SlowBounds, slowBounds } from '../support/slow-bounds.js'
import { tinyNetworks } from '../support/tiny-networks.js'
import { conservingWays } from '../support/ways.js'

/** In hundredths, as the reference gives them. */
function boundsOf({ input, options: { claims, until } }: Network): SlowBounds {
  const bounds = attributionBounds(build(input).graph, { claims, ...(until !== undefined && { until }) })
  return Object.fromEntries(
    [...bounds].map(([id, { min, max }]) => [id, [min.times(100).toNumber(), max.times(100).toNumber()]]),
  )
}

test('they are the least and the most of all allocations that there are', () => {
  let played = 0
  let wide = 0
  holdsFor(tinyNetworks, 3000, (network) => {
    const expected = slowBounds(network.input, network.options)
    if (expected === undefined) return
    played++
    if (Object.values(expected).some(([min, max]) => min < max)) wide++
    expect(boundsOf(network)).toEqual(expected)
  })
  expect(played).toBeGreaterThan(2900)
  expect(wide).toBeGreaterThan(600)
})

test('what a rule leaves in an account lies inside', () => {
  let checked = 0
  holdsFor(networks({ ways: conservingWays }), 4000, ({ input, options }) => {
    const { freezes, stopAt, maxLevel, minAmount, ...rest } = options
    const plain: Network = { input, options: rest }
    const result = traceNetwork(plain)
    const victims = new Set(result.claims.flatMap(({ accounts }) => accounts))
    // Where one claim's money comes to another claim's victim, the rule follows it and the bounds do not.
    const passesVictim = result.transfers.some(
      ({ to, shares }) =>
        victims.has(to) && result.claims.some(({ id, accounts }) => id in shares && !accounts.includes(to)),
    )
    if (passesVictim) return
    checked++
    const bounds = boundsOf(plain)
    for (const { id, held } of result.accounts) {
      const [min, max] = bounds[id] ?? [0, 0]
      expect([id, held.times(100).toNumber() >= min, held.times(100).toNumber() <= max]).toEqual([id, true, true])
    }
    const listed = Object.keys(bounds).filter((id) => bounds[id]![0] > 0)
    for (const id of listed) expect(result.account(id)).toBeDefined()
  })
  expect(checked).toBeGreaterThan(2000)
})
