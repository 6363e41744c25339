import type { Decimal } from 'decimal.js'
import { buildMoneyGraph, compareRules, freezable, type Rule, type RuleComparison, trace } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { accounts, lines, transfers } from '../support/ledger.js'

const { graph } = buildMoneyGraph(
  transfers(`
    id   time   from    to      amount  kind
    v1   09:00  victim  mule-1    1000  -
    pay  09:05  employer    mule-1     500  -
    t1   09:10  mule-1  mule-2     900  -
    atm  09:20  mule-2  atm        300  cash`),
  {
    accounts: accounts(`
      id      holder
      mule-1  张某`),
  },
)
const options = { from: 'v1' }

/** An account a line, "account level amounts", an amount a rule; then the totals, a line a rule. */
function table({ rules, accounts, totals }: RuleComparison): string[] {
  const amounts = (held: Partial<Record<Rule, Decimal>>) => rules.map((rule) => held[rule]?.toFixed() ?? '-').join(' ')
  return [
    ...accounts.map(({ account, level, held }) => `${account} ${level} ${amounts(held)}`),
    ...rules.flatMap((rule) => {
      const total = totals[rule]
      return total === undefined ? [] : [`${rule} ${total.freezable.toFixed()} ${total.gone.toFixed()}`]
    }),
  ]
}

describe('one table over the rules', () => {
  test('an account a row, a rule a column, what is freezable and gone under each', () => {
    const comparison = compareRules(graph, options)
    expect(comparison.rules).toEqual(['fifo', 'lifo', 'pro-rata', 'libr', 'taint-first'])
    expect(table(comparison)).toEqual(
      lines(`
        victim 0 0 0 0 0 0
        mule-1 1 100 600 400 600 100
        mule-2 2 600 100 400 400 600
        atm 3 0 0 0 0 0
        fifo 700 300
        lifo 700 300
        pro-rata 800 200
        libr 1000 0
        taint-first 700 300`),
    )
    expect(comparison.accounts[1]).toMatchObject({ account: 'mule-1', holder: '张某', kind: 'bank' })
    expect(comparison.accounts[1]?.range?.min.toFixed()).toBe('100')
    expect(comparison.accounts[1]?.range?.max.toFixed()).toBe('600')
  })

  test('poison may be a column, without totals and outside the range', () => {
    const comparison = compareRules(graph, options, ['fifo', 'poison'])
    expect(table(comparison)).toEqual(
      lines(`
        victim 0 0 0
        mule-1 1 100 600
        mule-2 2 600 600
        atm 3 0 300
        fifo 700 300`),
    )
    expect(comparison.accounts[1]?.range?.max.toFixed()).toBe('100')
  })

  test('an unknown rule, one named twice, or none: bad-option', () => {
    for (const rules of [[], ['fifo', 'fifo'], ['fefo']]) {
      expect(() => compareRules(graph, options, rules as Rule[])).toThrowError(
        expect.objectContaining({ code: 'bad-option' }),
      )
    }
  })
})

describe('the freeze list beside a comparison', () => {
  const comparison = compareRules(graph, options)

  test('each account carries its range and whether the rules disagree', () => {
    const list = freezable(trace(graph, options), { comparison })
    expect(
      list.accounts.map(({ account, hold, range, cautions }) => [
        account,
        hold.toFixed(),
        range?.min.toFixed(),
        range?.max.toFixed(),
        cautions,
      ]),
    ).toEqual([
      ['mule-2', '600', '100', '600', ['rules-disagree']],
      ['mule-1', '100', '100', '600', ['mostly-other-money', 'rules-disagree']],
    ])
  })

  test('without one there is no range', () => {
    expect(freezable(trace(graph, options)).accounts.every(({ range }) => range === undefined)).toBe(true)
  })

  test('a comparison of alerts alone has no amounts, and so no range', () => {
    const alerts = compareRules(graph, options, ['poison'])
    const list = freezable(trace(graph, options), { comparison: alerts })
    expect(list.accounts.every(({ range }) => range === undefined)).toBe(true)
  })

  test('no options, or bounds that are none: bad-option', () => {
    for (const wrong of [null, { bounds: new Map([['mule-1', 3]]) }, { bounds: [] }]) {
      expect(() => freezable(trace(graph, options), wrong as never)).toThrowError(
        expect.objectContaining({ code: 'bad-option' }),
      )
    }
    expect(() => compareRules(graph, null as never)).toThrowError(expect.objectContaining({ code: 'bad-option' }))
  })

  test('what is no comparison, and a trace for alerts: bad-option', () => {
    expect(() => freezable(trace(graph, options), { comparison: [] as never })).toThrowError(
      expect.objectContaining({ code: 'bad-option' }),
    )
    expect(() => freezable(trace(graph, { ...options, rule: 'poison' }))).toThrowError(
      expect.objectContaining({ code: 'bad-option' }),
    )
  })
})
