/** Frozen accounts of random networks: the finding, the losses and the table must hold in any. */
import { Decimal } from 'decimal.js'
import {
  type EndCode,
  flowTable,
  lossesAt,
  type Rule,
  restitution,
  restitutionBasis,
  restitutionTable,
  trace,
} from 'fundtrail'
import { expect, test } from 'vitest'
import { holdsFor, traceNetwork, traceOptions } from '../support/network-trace.js'
import { networks } from '../support/networks.js'
import { conservingWays } from '../support/ways.js'

const RULES: Rule[] = ['fifo', 'lifo', 'libr', 'taint-first']

/** Still there, or gone for good. */
const FOLLOWED: EndCode[] = ['held', 'frozen', 'returned', 'cash-out', 'spent', 'overdraft', 'unexplained']

function sum(amounts: Iterable<Decimal>): Decimal {
  return [...amounts].reduce((all, amount) => all.plus(amount), new Decimal(0))
}

test('the basis is what four traces say', () => {
  holdsFor(networks({ ways: conservingWays }), 150, (network) => {
    const result = traceNetwork(network)
    const traces = RULES.map((rule) => trace(result.graph, { ...traceOptions(network.options), rule }))
    for (const { id } of result.accounts) {
      const { basis, item, shares, disagreements, credits, unexplained } = restitutionBasis(result, id)
      const held = (claim: string) =>
        traces.map((each) => (each.account(id)?.shares[claim] ?? new Decimal(0)).toFixed())
      const claims = result.claims.map((claim) => claim.id).filter((claim) => held(claim).some((x) => x !== '0'))
      expect(shares.map(({ claim }) => claim)).toEqual(claims)
      for (const { claim, byRule } of shares) {
        expect(RULES.map((rule) => byRule[rule]?.toFixed())).toEqual(held(claim))
      }
      const differing = claims.filter((claim) => new Set(held(claim)).size > 1)
      expect(disagreements).toEqual(differing)
      const isKnown = traces.every(
        (each) =>
          (each.account(id) === undefined || each.account(id)?.balance !== undefined) &&
          !each.endings.some(({ account, code }) => account === id && !FOLLOWED.includes(code)),
      )
      const expected = !isKnown
        ? 'unknown'
        : claims.length === 0
          ? 'nothing-traced'
          : differing.length > 0
            ? 'pro-rata'
            : credits.count === 1 && claims.length === 1 && !unexplained
              ? 'one-credit'
              : 'traceable'
      expect(basis).toBe(expected)
      expect(item).toBe({ 'one-credit': 1, traceable: 2, 'pro-rata': 3 }[expected as string])
    }
  })
})

test('no claim is above what was lost and not got back, whatever way the money took', () => {
  holdsFor(networks({ ways: conservingWays }), 300, (network) => {
    const result = traceNetwork(network)
    const open = new Map(
      result.claims.map(({ id, stolen }) => {
        const back = result.endings.filter(({ code }) => code === 'returned').map(({ shares }) => shares[id])
        return [id, stolen.minus(sum(back.filter((share) => share !== undefined)))]
      }),
    )
    for (const { id, received, shares } of result.accounts) {
      for (const claimBase of ['tracedIn', 'totalLoss'] as const) {
        const { losses } = lossesAt(result, id, { claimBase, shareBase: 'knownVictims' })
        for (const { id: claim, loss } of losses) {
          expect(loss.gte(0) && loss.lte(open.get(claim)!)).toBe(true)
          if (claimBase === 'totalLoss') expect(loss.toFixed()).toBe(open.get(claim)?.toFixed())
        }
        if (claimBase === 'tracedIn' && result.account(id)?.level !== 0) {
          expect(sum(losses.map(({ loss }) => loss)).lte(received)).toBe(true)
          // What rests there of a claim came there.
          for (const [claim, share] of Object.entries(shares)) {
            expect(losses.find((each) => each.id === claim)?.loss.gte(share)).toBe(true)
          }
        }
        const gross = lossesAt(result, id, { claimBase, shareBase: 'knownVictims', refunds: 'beside' }).losses
        expect(gross.map(({ loss, withdrawn }) => loss.minus(withdrawn!).toFixed())).toEqual(
          losses.map(({ loss }) => loss.toFixed()),
        )
      }
    }
  })
})

test('the table gives back no more than is frozen, and to each no more than is open', () => {
  holdsFor(networks({ ways: conservingWays }), 300, (network) => {
    const result = traceNetwork(network)
    for (const { id, balance } of result.accounts) {
      if (balance === undefined || balance.lte(0)) continue
      const suspect = lossesAt(result, id)
      const all = lossesAt(result, id, { shareBase: 'allInflows' })
      expect(all.totalClaims?.gte(suspect.totalClaims!)).toBe(true)
      const options = suspect.totalClaims && { totalClaims: suspect.totalClaims }
      expect(restitution({ amount: balance, currency: result.currency }, suspect.losses, options).residual.gte(0)).toBe(
        true,
      )
      if (restitutionBasis(result, id).item === undefined) continue
      const table = restitutionTable(result, id, { frozen: balance })
      expect(
        sum(table.rows.map(({ share }) => share))
          .plus(table.residual)
          .toFixed(),
      ).toBe(balance.toFixed())
      for (const { share, claim } of table.rows) expect(share.gte(0) && share.lte(claim)).toBe(true)
    }
    expect(new Set(flowTable(result).rows.map(({ transfer }) => transfer)).size).toBe(result.transfers.length)
  })
})
