import { buildMoneyGraph, FundtrailError, nextStatements, type Period, type TransferRecord, trace } from 'fundtrail'
import {
  type ExpandState,
  expandTrace,
  memorySource,
  type StatementQuery,
  type StatementSource,
} from 'fundtrail/sources'
import { describe, expect, test } from 'vitest'
import { endings, transfers } from '../support/ledger.js'

const minute = (at: number) => Date.UTC(2024, 2, 1, 9, at)

/** A hub that pays out 1 each minute, from 100 of its own and the 50 that a victim pays in. */
const hub: TransferRecord[] = [
  { id: 'own', from: 'employer', to: 'hub', amount: 100, time: minute(-2) },
  { id: 't1', from: 'victim', to: 'hub', amount: 50, time: minute(0) },
  ...Array.from({ length: 150 }, (_, n) => ({
    id: `p${n + 1}`,
    from: 'hub',
    to: `payee-${n + 1}`,
    amount: 1,
    time: minute(n + 1),
  })),
]

function watching(source: StatementSource) {
  const asked: StatementQuery[] = []
  const watched: StatementSource = {
    ...source,
    statements(requests, options) {
      asked.push(...requests)
      return source.statements(requests, options)
    },
  }
  return { asked, watched }
}

const ofHub = (asked: readonly StatementQuery[]) => asked.filter(({ account }) => account === 'hub')

describe('an account is read in pages', () => {
  test('as long as traced money is in it, each page four times as large as the last', async () => {
    const { asked, watched } = watching(memorySource(hub))
    const { trace: found, rounds, limits } = await expandTrace(watched, { from: 't1', pageRows: 10 })
    expect(endings(found)).toEqual(endings(trace(buildMoneyGraph(hub).graph, { from: 't1' })))
    expect(ofHub(asked).map(({ pageRows, continues = false }) => ({ pageRows, continues }))).toEqual([
      { pageRows: 10, continues: false },
      { pageRows: 40, continues: true },
      { pageRows: 160, continues: true },
    ])
    expect({ rounds, limits }).toEqual({ rounds: 4, limits: [] })
  })

  test('and no further once the money has left', async () => {
    const { asked, watched } = watching(memorySource(hub))
    const { trace: found, graph } = await expandTrace(watched, { from: 't1', rule: 'lifo', pageRows: 60 })
    expect(endings(found)).toEqual(endings(trace(buildMoneyGraph(hub).graph, { from: 't1', rule: 'lifo' })))
    expect(ofHub(asked).length).toBe(1)
    expect(graph.hasTransfer('p59')).toBe(true)
    expect(graph.hasTransfer('p60')).toBe(false)
    // What it holds at the end is not known.
    expect(found.account('hub')?.balance).toBeUndefined()
  })

  test('where a limit stops it, what is left has an amount and a next question', async () => {
    const { trace: found, limits } = await expandTrace(memorySource(hub), { from: 't1', pageRows: 120, maxRounds: 1 })
    expect(limits).toEqual(['maxRounds'])
    expect(endings(found)).toContain('hub statement-ended 31')
    expect(found.stolen.toFixed()).toBe('50')
    expect(nextStatements(found)[0]).toMatchObject({ account: 'hub', from: new Date(minute(119)) })
  })

  test('from JSON it goes on behind the last page', async () => {
    const whole = endings(trace(buildMoneyGraph(hub).graph, { from: 't1' }))
    for (const maxRounds of [1, 2, 3]) {
      const cut = await expandTrace(memorySource(hub), { from: 't1', pageRows: 10, maxRounds })
      const resume = JSON.parse(JSON.stringify(cut.state())) as ExpandState
      const { asked, watched } = watching(memorySource(hub))
      const resumed = await expandTrace(watched, { from: 't1', pageRows: 10, resume })
      expect(endings(resumed.trace)).toEqual(whole)
      expect(resumed.rounds).toBe(4)
      expect(ofHub(asked).every(({ continues }) => continues)).toBe(true)
    }
  })

  test('rows between two arrivals are not read where no traced money was there', async () => {
    const later = { id: 't2', from: 'mule', to: 'hub', amount: 5, time: minute(120) }
    const rows = [...hub, { id: 'm1', from: 'victim', to: 'mule', amount: 5, time: minute(1) }, later]
    const { graph: everything } = buildMoneyGraph(rows)
    const options = { from: ['t1', 'm1'], rule: 'lifo' as const, pageRows: 60 }
    const { trace: found, graph } = await expandTrace(memorySource(rows), options)
    expect(endings(found)).toEqual(endings(trace(everything, { from: ['t1', 'm1'], rule: 'lifo' })))
    expect(graph.hasTransfer('p90')).toBe(false)
    expect(graph.hasTransfer('p125')).toBe(true)
  })

  test('a source that says nothing of how far it goes is read on all the same', async () => {
    const { transfers: find, statements } = memorySource(hub)
    const { trace: found } = await expandTrace({ transfers: find, statements }, { from: 't1', pageRows: 10 })
    expect(endings(found)).toEqual(endings(trace(buildMoneyGraph(hub).graph, { from: 't1' })))
  })

  test('no page parts a transfer from its reversal', async () => {
    const rows = transfers(`
      id  time   from     to      amount  reverses
      t1  09:00  victim   hub     10      -
      x1  09:01  hub      shop    10      -
      a1  09:02  friend   hub     3       -
      x2  09:30  shop     hub     10      x1
      o1  09:40  hub      mule    10      -`)
    for (const pageRows of [1, 2, 3, 4]) {
      const { trace: found } = await expandTrace(memorySource(rows), { from: 't1', pageRows })
      expect(endings(found)).toEqual(['mule held 10'])
    }
  })

  test('two pieces that lie within a second are not taken for one', async () => {
    const at = (ms: number) => minute(0) + ms
    const rows: TransferRecord[] = [
      { id: 't1', from: 'victim', to: 'hub', amount: 10, time: at(0) },
      { id: 'p1', from: 'hub', to: 'out-1', amount: 10, time: at(10) },
      { id: 'own', from: 'friend', to: 'hub', amount: 7, time: at(20) },
      { id: 'p2', from: 'hub', to: 'out-2', amount: 7, time: at(30) },
      { id: 't2', from: 'victim', to: 'hub', amount: 4, time: at(900) },
      { id: 'p3', from: 'hub', to: 'out-3', amount: 4, time: at(910) },
    ]
    const { graph } = buildMoneyGraph(rows)
    for (const rule of ['fifo', 'lifo', 'pro-rata', 'libr', 'taint-first', 'poison'] as const) {
      for (const pageRows of [1, 2, 3]) {
        const { trace: found } = await expandTrace(memorySource(rows), { from: ['t1', 't2'], rule, pageRows })
        expect(endings(found)).toEqual(endings(trace(graph, { from: ['t1', 't2'], rule })))
      }
    }
  })
})

test.each([
  ['of an account that was not asked for', { more: ['stranger'] }],
  ['that is no list', { more: 'hub' }],
])('a page %s cannot be used', async (_, wrong) => {
  const source = memorySource(hub)
  const spoiled = {
    ...source,
    statements: async (q: StatementQuery[]) => ({ ...(await source.statements(q)), ...wrong }),
  }
  const error = await expandTrace(spoiled as StatementSource, { from: 't1' }).catch((reason: unknown) => reason)
  expect((error as FundtrailError).code).toBe('source-failed')
})

test.each([
  ['dates', (ms: number) => new Date(ms)],
  ['text', (ms: number) => new Date(ms).toISOString()],
  ['text with a space', (ms: number) => new Date(ms).toISOString().replace('T', ' ')],
  ['text with an offset', (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().replace('Z', '+08:00')],
])('the periods of pages may be %s', async (_, written) => {
  const source = memorySource(hub)
  const ms = (time: Period['from']) => new Date(time as Date).getTime()
  const own: StatementSource = {
    ...source,
    async statements(queries) {
      const { accounts, ...answer } = await source.statements(queries)
      const periods = accounts.map(({ statement, ...facts }) => {
        const stated = statement === undefined ? [] : [statement].flat()
        return { ...facts, statement: stated.map(({ from, to }) => ({ from: written(ms(from)), to: written(ms(to)) })) }
      })
      return { ...answer, accounts: periods }
    },
  }
  for (const rule of ['fifo', 'pro-rata'] as const) {
    const { trace: found } = await expandTrace(own, { from: 't1', rule, pageRows: 10 })
    expect(endings(found)).toEqual(endings(trace(buildMoneyGraph(hub).graph, { from: 't1', rule })))
  }
})

test('pages may end with a day that is written as a date', async () => {
  const day = (n: number) => Date.UTC(2024, 2, 1 + n, 12)
  const rows: TransferRecord[] = [
    { id: 't1', from: 'victim', to: 'hub', amount: 20, time: day(0) },
    ...Array.from({ length: 20 }, (_, n) => ({
      id: `p${n}`,
      from: 'hub',
      to: `x${n}`,
      amount: 1,
      time: day(n) + 1000,
    })),
  ]
  const date = (ms: number) => new Date(ms).toISOString().slice(0, 10)
  const asked: string[] = []
  const own: StatementSource = {
    transfers: async (ids) => rows.filter(({ id }) => ids.includes(id!)),
    async statements(queries) {
      const records = new Set<TransferRecord>()
      const accounts = queries.map(({ account, since }) => {
        const first = date(since!.getTime())
        // Days end at midnight, so that each page is a day.
        if (account === 'hub') asked.push(first)
        for (const row of rows) {
          if ((row.from === account || row.to === account) && date(row.time as number) === first) records.add(row)
        }
        const before = rows.filter((row) => date(row.time as number) < first)
        const sum = before.reduce((sum, row) => sum + (row.to === account ? 1 : 0) * Number(row.amount), 0)
        const spent = before.filter((row) => row.from === account).length
        return { id: account, statement: { from: first, to: first }, openingBalance: String(sum - spent) }
      })
      const more = accounts.filter(({ statement }) => statement.to < date(day(19))).map(({ id }) => id)
      return { records: [...records], accounts, more }
    },
  }
  const { trace: found } = await expandTrace(own, { from: 't1' })
  expect(endings(found)).toEqual(endings(trace(buildMoneyGraph(rows).graph, { from: 't1' })))
  expect(asked.length).toBe(20)
})

test('a page that ends before what was asked for is a failure, not asked for ever', async () => {
  const source = memorySource(hub)
  const spoiled: StatementSource = {
    ...source,
    async statements() {
      const period = { from: minute(-10), to: minute(-5) }
      return { records: [], accounts: [{ id: 'hub', statement: period }], more: ['hub'] }
    },
  }
  const error = await expandTrace(spoiled, { from: 't1' }).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(FundtrailError)
  expect((error as FundtrailError).message).toContain('ends before')
})

test('a hub of 20,000 rows takes a number of rounds that grows with their logarithm', async () => {
  const many: TransferRecord[] = [
    { id: 't1', from: 'victim', to: 'hub', amount: 20_000, time: minute(0) },
    ...Array.from({ length: 20_000 }, (_, n) => ({
      id: `p${n}`,
      from: 'hub',
      to: `payee-${n % 5}`,
      amount: 1,
      time: minute(1) + n * 1000,
    })),
  ]
  const { asked, watched } = watching(memorySource(many))
  const { read } = await expandTrace(watched, { from: 't1', ends: 'names', stopAt: ({ id }) => id !== 'hub' })
  expect(ofHub(asked).length).toBe(5)
  expect(read.rows).toBe(20_002)
}, 60_000)
