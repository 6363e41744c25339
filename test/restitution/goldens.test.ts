/** The worked examples of statutes and of court cases on giving back, by the id of each. */
import { existsSync, readFileSync } from 'node:fs'
import { type Loss, type RestitutionOptions, restitution } from 'fundtrail'
import { describe, expect, test } from 'vitest'

const FILE = new URL('../../../shared/goldens/restitution.json', import.meta.url)

interface GoldenCase {
  id: string
  rule: string
  pool?: string
  losses?: Record<string, string>
  totalClaims?: string
  expectedRate?: string
  invested?: number[]
  withdrawn?: number[]
  unit?: string
  residualStaysFrozen?: string
  largestRemainder?: Record<string, string>
  expected?: Record<string, string> | string[]
  sendingShare?: string
  receivingShare?: string
  repatriated?: string
}

const present = existsSync(FILE)
const cases: GoldenCase[] = present ? JSON.parse(readFileSync(FILE, 'utf8')).cases : []
const golden = (id: string) => cases.find((each) => each.id === id)!

function figures(pool: string, losses: Loss[], currency: string, options: RestitutionOptions = {}) {
  const { shares, residual } = restitution({ amount: pool, currency }, losses, options)
  return { shares: Object.values(shares).map((share) => share.toFixed(2)), residual: residual.toFixed(2) }
}

const fixed = (amounts: Iterable<string>) => [...amounts].map((amount) => Number(amount).toFixed(2))

describe.skipIf(!present)('goldens of ../shared, which are not everywhere', () => {
  test.each(['D01', 'D02', 'D03'])('%s: China, art. 8(3)', (id) => {
    const { pool = '', losses = {}, expected = {}, residualStaysFrozen = '0', largestRemainder } = golden(id)
    const list = Object.entries(losses).map(([id, loss]) => ({ id, loss }))
    expect(figures(pool, list, 'CNY')).toEqual({
      shares: fixed(Object.values(expected)),
      residual: Number(residualStaysFrozen).toFixed(2),
    })
    if (largestRemainder === undefined) return
    expect(figures(pool, list, 'CNY', { residual: 'largest-remainder' }).shares).toEqual(
      fixed(Object.values(largestRemainder)),
    )
  })

  test('D06: Framjee, one pound of claims gets 42.22806 pence', () => {
    const { pool = '', totalClaims = '', expectedRate } = golden('D06')
    expect(expectedRate).toBe('709529/1680231')
    const { shares } = restitution({ amount: pool, currency: 'GBP' }, [{ id: 'claim', loss: 100_000 }], { totalClaims })
    expect(shares['claim']?.toFixed(2)).toBe('42228.06')
  })

  test.each([
    ['D07', 'net-loss'],
    ['D08', 'rising-tide'],
  ] as const)('%s: Huber, %s', (id, rule) => {
    const { pool = '', invested = [], withdrawn = [], expected = [] } = golden(id)
    const list = invested.map((loss, at) => ({ id: 'ABC'[at]!, loss, withdrawn: withdrawn[at]! }))
    expect(figures(pool, list, 'USD', { rule })).toEqual({ shares: fixed(Object.values(expected)), residual: '0.00' })
  })

  test('D09: what came back after a reimbursement goes to those who bore it, in the same split', () => {
    const { repatriated = '', sendingShare = '', receivingShare = '', expected = {} } = golden('D09')
    const borne = [
      { id: 'sendingPSP', loss: sendingShare },
      { id: 'receivingPSP', loss: receivingShare },
    ]
    expect(figures(repatriated, borne, 'GBP')).toEqual({ shares: fixed(Object.values(expected)), residual: '0.00' })
  })

  test('the others are no distribution of a pool: share or lien, backwards tracing', () => {
    const held = ['D01', 'D02', 'D03', 'D06', 'D07', 'D08', 'D09']
    expect(cases.map(({ id }) => id).filter((id) => !held.includes(id))).toEqual(['D10', 'D11'])
  })
})
