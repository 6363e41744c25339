/**
 * The rules that share a debit out in proportion, against the same in exact fractions.
 *
 * How far apart they can be: a sharing in whole units, of a debit or of what repays an overdraft, puts each owner off
 * by less than one unit, as much up as down in all, and so k owners by k/2 units together (largest remainders). From
 * then on both go on in the same proportions, for the balances are the same: of a unit that one owner has too much,
 * some part is at each place, never more than all of it, and it may become another's where own money is marked. So no
 * figure that counts money once is off by more than k/2 units a sharing. Held here to one unit a sharing, which is that
 * bound among two owners and less than it among more.
 *
 * Left out is what lets a rounded unit decide over more than itself: limits of level and amount, and freezes, which
 * put own money in the place of what they keep. Under libr and taint-first own money and the claims' together are
 * whole amounts, save where one claim's comes back to its victim, and the proportions are the same only as long as
 * they are: those traces are left out too.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CentsByClaim } from '../support/figures.js'
import { Fraction } from '../support/fraction.js'
import { holdsFor, traceFigures } from '../support/network-trace.js'
import { networks } from '../support/networks.js'
import { exactReplay } from '../support/slow-replay.js'
import { conservingWays, rounds, wayName } from '../support/ways.js'

test.each(conservingWays.filter(rounds).map((way) => [wayName(way), way] as const))(
  '%s: no further from exact fractions than rounding can take it',
  (_, way) => {
    const either = fc.oneof(networks({ ways: [way] }), networks({ ways: [way], crowded: true }))
    holdsFor(either, 1500, ({ input, options }) => {
      const { maxLevel: _, minAmount: __, freezes: ___, ...plain } = options
      const exact = exactReplay(input, plain)
      if (way.rule !== 'pro-rata' && [...exact.endings.keys()].some((place) => place.endsWith(' returned'))) return
      const figures = traceFigures({ input, options: plain })
      const near = (what: string, whole: CentsByClaim, shares: ReadonlyMap<string, Fraction>) => {
        for (const { id } of plain.claims) {
          const off = new Fraction(BigInt(whole[id] ?? 0)).minus(shares.get(id) ?? new Fraction(0n))
          expect([what, id, off.abs().compare(exact.slack) <= 0]).toEqual([what, id, true])
        }
      }
      const stolen = Object.entries(figures.claims).map(([id, claim]) => [id, claim.stolen])
      near('stolen', Object.fromEntries(stolen), exact.stolen)
      for (const [id, shares] of exact.transfers) {
        near(id, figures.transfers.find((transfer) => transfer.id === id)?.shares ?? {}, shares)
      }
      for (const [place, shares] of exact.endings) {
        near(place, figures.endings.find(({ account, code }) => `${account} ${code}` === place)?.shares ?? {}, shares)
      }
    })
  },
)
