import { groupBy } from '../group-by.js'
import type { Trace } from '../trace/types.js'
import { byWeight, scoreOf, spanOf } from './flow/describe.js'
import { type Flow, flowOf } from './flow/flow.js'
import type { CommonControl, ControlOptions, ControlSign } from './shapes.js'
import { countOption, shareOption } from './window.js'

/** A counterparty of more accounts than this says nothing about any two of them. */
const HUB = 20

/** How much a sign counts by itself: names are shared by strangers. */
const WEIGHT = { 'holder-id': 1, holder: 0.8 }

/**
 * Traced accounts that seem to be in one hand: of one `holderId`; of one holder's name, where their ids do not say
 * otherwise; or with at least `minShared` of their traced payers and payees in common (Jaccard's index), `minCount` of
 * them at least. `traced` is what came to them from outside. Accounts of victims, and of kind cash, clearing and merchant,
 * are none. The score is 1 for an id, 0.8 for a name, the least index of any two for counterparties.
 *
 * @throws FundtrailError 'bad-option'
 */
export function findCommonControl(trace: Trace, options: ControlOptions = {}): CommonControl[] {
  const flow = flowOf(trace)
  const { minShared = 0.5 } = options ?? {}
  shareOption('minShared', minShared)
  const minCount = countOption('minCount', options?.minCount ?? 2)
  const candidates = [...flow.accounts.keys()].filter((account) => mayBeHeld(flow, account))
  const found: CommonControl[] = []
  const groupsOf = new Map<number, { members: Set<number>; control: CommonControl }[]>()
  for (const [sign, groups] of [
    ['holder-id', byHolderId(flow, candidates)],
    ['holder', byHolder(flow, candidates)],
  ] as const) {
    for (const group of groups) {
      const known = { members: new Set(group), control: describe(flow, group, sign, WEIGHT[sign]) }
      found.push(known.control)
      for (const account of group) groupsOf.set(account, [...(groupsOf.get(account) ?? []), known])
    }
  }
  for (const { group, index } of byCounterparties(flow, candidates, minShared, minCount)) {
    const known = groupsOf
      .get(group[0]!)
      ?.find(({ members }) => group.every((account) => members.has(account)))?.control
    if (known === undefined) found.push(describe(flow, group, 'counterparties', index))
    else if (!known.signs.includes('counterparties')) known.signs.push('counterparties')
  }
  return byWeight(found)
}

function mayBeHeld({ data, accounts }: Flow, account: number): boolean {
  const { level, index } = accounts[account]!
  const kind = data.accounts.kind(index)
  return level > 0 && kind !== 'cash' && kind !== 'clearing' && kind !== 'merchant'
}

function holderOf({ data, accounts }: Flow, account: number): { holder?: string; holderId?: string } {
  const info = data.accounts.info(accounts[account]!.index)
  return {
    ...(info?.holder !== undefined && { holder: info.holder }),
    ...(info?.holderId !== undefined && { holderId: info.holderId }),
  }
}

function byHolderId(flow: Flow, candidates: readonly number[]): number[][] {
  const known = candidates.filter((account) => holderOf(flow, account).holderId !== undefined)
  const groups = groupBy(known, (account) => holderOf(flow, account).holderId)
  return [...groups.values()].filter((group) => group.length > 1)
}

/** Accounts of one name of which not all have the same id, but for those whose ids say that they are different people. */
function byHolder(flow: Flow, candidates: readonly number[]): number[][] {
  const named = candidates.filter((account) => holderOf(flow, account).holder !== undefined)
  return [...groupBy(named, (account) => holderOf(flow, account).holder).values()].flatMap((group) => {
    const ids = groupBy(group, (account) => holderOf(flow, account).holderId)
    const nameless = ids.get(undefined) ?? []
    return nameless.length > 0 && group.length > 1 && ids.size <= 2 ? [group] : []
  })
}

/** Groups of accounts of which each has enough counterparties in common with another. */
function byCounterparties(flow: Flow, candidates: readonly number[], minShared: number, minCount: number) {
  const { moves, accounts } = flow
  // A payer counts as 2n, a payee as 2n + 1: who pays an account is another sign than whom it pays.
  const sidesOf = (account: number) =>
    new Set([
      ...accounts[account]!.received.map((move) => 2 * moves[move]!.from),
      ...accounts[account]!.sent.map((move) => 2 * moves[move]!.to + 1),
    ])
  const sides = new Map(candidates.map((account) => [account, sidesOf(account)]))
  const having = new Map<number, number[]>()
  for (const [account, own] of sides) {
    for (const side of own) {
      const known = having.get(side)
      if (known === undefined) having.set(side, [account])
      else known.push(account)
    }
  }
  const shared = new Map<number, { a: number; b: number; count: number }>()
  for (const group of having.values()) {
    if (group.length > HUB) continue
    for (const [at, a] of group.entries()) {
      for (const b of group.slice(at + 1)) {
        const key = a * accounts.length + b
        const pair = shared.get(key)
        if (pair === undefined) shared.set(key, { a, b, count: 1 })
        else pair.count++
      }
    }
  }
  const index = ({ a, b, count }: { a: number; b: number; count: number }) =>
    count / (sides.get(a)!.size + sides.get(b)!.size - count)
  const alike = [...shared.values()].filter((pair) => pair.count >= minCount && index(pair) >= minShared)
  return [...joined(alike)].map(([, pairs]) => ({
    group: [...new Set(pairs.flatMap(({ a, b }) => [a, b]))].sort((a, b) => a - b),
    index: pairs.reduce((least, pair) => Math.min(least, index(pair)), 1),
  }))
}

/** Pairs that hang together, by the least account of each group. */
function joined<Pair extends { a: number; b: number }>(pairs: readonly Pair[]): Map<number, Pair[]> {
  const parent = new Map<number, number>()
  const root = (account: number): number => {
    let at = account
    for (let above = parent.get(at) ?? at; above !== at; above = parent.get(at) ?? at) {
      // Halves the way for the next who asks.
      parent.set(at, parent.get(above) ?? above)
      at = above
    }
    return at
  }
  for (const { a, b } of pairs) {
    const [low, high] = [Math.min(root(a), root(b)), Math.max(root(a), root(b))]
    parent.set(high, low)
    for (const account of [a, b]) parent.set(account, low)
  }
  return groupBy(pairs, ({ a }) => root(a))
}

function describe(flow: Flow, group: readonly number[], sign: ControlSign, evidence: number): CommonControl {
  const { moves, accounts } = flow
  const own = new Set(group)
  const came = group.flatMap((account) => accounts[account]!.received)
  const outside = came.filter((move) => !own.has(moves[move]!.from))
  const sent = group.flatMap((account) => accounts[account]!.sent).sort((a, b) => a - b)
  const turns = sent.filter((move, at) => at > 0 && moves[move]!.from !== moves[sent[at - 1]!]!.from).length
  const holders = new Set(group.map((account) => holderOf(flow, account).holder))
  holders.delete(undefined)
  const [holder] = holders
  return {
    signs: [sign],
    ...(sign !== 'counterparties' && holder !== undefined && holders.size === 1 && { holder }),
    alternation: sent.length > 1 ? turns / (sent.length - 1) : 0,
    accounts: group.map((account) => accounts[account]!.id),
    ...spanOf(flow, [...came, ...sent]),
    traced: flow.money(outside.reduce((sum, move) => sum + moves[move]!.traced, 0)),
    ...scoreOf({ evidence }),
  }
}
