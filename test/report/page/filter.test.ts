/** What filters let through and what they hide, in minor units. */
import { describe, expect, test } from 'vitest'
import { EVERYTHING, type Filter, showRows } from '../../../src/report/page/filter.js'
import { networkOf } from '../../../src/report/page/flow/network.js'
import { total } from '../../../src/report/page/format.js'
import { ofClaim } from '../../../src/report/page/of-claim.js'
import { chain, circles, fan, hugeAmounts, twoVictims } from '../../support/page-cases.js'
import { dataOf } from '../../support/page-data.js'

const data = dataOf(twoVictims())
const all = total(data.transfers.traced)

const filters: [name: string, filter: Partial<Filter>][] = [
  ['nothing', {}],
  ['an amount', { least: 250_000 }],
  ['more than there is', { least: Number.MAX_SAFE_INTEGER }],
  ['a level', { levelFrom: 2, levelTo: 2 }],
  ['levels the wrong way round', { levelFrom: 3, levelTo: 2 }],
  ['the first claim', { claim: 0 }],
  ['the second claim and an amount', { claim: 1, least: 50_000 }],
  ['an institution', { institution: 'Bank B' }],
  ['an institution that is none', { institution: '__proto__' }],
]

describe('filters', () => {
  test.each(filters)('by %s: shown, others and hidden are all there is', (_, some) => {
    const shown = showRows(data, { ...EVERYTHING, ...some })
    expect(shown.rows.length + shown.hidden).toBe(data.transfers.id.length)
    expect(total(shown.amounts) + shown.others + shown.hiddenAmount).toBe(all)
    expect(shown.amounts.every((amount) => amount > 0)).toBe(true)
    expect([...shown.rows]).toEqual([...shown.rows].sort((a, b) => a - b))
  })

  test("the claims' parts are together the whole", () => {
    const [first, second] = [0, 1].map((claim) => showRows(data, { ...EVERYTHING, claim }))
    expect(total(first!.amounts) + total(second!.amounts)).toBe(all)
  })
})

describe('the case of one claim', () => {
  const parts = [0, 1].map((claim) => ofClaim(data, claim))

  test('has its part of everything: together the claims have the whole, account by account and ending by ending', () => {
    data.accounts.forEach(({ received, sent, held, endings }, at) => {
      const together = (field: 'received' | 'sent' | 'held') => total(parts.map(({ accounts }) => accounts[at]![field]))
      expect([together('received'), together('sent'), together('held')].map(Number)).toEqual([received, sent, held])
      for (const [code, amount] of endings) {
        const ofEach = parts.flatMap(({ accounts }) => accounts[at]!.endings.filter((ending) => ending[0] === code))
        expect(Number(total(ofEach.map((ending) => ending[1])))).toBe(amount)
      }
    })
  })

  test('what an order would hold is of the whole account, and left out', () => {
    for (const { accounts } of parts) expect(accounts.some((account) => 'hold' in account)).toBe(false)
  })

  test('is the whole where there is one claim only', () => {
    const one = dataOf(chain(3))
    expect(ofClaim(one, 0).transfers).toEqual(one.transfers)
    expect(ofClaim(one, 0).accounts.map(({ held }) => held)).toEqual(one.accounts.map(({ held }) => held))
  })
})

describe('folding', () => {
  test.each([
    ['two victims', twoVictims(), 12],
    ['two victims, one a level', twoVictims(), 1],
    ['a wide fan', fan(3000), 12],
    ['a chain', chain(60), 12],
    ['circles', circles(), 2],
    ['the largest amounts', hugeAmounts(), 12],
  ] as const)('%s: every account in one node, every amount in one band or counted as undrawn', (_, trace, room) => {
    const page = dataOf(trace)
    const shown = showRows(page, EVERYTHING)
    const { nodes, links, undrawn } = networkOf(page, shown, () => room)
    const members = nodes.flatMap((node) => node.members).sort((a, b) => a - b)
    expect(members).toEqual(page.accounts.map((_account, at) => at))
    for (const { folded, members: inside, level } of nodes) {
      expect(folded).toBe(inside.length > 1)
      for (const at of inside) expect(page.accounts[at]?.level).toBe(level)
    }
    const rows = [...links.flatMap((link) => link.rows), ...undrawn].sort((a, b) => a - b)
    expect(rows).toEqual(shown.rows)
    const amountOf = new Map(shown.rows.map((row, at) => [row, shown.amounts[at]!]))
    for (const { amount, rows: behind } of links) expect(total(behind.map((row) => amountOf.get(row)!))).toBe(amount)
    const drawn = links.reduce((sum, { amount }) => sum + amount, 0n)
    expect(drawn + total(undrawn.map((row) => amountOf.get(row)!))).toBe(total(shown.amounts))
  })

  test('the largest of a level stay by themselves', () => {
    const { nodes } = networkOf(data, showRows(data, EVERYTHING), () => 3)
    for (const level of new Set(nodes.map((node) => node.level))) {
      const those = nodes.filter((node) => node.level === level)
      const sizes = (folded: boolean) =>
        those
          .filter((node) => node.folded === folded)
          .flatMap(({ members }) => members.map((at) => Math.max(data.accounts[at]!.received, data.accounts[at]!.sent)))
      if (those.some(({ folded }) => folded))
        expect(Math.min(...sizes(false))).toBeGreaterThanOrEqual(Math.max(...sizes(true)))
    }
  })
})
