/** What the rules must say of one account beside each other, whatever moves on it. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { holdsFor, traceFigures } from '../support/network-trace.js'
import { type Movement, oneAccount } from '../support/one-account.js'
import { conservingWays, rounds, type Way } from '../support/ways.js'

const RUNS = 500

const amount = fc.integer({ min: 1, max: 40 })
const ofOwners = (...owners: string[]) =>
  fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.record({ amount, owner: fc.constantFrom(...owners) }) },
      { weight: 2, arbitrary: fc.record({ amount }) },
    ) as fc.Arbitrary<Movement>,
    { minLength: 2, maxLength: 14 },
  )

interface Account {
  moves: Movement[]
  opening: number
}

/** One account with own money and two victims'. */
const mixed: fc.Arbitrary<Account> = fc
  .record({ moves: ofOwners('', 'V', 'W'), opening: fc.integer({ min: -20, max: 60 }) })
  .filter(({ moves }) => moves.some(({ owner }) => owner))

/** What is held of each claim's money in the end. */
function held({ moves, opening }: Account, way: Way) {
  const { input, claims } = oneAccount(moves, opening)
  const figures = traceFigures({ input, options: { claims, ...way } })
  return figures.accounts.find(({ id }) => id === 'mule')?.shares ?? {}
}

function victimsTotal(account: Account, way: Way): number {
  return Object.values(held(account, way)).reduce((sum, share) => sum + share, 0)
}

const libr: Way[] = conservingWays.filter(({ rule }) => rule === 'libr')
const taintFirst: Way[] = conservingWays.filter(({ rule }) => rule === 'taint-first')

/** The balance after each movement, the opening first. */
function balances({ moves, opening }: Account): number[] {
  const after = [opening]
  for (const { amount, owner } of moves) after.push(after.at(-1)! + (owner === undefined ? -amount : amount))
  return after
}

test('most is left to the victims under libr, least under taint-first', () => {
  holdsFor(mixed, RUNS, (account) => {
    const most = Math.min(...libr.map((way) => victimsTotal(account, way)))
    const least = Math.max(...taintFirst.map((way) => victimsTotal(account, way)))
    for (const rule of ['fifo', 'lifo', 'pro-rata'] as const) {
      const total = victimsTotal(account, { rule })
      expect(total).toBeLessThanOrEqual(most)
      expect(total).toBeGreaterThanOrEqual(least)
    }
  })
})

test('libr leaves the lowest intermediate balance, however the claims rank among themselves', () => {
  holdsFor(mixed, RUNS, (account) => {
    const after = balances(account)
    let claims = 0
    for (const [index, { amount, owner }] of account.moves.entries()) {
      const balance = after[index + 1]!
      if (owner) claims += Math.max(0, Math.min(amount, balance))
      if (owner === undefined) claims = Math.max(0, Math.min(claims, balance))
    }
    expect(libr.map((way) => victimsTotal(account, way))).toEqual(libr.map(() => claims))
  })
})

test('fifo leaves the last credits, from the end balance backwards', () => {
  const neverOverdrawn = mixed.filter((account) => Math.min(...balances(account)) >= 0)
  holdsFor(neverOverdrawn, RUNS, (account) => {
    const expected: Record<string, number> = {}
    let missing = balances(account).at(-1)!
    for (const { amount, owner } of [...account.moves].reverse()) {
      if (owner === undefined) continue
      const part = Math.min(amount, missing)
      missing -= part
      if (owner !== '' && part > 0) expected[owner] = (expected[owner] ?? 0) + part
    }
    expect(held(account, { rule: 'fifo' })).toEqual(expected)
  })
})

test('an account that was empty owes nothing to what came before, under any rule', () => {
  holdsFor(mixed, RUNS, (account) => {
    const emptied = balances(account).findLastIndex((balance) => balance <= 0)
    for (const way of conservingWays) {
      for (const [owner, share] of Object.entries(held(account, way))) {
        const since = account.moves.slice(Math.max(0, emptied)).filter((move) => move.owner === owner)
        expect(share).toBeLessThanOrEqual(since.reduce((sum, move) => sum + move.amount, 0))
      }
    }
  })
})

test('with one victim and nothing else there all rules agree', () => {
  const onlyHis = ofOwners('V')
    .map((moves): Account => ({ moves, opening: 0 }))
    .filter((account) => account.moves.some(({ owner }) => owner) && Math.min(...balances(account)) >= 0)
  holdsFor(onlyHis, RUNS, (account) => {
    const balance = balances(account).at(-1)!
    for (const way of conservingWays) expect(held(account, way)).toEqual(balance === 0 ? {} : { V: balance })
  })
})

test('a debit in two goes takes what it takes in one, unless it is shared out in whole units', () => {
  holdsFor(fc.tuple(mixed, fc.nat(39)), RUNS, ([account, cut]) => {
    const moves = account.moves.flatMap((move): Movement[] => {
      const first = 1 + (cut % move.amount)
      const isCut = move.owner === undefined && first < move.amount
      return isCut ? [{ amount: first }, { amount: move.amount - first }] : [move]
    })
    for (const way of conservingWays.filter((each) => !rounds(each))) {
      expect(held({ ...account, moves }, way)).toEqual(held(account, way))
    }
  })
})
