import { type BuildOptions, buildMoneyGraph, trace } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { accounts, endings, ledgerLines, lines, problemLines, transfers } from '../support/ledger.js'

const rows = transfers(`
  id  time                from    to      amount
  t1  2024-01-31T12:00Z   victim  mule-1  100
  t2  2024-02-10T12:00Z   mule-1  mule-2   30
  t3  2024-02-29T23:59Z   victim  mule-1   50
  t4  2024-03-01T12:00Z   mule-1  mule-3   60
  t5  2024-04-01T00:00Z   mule-1  mule-3   10`)

function build(known: string, options: BuildOptions = {}) {
  const { graph, problems } = buildMoneyGraph(rows, { accounts: accounts(known), ...options })
  const entries = (id: string) => graph.statement(id).entries.map(({ transfer, balance }) => `${transfer} ${balance}`)
  return { graph, problems: problemLines(problems), entries, periods: periods(graph.account('mule-1').statement) }
}

const periods = (known: { from: Date; to: Date }[]) =>
  known.map(({ from, to }) => `${from.toISOString().slice(0, 10)} ${to.toISOString().replace('.999Z', '')}`)

describe('the default', () => {
  test('is complete where no account has a statement: every row is on two ledgers', () => {
    const { graph, entries } = build(`id holder\nmule-1 Mule`)
    expect(entries('mule-1')).toEqual(['t1 100', 't2 70', 't3 120', 't4 60', 't5 50'])
    expect(graph.statement('victim').entries).toHaveLength(2)
  })

  test('is statements where any has one: the others are dark', () => {
    const { graph, entries } = build(`
      id      from        to
      mule-1  2024-01-01  2024-12-31`)
    expect(entries('mule-1')).toEqual(['t1 100', 't2 70', 't3 120', 't4 60', 't5 50'])
    for (const id of ['victim', 'mule-2', 'mule-3']) expect(graph.statement(id).entries).toEqual([])
    expect(graph.size).toBe(5)
  })

  test('a statement that is unusable is none', () => {
    const { entries, problems } = build(`
      id      from        to
      mule-1  2024-01-01  2023-12-31`)
    expect(problems).toEqual(['- warning invalid-period'])
    expect(entries('mule-2')).toEqual(['t2 30'])
  })

  test('either can be asked for instead', () => {
    const known = `
      id      from        to
      mule-1  2024-02-01  2024-02-29`
    expect(build(known, { coverage: 'complete' }).entries('mule-1')).toHaveLength(5)
    expect(build('id', { coverage: 'statements' }).entries('mule-1')).toEqual([])
  })
})

describe('only entries inside a period are on the ledger', () => {
  test('both ends belong to it, a date alone to its last instant', () => {
    const { entries } = build(
      `
      id      from              to
      mule-1  2024-01-31T12:00Z 2024-02-29`,
    )
    expect(entries('mule-1')).toEqual(['t1 100', 't2 70', 't3 120'])
    const late = build(`
      id      from                     to
      mule-1  2024-01-31T12:00:00.001Z 2024-03-01T12:00Z`)
    expect(late.entries('mule-1')).toEqual(['t2 10', 't3 60', 't4 0'])
    expect(late.graph.statement('mule-1').opening.toFixed()).toBe('40')
  })

  test('openings are looked for in each period alone', () => {
    // February needs 30 for t2; March needs 60 for t4: nothing carries over a stretch in between that is not known.
    const { graph, entries } = build(`
      id      from        to
      mule-1  2024-02-01  2024-02-15
      mule-1  2024-03-01  2024-03-31`)
    expect(graph.statement('mule-1').opening.toFixed()).toBe('30')
    expect(entries('mule-1')).toEqual(['t2 0', 't4 0'])
  })
})

describe('periods that continue each other are one', () => {
  test.each([
    ['months by dates', '2024-01-01 2024-01-31 2024-02-01 2024-03-31', 1],
    ['given in either order', '2024-02-01 2024-03-31 2024-01-01 2024-01-31', 1],
    ['to the last second', '2024-01-01T00:00:00Z 2024-01-31T23:59:59Z 2024-02-01T00:00:00Z 2024-03-31', 1],
    ['that overlap', '2024-01-01 2024-02-15 2024-02-01 2024-03-31', 1],
    ['one within the other', '2024-01-01 2024-03-31 2024-02-01 2024-02-15', 1],
    ['with a day between them', '2024-01-01 2024-01-31 2024-02-02 2024-03-31', 2],
    ['with two seconds between them', '2024-01-01T00:00Z 2024-01-31T23:59:58Z 2024-02-01T00:00:00Z 2024-03-31', 2],
  ])('%s', (_, dates, count) => {
    const [from1, to1, from2, to2] = dates.split(' ')
    const known = build(`
      id      from      to
      mule-1  ${from1}  ${to1}
      mule-1  ${from2}  ${to2}`)
    expect(known.periods).toHaveLength(count)
    expect(known.periods[0]).toMatch(/^2024-01-01/)
    expect(known.periods.at(-1)).toMatch(/2024-03-31T23:59:59$/)
  })

  test('in one record or in several', () => {
    const statement = [
      { from: '2024-01-01', to: '2024-01-31' },
      { from: '2024-02-01', to: '2024-02-29' },
    ]
    const one = buildMoneyGraph(rows, { accounts: [{ id: 'mule-1', statement }] }).graph
    const two = buildMoneyGraph(rows, {
      accounts: statement.map((period) => ({ id: 'mule-1', statement: period })),
    }).graph
    expect(one.account('mule-1')).toEqual(two.account('mule-1'))
    expect(ledgerLines(one.statement('mule-1'))).toEqual(ledgerLines(two.statement('mule-1')))
  })

  test('and the opening of the later one must agree with what the earlier left, else there is a gap', () => {
    const agreeing = build(`
      id      from        to          opening
      mule-1  2024-01-01  2024-01-31  5
      mule-1  2024-02-01  2024-03-31  105`)
    expect(agreeing.problems).toEqual([])
    const differing = build(`
      id      from        to          opening
      mule-1  2024-01-01  2024-01-31  5
      mule-1  2024-02-01  2024-03-31  95`)
    expect(differing.problems).toEqual(['- warning gap'])
    expect(ledgerLines(differing.graph.statement('mule-1'))).toEqual(
      lines(`
        opening 5
        2024-01-31T12:00:00.000Z in  t1 victim 100 105
        2024-02-01T00:00:00.000Z out -  -       10  95
        2024-02-10T12:00:00.000Z out t2 mule-2  30  65
        2024-02-29T23:59:00.000Z in  t3 victim  50 115
        12:00                    out t4 mule-3  60  55`),
    )
  })

  test('where they do not continue each other, each opens with its own balance', () => {
    const { graph, problems, entries } = build(`
      id      from        to          opening
      mule-1  2024-02-01  2024-02-15  500
      mule-1  2024-03-01  2024-03-31  90`)
    expect(problems).toEqual([])
    expect(graph.statement('mule-1').opening.toFixed()).toBe('500')
    expect(entries('mule-1')).toEqual(['t2 470', 't4 30'])
    expect(graph.statement('mule-1').closing.toFixed()).toBe('30')
  })
})

test('a period may begin within a millisecond: rows and openings keep to its digits', () => {
  const within = transfers(`
    id  time            from    to      amount
    t1  09:00:00.0004   victim  mule-1      10
    t2  09:00:00.0005   victim  mule-1      20
    t3  10:00           mule-1  mule-2      50`)
  const known = accounts(`
    id      from            to     opening
    mule-1  09:00:00.0005   23:00  100`)
  const ledger = (options: BuildOptions) => {
    const { graph, problems } = buildMoneyGraph(within, { accounts: known, ...options })
    return [problemLines(problems), ...ledgerLines(graph.statement('mule-1'))]
  }
  expect(ledger({})).toEqual([
    [],
    ...lines(`
      opening 100
      09:00 in  t2 victim 20 120
      10:00 out t3 mule-2 50  70`),
  ])
  expect(ledger({ coverage: 'complete' })).toEqual([
    [],
    ...lines(`
      opening 90
      09:00 in  t1 victim 10 100
      09:00 in  t2 victim 20 120
      10:00 out t3 mule-2 50  70`),
  ])
})

describe('kinds outside the known world', () => {
  test('external accounts have no ledger, whatever is said of them', () => {
    for (const coverage of ['complete', 'statements'] as const) {
      const { entries } = build(
        `
        id      kind      from        to
        mule-1  external  2024-01-01  2024-12-31`,
        { coverage },
      )
      expect(entries('mule-1')).toEqual([])
    }
  })

  test('clearing accounts have one where they have a statement', () => {
    const withOne = build(`
      id      kind      from        to
      mule-1  clearing  2024-01-01  2024-12-31`)
    expect(withOne.entries('mule-1')).toHaveLength(5)
    expect(build('id kind\nmule-1 clearing').entries('mule-1')).toEqual([])
  })
})

test('what arrives outside the periods ends there, before and between as no-statement, behind as statement-ended', () => {
  const known = `
    id      from        to
    mule-1  2024-02-01  2024-02-15`
  const { graph } = build(known)
  expect(endings(trace(graph, { from: 't1' }))).toEqual(['mule-1 no-statement 100'])
  expect(endings(trace(graph, { from: 't3' }))).toEqual(['mule-1 statement-ended 50'])
})

test('a period that begins or ends within a millisecond is known for the whole of it', () => {
  const statement = { from: '2024-03-01T01:00:00.0005Z', to: '2024-03-01T01:00:07.0007Z' }
  const { graph } = buildMoneyGraph(
    transfers(`
      id  time                       from    to      amount
      v1  2024-03-01T01:00:00.0006Z  victim  mule-1  100.00
      t1  2024-03-01T01:00:07.0006Z  mule-1  mule-2   30.00`),
    { accounts: [{ id: 'mule-1', statement }] },
  )
  const held = (until: string) => {
    const { held, balance } = trace(graph, { from: 'v1', until }).account('mule-1')!
    return [held, balance].map(Number)
  }
  expect(held('2024-03-01T01:00:00.000Z')).toEqual([100, 100])
  expect(held('2024-03-01T01:00:00.0007Z')).toEqual([100, 100])
  expect(held('2024-03-01T01:00:07.0005Z')).toEqual([100, 100])
  expect(held('2024-03-01T01:00:07.000Z')).toEqual([70, 70])
  expect(trace(graph, { from: 'v1', until: '2024-03-01T01:00:07.001Z' }).account('mule-1')).not.toHaveProperty(
    'balance',
  )
})
