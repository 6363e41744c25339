/**
 * The worked examples of court cases and of other systems, under every rule that they are worked under. Where a rule
 * shares a debit out in proportion they are stated in fractions of a cent; the library comes within a cent a debit.
 */
import { attributionBounds, type MoneyGraph, trace } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { type CentsByClaim, figuresOf } from '../support/figures.js'
import { Fraction } from '../support/fraction.js'
import { type Golden, goldens } from '../support/goldens.js'
import { build, traceFigures } from '../support/network-trace.js'
import { rounds } from '../support/ways.js'

const all = goldens().map((golden): [string, Golden] => [golden.name, golden])

/** Compares by claim: exactly, or where the rule rounds within one unit for each row there is. */
function expectNear(what: string, found: CentsByClaim, stated: Record<string, Fraction>, golden: Golden): void {
  const slack = new Fraction(rounds(golden.way) ? BigInt(golden.input.records.length) : 0n)
  for (const claim of golden.claims.map(({ id }) => id)) {
    const expected = stated[claim] ?? new Fraction(0n)
    const isNear = new Fraction(BigInt(found[claim] ?? 0)).minus(expected).abs().compare(slack) <= 0
    expect({ what, claim, found: found[claim] ?? 0, expected: `${expected}`, isNear }).toMatchObject({ isNear: true })
  }
}

/** What a rule leaves anywhere lies within the bounds over all allocations. */
function expectWithin({ input, claims, way }: Golden): void {
  const { graph } = build(input)
  const bounds = attributionBounds(graph, { claims })
  for (const { id, held } of trace(graph, { claims, ...way }).accounts) {
    const { min, max } = bounds.get(id) ?? { min: held.minus(held), max: held.minus(held) }
    expect([id, min.lte(held) && max.gte(held)]).toEqual([id, true])
  }
}

test.each(all)('%s', (_, golden) => {
  const { input, claims, way, held, balances, moved } = golden
  const figures = traceFigures({ input, options: { claims, ...way } })
  const account = (id: string) => figures.accounts.find((each) => each.id === id)
  for (const [id, stated] of Object.entries(held)) expectNear(id, account(id)?.shares ?? {}, stated, golden)
  if (golden.way.rule !== 'poison') expectWithin(golden)
  for (const [id, balance] of Object.entries(balances))
    expect([id, `${account(id)?.balance}`]).toEqual([id, `${balance}`])
  for (const [id, stated] of Object.entries(moved)) {
    expectNear(id, figures.transfers.find((transfer) => transfer.id === id)?.shares ?? {}, stated, golden)
  }
})

describe('P2 with other names', () => {
  const p2 = all.filter(([name]) => name.startsWith('P2'))
  const backwards = (id: string) => [...id].reverse().join('')

  test.each(p2)('%s: renaming the victims changes no amount', (_, { input, claims, way }) => {
    const renamed = {
      ...input,
      records: input.records.map((record) => ({ ...record, from: backwards(record.from), to: backwards(record.to) })),
    }
    const rename = claims.map((claim) => ({ ...claim, id: backwards(claim.id) }))
    const amounts = (graph: MoneyGraph, named: typeof claims) =>
      figuresOf(trace(graph, { claims: named, ...way })).transfers.map(({ id, traced, level, shares }) => ({
        id,
        traced,
        level,
        shares: named.map((claim) => shares[claim.id] ?? 0),
      }))
    expect(amounts(build(renamed).graph, rename)).toEqual(amounts(build(input).graph, claims))
  })
})
