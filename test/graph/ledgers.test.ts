import { type BuildOptions, buildMoneyGraph } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { accounts, ledgerLines, lines, problemLines, transfers } from '../support/ledger.js'

/** The ledger of mule-1, and the problems. */
function ledger(table: string, known = 'id', options: BuildOptions = {}) {
  const { graph, problems } = buildMoneyGraph(transfers(table), { accounts: accounts(known), ...options })
  return { entries: ledgerLines(graph.statement('mule-1')), problems: problemLines(problems), graph }
}

const modes = ['opening', 'unseen-credit', 'overdraft'] as const

describe('a stated balance that does not follow is a gap, just before its row', () => {
  test('upwards: money came that no row shows', () => {
    const { entries, problems } = ledger(`
      id  time   from    to      amount  fromBalance  toBalance
      t1  09:00  victim  mule-1  100     -            100
      t2  09:05  mule-1  mule-2   30     120          -`)
    expect(entries).toEqual(
      lines(`
        opening 0
        09:00 in  t1 victim 100 100
        09:05 in  -  -       50 150
        09:05 out t2 mule-2  30 120`),
    )
    expect(problems).toEqual(['2 warning gap'])
  })

  test('downwards: money left that no row shows', () => {
    const { entries, problems } = ledger(`
      id  time   from    to      amount  fromBalance  toBalance
      t1  09:00  victim  mule-1  100     -            100
      t2  09:05  victim  mule-1   30     -             70`)
    expect(entries).toEqual(
      lines(`
        opening 0
        09:00 in  t1 victim 100 100
        09:05 out -  -       60  40
        09:05 in  t2 victim  30  70`),
    )
    expect(problems).toEqual(['2 warning gap'])
  })

  test('the problem says how much, in the currency of the account', () => {
    const records = [
      {
        id: 't1',
        from: 'victim',
        to: 'mule-1',
        amount: 100,
        time: '2024-03-12 09:00',
        currency: 'JPY',
        toBalance: 100,
      },
      {
        id: 't2',
        from: 'mule-1',
        to: 'mule-2',
        amount: 30,
        time: '2024-03-12 09:05',
        currency: 'JPY',
        fromBalance: 120,
      },
      { id: 't3', from: 'victim', to: 'mule-1', amount: '100.10', time: '2024-03-12 09:00', toBalance: '100.10' },
      { id: 't4', from: 'victim', to: 'mule-1', amount: '1.00', time: '2024-03-12 09:01', toBalance: '90.05' },
    ]
    const { problems } = buildMoneyGraph(records)
    expect(problems.map(({ message }) => message)).toEqual([
      'account "mule-1" at row 2: 50 JPY came in that no row shows',
      'account "mule-1" at row 4: 11.05 CNY left that no row shows',
    ])
  })

  test('unstated rows in between are added up before it is found', () => {
    const { entries, problems } = ledger(`
      id  time   from    to      amount  fromBalance  toBalance
      t1  09:00  victim  mule-1  100     -            100
      t2  09:01  mule-1  mule-2   10     -            -
      t3  09:02  mule-1  mule-3   20     -            -
      t4  09:03  mule-1  mule-4   30     40           -`)
    expect(problems).toEqual([])
    expect(entries.at(-1)).toBe('09:03 out t4 mule-4 30 40')
  })

  test('of either side of a row, each on its own ledger', () => {
    const { graph, problems } = ledger(`
      id  time   from    to      amount  fromBalance  toBalance
      t1  09:00  victim  mule-1  100     900          100
      t2  09:05  victim  mule-1   30     800          200`)
    expect(ledgerLines(graph.statement('victim'))).toEqual(
      lines(`
        opening 1000
        09:00 out t1 mule-1 100 900
        09:05 out -  -       70 830
        09:05 out t2 mule-1  30 800`),
    )
    expect(problems).toEqual(['2 warning gap', '2 warning gap'])
  })

  test('in every shortfall mode alike', () => {
    for (const shortfall of modes) {
      const { entries } = ledger(
        `
        id  time   from    to      amount  fromBalance
        t1  09:00  mule-1  mule-2  10      90
        t2  09:05  mule-1  mule-2  50      10`,
        'id',
        { shortfall },
      )
      expect(entries).toEqual(
        lines(`
          opening 100
          09:00 out t1 mule-2 10 90
          09:05 out -  -      30 60
          09:05 out t2 mule-2 50 10`),
      )
    }
  })
})

describe('the opening', () => {
  test('follows from the first balance that is stated, backwards over the rows before it', () => {
    for (const shortfall of modes) {
      const { entries, problems } = ledger(
        `
        id  time   from    to      amount  fromBalance
        t1  09:00  victim  mule-1  100     -
        t2  09:05  mule-1  mule-2   30     370`,
        'id',
        { shortfall },
      )
      expect(entries[0]).toBe('opening 300')
      expect(problems).toEqual([])
    }
  })

  test('that is declared is never changed; a stated balance that contradicts it is a gap', () => {
    const { entries, problems } = ledger(
      `
      id  time   from    to      amount  toBalance
      t1  09:00  victim  mule-1  100     180`,
      `
      id      opening
      mule-1  50`,
    )
    expect(entries).toEqual(
      lines(`
        opening 50
        09:00 in - -       30  80
        09:00 in t1 victim 100 180`),
    )
    expect(problems).toEqual(['1 warning gap'])
  })

  test('that is declared with a statement holds at the beginning of that statement', () => {
    const { entries, problems } = ledger(
      `
      id  time                 from    to      amount
      t1  2024-03-01T09:00Z    victim  mule-1  100
      t2  2024-03-01T10:00Z    mule-1  mule-2   20`,
      `
      id      from              to                opening
      mule-1  2024-03-01T09:30Z 2024-03-01T23:00Z 150`,
      { coverage: 'complete' },
    )
    // 'complete': the ledger began before that statement, so what it opened with follows from there.
    expect(entries).toEqual(
      lines(`
        opening 50
        09:00 in  t1 victim 100 150
        10:00 out t2 mule-2  20 130`),
    )
    expect(problems).toEqual([])
  })

  test('that is declared for the very instant of a row holds before that row', () => {
    const { entries } = ledger(
      `
      id  time   from    to      amount
      t1  09:00  victim  mule-1  100`,
      `
      id      from   to     opening
      mule-1  09:00  23:00  70`,
    )
    expect(entries).toEqual(lines(`opening 70\n09:00 in t1 victim 100 170`))
  })

  test('that is declared after the last row is a gap behind it', () => {
    const { entries } = ledger(
      `
      id  time   from    to      amount
      t1  09:00  victim  mule-1  100`,
      `
      id      from   to     opening
      mule-1  08:00  11:00  0
      mule-1  10:00  12:00  60`,
    )
    expect(entries).toEqual(
      lines(`
        opening 0
        09:00 in  t1 victim 100 100
        10:00 out -  -       40  60`),
    )
  })

  test('may be declared by currency', () => {
    const { graph } = buildMoneyGraph(
      transfers(`
        id  time   from    to      amount  currency
        t1  09:00  victim  mule-1  100     CNY
        t2  09:00  victim  mule-1  100     USD`),
      { accounts: [{ id: 'mule-1', openingBalance: { CNY: '1', USD: '2', JPY: '3' } }] },
    )
    const opening = (currency: string) => graph.statement('mule-1', currency).opening.toFixed()
    expect(['CNY', 'USD', 'JPY'].map(opening)).toEqual(['1', '2', '3'])
  })

  test('may be declared negative: an overdraft', () => {
    const { entries, problems } = ledger(
      `
      id  time   from    to      amount
      t1  09:00  victim  mule-1  100`,
      `
      id      opening
      mule-1  -30`,
    )
    expect(entries).toEqual(lines(`opening -30\n09:00 in t1 victim 100 70`))
    expect(problems).toEqual([])
  })
})

describe('currencies are apart', () => {
  test('each with its own ledger, opening, minor unit and gaps', () => {
    const { graph, problems } = buildMoneyGraph(
      transfers(`
      id  time   from    to      amount  currency  fromBalance  toBalance
      t1  09:00  victim  mule-1  100.50  CNY       -            100.50
      t2  09:01  victim  mule-1  5000    JPY       -            5000
      t3  09:02  mule-1  mule-2  100.50  CNY       0            -
      t4  09:03  mule-1  mule-2  1000    JPY       3000         -`),
    )
    expect(ledgerLines(graph.statement('mule-1', 'CNY'))).toEqual(
      lines(`
        opening 0
        09:00 in  t1 victim 100.5 100.5
        09:02 out t3 mule-2 100.5 0`),
    )
    expect(ledgerLines(graph.statement('mule-1', 'JPY'))).toEqual(
      lines(`
        opening 0
        09:01 in  t2 victim 5000 5000
        09:03 out -  -      1000 4000
        09:03 out t4 mule-2 1000 3000`),
    )
    expect(problemLines(problems)).toEqual(['4 warning gap'])
  })
})

test('decimals are those of the currency, also of one that the options add', () => {
  const { graph } = buildMoneyGraph(
    [
      { from: 'victim', to: 'mule-1', amount: 10, time: '2024-03-12', currency: 'JPY' },
      { from: 'victim', to: 'mule-1', amount: '0.000001', time: '2024-03-12', currency: 'USDT' },
    ],
    { currencies: { USDT: 6 } },
  )
  expect([graph.decimals('JPY'), graph.decimals('USDT')]).toEqual([0, 6])
  expect(() => graph.decimals('EUR')).toThrow(/no currency "EUR" in this graph/)
})
