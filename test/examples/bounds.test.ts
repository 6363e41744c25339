/** The figures of docs/bounds.md are those that its own ledgers give. */
import { readFileSync } from 'node:fs'
import { type AccountRecord, attributionBounds, buildMoneyGraph, trace } from 'fundtrail'
import { expect, test } from 'vitest'
import { transfers } from '../support/ledger.js'

const page = readFileSync(new URL('../../docs/bounds.md', import.meta.url), 'utf8')

const openings: AccountRecord[][] = [
  [{ id: 'mule-1', openingBalance: 60 }],
  [
    { id: 'A', openingBalance: 10_000 },
    { id: 'C', openingBalance: 40_000 },
  ],
]

/** The ledgers of the page, and the table of figures behind each. */
const ledgers = [...page.matchAll(/^ {4}id {2}time.*\n(?: {4}.*\n)+/gm)].map(([text]) => text)
const tables = [...page.matchAll(/^\| account.*\n\|[ -:|]*\n((?:\|.*\n)+)/gm)].map(([, body = '']) =>
  body
    .trim()
    .split('\n')
    .map((line) => line.replace(/[|`]/g, ' ').trim().split(/\s+/)),
)

test.each([0, 1])('ledger %i of the page has the figures of its table', (index) => {
  expect([ledgers.length, tables.length]).toEqual([2, 2])
  const records = transfers(ledgers[index]!)
  const { graph } = buildMoneyGraph(records, { accounts: openings[index]! })
  const victims = [...new Set(records.filter(({ id }) => id?.startsWith('v')).map(({ from }) => from))]
  const claims = victims.map((id) => ({
    id,
    transfers: records.filter(({ from }) => from === id).map((record) => record.id!),
  }))
  const result = trace(graph, { claims })
  const figures = [...attributionBounds(graph, { claims })].map(([id, { min, max }]) => [
    id,
    min.toFixed(),
    result.account(id)?.held.toFixed(),
    max.toFixed(),
  ])
  expect(figures).toEqual(tables[index])
})

test('the sums that the page names', () => {
  const column = (at: number) => tables[1]!.reduce((sum, row) => sum + Number(row[at]), 0)
  expect(page).toContain(`The maxima sum to ${column(3)}, more than the 150000`)
  expect(page).toContain(`the minima to ${column(1)}.`)
})
