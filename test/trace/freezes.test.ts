import { buildMoneyGraph, freezable, trace } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { endings, transfers } from '../support/ledger.js'

const { graph } = buildMoneyGraph(
  transfers(`
    id  time   from    to      amount  kind
    v1  09:00  victim  mule-1  1000    -
    t1  09:10  mule-1  mule-2   800    -
    t2  09:20  mule-2  atm      500    cash
    v2  09:25  victim  mule-2   100    -
    t3  09:30  mule-2  mule-3   400    -`),
)
const claims = { from: ['v1', 'v2'] }

describe('what if an account had been frozen', () => {
  test('from that instant on, inclusive, its traced money stays; the payee gets own money in its place', () => {
    const result = trace(graph, { ...claims, freezes: [{ account: 'mule-2', at: '2024-03-01T09:20:00Z' }] })
    expect(endings(result)).toEqual(['mule-2 frozen 900', 'mule-1 held 200'])
    expect(result.account('atm')).toBeUndefined()
  })

  test('a moment later it is too late for the first debit', () => {
    const result = trace(graph, { ...claims, freezes: [{ account: 'mule-2', at: '2024-03-01T09:20:00.001Z' }] })
    expect(endings(result)).toEqual(['mule-2 frozen 400', 'mule-1 held 200', 'atm cash-out 500'])
  })

  test('later credits are frozen too, and what rests is frozen, not held', () => {
    const result = trace(graph, { ...claims, freezes: [{ account: 'mule-1', at: 0 }] })
    expect(endings(result)).toEqual(['mule-1 frozen 1000', 'mule-3 held 100'].sort())
  })

  test('history stays as recorded, so what was kept is in the balance and can be held', () => {
    const result = trace(graph, { ...claims, freezes: [{ account: 'mule-2', at: '2024-03-01T09:20:00Z' }] })
    expect(result.account('mule-2')?.balance?.toFixed()).toBe('900')
    const list = freezable(result)
    expect(list.accounts.map(({ account, hold }) => [account, hold.toFixed()])).toEqual([
      ['mule-2', '900'],
      ['mule-1', '200'],
    ])
    expect(list.total.toFixed()).toBe('1100')
  })

  test('of two freezes of one account the earlier counts; one after `until` does nothing', () => {
    const freezes = [
      { account: 'mule-2', at: '2024-03-01T09:30:00Z' },
      { account: 'mule-2', at: '2024-03-01T09:20:00Z' },
    ]
    const result = trace(graph, { ...claims, freezes })
    expect(endings(result)).toContain('mule-2 frozen 900')
    expect(result.settings.freezes).toEqual([{ account: 'mule-2', at: new Date('2024-03-01T09:20:00Z') }])
    const before = trace(graph, { ...claims, freezes, until: '2024-03-01T09:15:00Z' })
    expect(endings(before)).toEqual(['mule-1 held 200', 'mule-2 held 800'])
  })
})
