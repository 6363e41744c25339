/** Rows of one account in one instant whose order no balance decides, as `ties` puts them. */
import { type BuildOptions, buildMoneyGraph, trace } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { problemLines, transfers } from '../support/ledger.js'

const TIES = ['records', 'credits-first', 'debits-first'] as const

/** The ids in the total order, for each of the three `ties`. */
function orders(table: string, options: BuildOptions = {}) {
  return TIES.map((ties) => {
    const { graph } = buildMoneyGraph(transfers(table), { ...options, ties })
    return [...graph.transfers()].map(({ id }) => id).join(' ')
  })
}

function undecided(table: string, options: BuildOptions = {}) {
  const { undecided: found } = buildMoneyGraph(transfers(table), options)
  return `${found.transfers}: ${found.accounts.join(' ')}`
}

test('a credit and a debit of one second', () => {
  const table = `
    id  time   from    to      amount
    d1  09:00  mule-1  mule-2  100
    c1  09:00  victim  mule-1  100`
  expect(orders(table)).toEqual(['d1 c1', 'c1 d1', 'd1 c1'])
  expect(undecided(table)).toBe('2: mule-1')
  const result = TIES.map((ties) => {
    const { graph } = buildMoneyGraph(transfers(table), { ties })
    return trace(graph, { from: 'c1' }).endings.map(({ account, code, amount }) => `${account} ${code} ${amount}`)
  })
  expect(result).toEqual([['mule-1 held 100'], ['mule-2 held 100'], ['mule-1 held 100']])
})

test('three accounts in a chain in one second', () => {
  const table = `
    id  time   from    to      amount
    t2  09:00  mule-1  mule-2  100
    t3  09:00  mule-2  mule-3  100
    t1  09:00  victim  mule-1  100
    u1  09:00  x       y         1`
  expect(orders(table)).toEqual(['t2 t3 t1 u1', 't1 t2 t3 u1', 't3 t2 t1 u1'])
  expect(undecided(table)).toBe('3: mule-1 mule-2')
})

test('a cycle in one second stands as the records came, and others stand around it', () => {
  const table = `
    id  time   from    to      amount
    p1  09:00  mule-2  shop     10
    a1  09:00  mule-1  mule-2  100
    b1  09:00  mule-2  mule-3  100
    c1  09:00  mule-3  mule-1  100
    t1  09:00  victim  mule-1  100`
  expect(orders(table)).toEqual(['p1 a1 b1 c1 t1', 't1 a1 b1 c1 p1', 'p1 a1 b1 c1 t1'])
})

test('an account’s credits among themselves, and rows of different seconds, stay as they are', () => {
  expect(
    orders(`
      id  time       from    to      amount
      d1  09:00:00   mule-1  mule-2  100
      c2  09:00:01   other   mule-1   50
      c1  09:00:01   victim  mule-1  100
      d2  09:00:02   mule-1  mule-2  100
      d3  09:00:02.5 mule-1  mule-2   10
      c3  09:00:02.7 mule-2  mule-1   10`),
  ).toEqual(['d1 c2 c1 d2 d3 c3', 'd1 c2 c1 d2 d3 c3', 'd1 c2 c1 d2 d3 c3'])
})

test('dates only: all rows of a day share one instant, the days do not', () => {
  const table = `
    id  time        from    to      amount
    d1  2024-03-01  mule-1  mule-2  100
    c1  2024-03-01  victim  mule-1  100
    d2  2024-03-02  mule-1  mule-2   40
    c2  2024-03-02  victim  mule-1   60`
  expect(orders(table)).toEqual(['d1 c1 d2 c2', 'c1 d1 c2 d2', 'd1 c1 d2 c2'])
  // mule-2 is paid once a day.
  expect(undecided(table)).toBe('4: mule-1')
})

describe('what balances decide stays', () => {
  test('all of an instant: nothing is undecided', () => {
    const table = `
      id  time   from    to      amount  fromBalance  toBalance
      d1  09:00  mule-1  mule-2   80     20           -
      c1  09:00  victim  mule-1  100     -            120`
    expect(orders(table)).toEqual(['d1 c1', 'd1 c1', 'd1 c1'])
    expect(undecided(table)).toBe('0: ')
    const creditFirst = table.replace(' 20 ', ' 40 ')
    expect(orders(creditFirst)).toEqual(['c1 d1', 'c1 d1', 'c1 d1'])
    expect(undecided(creditFirst)).toBe('0: ')
  })

  test('half of the rows: the others go around them', () => {
    // 50, less 50, and 100 in: the balances say that d1 came before c1. Of d2 and c2 they say nothing.
    const table = `
      id  time   from    to      amount  fromBalance  toBalance
      d2  09:00  mule-1  mule-3   10     -            -
      c1  09:00  victim  mule-1  100     -            100
      d1  09:00  mule-1  mule-2   50     0            -
      c2  09:00  other   mule-1   10     -            -`
    expect(orders(table)).toEqual(['d2 d1 c1 c2', 'c2 d1 c1 d2', 'd2 d1 c1 c2'])
    expect(undecided(table)).toBe('4: mule-1')
  })

  test('also against the wish of another account', () => {
    // mule-2 states its balances: it was paid by mule-1 before it paid mule-1.
    const table = `
      id  time   from    to      amount  fromBalance  toBalance
      b1  09:00  mule-2  mule-1  70      30           -
      a1  09:00  mule-1  mule-2  100     -            100`
    expect(orders(table)).toEqual(['a1 b1', 'a1 b1', 'a1 b1'])
    expect(undecided(table)).toBe('2: mule-1')
  })

  test('where they follow in no order, the order of the records stands', () => {
    const table = `
      id  time   from    to      amount  fromBalance  toBalance
      d1  09:00  mule-1  mule-2  50      17           -
      c1  09:00  victim  mule-1  100     -            100`
    expect(orders(table)).toEqual(['d1 c1', 'd1 c1', 'd1 c1'])
    expect(undecided(table)).toBe('2: mule-1')
  })

  test('and where accounts contradict each other', () => {
    const table = `
      id  time   from    to      amount  fromBalance  toBalance
      t1  09:00  mule-1  mule-2  10      90           30
      t2  09:00  mule-1  mule-2  20      70           20
      t3  09:00  victim  mule-1  20      -            -`
    for (const ties of TIES) {
      const { problems, graph } = buildMoneyGraph(transfers(table), { ties })
      expect(problemLines(problems)).toContain('1 warning order-conflict')
      expect([...graph.transfers()].map(({ id }) => id).join(' ')).toBe('t1 t2 t3')
    }
  })
})

test('a reversed pair makes no cycle', () => {
  expect(
    orders(`
      id  time   from    to      amount  reverses
      a1  09:00  mule-1  mule-2   10     -
      r1  09:00  mule-2  mule-1  100     t1
      t1  09:00  mule-1  mule-2  100     -
      c1  09:00  victim  mule-1   10     -`),
  ).toEqual(['a1 c1', 'c1 a1', 'a1 c1'])
})

test('openings, shortfalls and gaps follow from the order', () => {
  const table = `
    id  time   from    to      amount
    d1  09:00  mule-1  mule-2  100
    c1  09:00  victim  mule-1  100`
  const opening = (options: BuildOptions) =>
    buildMoneyGraph(transfers(table), options).graph.statement('mule-1').opening.toFixed()
  expect(TIES.map((ties) => opening({ ties }))).toEqual(['100', '0', '100'])
})

test('a wrong value says what is right', () => {
  expect(() => buildMoneyGraph([], { ties: 'credits' as never })).toThrow(
    'ties is "credits"; it must be one of records, credits-first, debits-first',
  )
})

test('a hundred thousand rows of one date are put in order in a moment', () => {
  // One long chain from account to account, last row first, and a circle through all of them.
  const count = 100_000
  const chain = Array.from({ length: count }, (_, at) => ({
    id: `t${at}`,
    from: `a${count - at}`,
    to: `a${count - at - 1}`,
    amount: 1,
    time: '2024-03-01',
  }))
  const first = (rows: typeof chain) => [...buildMoneyGraph(rows, { ties: 'debits-first' }).graph.transfers()][0]?.id
  expect(first(chain)).toBe(`t${count - 1}`)
  expect(first([...chain, { ...chain[0]!, id: 'last', from: 'a0', to: `a${count}` }])).toBe('t0')
})

describe('a row with a date alone among rows with a time', () => {
  const table = `
    id  time                 from    to      amount  fromBalance
    d1  2024-03-01           mule-1  mule-2  100     -
    c1  2024-03-01T09:00Z    victim  mule-1  100     -
    c2  2024-03-02T09:00Z    victim  mule-1  100     -
    u1  2024-03-01T09:00Z    x       y       100     -`

  test('stands at the start of its day in every order, and that is undecided', () => {
    expect(orders(table)).toEqual(['d1 c1 u1 c2', 'd1 c1 u1 c2', 'd1 c1 u1 c2'])
    expect(undecided(table)).toBe('2: mule-1')
    const { graph } = buildMoneyGraph(transfers(table))
    const { assumptions } = trace(graph, { from: 'c1' })
    expect(assumptions.filter(({ code }) => code === 'undecided-order')).toMatchObject([
      { account: 'mule-1', transfer: 'c1' },
    ])
  })

  test('but not where it states its balance', () => {
    expect(undecided(table.replace('100     -', '100     0'))).toBe('0: ')
  })

  test('the day is that of the time zone', () => {
    // Ten hours behind UTC: the first of March ends there at 10:00Z of the second.
    expect(undecided(table, { timeZone: 'Pacific/Honolulu' })).toBe('2: mule-1')
    const evening = table
      .replace('2024-03-02T09:00Z', '2024-03-02T09:59Z')
      .replace('2024-03-01T09:00Z', '2024-03-01T10:00Z')
    expect(undecided(evening, { timeZone: 'Pacific/Honolulu' })).toBe('3: mule-1')
  })

  test('on the day on which the clock goes back, of 25 hours, too', () => {
    const autumn = `
      id  time                    from    to      amount
      d1  2024-10-27              mule-1  mule-2  100
      c1  2024-10-27T23:59+01:00  victim  mule-1  100
      d2  2024-10-28              mule-2  mule-3  100
      c2  2024-10-27T23:30+01:00  victim  mule-2  100`
    expect(undecided(autumn, { timeZone: 'Europe/Berlin' })).toBe('3: mule-1 mule-2')
  })
})
