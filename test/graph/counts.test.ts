import { buildMoneyGraph, type TransferRecord } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { ledgerLines, lines, problemLines, transfers } from '../support/ledger.js'

test('every row is accepted, merged, excluded or rejected, and counted once', () => {
  const { counts, problems, graph } = buildMoneyGraph(
    transfers(`
      id   time   from    to      amount  status  reverses
      t1   09:00  victim  mule-1  100     -       -
      t1   09:00  victim  mule-1  100     -       -
      t1   09:00  victim  mule-1  101     -       -
      f1   09:01  victim  mule-1  100     failed  -
      f1   09:01  victim  mule-1  100     failed  -
      s1   09:02  mule-1  mule-1  100     -       -
      r1   09:03  mule-1  mule-2   50     -       -
      r2   09:04  mule-2  mule-1   50     -       r1
      x1   09:05  mule-1  mule-2  abc     -       -
      -    09:06  mule-1  mule-2   40     ok      -`),
  )
  expect(counts).toEqual({ rows: 10, accepted: 2, merged: 2, excluded: 4, rejected: 2 })
  expect(problemLines(problems).sort()).toEqual([
    '3 error duplicate-id',
    '4 warning failed-transfer',
    '6 warning self-transfer',
    '7 warning reversed',
    '8 warning reversed',
    '9 error invalid-amount',
  ])
  expect([...graph.transfers()].map(({ id, row }) => `${id} ${row}`)).toEqual(['t1 1', '#10 10'])
  expect(graph.size).toBe(2)
})

describe('rows of one id and the same core fields are merged', () => {
  test('with their balances, memos and sources united', () => {
    const base = { id: 't1', from: 'victim', to: 'mule-1', amount: '100', time: '2024-03-01T09:00Z' }
    const { graph, counts, problems } = buildMoneyGraph([
      { ...base, fromBalance: '900', memo: 'rent', source: { file: 'a.csv', row: 3 } },
      { ...base, toBalance: '250', memo: 'invoice', source: { file: 'b.csv', row: 8 } },
      { ...base, fromBalance: '900', memo: 'rent', source: { file: 'a.csv', row: 3 }, aliases: ['B-1'] },
    ])
    expect(problems).toEqual([])
    expect(counts).toEqual({ rows: 3, accepted: 1, merged: 2, excluded: 0, rejected: 0 })
    const transfer = graph.transfer('B-1')
    expect(transfer).toMatchObject({ id: 't1', row: 1, aliases: ['B-1'] })
    expect([transfer.fromBalance?.toFixed(), transfer.toBalance?.toFixed()]).toEqual(['900', '250'])
    expect(transfer.memo?.split('\n')).toEqual(['rent', 'invoice'])
    expect(transfer.source).toEqual([
      { file: 'a.csv', row: 3 },
      { file: 'b.csv', row: 8 },
    ])
  })

  test.each([
    ['the amount spelt otherwise', { amount: 100n }],
    ['the time in another offset', { time: '2024-03-01T17:00:00.000+08:00' }],
    ['the default currency named', { currency: 'CNY' }],
    ['the default kind named', { kind: 'transfer' as const }],
    ['the default status named', { status: 'ok' as const }],
  ])('with %s', (_, other) => {
    const base = { id: 't1', from: 'victim', to: 'mule-1', amount: '100', time: '2024-03-01T09:00Z' }
    const { counts, problems } = buildMoneyGraph([base, { ...base, ...other }])
    expect(problems).toEqual([])
    expect(counts.merged).toBe(1)
  })

  test('a memo of several lines is not repeated', () => {
    const base = { id: 't1', from: 'victim', to: 'mule-1', amount: '100', time: '2024-03-01T09:00Z' }
    const memo = 'line one\nline two'
    const { graph } = buildMoneyGraph([
      { ...base, memo },
      { ...base, memo },
    ])
    expect(graph.transfer('t1').memo).toBe(memo)
  })

  test('a balance that differs is a warning, and the first stays', () => {
    const { graph, problems } = buildMoneyGraph(
      transfers(`
        id  time   from    to      amount  fromBalance
        t1  09:00  victim  mule-1  100     900
        t1  09:00  victim  mule-1  100     800`),
    )
    expect(problemLines(problems)).toEqual(['2 warning balance-conflict'])
    expect(graph.transfer('t1').fromBalance?.toFixed()).toBe('900')
  })

  test('a field that is ignored with a warning does not keep equal rows apart', () => {
    const row = { id: 't1', from: 'a', to: 'b', amount: 1, time: 0, reverses: 5 as never, kind: 'gift' as never }
    expect(buildMoneyGraph([row, row]).counts).toMatchObject({ accepted: 1, merged: 1, rejected: 0 })
  })
})

describe('rows of one id that differ: the later is rejected', () => {
  test.each([
    ['from', 'mule-3'],
    ['to', 'mule-3'],
    ['amount', '100.01'],
    ['time', '2024-03-01T09:00:00.0001Z'],
    ['currency', 'USD'],
  ])('in %s', (field, value) => {
    const base = { id: 't1', from: 'victim', to: 'mule-1', amount: '100', time: '2024-03-01T09:00Z' }
    const { counts, problems, graph } = buildMoneyGraph([base, { ...base, [field]: value }])
    expect(counts).toMatchObject({ accepted: 1, rejected: 1 })
    expect(problemLines(problems)).toEqual(['2 error duplicate-id'])
    expect(problems[0]!.message).toContain('row 1')
    expect(graph.transfer('t1').amount.toFixed()).toBe('100')
    expect(graph.hasAccount('mule-3')).toBe(false)
  })

  test('rows with different ids are never merged', () => {
    const { counts } = buildMoneyGraph(
      transfers(`
        id  time   from    to      amount
        t1  09:00  victim  mule-1  100
        t2  09:00  victim  mule-1  100
        -   09:00  victim  mule-1  100`),
    )
    expect(counts).toMatchObject({ accepted: 3, merged: 0 })
  })
})

describe('an alias', () => {
  const base = { id: 't1', from: 'victim', to: 'mule-1', amount: 1, time: 0 }

  test('of a rejected row names nothing', () => {
    const { graph } = buildMoneyGraph([base, { ...base, amount: 2, aliases: ['x'] }])
    expect(graph.hasTransfer('x')).toBe(false)
  })

  test('of a merged row names the transfer into which it was merged', () => {
    expect(buildMoneyGraph([base, { ...base, aliases: ['x'] }]).graph.transfer('x').id).toBe('t1')
  })

  test('gives way to the id of another row, whichever comes first', () => {
    const other = { ...base, id: 't2', amount: 5 }
    for (const rows of [
      [{ ...base, aliases: ['t2'] }, other],
      [other, { ...base, aliases: ['t2'] }],
    ]) {
      const { graph, problems } = buildMoneyGraph(rows)
      expect(graph.transfer('t2').amount.toFixed()).toBe('5')
      expect(problems.map(({ code, severity }) => `${severity} ${code}`)).toEqual(['warning duplicate-id'])
    }
  })
})

test('thousands of repetitions of one row are merged, with every memo and source', () => {
  const rows = Array.from({ length: 5000 }, (_, at) => ({
    id: 't1',
    from: 'victim',
    to: 'mule-1',
    amount: 1,
    time: 0,
    memo: `memo ${at}`,
    source: { row: at + 1 },
  }))
  const { graph, counts } = buildMoneyGraph(rows)
  expect(counts.merged).toBe(4999)
  expect(graph.transfer('t1').memo?.split('\n')).toHaveLength(5000)
  expect(graph.transfer('t1').source).toHaveLength(5000)
})

describe('a row without an id is "#" and its number from 1', () => {
  test('which a row that is rejected uses up too', () => {
    const { graph } = buildMoneyGraph([
      null as never,
      { from: 'a', to: 'b', amount: 1, time: 0 },
      { from: 'a', to: 'b', amount: 2, time: 1 },
    ])
    expect([...graph.transfers()].map(({ id }) => id)).toEqual(['#2', '#3'])
  })

  test('and may be taken by an explicit id: the same transfer is merged, another is rejected', () => {
    const row = (id: string | undefined, amount: number): TransferRecord => ({
      ...(id !== undefined && { id }),
      from: 'a',
      to: 'b',
      amount,
      time: 0,
    })
    const { counts, problems, graph } = buildMoneyGraph([
      row('#2', 1),
      row(undefined, 1),
      row('#4', 3),
      row(undefined, 4),
    ])
    expect(counts).toEqual({ rows: 4, accepted: 2, merged: 1, excluded: 0, rejected: 1 })
    expect(problemLines(problems)).toEqual(['4 error duplicate-id'])
    expect(graph.transfer('#4').amount.toFixed()).toBe('3')
  })
})

describe('any iterable will do', () => {
  test('a generator is taken once, row by row, and nothing of it is kept', () => {
    let taken = 0
    let closed = false
    function* rows() {
      try {
        const row = { id: '', from: 'a', to: 'b', amount: 1, time: 0 }
        for (taken = 1; taken <= 1000; taken++) {
          row.id = `t${taken}`
          row.time = taken
          yield row
        }
      } finally {
        closed = true
      }
    }
    const { graph } = buildMoneyGraph(rows())
    expect(closed).toBe(true)
    expect(graph.size).toBe(1000)
    expect(graph.transfer('t500').time.getTime()).toBe(500)
  })

  test('a Set, a Map’s values, and what throws on its way keeps its own error', () => {
    const rows = transfers(`
      id  time   from    to      amount
      t1  09:00  victim  mule-1  100`)
    expect(buildMoneyGraph(new Set(rows)).graph.size).toBe(1)
    expect(buildMoneyGraph(new Map([['a', rows[0]!]]).values()).graph.size).toBe(1)
    function* broken() {
      yield rows[0]!
      throw new RangeError('the disk is gone')
    }
    expect(() => buildMoneyGraph(broken())).toThrow(RangeError)
  })
})

describe('a row that takes an account beyond 2^53-1 minor units is rejected', () => {
  const most = '90071992547409.91'
  test('whether by its amount or by the turnover', () => {
    const { counts, problems, graph } = buildMoneyGraph(
      transfers(`
        id  time   from    to      amount
        t1  09:00  victim  mule-1  ${most}
        t2  09:01  mule-1  mule-2  0.01
        t3  09:02  victim  mule-3  1
        t4  09:03  payer   mule-2  1
        t5  09:04  payer   mule-2  90071992547409.92`),
    )
    expect(counts).toEqual({ rows: 5, accepted: 2, merged: 0, excluded: 0, rejected: 3 })
    expect(problemLines(problems)).toEqual([
      '2 error amount-too-large',
      '3 error amount-too-large',
      '5 error amount-too-large',
    ])
    expect(graph.hasAccount('mule-3')).toBe(false)
    expect(ledgerLines(graph.statement('mule-1'))).toEqual(
      lines(`
        opening 0
        09:00 in t1 victim ${most} ${most}`),
    )
  })

  test('each currency has a turnover of its own', () => {
    const { counts } = buildMoneyGraph(
      transfers(`
        id  time   from    to      amount   currency
        t1  09:00  victim  mule-1  ${most}  CNY
        t2  09:01  victim  mule-1  ${most}  USD`),
    )
    expect(counts.accepted).toBe(2)
  })
})

test('rows that move nothing give an account no further currency', () => {
  const { graph } = buildMoneyGraph(
    transfers(`
      id  time   from    to      amount  currency  status
      t1  09:00  victim  mule-1  100     -         -
      f1  09:01  victim  mule-1  100     USD       failed
      s1  09:02  mule-1  mule-1  100     EUR       -
      x1  09:03  mule-1  mule-2  1.005   JPY       -`),
  )
  expect(graph.currencies).toEqual(['CNY'])
  expect(graph.statement('mule-1').currency).toBe('CNY')
  expect(graph.hasAccount('mule-2')).toBe(false)
})

test('a currency in which nothing moved is none of the graph’s, nor of the payee’s', () => {
  const failed = transfers(`
    id  time   from    to      amount  currency  status
    f1  09:01  victim  mule-1  100     USD       failed`)
  expect(buildMoneyGraph(failed).graph.currencies).toEqual([])
  const { graph } = buildMoneyGraph(
    transfers(`
      id  time   from    to      amount             currency
      t1  09:00  victim  mule-1  100                CNY
      t2  09:01  payer   mule-2  90071992547409.91  USD
      t3  09:02  payer   mule-1  1                  USD`),
  )
  expect(graph.hasTransfer('t3')).toBe(false)
  expect(graph.statement('mule-1').currency).toBe('CNY')
})

test('an empty text in an optional field is an absent one, as the cells of a file are', () => {
  const blank = {
    currency: '',
    kind: '',
    status: '',
    reverses: '',
    fromBalance: '',
    toBalance: '',
    memo: '',
    source: '',
  }
  const record = { id: 't1', from: 'victim', to: 'mule-1', amount: '1', time: '2024-03-01', ...blank }
  const { graph, problems, counts } = buildMoneyGraph([record as never], {
    accounts: [{ id: 'mule-1', kind: '', status: '', holder: '' } as never],
  })
  expect(problems).toEqual([])
  expect(counts).toMatchObject({ rows: 1, accepted: 1 })
  expect(graph.transfer('t1')).toMatchObject({ currency: 'CNY', kind: 'transfer' })
  expect(graph.account('mule-1').kind).toBe('bank')
})
