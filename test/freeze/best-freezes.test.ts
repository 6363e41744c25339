import { type BestFreeze, bestFreezes, freezable, trace } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { evidenceLines, sumLine, traceLedger, when } from '../support/findings.js'
import { at } from '../support/ledger.js'
import { holdsFor, traceNetwork } from '../support/network-trace.js'
import { networks } from '../support/networks.js'
import { conservingWays } from '../support/ways.js'

const rows = `
  id  time   from    to      amount  kind
  v1  09:00  victim  mule-1    1000  -
  t1  09:10  mule-1  mule-2     600  -
  t2  09:15  mule-1  mule-3     300  -
  t3  09:20  mule-2  atm        500  cash
  t4  09:30  mule-3  mule-4     300  -`

function holds(orders: readonly BestFreeze[]): string[] {
  return orders.map(({ account, hold, at: time }) => `${account} ${hold.toFixed()} ${when(time)}`)
}

describe('the few orders that hold the most at an instant', () => {
  const whole = traceLedger(rows)

  test('as things stood then, with the evidence that was there then', () => {
    const orders = bestFreezes(whole, { at: at('09:15'), count: 2 })
    expect(holds(orders)).toEqual(['mule-2 600 09:15', 'mule-3 300 09:15'])
    expect(evidenceLines(orders[0]!)).toEqual(['t1 mule-1 09:10 600 600'])
    expect(holds(bestFreezes(whole, { at: at('09:05') }))).toEqual(['mule-1 1000 09:05'])
  })

  test('by default three, at the end of the trace', () => {
    expect(holds(bestFreezes(whole))).toEqual(['mule-4 300 09:30', 'mule-1 100 09:30', 'mule-2 100 09:30'])
    expect(holds(bestFreezes(whole, { at: whole.until }))).toHaveLength(3)
  })

  test('none before anything was stolen, and none where nothing is known to be there', () => {
    expect(bestFreezes(whole, { at: at('08:59') })).toEqual([])
    expect(bestFreezes(traceLedger(rows, { holders: 'id from to\nmule-9 08:00 10:00' }))).toEqual([])
  })

  test('handed back as freezes they show what they would have caught', () => {
    const freezes = bestFreezes(whole, { at: at('09:15'), count: 1 })
    expect(sumLine(freezable(whole))).toBe('500 500 0 0 1000')
    expect(sumLine(freezable(trace(whole.graph, { from: 'v1', freezes })))).toBe('1000 0 0 0 1000')
  })

  test('an account that the trace already freezes needs no order from then on', () => {
    const frozen = traceLedger(rows, { freezes: [{ account: 'mule-2', at: at('09:12') }] })
    expect(holds(bestFreezes(frozen, { at: at('09:11'), count: 1 }))).toEqual(['mule-2 600 09:11'])
    expect(holds(bestFreezes(frozen, { at: at('09:15'), count: 1 }))).toEqual(['mule-3 300 09:15'])
  })

  test('a time after the trace, a count that is none, an alert: bad-option', () => {
    const wrong = [{ at: at('09:31') }, { at: 'noon' }, { count: 0 }, { count: 1.5 }, null]
    for (const options of wrong) {
      expect(() => bestFreezes(whole, options as never)).toThrowError(expect.objectContaining({ code: 'bad-option' }))
    }
    expect(() => bestFreezes(traceLedger(rows, { rule: 'poison' }))).toThrowError(
      expect.objectContaining({ code: 'bad-option' }),
    )
  })
})

test('no other choice of that many holds more', () => {
  holdsFor(networks({ ways: conservingWays }), 300, (network) => {
    const result = traceNetwork(network)
    for (const { time } of result.transfers.slice(0, 6)) {
      const all = bestFreezes(result, { at: time, count: 100 })
      const amounts = all.map(({ hold }) => hold.toNumber())
      expect(amounts).toEqual([...amounts].sort((a, b) => b - a))
      expect(bestFreezes(result, { at: time, count: 2 })).toEqual(all.slice(0, 2))
    }
  })
})
