/** The figures of docs/rules.md are those that its own ledger gives. */
import { readFileSync } from 'node:fs'
import type { Decimal } from 'decimal.js'
import { type Between, buildMoneyGraph, compareRules, type Rule, type TraceOptions, trace } from 'fundtrail'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { moves, transfers } from '../support/ledger.js'

const page = readFileSync(new URL('../../docs/rules.md', import.meta.url), 'utf8')
const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
const example = readFileSync(new URL('../../examples/which-rule.ts', import.meta.url), 'utf8')

const [ledger = ''] = /^ {4}id {4}time.*\n(?: {4}.*\n)+/m.exec(page) ?? []
const records = transfers(ledger)
const { graph } = buildMoneyGraph(records)
const claims = [
  { id: 'victim-1', transfers: ['v1'] },
  { id: 'victim-2', transfers: ['v2'] },
]
const RULES: Rule[] = ['fifo', 'lifo', 'pro-rata', 'libr', 'taint-first']

/** The tables below a heading, each as rows of cells, their heads left out. */
function tablesOf(heading: string): string[][][] {
  const start = page.indexOf(`\n## ${heading}\n`)
  expect(start).toBeGreaterThan(0)
  const end = page.indexOf('\n## ', start + 1)
  const section = page.slice(start, end < 0 ? undefined : end)
  return [...section.matchAll(/^\|.*\n\|[ -:|]*\n((?:\|.*\n)+)/gm)].map(([, body = '']) =>
    body
      .trim()
      .split('\n')
      .map((line) => line.split('|').slice(1, -1))
      .map((cells) => cells.map((cell) => cell.replaceAll('`', '').trim())),
  )
}

/** Of an amount: what is victim-1's, victim-2's and own. */
function parts(shares: Record<string, Decimal> | undefined, amount: Decimal): [string, string][] {
  const claimed = claims.map(({ id }): [string, Decimal] => [id, shares?.[id] ?? amount.times(0)])
  const own = claimed.reduce((rest, [, share]) => rest.minus(share), amount)
  return [...claimed, ['own', own] as const].map(([owner, part]) => [owner, part.toFixed()])
}

const listed = (all: [string, string][]) =>
  all
    .filter(([, part]) => part !== '0')
    .map((pair) => pair.join(' '))
    .join(', ')

/** mule-1 from the second victim's payment on: a row, what it takes, what is then victim-1's, victim-2's and own. */
function worked(rule: Rule, between: Between): string[][] {
  return records.slice(2, 6).map(({ id = '', time, from }) => {
    const then = trace(graph, { claims, rule, between, until: time })
    const moved = then.transfers.find((transfer) => transfer.id === id)
    const takes = from === 'mule-1' ? listed(parts(moved?.shares, graph.transfer(id).amount)) : ''
    const there = then.account('mule-1')
    return [id, takes, ...parts(there?.shares, there!.balance!).map(([, part]) => part)]
  })
}

describe('docs/rules.md', () => {
  test.each(RULES)('%s: the ledger, worked', (rule) => {
    const [first, second] = tablesOf(`\`${rule}\``)
    expect(first).toEqual(worked(rule, 'pro-rata'))
    const ranks = rule === 'libr' || rule === 'taint-first'
    expect(second).toEqual(ranks ? worked(rule, 'fifo') : undefined)
    expect(ranks || first).toEqual(ranks || worked(rule, 'fifo'))
  })

  test('poison: the ledger, worked', () => {
    const result = trace(graph, { claims, rule: 'poison' })
    const rows = tablesOf('`poison`')[0]!.map(([id, amount, traced]) => {
      expect(amount).toBe(graph.transfer(id!).amount.toFixed())
      return `${id} ${traced}`
    })
    expect(rows).toEqual(moves(result).map((line) => line.replace(/ \d+ /, ' ')))
  })

  test('the overdraft: what repays it, and what is left', () => {
    const { graph } = buildMoneyGraph(records, { accounts: [{ id: 'mule-2', openingBalance: -420 }] })
    const figures = (['pro-rata', 'fifo'] as const).flatMap((between) =>
      (between === 'fifo' ? (['libr', 'taint-first'] as const) : RULES).map((rule) => {
        const options: TraceOptions = { claims, rule, between }
        const result = trace(graph, options)
        const t1 = result.transfers.find(({ id }) => id === 't1')!
        const there = result.account('mule-2')!
        const left = parts(there.shares, there.balance!)
        const came = parts(t1.shares, t1.amount)
        const repaid = came.map(([owner, part], at): [string, string] => [
          owner,
          `${Number(part) - Number(left[at]![1])}`,
        ])
        const gone = result.endings.find(({ code }) => code === 'overdraft')
        expect(listed(parts(gone?.shares, there.balance!.times(0).plus(420)))).toBe(listed(repaid))
        return [between === 'fifo' ? `${rule}, between fifo` : rule, listed(repaid), listed(left)]
      }),
    )
    expect(tablesOf('Overdrafts')).toEqual([figures])
  })

  test('to the unit', () => {
    const { graph } = buildMoneyGraph(
      transfers(`
        id    time   from      to      amount
        v1    09:00  victim-1  mule-1    1.00
        v2    09:01  victim-2  mule-1    1.00
        pay   09:02  employer  mule-1    1.00
        t1    09:03  mule-1    mule-2    1.00`),
    )
    const result = trace(graph, { claims, rule: 'pro-rata' })
    const took = parts(result.transfers.at(-1)?.shares, graph.transfer('t1').amount)
    expect(page).toContain(`\n    ${listed(took)}\n`)
  })

  test('no account of the ledger is the same under the four rules, though what is held may be', () => {
    const four = ['fifo', 'lifo', 'libr', 'taint-first'] as const
    const under = (from: typeof graph, account: string) =>
      four.map((rule) => {
        const there = trace(from, { claims, rule }).account(account)
        return listed(parts(there?.shares, there!.held))
      })
    for (const account of ['mule-1', 'mule-2', 'mule-3']) expect(new Set(under(graph, account)).size).toBeGreaterThan(1)
    const { graph: equal } = buildMoneyGraph(
      transfers(`
        id    time   from      to      amount
        v1    09:00  victim-1      mule-1    1000
        v2    09:01  victim-2     mule-1    1000
        t1    09:03  mule-1    mule-2    1000`),
    )
    expect(compareRules(equal, { claims }).accounts.every(({ range }) => range?.min.eq(range.max))).toBe(true)
    expect(under(equal, 'mule-1')).toEqual([
      'victim-2 1000',
      'victim-1 1000',
      'victim-1 500, victim-2 500',
      'victim-1 500, victim-2 500',
    ])
  })
})

describe('the comparison of rules', () => {
  afterEach(() => vi.restoreAllMocks())

  test('stands in the README and in docs/rules.md as it is, with what it prints', async () => {
    const printed: string[] = []
    vi.spyOn(console, 'log').mockImplementation((...words) => void printed.push(words.join(' ')))
    await import('../../examples/which-rule.js')
    expect(printed).toHaveLength(7)
    const output = printed.map((line) => `    ${line}\n`).join('')
    for (const text of [page, readme]) {
      expect(text).toContain(`\`\`\`ts\n${example}\`\`\``)
      expect(text).toContain(output)
    }
  })

  test('is of the ledger of docs/rules.md', () => {
    for (const { id = '', from, to, amount, kind } of records) {
      const row = `{ id: '${id}', from: '${from}', to: '${to}', amount: ${amount}, `
      expect(example).toContain(row)
      expect(
        example
          .split('\n')
          .find((line) => line.includes(row))
          ?.includes(`kind: '${kind}'`),
      ).toBe(kind === 'cash')
    }
  })
})
