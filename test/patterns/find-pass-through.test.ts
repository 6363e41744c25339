import { findPassThrough, type PassThroughOptions } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { traceLedger } from '../support/findings.js'
import { partsOf, shapeLine } from '../support/shapes.js'

function found(rows: string, options?: PassThroughOptions, traced?: Parameters<typeof traceLedger>[1]) {
  return findPassThrough(traceLedger(rows, traced), options)
}

const quick = `
  id  time   from      to      amount
  o1  08:00  employer  mule-1      20
  v1  09:00  victim    mule-1    1000
  t1  09:05  mule-1    mule-2     600
  t2  09:20  mule-1    mule-3     420`

describe('in and out again', () => {
  test('what came and what went on, how long it rested, and what was left', () => {
    const [shape] = found(quick)
    // Fifo: the 20 of own money leave first.
    expect(shapeLine(shape!)).toBe('mule-1 09:00 09:20 1000 v1+t1+t2')
    expect(shape).toMatchObject({ account: 'mule-1', level: 1, share: 1, dwell: 5 * 60_000 })
    expect(shape!.rest!.toFixed()).toBe('0')
    expect(partsOf(shape!)).toEqual({ share: 1, emptied: 1 })
    expect(shape!.score).toBe(1)
  })

  test('money that rested longer is not passed on', () => {
    expect(found(quick, { within: { minutes: 19 } })).toEqual([])
    const [shape] = found(quick, { within: { minutes: 19 }, minShare: 0.5 })
    expect(shapeLine(shape!)).toBe('mule-1 09:00 09:05 580 v1+t1')
  })

  test('each arrival has its own window, and a long pause begins another stretch', () => {
    const shapes = found(`
      id  time   from    to      amount
      v1  09:00  victim  mule-1    1000
      t1  09:10  mule-1  mule-2    1000
      v2  15:00  victim  mule-1     300
      t2  15:25  mule-1  mule-2     300`)
    expect(shapes.map(shapeLine)).toEqual(['mule-1 09:00 09:10 1000 v1+t1', 'mule-1 15:00 15:25 300 v2+t2'])
  })

  test('other money in the account does not count as passed on, but shows in the rest', () => {
    const [shape] = found(
      `
      id  time   from      to      amount
      o1  08:00  employer  mule-1     500
      v1  09:00  victim    mule-1    1000
      t1  09:10  mule-1    mule-2    1000`,
      {},
      { rule: 'taint-first' },
    )
    expect(shape!.rest!.toFixed()).toBe('500')
    expect(partsOf(shape!)).toEqual({ share: 1, emptied: 0.5 })
  })

  test('the rest is not known where the statement is not', () => {
    const shapes = found(
      `
      id  time   from    to      amount
      v1  09:00  victim  mule-1    1000
      t1  09:10  mule-1  mule-2    1000`,
      {},
      { rule: 'poison', holders: 'id from to\nvictim 08:00 10:00' },
    )
    for (const shape of shapes) expect(shape.rest).toBeUndefined()
  })
})
