/** What a freeze does to a trace, under the rules that conserve money. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EndCode } from '../../src/trace/types.js'
import type { Figures } from '../support/figures.js'
import { holdsFor, traceFigures } from '../support/network-trace.js'
import { type Network, networks } from '../support/networks.js'
import { exactReplay, slowReplay } from '../support/slow-replay.js'
import { conservingWays } from '../support/ways.js'

const gone: ReadonlySet<EndCode> = new Set(['cash-out', 'spent', 'overdraft'])

/**
 * Under fifo and lifo what becomes of a piece depends on its place alone. Under the other rules a freeze on one claim's
 * money can change which claim's goes to whose victim, so there they are held to it with one claim.
 */
function comparable({ input, options }: Network): Network {
  const isByPlace = options.rule === 'fifo' || options.rule === 'lifo'
  return isByPlace ? { input, options } : { input, options: { ...options, claims: options.claims.slice(0, 1) } }
}

test('a freeze never lets more go', () => {
  const frozen = fc
    .record({ network: networks({ ways: conservingWays }), account: fc.nat(15), row: fc.nat(39) })
    .map((drawn) => {
      const { input, options } = comparable(drawn.network)
      const { freezes: _, ...free } = options
      const before = slowReplay(input, free).accounts
      const account = before[drawn.account % before.length]?.id ?? input.records[0]!.from
      const at = input.records[drawn.row % input.records.length]!.time
      return { input, free, freezes: [{ account, at }] }
    })
  holdsFor(frozen, 3000, ({ input, free, freezes }) => {
    const without = traceFigures({ input, options: free })
    const kept = traceFigures({ input, options: { ...free, freezes } })
    // A later claim may mark what the freeze left in place of an earlier one's: that is another theft, not more gone.
    const stolen = (figures: Figures) => Object.values(figures.claims).map((claim) => claim.stolen)
    if (stolen(kept).join() !== stolen(without).join()) return
    const lost = (figures: Figures) =>
      figures.endings.filter(({ code }) => gone.has(code)).reduce((sum, { amount }) => sum + amount, 0)
    // Where own money and the claim's swap their age, a leftover unit goes the other way.
    const slack = free.rule === 'pro-rata' ? Number(exactReplay(input, free).slack.floor()) : 0
    expect(lost(kept)).toBeLessThanOrEqual(lost(without) + slack)
  })
})
