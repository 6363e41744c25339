/** The rules that conserve money on random networks: held to the slow replay, and to what must be true of any trace. */
import { expect, test } from 'vitest'
import type { CentsByClaim } from '../support/figures.js'
import { holdsFor, traceFigures } from '../support/network-trace.js'
import { type Network, networks } from '../support/networks.js'
import { slowReplay } from '../support/slow-replay.js'
import { conservingWays, wayName } from '../support/ways.js'

const ways = conservingWays.map((way) => [wayName(way), way] as const)

test.each(ways)('%s: every figure is the slow replay’s', (_, way) => {
  holdsFor(networks({ ways: [way] }), 1500, (network) => {
    expect(traceFigures(network)).toEqual(slowReplay(network.input, network.options))
  })
})

test.each(ways)('%s: also where three claims share most accounts', (_, way) => {
  holdsFor(networks({ ways: [way], crowded: true }), 500, (network) => {
    expect(traceFigures(network)).toEqual(slowReplay(network.input, network.options))
  })
})

test('every claim’s money is somewhere, and every account gives out what came in', () => {
  holdsFor(networks({ ways: conservingWays }), 3000, (network) => {
    const result = traceFigures(network)
    const stolen = Object.entries(result.claims).filter(([, claim]) => claim.stolen > 0)
    expect(addUp(result.endings.map((ending) => ending.shares))).toEqual(
      Object.fromEntries(stolen.map(([id, claim]) => [id, claim.stolen])),
    )
    expect(sum(result.endings.map((ending) => ending.amount))).toBe(result.stolen)
    for (const ending of result.endings) expect(sum(Object.values(ending.shares))).toBe(ending.amount)
    for (const transfer of result.transfers) expect(sum(Object.values(transfer.shares))).toBe(transfer.traced)
    // What was marked in all the accounts together; what one account marked is its share of it.
    const marked = sum(result.accounts.map((each) => each.sent + each.held + each.ended - each.received))
    expect(marked).toBe(result.stolen)
    for (const account of result.accounts) {
      expect(sum(Object.values(account.shares))).toBe(account.held)
      expect(account.sent + account.held + account.ended).toBeGreaterThanOrEqual(account.received)
      if (!paysAClaim(network, account.id)) expect(account.sent + account.held + account.ended).toBe(account.received)
    }
  })
})

function paysAClaim({ input, options }: Network, account: string): boolean {
  const claimed = new Set(options.claims.flatMap((claim) => claim.transfers))
  return input.records.some((record) => record.from === account && claimed.has(record.id!))
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((all, amount) => all + amount, 0)
}

/** Adds up shares; claims without any are left out, as in a trace. */
function addUp(shares: readonly CentsByClaim[]): CentsByClaim {
  const all: CentsByClaim = {}
  for (const [claim, amount] of shares.flatMap((each) => Object.entries(each))) all[claim] = (all[claim] ?? 0) + amount
  return all
}
