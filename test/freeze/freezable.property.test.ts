/** The freeze list of random networks: what must be true of any. */
import { Decimal } from 'decimal.js'
import { type EndCode, type FreezableAccount, freezable, type Trace, tracePaths } from 'fundtrail'
import { expect, test } from 'vitest'
import { holdsFor, traceNetwork } from '../support/network-trace.js'
import { networks } from '../support/networks.js'
import { conservingWays } from '../support/ways.js'

const RUNS = 1500

function sum(amounts: readonly Decimal[]): Decimal {
  return amounts.reduce((all, amount) => all.plus(amount), new Decimal(0))
}

/** What ended so, in one account or in all. */
function ended(result: Trace, codes: readonly EndCode[], account?: string): Decimal {
  const endings = result.endings.filter((ending) => account === undefined || ending.account === account)
  return sum(endings.filter(({ code }) => codes.includes(code)).map(({ amount }) => amount))
}

test('total + gone + returned + unresolved = stolen, each the sum of its endings', () => {
  holdsFor(networks({ ways: conservingWays }), RUNS, (network) => {
    const result = traceNetwork(network)
    const { total, gone, returned, unresolved, stolen, accounts, at } = freezable(result)
    expect(stolen.toFixed()).toBe(result.stolen.toFixed())
    expect(at).toEqual(result.until)
    expect(sum([total, gone, returned, unresolved]).toFixed()).toBe(stolen.toFixed())
    expect(sum(accounts.map(({ hold }) => hold)).toFixed()).toBe(total.toFixed())
    expect(ended(result, ['cash-out', 'spent', 'overdraft']).toFixed()).toBe(gone.toFixed())
    expect(ended(result, ['returned']).toFixed()).toBe(returned.toFixed())
    const unknown = ended(result, ['statement-ended', 'no-statement', 'stopped', 'limit', 'unexplained'])
    // What a balance or `excluded` left out; an account that a balance leaves nothing in is not listed.
    const held = new Map(accounts.map(({ account, hold }) => [account, hold]))
    const notHeld = result.accounts.map(({ id }) => ended(result, ['held', 'frozen'], id).minus(held.get(id) ?? 0))
    expect(notHeld.every((amount) => amount.gte(0))).toBe(true)
    expect(sum([unknown, ...notHeld]).toFixed()).toBe(unresolved.toFixed())
  })
})

test('hold and request are what ended there, within the balance', () => {
  holdsFor(networks({ ways: conservingWays }), RUNS, (network) => {
    const result = traceNetwork(network)
    const { accounts, stolen } = freezable(result)
    for (const { account, hold, request, balance, confidence, shares } of accounts) {
      const there = ended(result, ['held', 'frozen'], account)
      const asked = ended(result, ['statement-ended', 'no-statement'], account)
      expect(balance?.toFixed()).toBe(result.account(account)?.balance?.toFixed())
      expect(hold.toFixed()).toBe(
        (balance === undefined ? there : Decimal.max(0, Decimal.min(there, balance))).toFixed(),
      )
      expect(request.toFixed()).toBe(hold.plus(asked).toFixed())
      expect(request.gt(0)).toBe(true)
      expect(hold.lte(request)).toBe(true)
      expect(confidence).toBe(balance === undefined ? 'counterparty-only' : 'statement')
      expect(sum(Object.values(shares)).toFixed()).toBe(there.plus(asked).toFixed())
      expect(Object.values(shares).every((amount) => amount.gt(0))).toBe(true)
    }
    expect(sum(accounts.map(({ request }) => request)).lte(stolen)).toBe(true)
    // Nor is any one victim's loss asked for twice.
    for (const { id, stolen: loss } of result.claims) {
      expect(sum(accounts.map(({ shares }) => shares[id] ?? new Decimal(0))).lte(loss)).toBe(true)
    }
  })
})

test('the most urgent first, the same orders by institution, and no later knowledge than there is', () => {
  holdsFor(networks({ ways: conservingWays }), RUNS / 2, (network) => {
    const banks = (network.input.accounts ?? []).map((account, index) => ({
      ...account,
      ...(index % 4 > 0 && { institution: `bank-${index % 4}` }),
    }))
    const result = traceNetwork({ ...network, input: { ...network.input, accounts: banks } })
    const { accounts, byInstitution, total, at } = freezable(result)
    const lastKnown = ({ account, hold }: FreezableAccount) => hold.plus(ended(result, ['statement-ended'], account))
    accounts.slice(1).forEach((b, place) => {
      const a = accounts[place]!
      const order =
        lastKnown(b).comparedTo(lastKnown(a)) ||
        b.hold.comparedTo(a.hold) ||
        b.request.comparedTo(a.request) ||
        (a.dwell ?? Number.POSITIVE_INFINITY) - (b.dwell ?? Number.POSITIVE_INFINITY) ||
        a.level - b.level ||
        (a.account < b.account ? -1 : 1)
      // Two kinds without a dwell are equally fast.
      expect(Number.isNaN(order) || order < 0).toBe(true)
    })
    const grouped = byInstitution.flatMap((group) => group.accounts)
    expect(new Set(grouped)).toEqual(new Set(accounts))
    expect(grouped).toHaveLength(accounts.length)
    expect(sum(byInstitution.map(({ hold }) => hold)).toFixed()).toBe(total.toFixed())
    for (const { institution, accounts: group, request } of byInstitution) {
      expect(group.every((account) => account.institution === institution)).toBe(true)
      expect(sum(group.map((account) => account.request)).toFixed()).toBe(request.toFixed())
    }
    for (const { confidence, knownUntil, dwell } of accounts) {
      // A balance at `until` and a statement that ends earlier cannot both be.
      if (confidence === 'statement') expect(knownUntil).toEqual(at)
      if (knownUntil !== undefined) expect(knownUntil.getTime()).toBeLessThanOrEqual(at.getTime())
      if (dwell !== undefined) expect(Number.isInteger(dwell) && dwell >= 0).toBe(true)
    }
  })
})

test('every account with traced money to ask for is named once, frozen or excluded', () => {
  holdsFor(networks({ ways: conservingWays }), RUNS, (network) => {
    const result = traceNetwork(network)
    const { accounts, excluded } = freezable(result)
    const named = [...accounts, ...excluded].map(({ account }) => account)
    expect(new Set(named).size).toBe(named.length)
    for (const { account } of accounts) expect(result.graph.account(account).kind).not.toBe('clearing')
    for (const { account, amount, reason } of excluded) {
      expect(result.graph.account(account).kind).toBe('clearing')
      const codes: EndCode[] = ['held', 'frozen', 'statement-ended', 'no-statement']
      expect(amount.toFixed()).toBe(ended(result, codes, account).toFixed())
      expect(reason).not.toBe('')
    }
    const there = result.endings.filter(({ code }) =>
      ['held', 'frozen', 'statement-ended', 'no-statement'].includes(code),
    )
    for (const { account } of there) {
      const isOverdrawn = result.account(account)?.balance?.lte(0) ?? false
      expect(named.includes(account) || isOverdrawn).toBe(true)
    }
  })
})

test('the evidence is traced credits of the account, and enough for the request', () => {
  holdsFor(networks({ ways: conservingWays }), RUNS, (network) => {
    const result = traceNetwork(network)
    const traced = new Map(result.transfers.map((transfer) => [transfer.id, transfer]))
    for (const { account, request, evidence, lastMovement, shares } of freezable(result).accounts) {
      expect(sum(evidence.map((credit) => credit.traced)).gte(request)).toBe(true)
      expect(new Set(evidence.map(({ transfer }) => transfer)).size).toBe(evidence.length)
      for (const credit of evidence) {
        const { id, from, to, time, amount, traced: part, shares: parts } = traced.get(credit.transfer)!
        expect(to).toBe(account)
        expect(credit).toEqual({ transfer: id, from, time, amount, traced: part })
        expect(lastMovement.getTime()).toBeGreaterThanOrEqual(time.getTime())
        // It brought money of a claim that rests there.
        expect(Object.keys(parts).some((claim) => claim in shares)).toBe(true)
      }
      const times = evidence.map(({ time }) => time.getTime())
      expect(times).toEqual([...times].sort((a, b) => a - b))
      expect(lastMovement.getTime()).toBeLessThanOrEqual(result.until.getTime())
    }
  })
})

test('the evidence is the credits by which the paths of what rests there arrive', () => {
  holdsFor(networks({ ways: conservingWays }), RUNS, (network) => {
    const result = traceNetwork(network)
    for (const { account, evidence } of freezable(result).accounts) {
      // Paths lead to what was stopped or cut there too, which no order asks for.
      if (ended(result, ['stopped', 'limit'], account).gt(0)) continue
      const arrived = new Set(tracePaths(result, account).map(({ transfers }) => transfers.at(-1)))
      expect(new Set(evidence.map(({ transfer }) => transfer))).toEqual(arrived)
    }
  })
})
