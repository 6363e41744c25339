import {
  type BuildOptions,
  buildMoneyGraph,
  type MoneyGraph,
  type RecoveryPoint,
  recoveryCurve,
  type TimeInput,
  type TraceOptions,
} from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { findings, when } from '../support/findings.js'
import { accounts, at, transfers } from '../support/ledger.js'

/** "time freezable gone returned unresolved stolen". */
function curveLines(points: readonly RecoveryPoint[]): string[] {
  return points.map(({ at: time, freezable, gone, returned, unresolved, stolen }) =>
    [when(time), ...[freezable, gone, returned, unresolved, stolen].map((amount) => amount.toFixed())].join(' '),
  )
}

function graphOf(rows: string, holders = 'id\nvictim', build: BuildOptions = {}): MoneyGraph {
  return buildMoneyGraph(transfers(rows), { accounts: accounts(holders), ...build }).graph
}

/** The claim is v1 unless the options say otherwise. */
function curve(graph: MoneyGraph, options: TraceOptions = {}, steps?: TimeInput[]): string[] {
  const claims = options.claims === undefined && options.from === undefined ? { from: 'v1' } : {}
  return curveLines(recoveryCurve(graph, { ...claims, ...options }, steps))
}

const rows = `
  id  time   from      to      amount  kind
  v1  09:00  victim    mule-1    1000  -
  s1  09:05  employer  mule-1     500  -
  t1  09:10  mule-1    mule-2     900  -
  s2  09:15  employer  mule-3     100  -
  t2  09:20  mule-2    atm        300  cash
  t3  09:30  mule-1    victim     600  -`

describe('the curve', () => {
  test('every instant at which a figure changes, from the theft on', () => {
    // t1 moves it on without changing a figure, s1 and s2 are not about it.
    expect(curve(graphOf(rows))).toEqual(
      findings(`
        time   freezable  gone  returned  unresolved  stolen
        09:00       1000     0         0           0    1000
        09:20        700   300         0           0    1000
        09:30        600   300       100           0    1000`),
    )
  })

  test('at the steps asked for, in the order asked, as often as asked', () => {
    const steps = [at('09:25'), at('08:00'), at('09:00'), at('09:25')]
    expect(curve(graphOf(rows), {}, steps)).toEqual(
      findings(`
        time   freezable  gone  returned  unresolved  stolen
        09:25        700   300         0           0    1000
        08:00          0     0         0           0       0
        09:00       1000     0         0           0    1000
        09:25        700   300         0           0    1000`),
    )
    expect(curve(graphOf(rows), {}, [])).toEqual([])
  })

  test('`until` ends it by default, but does not cut steps', () => {
    expect(curve(graphOf(rows), { until: at('09:29') })).toHaveLength(2)
    expect(curve(graphOf(rows), { until: at('08:59') })).toEqual([])
    expect(curve(graphOf(rows), { until: at('08:59') }, [at('09:40')])).toEqual(['09:40 0 300 100 600 1000'])
  })

  test('after the last record nothing is known to be there', () => {
    expect(curve(graphOf(rows), { until: at('10:00') }).slice(-2)).toEqual(
      findings(`
        time          freezable  gone  returned  unresolved  stolen
        09:30               600   300       100           0    1000
        09:30:00.001          0   300       100         600    1000`),
    )
  })

  test('the loss grows as the claims’ transfers come', () => {
    const two = `
      id  time   from      to      amount
      v1  09:00  victim-a  mule-1    1000
      t1  09:10  mule-1    mule-2     500
      v2  09:20  victim-b  mule-2     200
      v3  09:30  victim-a  mule-1      40`
    const claims = [
      { id: 'a', transfers: ['v1', 'v3'] },
      { id: 'b', transfers: ['v2'] },
    ]
    expect(curve(graphOf(two), { claims })).toEqual(
      findings(`
        time   freezable  gone  returned  unresolved  stolen
        09:00       1000     0         0           0    1000
        09:20       1200     0         0           0    1200
        09:30       1240     0         0           0    1240`),
    )
  })

  test('entries of one instant count together; digits beyond a millisecond tell steps apart', () => {
    const fine = `
      id  time                            from    to      amount  kind
      v1  2024-03-01T09:00:00.000100Z     victim  mule-1    1000  -
      t1  2024-03-01T09:00:00.000400Z     mule-1  atm        400  cash
      t2  2024-03-01T09:00:00.000900Z     mule-1  atm        100  cash`
    const line = (freezable: number, gone: number) => `09:00 ${freezable} ${gone} 0 0 1000`
    expect(curve(graphOf(fine))).toEqual([line(500, 500)])
    const steps = ['0003', '0005', '0009'].map((digits) => `2024-03-01T09:00:00.${digits}Z`)
    expect(curve(graphOf(fine), {}, steps)).toEqual([line(1000, 0), line(600, 400), line(500, 500)])
    expect(curve(graphOf(fine), { until: '2024-03-01T09:00:00.0005Z' })).toEqual([line(600, 400)])
  })
})

describe('what is not known', () => {
  test('money leaves sight when a statement ends, and is known once more only on another account', () => {
    const holders = `
      id      from   to
      mule-1  08:00  09:12
      mule-3  08:00  10:00`
    const seen = `
      id  time   from    to      amount
      v1  09:00  victim  mule-1    1000
      t1  09:10  mule-1  mule-2     300
      t2  09:11  mule-1  mule-3     200`
    expect(curve(graphOf(seen, holders), { until: at('10:30') })).toEqual(
      findings(`
        time          freezable  gone  returned  unresolved  stolen
        09:00              1000     0         0           0    1000
        09:10               700     0         0         300    1000
        09:12:00.001        200     0         0         800    1000
        10:00:00.001          0     0         0        1000    1000`),
    )
  })

  test('a freeze holds what came without a statement, from its instant on', () => {
    const holders = 'id from to\nmule-1 08:00 10:00'
    const freezes = [{ account: 'mule-2', at: at('09:12') }]
    expect(curve(graphOf(rows, holders), { freezes })).toEqual(
      findings(`
        time   freezable  gone  returned  unresolved  stolen
        09:00       1000     0         0           0    1000
        09:10        100     0         0         900    1000
        09:12       1000     0         0           0    1000
        09:30        900     0       100           0    1000`),
    )
  })

  test('a frozen account that its recorded debits overdraw has less than the freeze kept', () => {
    const over = `
      id  time   from      to      amount
      v1  09:00  victim    mule-1    1000
      t1  09:10  mule-1    mule-2    1500
      s1  09:20  employer  mule-1     300`
    const freezes = [{ account: 'mule-1', at: at('09:05') }]
    expect(curve(graphOf(over, 'id opening\nmule-1 0', { shortfall: 'overdraft' }), { freezes })).toEqual(
      findings(`
        time   freezable  gone  returned  unresolved  stolen
        09:00       1000     0         0           0    1000
        09:10        500     0         0         500    1000
        09:20        800     0         0         200    1000`),
    )
  })

  test('clearing accounts are left out while the money is there, limits and stops for good', () => {
    const through = `
      id  time   from     to       amount
      v1  09:00  victim   gateway    1000
      t1  09:10  gateway  mule-1      990
      t2  09:15  gateway  mule-2       10
      t3  09:20  mule-1   mule-3      290
      t4  09:30  mule-3   mule-4      290`
    const holders = 'id kind from to\ngateway clearing 08:00 10:00\nmule-1 - 08:00 10:00\nmule-3 - 08:00 10:00'
    const options: TraceOptions = { minAmount: 100, stopAt: ({ id }) => id === 'mule-4' }
    expect(curve(graphOf(through, holders), options)).toEqual(
      findings(`
        time   freezable  gone  returned  unresolved  stolen
        09:00          0     0         0        1000    1000
        09:10        990     0         0          10    1000
        09:30        700     0         0         300    1000`),
    )
  })
})

describe('what is refused', () => {
  const graph = graphOf(rows)
  test.each([
    ['an alert', { from: 'v1', rule: 'poison' }, undefined],
    ['a step that is no time', { from: 'v1' }, [at('09:00'), 'soon']],
    ['a step that is no date', { from: 'v1' }, [new Date(Number.NaN)]],
    ['steps that are one time', { from: 'v1' }, at('09:00')],
    ['steps that are null', { from: 'v1' }, null],
    ['no claim', {}, undefined],
    ['no options', null, undefined],
  ])('%s: bad-option', (_, options, steps) => {
    expect(() => recoveryCurve(graph, options as never, steps as never)).toThrowError(
      expect.objectContaining({ code: 'bad-option' }),
    )
  })

  test('a step is named by its place', () => {
    expect(() => recoveryCurve(graph, { from: 'v1' }, [at('09:00'), 'soon'])).toThrowError(/steps\[1\] is "soon"/)
    const hole = Object.assign([], { 1: at('09:00') })
    expect(() => recoveryCurve(graph, { from: 'v1' }, hole)).toThrowError(/steps\[0\] is undefined/)
  })
})
