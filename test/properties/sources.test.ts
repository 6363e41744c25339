/** Going back on random networks: held to the slow replay of owners, and to what a trace forwards says. */
import { type SourceShare, traceSources } from 'fundtrail'
import { expect, test } from 'vitest'
import type { AccountRecord } from '../../src/types.js'
import { figuresOf } from '../support/figures.js'
import { Fraction } from '../support/fraction.js'
import { build, holdsFor, traceNetwork } from '../support/network-trace.js'
import { type Network, networks } from '../support/networks.js'
import { endOf, readRows } from '../support/slow-rows.js'
import { type SlowQuestion, type SlowSource, slowSources } from '../support/slow-sources.js'

type Rule = SlowQuestion['rule']

/** Each account's holding, and each transfer. */
function questions({ input, options }: Network, rule: Rule): SlowQuestion[] {
  const rows = readRows(input.records, 'CNY').filter((row) => row.moves && row.currency === 'CNY')
  const at = options.until === undefined ? {} : { at: endOf(options.until) }
  return [
    ...[...new Set(rows.flatMap(({ from, to }) => [from, to]))].map((account) => ({ rule, account, ...at })),
    ...rows.map(({ id }) => ({ rule, transfer: id })),
  ]
}

function compare(network: Network, rule: Rule, check: (shares: SourceShare[], slow: SlowSource[]) => void): void {
  const { graph } = build(network.input)
  for (const asked of questions(network, rule)) {
    const slow = slowSources(network.input, asked)
    const { account, transfer, at } = asked
    const ask = () =>
      transfer === undefined
        ? traceSources(graph, { account: account!, rule, currency: 'CNY', ...(at === undefined ? {} : { at }) })
        : traceSources(graph, { transfer, rule })
    if (slow === undefined) expect(ask).toThrow(expect.objectContaining({ code: 'bad-option' }))
    else check(ask(), slow)
  }
}

function figures(shares: SourceShare[]) {
  return shares
    .map(({ account, code, amount, levels, transfers }) => ({
      owner: `${account} ${code}`,
      amount: amount.times(100).toFixed(),
      levels,
      transfers: [...transfers].sort(),
    }))
    .sort((a, b) => (a.owner < b.owner ? -1 : 1))
}

test.each(['fifo', 'lifo'] as const)('%s: every share is the slow replay’s, to the transfer and the level', (rule) => {
  holdsFor(networks(), 400, (network) => {
    compare(network, rule, (shares, slow) => {
      expect(figures(shares)).toEqual(slow.map((source) => ({ ...source, amount: source.amount.toString() })))
      for (const { level, levels } of shares) expect(level).toBe(levels?.[0])
    })
  })
})

test('pro-rata: every share is within one minor unit of the exact proportion', () => {
  const near = new Fraction(1_000_001n, 1_000_000n)
  holdsFor(networks(), 200, (network) => {
    compare(network, 'pro-rata', (shares, slow) => {
      const found = new Map(shares.map((share) => [`${share.account} ${share.code}`, share]))
      let sum = new Fraction(0n)
      for (const { owner, amount, levels, transfers } of slow) {
        const share = found.get(owner)
        const minor = BigInt(share?.amount.times(100).toFixed() ?? '0')
        const off = amount.minus(new Fraction(minor))
        expect([owner, off.compare(near) < 0, off.plus(near).isAboveZero()]).toEqual([owner, true, true])
        if (share !== undefined) {
          expect([share.level, [...share.transfers].sort()]).toEqual([levels[0], transfers])
          expect(share.levels).toBeUndefined()
        }
        sum = sum.plus(amount)
        found.delete(owner)
      }
      expect([...found.keys()]).toEqual([])
      const total = shares.reduce((all, { amount }) => all + BigInt(amount.times(100).toFixed()), 0n)
      expect(total).toBe(sum.whole())
    })
  })
})

/** One victim without a statement whose every transfer is claimed; nothing is spent, drawn as cash or returned. */
function claimedWhole({ input, options }: Network): Network | undefined {
  const victim = input.records.find(({ id }) => id === options.claims[0]!.transfers[0])!.from
  const records = input.records.map(({ kind: _, ...record }) => record)
  const plain = (account: AccountRecord): AccountRecord => ({
    ...account,
    ...(account.kind === 'merchant' || account.kind === 'cash' ? { kind: 'bank' } : {}),
  })
  const accounts = input.accounts.filter(({ id }) => id !== victim).map(plain)
  const outside: AccountRecord = { id: victim, kind: 'external' }
  const paid = readRows(records, 'CNY').filter((row) => row.moves && row.currency === 'CNY' && row.from === victim)
  if (paid.length === 0) return undefined
  const until = options.until === undefined ? {} : { until: options.until }
  return {
    input: { ...input, records, accounts: [...accounts, outside] },
    options: { claims: [{ id: 'victim', transfers: paid.map(({ id }) => id) }], ...until },
  }
}

test.each(['fifo', 'lifo'] as const)('%s: what an account holds of a claim, forwards and backwards', (rule) => {
  let compared = 0
  holdsFor(networks(), 1000, (network) => {
    const claimed = claimedWhole(network)
    if (claimed === undefined) return
    const result = traceNetwork({ ...claimed, options: { ...claimed.options, rule } })
    const { until } = result.settings
    const victim = result.graph.transfer(claimed.options.claims[0]!.transfers[0]!).from
    for (const { id, balance } of figuresOf(result).accounts) {
      if (balance === 'unknown' || id === victim) continue
      const held = result.endings.find(({ account, code }) => account === id && code === 'held')
      const back = traceSources(result.graph, { account: id, rule, at: until, currency: 'CNY' })
      const theirs = back.find(({ account, code }) => account === victim && code === 'no-statement')
      expect([id, theirs?.amount.toFixed() ?? '0']).toEqual([id, held?.amount.toFixed() ?? '0'])
      if (theirs !== undefined) compared++
    }
  })
  expect(compared).toBeGreaterThan(80)
})

test.each(['fifo', 'lifo', 'pro-rata'] as const)(
  '%s: what a limit cuts is a share, so that nothing is missing',
  (rule) => {
    holdsFor(networks(), 300, (network) => {
      const { graph } = build(network.input)
      for (const { account, transfer } of questions(network, rule)) {
        if (account !== undefined) continue
        for (const maxSteps of [1, 3]) {
          const shares = traceSources(graph, { transfer: transfer!, rule, maxSteps })
          const sum = shares.reduce((all, { amount }) => amount.plus(all), graph.transfer(transfer!).amount.times(0))
          expect(sum.toFixed()).toBe(graph.transfer(transfer!).amount.toFixed())
        }
      }
    })
  },
)
