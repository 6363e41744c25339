/** The paths of random networks: each a way that money can have taken, and together all of the money. */
import { Decimal } from 'decimal.js'
import { type PathOptions, type Trace, type TracePath, tracePaths } from 'fundtrail'
import { expect, test } from 'vitest'
import { holdsFor, traceNetwork } from '../support/network-trace.js'
import { type Network, networks } from '../support/networks.js'
import { conservingWays, rounds, type Way } from '../support/ways.js'

const RUNS = 1500

type Amounts = Record<string, string>

/** Amounts by claim, added up and written out; zeros are left out. */
function byClaim(amounts: Iterable<readonly [claim: string, amount: Decimal]>): Amounts {
  const sums = new Map<string, Decimal>()
  for (const [claim, amount] of amounts) sums.set(claim, amount.plus(sums.get(claim) ?? 0))
  return Object.fromEntries([...sums].filter(([, amount]) => !amount.isZero()).map(([id, sum]) => [id, sum.toFixed()]))
}

function sumOf(paths: readonly TracePath[]): Amounts {
  return byClaim(paths.map(({ claim, amount }) => [claim, amount]))
}

/** Runs a check on the paths of every account of random networks. */
function forAccounts(
  check: (result: Trace, account: string, network: Network) => void,
  ways: readonly Way[] = conservingWays,
): void {
  holdsFor(networks({ ways }), RUNS, (network) => {
    const result = traceNetwork(network)
    for (const { id } of result.accounts) check(result, id, network)
  })
}

const both: PathOptions[] = [{ of: 'held' }, { of: 'received' }]

test("paths of what is held sum to the account's shares, claim by claim", () => {
  forAccounts((result, account) => {
    const { shares } = result.account(account)!
    expect(sumOf(tracePaths(result, account))).toEqual(byClaim(Object.entries(shares)))
    expect(tracePaths(result, account, { of: 'held' })).toEqual(tracePaths(result, account))
  })
})

test('paths of what was received sum to it, credit by credit and claim by claim', () => {
  forAccounts((result, account) => {
    const paths = tracePaths(result, account, { of: 'received' })
    const credits = result.transfers.filter(({ to }) => to === account)
    for (const { id, shares } of credits) {
      const last = paths.filter(({ transfers }) => transfers.at(-1) === id)
      expect(sumOf(last)).toEqual(byClaim(Object.entries(shares)))
    }
    const all = paths.reduce((sum, { amount }) => sum.plus(amount), new Decimal(0))
    expect(all.toFixed()).toBe(result.account(account)!.received.toFixed())
  })
})

test('a path is a chain of transfers from one of its claim to the account, in the total order', () => {
  holdsFor(networks({ ways: conservingWays }), RUNS, (network) => {
    const result = traceNetwork(network)
    const place = new Map([...result.graph.transfers()].map(({ id }, index) => [id, index]))
    const transfersOf = new Map(result.settings.claims.map(({ id, transfers }) => [id, transfers]))
    for (const { id: account } of result.accounts) {
      for (const options of both) {
        for (const { claim, amount, transfers } of tracePaths(result, account, options)) {
          expect(amount.gt(0)).toBe(true)
          expect(transfersOf.get(claim)).toContain(transfers[0])
          const steps = transfers.map((id) => result.graph.transfer(id))
          expect(steps.at(-1)?.to).toBe(account)
          for (const [at, step] of steps.entries()) {
            const next = steps[at + 1]
            if (next === undefined) continue
            expect(next.from).toBe(step.to)
            expect(place.get(next.id)!).toBeGreaterThan(place.get(step.id)!)
          }
        }
      }
    }
  })
})

test('no transfer carries more by paths than was traced through it, where money is told apart', () => {
  holdsFor(networks({ ways: conservingWays.filter((way) => !rounds(way)) }), RUNS, (network) => {
    const result = traceNetwork(network)
    const shares = new Map(result.transfers.map((transfer) => [transfer.id, transfer.shares]))
    // What rests in all the accounts together came by each transfer at most once.
    const used = new Map<string, Decimal>()
    for (const { id: account } of result.accounts) {
      for (const { claim, amount, transfers } of tracePaths(result, account)) {
        for (const id of transfers) {
          const key = `${claim} ${id}`
          used.set(key, amount.plus(used.get(key) ?? 0))
          expect(used.get(key)!.lte(shares.get(id)?.[claim] ?? 0)).toBe(true)
        }
      }
    }
  })
})

test('by route the hops of an account are the lengths of its paths, and the least is its level', () => {
  forAccounts(
    (result, account, { options }) => {
      const { level, levels } = result.account(account)!
      const lengths = new Set(tracePaths(result, account, { of: 'received' }).map(({ transfers }) => transfers.length))
      const isVictim = result.claims.some(({ accounts }) => accounts.includes(account))
      const paysClaim = options.claims.some(({ transfers }) =>
        transfers.some((id) => result.graph.transfer(id).from === account),
      )
      const expected = [...lengths].sort((a, b) => a - b)
      if (isVictim || (paysClaim && expected.length === 0)) expected.unshift(0)
      expect(levels).toEqual(expected)
      expect(level).toBe(expected[0])
    },
    [{ rule: 'fifo' }, { rule: 'lifo' }],
  )
})

test('the largest first, and no route of a claim twice', () => {
  forAccounts((result, account) => {
    for (const options of both) {
      const paths = tracePaths(result, account, options)
      const routes = paths.map(({ claim, transfers }) => [claim, ...transfers].join(' '))
      expect(new Set(routes).size).toBe(routes.length)
      paths.forEach(({ amount }, at) => {
        if (at > 0) expect(amount.lte(paths[at - 1]!.amount)).toBe(true)
      })
    }
  })
})

test('with a limit the first paths stay, and a last one a claim carries the remainder', () => {
  forAccounts((result, account) => {
    for (const options of both) {
      const all = tracePaths(result, account, options)
      for (let limit = 1; limit <= all.length + 1; limit++) {
        const cut = tracePaths(result, account, { ...options, limit })
        const listed = cut.filter(({ transfers }) => transfers.length > 0)
        const rest = cut.slice(listed.length)
        expect(listed).toEqual(all.slice(0, limit))
        expect(rest.every(({ transfers }) => transfers.length === 0)).toBe(true)
        expect(new Set(rest.map(({ claim }) => claim)).size).toBe(rest.length)
        expect(sumOf(rest)).toEqual(sumOf(all.slice(limit)))
      }
    }
  })
})
