import { buildMoneyGraph, type ControlOptions, findCommonControl, trace } from 'fundtrail'
import { expect, test } from 'vitest'
import { traceLedger } from '../support/findings.js'

const rows = `
  id  time   from    to      amount
  v1  09:00  victim  mule-1     600
  v2  09:01  victim  mule-2     400
  t1  09:10  mule-1  mule-3     600
  t2  09:11  mule-2  mule-3     400
  t3  09:20  mule-3  mule-4    1000`

const control = (holders: string, options?: ControlOptions) =>
  findCommonControl(traceLedger(rows, { holders }), options).map(
    ({ accounts, signs, traced, alternation }) =>
      `${accounts.join(',')} ${signs.join(',')} ${traced.toFixed()} ${alternation}`,
  )

test('one holder id', () => {
  expect(control('id holderId\nvictim v\nmule-1 p\nmule-4 p')).toEqual([
    'mule-1,mule-4 holder-id 1600 0',
    'mule-1,mule-2 counterparties 1000 1',
  ])
})

test('one name, where no two ids say that they are two people', () => {
  expect(control('id holder holderId\nvictim - v\nmule-1 张某 -\nmule-4 张某 p', { minCount: 3 })).toEqual([
    'mule-1,mule-4 holder 1600 0',
  ])
  expect(control('id holder holderId\nvictim - v\nmule-1 张某 q\nmule-4 张某 p', { minCount: 3 })).toEqual([])
})

test('the same payers and payees', () => {
  expect(control('id\nvictim')).toEqual(['mule-1,mule-2 counterparties 1000 1'])
  expect(control('id\nvictim', { minCount: 3 })).toEqual([])
})

test('a holder is named where the accounts of one id agree on him', () => {
  const holderOf = (holders: string) => findCommonControl(traceLedger(rows, { holders }), { minCount: 3 })[0]!.holder
  expect(holderOf('id holder holderId\nvictim - v\nmule-1 张某 p\nmule-4 - p')).toBe('张某')
  expect(holderOf('id holder holderId\nvictim - v\nmule-1 张某 p\nmule-4 李某 p')).toBeUndefined()
})

test('one holder of 20,000 accounts, every two of which pay the same', () => {
  const accounts = Array.from({ length: 20_000 }, (_, at) => ({ id: `mule-${at}`, holderId: 'p' }))
  const time = (minutes: number) => minutes * 60_000
  const records = accounts.flatMap(({ id }, at) => [
    { id: `a${at}`, from: 'hub', to: id, amount: 2, time: time(1) },
    { id: `b${at}`, from: id, to: `shop-${at >> 1}`, amount: 1, time: time(2) },
    { id: `c${at}`, from: id, to: `bar-${at >> 1}`, amount: 1, time: time(3) },
  ])
  const { graph } = buildMoneyGraph([{ id: 'v', from: 'victim', to: 'hub', amount: 40_000, time: 0 }, ...records], {
    accounts,
  })
  const [all] = findCommonControl(trace(graph, { from: 'v' }))
  expect(all).toMatchObject({ signs: ['holder-id', 'counterparties'] })
  expect(all!.traced.toNumber()).toBe(40_000)
})
