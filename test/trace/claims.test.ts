import { buildMoneyGraph, FundtrailError, type TraceOptions, trace } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { accounts, endings, transfers } from '../support/ledger.js'

const ledger = `
  id  time   from      to      amount  currency  status  reverses
  v1  09:00  victim-a  mule-1  1000    -         -       -
  v2  09:05  victim-b  mule-1   500    -         -       -
  v3  09:06  victim-a  savings  100    -         -       -
  u1  09:07  victim-b  mule-1   500    USD       -       -
  f1  09:08  victim-a  mule-1   500    -         failed  -
  r1  09:09  victim-a  mule-1   700    -         -       -
  r2  09:10  mule-1    victim-a 700    -         -       r1
  s1  09:11  victim-a  victim-a 700    -         -       -
  x1  09:12  victim-a  mule-1   1.234  -         -       -
  t1  09:20  mule-1    mule-2  1200    -         -       -`
const holders = `
  id        holderId
  victim-a  ID-1
  savings   ID-1`
const { graph } = buildMoneyGraph(transfers(ledger), { accounts: accounts(holders) })

describe('wrong claims are refused, with the reason', () => {
  const refusals: [string, TraceOptions, string, RegExp][] = [
    ['none at all', {}, 'bad-option', /no claim is given/],
    ['an empty list', { claims: [] }, 'bad-option', /claims is empty/],
    ['from together with claims', { from: 'v1', claims: [{ id: 'a', transfers: ['v1'] }] }, 'bad-option', /both/],
    ['a claim without transfers', { claims: [{ id: 'a', transfers: [] }] }, 'bad-option', /at least one transfer/],
    ['a claim without an id', { claims: [{ id: '', transfers: ['v1'] }] }, 'bad-option', /claims\[\]\.id is ""/],
    [
      'two claims of one id',
      {
        claims: [
          { id: 'a', transfers: ['v1'] },
          { id: 'a', transfers: ['v2'] },
        ],
      },
      'bad-option',
      /claims\[\]\.id is "a"/,
    ],
    [
      'one transfer in two claims',
      {
        claims: [
          { id: 'a', transfers: ['v1'] },
          { id: 'b', transfers: ['v2', 'v1'] },
        ],
      },
      'bad-option',
      /"v1" is in the claims "a" and "b"/,
    ],
    ["a transfer to the victim's own account", { from: ['v1', 'v3'] }, 'bad-option', /"v3".*"savings"/],
    ['an id that no record has', { from: 'nope' }, 'unknown-transfer', /"nope": no record/],
    ['a failed transfer', { from: 'f1' }, 'unknown-transfer', /"f1": row 5 is excluded: the transfer failed/],
    ['a reversed transfer', { from: 'r1' }, 'unknown-transfer', /"r1": row 6 is excluded: it was reversed/],
    ['a self-transfer', { from: 's1' }, 'unknown-transfer', /"s1": row 8 is excluded: a self-transfer/],
    ['a rejected row', { from: 'x1' }, 'unknown-transfer', /"x1": row 9 was rejected: amount "1.234"/],
    ['several currencies', { from: ['v2', 'u1'] }, 'mixed-currencies', /CNY, USD/],
    [
      'an unknown account of the victim',
      { claims: [{ id: 'a', transfers: ['v1'], accounts: ['nope'] }] },
      'unknown-account',
      /"nope"/,
    ],
    ['an unknown rule', { from: 'v1', rule: 'best' as never }, 'bad-option', /rule is "best"/],
    ['a rule from a prototype', { from: 'v1', rule: 'toString' as never }, 'bad-option', /rule is "toString"/],
    ['a level below 1', { from: 'v1', maxLevel: 0 }, 'bad-option', /maxLevel is 0/],
    ['a time that is none', { from: 'v1', until: '2024-13-01' }, 'bad-option', /until is "2024-13-01"/],
    ['an amount that is none', { from: 'v1', minAmount: '1,000' }, 'bad-option', /minAmount is "1,000"/],
    ['a freeze of an unknown account', { from: 'v1', freezes: [{ account: 'x', at: 0 }] }, 'unknown-account', /"x"/],
    ['a freeze at no time', { from: 'v1', freezes: [{ account: 'mule-1', at: 'soon' }] }, 'bad-option', /"soon"/],
    ['stopAt that is no function', { from: 'v1', stopAt: true as never }, 'bad-option', /stopAt is true/],
    ['no options', undefined as never, 'bad-option', /options are undefined/],
  ]
  test.each(refusals)('%s', (_, options, code, message) => {
    const attempt = () => trace(graph, options)
    expect(attempt).toThrow(FundtrailError)
    expect(attempt).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }))
  })

  test('something that is no graph', () => {
    expect(() => trace({} as never, { from: 'v1' })).toThrow(expect.objectContaining({ code: 'bad-option' }))
  })
})

test('an id repeated in one claim counts once', () => {
  const result = trace(graph, { from: ['v1', 'v1'] })
  expect(result.stolen.toFixed()).toBe('1000')
  expect(result.settings.claims).toEqual([{ id: 'victim', transfers: ['v1'], accounts: ['savings', 'victim-a'] }])
})

test("a claim's transfers after `until` are pending and not stolen", () => {
  const result = trace(graph, { from: ['v1', 'v2'], until: '2024-03-01T09:04:59Z' })
  expect(result.claims[0]).toMatchObject({ pending: ['v2'] })
  expect(result.stolen.toFixed()).toBe('1000')
  expect(endings(result)).toEqual(['mule-1 held 1000'])
})

test('a claim whose transfers are all pending has stolen nothing yet', () => {
  const result = trace(graph, { from: 'v1', until: 0 })
  expect(result.stolen.toFixed()).toBe('0')
  expect(result.transfers).toEqual([])
  expect(result.accounts).toEqual([])
})

test('every option comes back with its default', () => {
  const { settings } = trace(graph, { from: 'v1' })
  expect(settings).toEqual({
    claims: [{ id: 'victim', transfers: ['v1'], accounts: ['savings', 'victim-a'] }],
    rule: 'fifo',
    between: 'pro-rata',
    until: graph.lastTime,
    maxLevel: undefined,
    minAmount: undefined,
    stopAt: undefined,
    freezes: [],
    maxPieces: 1_000_000,
    coverage: 'complete',
    shortfall: 'opening',
    ties: 'records',
    timeZone: 'UTC',
  })
})

test('claim ids such as __proto__ are ids like any other', () => {
  const result = trace(graph, { claims: [{ id: '__proto__', transfers: ['v1'] }] })
  expect(Object.keys(result.endings[0]?.shares ?? {})).toEqual(['__proto__'])
  expect(Object.getPrototypeOf(result.endings[0]?.shares)).toBeNull()
})
