/** Rule 'poison' on random networks: held to the slow replay, and to every rule that follows money. */
import { expect, test } from 'vitest'
import { holdsFor, traceFigures } from '../support/network-trace.js'
import { networks } from '../support/networks.js'
import { slowReplay } from '../support/slow-replay.js'
import { conservingWays } from '../support/ways.js'

test('every figure is the slow replay’s', () => {
  holdsFor(networks({ ways: [{ rule: 'poison' }] }), 3000, (network) => {
    expect(traceFigures(network)).toEqual(slowReplay(network.input, network.options))
  })
})

test('it reaches whatever another rule reaches, at as few hops or fewer', () => {
  holdsFor(networks({ ways: conservingWays }), 2000, ({ input, options }) => {
    const followed = traceFigures({ input, options })
    const { between: _, ...rest } = options
    const poisoned = traceFigures({ input, options: { ...rest, rule: 'poison' } })
    for (const { id, level, traced, shares } of followed.transfers) {
      const found = poisoned.transfers.find((transfer) => transfer.id === id)
      expect(Object.keys(found?.shares ?? {})).toEqual(expect.arrayContaining(Object.keys(shares)))
      expect(found?.level).toBeLessThanOrEqual(level)
      expect(found?.traced).toBeGreaterThanOrEqual(traced)
    }
  })
})
