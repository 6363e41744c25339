/** The life of a stop-payment and of a freeze: when each lapses, what is due next, what waits behind whom. */
import { freeze, type Order, type OrdersAt, ordersAt, release, renew, stopPayment } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { lines } from '../support/ledger.js'

/** A time as the clocks of Beijing show it. */
function beijing(time: Date): string {
  return new Date(time.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', '_')
}

/** A line a term: "ordered from expires". */
function terms({ terms }: Order): string[] {
  return terms.map(({ ordered, from, expires }) => [ordered, from, expires].map(beijing).join(' '))
}

/** A line an order, "state id from expires", with those in front; then what is due, "by step id". */
function life({ inForce, lapsed, released, due }: OrdersAt): string[] {
  return [
    ...[...inForce, ...lapsed, ...released].map(({ state, order, from, expires, behind }) =>
      [state, order.id, beijing(from), beijing(expires), ...behind.map((id) => `behind ${id}`)].join(' '),
    ),
    ...due.map(({ by, step, order }) => `${beijing(by)} ${step} ${order.id}`),
  ]
}

describe('stop-payment: 48 hours, at most twice', () => {
  const first = stopPayment('mule-1', '2026-03-01 10:00', { id: 'stop' })

  test('from the moment of the stop to the minute', () => {
    expect(terms(first)).toEqual(['2026-03-01_10:00 2026-03-01_10:00 2026-03-03_10:00'])
    expect(first).toMatchObject({ measure: 'stop-payment', account: 'mule-1', timeZone: 'Asia/Shanghai' })
  })

  test('the second, in time, runs on from the first', () => {
    expect(terms(renew(first, '2026-03-02 18:00'))).toEqual(
      lines(`
        2026-03-01_10:00 2026-03-01_10:00 2026-03-03_10:00
        2026-03-02_18:00 2026-03-03_10:00 2026-03-05_10:00`),
    )
  })

  test('too late, it begins anew, and the gap is seen', () => {
    const late = renew(first, '2026-03-03 12:00')
    expect(terms(late).at(-1)).toBe('2026-03-03_12:00 2026-03-03_12:00 2026-03-05_12:00')
    const [status] = ordersAt([late], '2026-03-04').inForce
    expect(status?.gaps.map(({ from, to }) => `${beijing(from)} ${beijing(to)}`)).toEqual([
      '2026-03-03_10:00 2026-03-03_12:00',
    ])
    expect(beijing(status!.from)).toBe('2026-03-03_12:00')
  })

  test('a third is refused', () => {
    const second = renew(first, '2026-03-02 18:00')
    expect(() => renew(second, '2026-03-04 09:00')).toThrowError(/"mule-1" were stopped 2 times.*freeze it/)
    expect(() => renew(second, '2026-04-04')).toThrowError(expect.objectContaining({ code: 'bad-option' }))
  })

  test('what is due: another stop or a freeze, then only a freeze, then nothing holds', () => {
    const second = renew(first, '2026-03-02 18:00')
    const at = (time: string) => life(ordersAt([second], time))
    expect(at('2026-03-01 09:59')).toEqual([])
    expect(at('2026-03-01 10:00')).toEqual([
      'in-force stop 2026-03-01_10:00 2026-03-03_10:00',
      '2026-03-03_10:00 stop-again-or-freeze stop',
    ])
    expect(at('2026-03-02 18:00')).toEqual([
      'in-force stop 2026-03-01_10:00 2026-03-05_10:00',
      '2026-03-05_10:00 freeze stop',
    ])
    expect(at('2026-03-05 09:59:59.999')[0]).toBe('in-force stop 2026-03-01_10:00 2026-03-05_10:00')
    expect(at('2026-03-05 10:00')).toEqual([
      'lapsed stop 2026-03-01_10:00 2026-03-05_10:00',
      '2026-03-05_10:00 order-again stop',
    ])
  })

  test('two records of one account are two stops: the second one’s end leaves only a freeze', () => {
    const second = stopPayment('mule-1', '2026-03-03 09:00', { id: 'again' })
    const other = stopPayment('mule-2', '2026-03-03 09:00', { id: 'other' })
    expect(ordersAt([first, second, other], '2026-03-04').due.map(({ step, order }) => `${step} ${order.id}`)).toEqual([
      'freeze again',
      'stop-again-or-freeze other',
    ])
    // Before the second is ordered nobody knows of it.
    expect(ordersAt([first, second], '2026-03-02').due.map(({ step }) => step)).toEqual(['stop-again-or-freeze'])
  })

  test('a freeze in time takes over: nothing is due for the stop', () => {
    const orders = [first, freeze('mule-1', '2026-03-03 09:00', { id: 'freeze' })]
    expect(life(ordersAt(orders, '2026-03-03 09:30'))).toEqual(
      lines(`
        in-force stop 2026-03-01_10:00 2026-03-03_10:00
        in-force freeze 2026-03-03_09:00 2026-09-03_09:00
        2026-09-03_09:00 renew freeze`),
    )
    expect(life(ordersAt(orders, '2026-04-01')).at(-1)).toBe('2026-09-03_09:00 renew freeze')
    // Once the freeze has lapsed too, it is the freeze that has to be ordered again.
    expect(life(ordersAt(orders, '2026-10-01')).slice(2)).toEqual(['2026-09-03_09:00 order-again freeze'])
  })
})

describe('freeze: six months, twelve, twenty-four', () => {
  test.each([
    [{}, '2027-01-15_14:30'],
    [{ gravity: 'major' }, '2027-07-15_14:30'],
    [{ property: 'securities' }, '2028-07-15_14:30'],
    [{ property: 'securities', gravity: 'major' }, '2028-07-15_14:30'],
    [{ months: 3 }, '2026-10-15_14:30'],
  ] as const)('%j', (term, expires) => {
    expect(terms(freeze('mule-1', '2026-07-15 14:30', term))).toEqual([`2026-07-15_14:30 2026-07-15_14:30 ${expires}`])
  })

  test.each([
    ['2026-08-31', '2027-02-28'],
    ['2027-08-31', '2028-02-29'],
    ['2026-08-29', '2027-02-28'],
    ['2026-08-28', '2027-02-28'],
    ['2026-12-31', '2027-06-30'],
    ['2026-05-31', '2026-11-30'],
  ])('from %s to %s: the last day of a shorter month', (from, to) => {
    expect(terms(freeze('mule-1', from))).toEqual([`${from}_00:00 ${from}_00:00 ${to}_00:00`])
  })

  test('months are those of the zone of the order', () => {
    // 31 August in Beijing is still 30 August in UTC.
    const at = '2026-08-30T18:00:00Z'
    expect(freeze('mule-1', at).terms[0]?.expires.toISOString()).toBe('2027-02-27T18:00:00.000Z')
    const utc = freeze('mule-1', at, { timeZone: 'UTC' })
    expect(utc.terms[0]?.expires.toISOString()).toBe('2027-02-28T18:00:00.000Z')
  })

  test('each renewal in time runs on from the expiry, not from its own day', () => {
    const order = freeze('mule-1', '2026-08-31 09:00', { id: 'freeze' })
    const renewed = renew(renew(order, '2027-02-20'), '2027-08-27 17:00', { gravity: 'major' })
    expect(terms(renewed)).toEqual(
      lines(`
        2026-08-31_09:00 2026-08-31_09:00 2027-02-28_09:00
        2027-02-20_00:00 2027-02-28_09:00 2027-08-28_09:00
        2027-08-27_17:00 2027-08-28_09:00 2028-08-28_09:00`),
    )
    expect(life(ordersAt([renewed], '2027-02-19')).at(-1)).toBe('2027-02-28_09:00 renew freeze')
    expect(life(ordersAt([renewed], '2027-02-21')).at(-1)).toBe('2027-08-28_09:00 renew freeze')
  })

  test('not renewed in time it has lapsed; a later one is a new order with a gap', () => {
    const order = freeze('mule-1', '2026-01-10 09:00', { id: 'freeze' })
    expect(life(ordersAt([order], '2026-07-10 09:00'))).toEqual([
      'lapsed freeze 2026-01-10_09:00 2026-07-10_09:00',
      '2026-07-10_09:00 order-again freeze',
    ])
    const late = renew(order, '2026-07-12 08:00')
    expect(terms(late).at(-1)).toBe('2026-07-12_08:00 2026-07-12_08:00 2027-01-12_08:00')
    const [status] = ordersAt([late], '2026-08-01').inForce
    expect(status?.gaps).toHaveLength(1)
    // At the very instant of the expiry there is no gap in time, though it had lapsed.
    expect(ordersAt([renew(order, '2026-07-10 09:00')], '2026-08-01').inForce[0]?.gaps).toEqual([])
  })

  test('released, it holds no longer and nothing is due', () => {
    const order = release(freeze('mule-1', '2026-01-10 09:00', { id: 'freeze' }), '2026-02-01 16:00')
    expect(life(ordersAt([order], '2026-02-01 15:59'))[0]).toBe('in-force freeze 2026-01-10_09:00 2026-07-10_09:00')
    expect(life(ordersAt([order], '2026-02-01 16:00'))).toEqual(['released freeze 2026-01-10_09:00 2026-02-01_16:00'])
    expect(() => renew(order, '2026-02-02')).toThrowError(/"freeze" was released at 2026-02-01T08:00:00.000Z/)
    expect(() => release(order, '2026-02-02')).toThrowError(/was released/)
  })
})

test('released as it lapses, it has lapsed: there was nothing left to release', () => {
  const order = freeze('mule-1', '2026-01-10 09:00', { id: 'freeze' })
  const { lapsed, released } = ordersAt([release(order, '2026-07-10 09:00')], '2026-08-01')
  expect([lapsed.length, released.length]).toEqual([1, 0])
})

describe('several authorities on one account (轮候冻结)', () => {
  const orders = [
    freeze('mule-1', '2026-02-01', { id: 'second', authority: 'police-2', amount: 30_000 }),
    freeze('mule-1', '2026-01-01', { id: 'first', authority: 'police-1', amount: '50000.00' }),
    freeze('mule-2', '2026-01-15', { id: 'other', authority: 'police-1' }),
  ]

  test('the later waits behind the earlier, and stands alone once that lapses', () => {
    expect(life(ordersAt(orders, '2026-03-01'))).toEqual(
      lines(`
        in-force first 2026-01-01_00:00 2026-07-01_00:00
        in-force second 2026-02-01_00:00 2026-08-01_00:00 behind first
        in-force other 2026-01-15_00:00 2026-07-15_00:00
        2026-07-01_00:00 renew first
        2026-07-15_00:00 renew other
        2026-08-01_00:00 renew second`),
    )
    expect(life(ordersAt(orders, '2026-07-01')).filter((line) => line.includes('second'))[0]).toBe(
      'in-force second 2026-02-01_00:00 2026-08-01_00:00',
    )
    expect(ordersAt(orders, '2026-07-01').due[0]).toMatchObject({ step: 'order-again', order: { id: 'first' } })
  })

  test('after a gap the late one goes to the end of the queue', () => {
    const [second, first, other] = orders as [Order, Order, Order]
    const late = renew(first, '2026-07-03')
    const statuses = ordersAt([second, late, other], '2026-07-05').inForce
    expect(statuses.map(({ order, behind }) => [order.id, behind])).toEqual([
      ['second', []],
      ['first', ['second']],
      ['other', []],
    ])
  })
})

test('orders are plain records: through JSON and back they live on', () => {
  const order = freeze('mule-1', '2026-01-10 09:00', { id: 'freeze', amount: '100.50' })
  const back = JSON.parse(JSON.stringify(order)) as Order
  expect(terms(renew(back, '2026-07-01'))).toEqual(terms(renew(order, '2026-07-01')))
  expect(life(ordersAt([back], '2026-02-01'))).toEqual(life(ordersAt([order], '2026-02-01')))
})

test('an order is never changed', () => {
  const order = freeze('mule-1', '2026-01-10 09:00')
  const before = JSON.stringify(order)
  const renewed = renew(order, '2026-07-01')
  release(order, '2026-07-01')
  renewed.terms[0]!.from.setTime(0)
  expect(JSON.stringify(order)).toBe(before)
})

test('an id is made of what the order is', () => {
  expect(stopPayment('mule-1', '2026-03-01 10:00').id).toBe('stop-payment:mule-1:2026-03-01T02:00:00.000Z')
  const [a, b] = ['police-1', 'police-2'].map((authority) => freeze('mule-1', '2026-03-01', { authority }))
  expect(ordersAt([a!, b!], '2026-03-02').inForce.map(({ behind }) => behind.length)).toEqual([0, 1])
})

describe('what makes no sense is said, with the value', () => {
  const order = freeze('mule-1', '2026-01-10 09:00')
  const wrong: [string, () => unknown, RegExp][] = [
    ['no account', () => freeze('', '2026-01-10'), /account is ""/],
    ['a time that is none', () => stopPayment('a', 'now'), /at is "now"/],
    ['no time', () => stopPayment('a', undefined as never), /at is undefined/],
    ['a zone that is none', () => freeze('a', '2026-01-10', { timeZone: 'Mars' }), /timeZone is "Mars"/],
    ['longer than the law allows', () => freeze('a', '2026-01-10', { months: 7 }), /months is 7.*1 to 6/],
    ['half a month', () => freeze('a', '2026-01-10', { months: 0.5 }), /months is 0\.5/],
    ['a gravity that is none', () => freeze('a', '2026-01-10', { gravity: 'huge' as never }), /gravity is "huge"/],
    ['a property that is none', () => freeze('a', '2026-01-10', { property: 'car' as never }), /property is "car"/],
    ['an amount of nothing', () => freeze('a', '2026-01-10', { amount: 0 }), /amount is 0.*above zero/],
    ['an unknown currency', () => freeze('a', '2026-01-10', { amount: 1, currency: 'XYZ' }), /currency is "XYZ"/],
    ['an authority that is no text', () => freeze('a', '2026-01-10', { authority: 5 as never }), /authority is 5/],
    ['an empty id', () => freeze('a', '2026-01-10', { id: '' }), /id is ""/],
    ['no options', () => freeze('a', '2026-01-10', null as never), /options is null/],
    ['a renewal before the order', () => renew(order, '2026-01-09'), /at is "2026-01-09".*not before the term/],
    ['a renewal of nothing', () => renew({} as Order, '2026-01-09'), /an order is/],
    ['a release before the order', () => release(order, '2026-01-09'), /not before the order/],
    ['orders that are no list', () => ordersAt(order as never, '2026-01-11'), /orders is/],
    ['a hole in the list', () => ordersAt(Object.assign([], { 1: order }), '2026-01-11'), /an order is undefined/],
    ['an order without an id', () => ordersAt([{ ...order, id: '' }], '2026-01-11'), /order\.id is ""/],
    ['an order of no account', () => renew({ ...order, account: 5 as never }, '2026-01-11'), /order\.account is 5/],
    ['a term that is none', () => ordersAt([{ ...order, terms: [null as never] }], '2026-01-11'), /order\.ordered is/],
    [
      'a term that ends before it begins',
      () => release({ ...order, terms: [{ ...order.terms[0]!, expires: new Date(0) }] }, '2026-01-11'),
      /order\.expires is 1970-01-01.*after 2026-01-10/,
    ],
    ['two orders of one id', () => ordersAt([order, order], '2026-01-11'), /id is "freeze:mule-1/],
    [
      'a renewal in advance of the renewal',
      () => renew(renew(order, '2026-02-01'), '2026-02-02'),
      /not before the term/,
    ],
  ]
  test.each(wrong)('%s', (_, call, message) => {
    expect(call).toThrowError(message)
    expect(call).toThrowError(expect.objectContaining({ code: 'bad-option' }))
  })
})
