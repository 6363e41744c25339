import fc from 'fast-check'
import { type DistributionRule, type Restitution, type RestitutionOptions, restitution } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { type SlowLoss, slowShares } from '../support/slow-restitution.js'

const RULES: DistributionRule[] = ['pari-passu', 'last-credit-first', 'net-loss', 'rising-tide']

interface Case {
  pool: bigint
  losses: SlowLoss[]
  unlisted: bigint
  rule: DistributionRule
}

const units = (most: number) => fc.bigInt(0n, BigInt(most))

const cases: fc.Arbitrary<Case> = fc.record({
  // Small pools and losses meet at their edges; odd ones divide badly.
  pool: fc.oneof(units(40), units(3000)),
  losses: fc
    .array(fc.record({ loss: fc.oneof(units(10), units(700)), withdrawn: fc.oneof(units(0), units(12), units(700)) }), {
      maxLength: 7,
    })
    .map((list) => list.map((entry, at) => ({ id: `victim-${at}`, at: (at * 5) % 7, ...entry }))),
  unlisted: fc.oneof(units(0), units(500)),
  rule: fc.constantFrom(...RULES),
})

/** Fen as yuan. */
const yuan = (fen: bigint) => `${fen / 100n}.${(fen % 100n).toString().padStart(2, '0')}`
const fen = (amount: { times: (n: number) => { toFixed: () => string } }) => BigInt(amount.times(100).toFixed())

function run({ pool, losses, unlisted, rule }: Case, options: RestitutionOptions = {}): Restitution {
  const open = ({ loss, withdrawn }: SlowLoss) => (loss > withdrawn ? loss - withdrawn : 0n)
  const listed = losses.reduce((sum, entry) => sum + (rule === 'net-loss' ? open(entry) : entry.loss), 0n)
  return restitution(
    { amount: yuan(pool) },
    losses.map(({ id, loss, withdrawn, at }) => ({ id, loss: yuan(loss), withdrawn: yuan(withdrawn), at: 1e12 + at })),
    { rule, ...(rule !== 'last-credit-first' && { totalClaims: yuan(listed + unlisted) }), ...options },
  )
}

const sharesOf = ({ losses }: Case, { shares }: Restitution) => losses.map(({ id }) => fen(shares[id]!))

describe('a distribution under any rule', () => {
  test('is the exact one, cut to whole units', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const unlisted = given.rule === 'last-credit-first' ? 0n : given.unlisted
        const exact = slowShares(given.rule, given.pool, given.losses, unlisted).map((share) => share.floor())
        expect(sharesOf(given, run(given))).toEqual(exact)
      }),
      { numRuns: 1500 },
    )
  })

  test('never gives more than was lost or than there is; what is given and what stays is the pool', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom('keep' as const, 'largest-remainder' as const), (given, residual) => {
        const result = run(given, { residual })
        const shares = sharesOf(given, result)
        given.losses.forEach(({ loss, withdrawn }, at) => {
          expect(shares[at]! >= 0n && shares[at]! <= (loss > withdrawn ? loss - withdrawn : 0n)).toBe(true)
        })
        expect(shares.reduce((a, b) => a + b, 0n) + fen(result.residual)).toBe(given.pool)
        expect(result.residual.isNegative()).toBe(false)
      }),
      { numRuns: 1000 },
    )
  })

  test('the last units go one each, and stay where they are kept', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const kept = sharesOf(given, run(given))
        const whole = run(given, { residual: 'largest-remainder' })
        sharesOf(given, whole).forEach((share, at) => {
          expect([0n, 1n]).toContain(share - kept[at]!)
        })
        // Everybody known, and not all of them whole: nothing is left.
        const open = given.losses.reduce(
          (sum, { loss, withdrawn }) => sum + (loss > withdrawn ? loss - withdrawn : 0n),
          0n,
        )
        if (given.unlisted === 0n && given.pool <= open) expect(whole.residual.toFixed()).toBe('0')
      }),
      { numRuns: 1000 },
    )
  })

  test('does not depend on the order of the list nor on names; a larger pool gives nobody less', () => {
    fc.assert(
      fc.property(cases, fc.bigInt(0n, 50n), (given, more) => {
        const shares = sharesOf(given, run(given))
        if (given.rule !== 'last-credit-first') {
          const backwards = { ...given, losses: given.losses.toReversed() }
          expect(sharesOf(backwards, run(backwards)).reverse()).toEqual(shares)
        }
        const renamed = {
          ...given,
          losses: given.losses.map((entry) => ({ ...entry, id: `z${9 - entry.at}${entry.id}` })),
        }
        expect(sharesOf(renamed, run(renamed))).toEqual(shares)
        const larger = { ...given, pool: given.pool + more }
        sharesOf(larger, run(larger)).forEach((share, at) => {
          expect(share >= shares[at]!).toBe(true)
        })
      }),
      { numRuns: 1000 },
    )
  })

  test('who loses as much and got back as much gets as much', () => {
    fc.assert(
      fc.property(cases, units(300), (given, loss) => {
        if (given.rule === 'last-credit-first') return
        const twins = ['twin-1', 'twin-2'].map((id) => ({ id, loss, withdrawn: 0n, at: 0 }))
        const { shares } = run({ ...given, losses: [twins[0]!, ...given.losses, twins[1]!] })
        expect(shares['twin-1']?.toFixed()).toBe(shares['twin-2']?.toFixed())
      }),
    )
  })
})
