/** Which arrival paid for which departure: what must be true of any answer, under every rule. */
import { expect, test } from 'vitest'
import { flowOf } from '../../src/patterns/flow/flow.js'
import type { Link } from '../../src/patterns/flow/links.js'
import { holdsFor, traceNetwork } from '../support/network-trace.js'
import { networks } from '../support/networks.js'
import { allWays } from '../support/ways.js'

test('links part what left, and never more than what came', () => {
  holdsFor(networks({ ways: allWays }), 500, (network) => {
    const { links, moves, tables } = flowOf(traceNetwork(network))
    const { conserves } = tables.settled.rule
    const length = (own: readonly Link[]) => own.reduce((sum, link) => sum + link.length, 0)
    for (const [at, move] of moves.entries()) {
      const marked = tables.moves[at]!.pieces.filter(({ level }) => level === 1).reduce((sum, p) => sum + p.length, 0)
      const origin = length(links.before(at))
      if (conserves) expect(origin).toBe(move.traced - marked)
      expect(length(links.after(at))).toBeLessThanOrEqual(move.traced)
      for (const link of links.after(at)) {
        expect(link.in).toBe(at)
        expect(link.out).toBeGreaterThan(at)
        expect(moves[link.out]!.from).toBe(move.to)
        expect(link.length).toBeGreaterThan(0)
      }
      // No unit of an arrival is in two links, nor of a departure.
      for (const [own, place] of [
        [links.after(at), (link: Link) => link.from],
        [links.before(at), (link: Link) => link.at],
      ] as const) {
        const inOrder = [...own].sort((a, b) => place(a) - place(b))
        for (const [next, link] of inOrder.slice(1).entries()) {
          expect(place(link)).toBeGreaterThanOrEqual(place(inOrder[next]!) + inOrder[next]!.length)
        }
      }
    }
  })
})
