/** Other victims on random networks: held to the definition, credit by credit, with nothing but public functions. */
import { findOtherVictims, type MoneyGraph, type Trace, type Transfer, trace } from 'fundtrail'
import { expect, test } from 'vitest'
import { build, holdsFor, traceOptions } from '../support/network-trace.js'
import { type Network, networks } from '../support/networks.js'
import { conservingWays, wayName } from '../support/ways.js'

const WITHIN = 5 * 3_600_000

/** "payer transfer moved via" of every credit that the definition names, sorted. */
function byDefinition(graph: MoneyGraph, result: Trace, minShare: number): string[] {
  const { settings } = result
  const traced = new Set(result.transfers.flatMap(({ from, to }) => [from, to]))
  const known = new Set([...traced, ...settings.claims.flatMap(({ accounts }) => accounts)])
  const holders = new Set([...known].map((id) => graph.account(id).holderId).filter((id) => id !== undefined))
  const isStranger = (id: string) => {
    const { kind, holderId } = graph.account(id)
    return !known.has(id) && !['cash', 'clearing', 'merchant'].includes(kind) && !(holderId && holders.has(holderId))
  }
  const found: string[] = []
  for (const credit of graph.transfers()) {
    const station = result.account(credit.to)
    if (!station || station.level === 0 || station.firstReceived === undefined) continue
    if (credit.currency !== result.currency || credit.kind !== 'transfer' || !isStranger(credit.from)) continue
    const time = credit.time.getTime()
    const end = station.lastReceived!.getTime() + WITHIN
    if (time < station.firstReceived.getTime() - WITHIN || time > Math.min(end, settings.until.getTime())) continue
    const { moved, via } = followed(graph, result, credit, new Date(Math.min(end, settings.until.getTime())))
    if (moved > 0 && moved >= credit.amount.times(100).toNumber() * minShare) {
      found.push(`${credit.from} ${credit.id} ${moved} ${via.join('+')}`)
    }
  }
  return found.sort()
}

function followed(graph: MoneyGraph, result: Trace, credit: Transfer, until: Date): { moved: number; via: string[] } {
  const { rule, between, freezes } = result.settings
  const payees = new Set(result.transfers.filter(({ from }) => from === credit.to).map(({ to }) => to))
  const claims = [{ id: 'stranger', transfers: [credit.id] }]
  const own = trace(graph, { claims, rule, between, freezes, until, maxLevel: 2 })
  const place = new Map([...graph.transfers()].map(({ id }, at) => [id, at]))
  const away = own.transfers
    .filter(({ from, to, id }) => id !== credit.id && from === credit.to && payees.has(to))
    .sort((a, b) => place.get(a.id)! - place.get(b.id)!)
  const moved = away.reduce((sum, { traced }) => sum + traced.times(100).toNumber(), 0)
  return { moved, via: away.map(({ id }) => id) }
}

/** A third of the payments that nobody claims come from people of whom nothing else is known. */
function withStrangers({ input, options }: Network): Network {
  const claimed = new Set(options.claims.flatMap(({ transfers }) => transfers))
  const undone = new Set(input.records.flatMap(({ id, reverses }) => (reverses === undefined ? [] : [id, reverses])))
  const records = input.records.map(({ fromBalance, ...record }, at) => {
    const isKept = at % 3 !== 0 || claimed.has(record.id!) || undone.has(record.id)
    if (isKept) return { ...record, ...(fromBalance !== undefined && { fromBalance }) }
    return { ...record, from: `stranger-${at % 4}` }
  })
  // The options may name accounts that no payment names any more.
  const described = new Set(input.accounts.map(({ id }) => id))
  const others = [...new Set(input.records.flatMap(({ from, to }) => [from, to]))].filter((id) => !described.has(id))
  return { input: { ...input, records, accounts: [...input.accounts, ...others.map((id) => ({ id }))] }, options }
}

test.each(conservingWays.map((way) => ({ way, name: wayName(way) })))('$name: what the definition says', ({ way }) => {
  let count = 0
  holdsFor(networks(), 1200, (network) => {
    const { input, options } = withStrangers(network)
    const { graph } = build(input)
    const result = trace(graph, traceOptions({ ...options, ...way }))
    for (const minShare of [0.5, 0]) {
      const others = findOtherVictims(result, { within: { hours: 5 }, minShare })
      const found = others.flatMap(({ account, credits }) =>
        credits.map(
          ({ transfer, moved, via }) => `${account} ${transfer} ${moved.times(100).toFixed()} ${via.join('+')}`,
        ),
      )
      expect(found.sort()).toEqual(byDefinition(graph, result, minShare))
      count += found.length
      for (const { credits, amount, moved, unexamined } of others) {
        expect(unexamined).toBeUndefined()
        expect(credits.reduce((sum, each) => sum.plus(each.amount), amount.times(0)).toFixed()).toBe(amount.toFixed())
        expect(credits.reduce((sum, each) => sum.plus(each.moved), amount.times(0)).toFixed()).toBe(moved.toFixed())
      }
    }
  })
  expect(count).toBeGreaterThan(20)
})
