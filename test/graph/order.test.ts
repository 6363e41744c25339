import fc from 'fast-check'
import { type BuildOptions, buildMoneyGraph, type TransferRecord, trace } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { accounts, problemLines, transfers } from '../support/ledger.js'

function order(table: string, options?: BuildOptions) {
  const { graph, problems } = buildMoneyGraph(transfers(table), options)
  return { ids: [...graph.transfers()].map(({ id }) => id).join(' '), problems: problemLines(problems), graph }
}

describe('time decides first', () => {
  test('whatever the order of the records, down to the last digit', () => {
    const { ids } = order(`
      id  time            from    to      amount
      t4  09:00:00.002    victim  mule-1  1
      t3  09:00:00.0015   victim  mule-1  1
      t1  08:59:59.999999 victim  mule-1  1
      t2  09:00           victim  mule-1  1
      t5  09:01           victim  mule-1  1`)
    expect(ids).toBe('t1 t2 t3 t4 t5')
  })

  test('years before 1970 and long after', () => {
    const { ids } = order(`
      id  time                  from    to      amount
      t3  2150-01-01            victim  mule-1  1
      t1  1904-05-05T12:00Z     victim  mule-1  1
      t2  1969-12-31T23:59Z     victim  mule-1  1`)
    expect(ids).toBe('t1 t2 t3')
  })
})

describe('within one instant stated balances decide', () => {
  test('a file that is newest first', () => {
    const { ids, problems, graph } = order(`
      id  time   from    to      amount  fromBalance  toBalance
      t4  09:00  mule-1  mule-4   5      15           -
      t3  09:00  mule-1  mule-3  30      20           -
      t2  09:00  mule-1  mule-2  50      50           -
      t1  09:00  victim  mule-1  100     -            100`)
    expect(ids).toBe('t1 t2 t3 t4')
    expect(problems).toEqual([])
    expect(graph.statement('mule-1').opening.toFixed()).toBe('0')
  })

  test('a whole day of rows that give the date alone', () => {
    const rows = Array.from({ length: 200 }, (_, at) => ({
      id: `t${at}`,
      from: at % 3 === 0 ? 'victim' : 'mule-1',
      to: at % 3 === 0 ? 'mule-1' : `payee-${at}`,
      amount: at % 3 === 0 ? 90 : 45 - (at % 7) + (at % 3),
      time: '2024-03-01',
    }))
    let balance = 0
    const stated = rows.map((row): TransferRecord => {
      balance += row.from === 'victim' ? row.amount : -row.amount
      return row.from === 'victim' ? { ...row, toBalance: balance } : { ...row, fromBalance: balance }
    })
    const { graph, problems } = buildMoneyGraph(stated.toReversed())
    expect(problems).toEqual([])
    const { entries, opening } = graph.statement('mule-1')
    expect(opening.toFixed()).toBe('0')
    // Any Eulerian trail will do, as long as each balance is the one that the bank stated.
    const byId = new Map(stated.map((row) => [row.id, row]))
    for (const { transfer, balance: held } of entries) {
      const row = byId.get(transfer!)!
      expect(held.toFixed()).toBe(String(row.toBalance ?? row.fromBalance))
    }
  })

  test('the balance carried over tells where a closed circle begins', () => {
    const circle = `
      t2  09:00  mule-2  mule-1  20      -            100
      t3  09:00  mule-1  mule-3  20      80           -`
    const head = 'id  time   from    to      amount  fromBalance  toBalance'
    // From 80 up to 100 and back, or from 100 down to 80 and back: both are trails.
    const at80 = order(`${head}
      t1  08:00  victim  mule-1  80      -            80 ${circle}`)
    expect(at80.ids).toBe('t1 t2 t3')
    const at100 = order(`${head}
      t1  08:00  victim  mule-1  100     -            100 ${circle}`)
    expect(at100.ids).toBe('t1 t3 t2')
    expect([...at80.problems, ...at100.problems]).toEqual([])
  })

  test('also where the balance carried over was not stated but follows, or is the declared opening', () => {
    const { ids, problems } = order(`
      id  time   from    to      amount  fromBalance  toBalance
      t0  08:00  victim  mule-1  130     -            130
      t1  08:30  mule-1  mule-4  30      -            -
      t2  09:00  mule-2  mule-1  20      -            100
      t3  09:00  mule-1  mule-3  20      80           -`)
    expect(ids).toBe('t0 t1 t3 t2')
    expect(problems).toEqual([])
    const declared = order(
      `
      id  time   from    to      amount  fromBalance  toBalance
      t2  09:00  mule-2  mule-1  20      -            100
      t3  09:00  mule-1  mule-3  20      80           -`,
      { accounts: accounts(`id opening\nmule-1 100`) },
    )
    expect(declared.ids).toBe('t3 t2')
    expect(declared.problems).toEqual([])
  })

  test('and where no balance comes before the circle, the one that comes after it', () => {
    // The account's first day, newest first: 100 came and went, and the next day begins with nothing.
    const { ids, problems, graph } = order(`
      id  time        from    to      amount  fromBalance  toBalance
      t3  2024-03-02  victim  mule-1  50      -            50
      t2  2024-03-01  mule-1  mule-2  100     0            -
      t1  2024-03-01  victim  mule-1  100     -            100`)
    expect(ids).toBe('t1 t2 t3')
    expect(problems).toEqual([])
    expect(graph.statement('mule-1').opening.toFixed()).toBe('0')
  })

  test('a balance passed several times: of the possible trails the first by the records', () => {
    const { ids, problems } = order(`
      id  time   from    to      amount  fromBalance  toBalance
      t0  08:00  victim  mule-1  50      -            50
      t3  09:00  mule-1  mule-3  10      50           -
      t1  09:00  victim  mule-1  10      -            60
      t4  09:00  mule-1  mule-4  10      50           -
      t2  09:00  victim  mule-1  10      -            60`)
    expect(ids).toBe('t0 t1 t3 t2 t4')
    expect(problems).toEqual([])
  })

  test('rows that state nothing keep their place among the records as far as the others leave it open', () => {
    const { ids } = order(`
      id  time   from    to      amount  fromBalance  toBalance
      u1  09:00  x       y       1       -            -
      t2  09:00  mule-1  mule-2  50      50           -
      u2  09:00  x       y       1       -            -
      t1  09:00  victim  mule-1  100     -            100
      u3  09:00  x       y       1       -            -`)
    expect(ids).toBe('u1 u2 t1 t2 u3')
  })

  test('the orders of several accounts are joined', () => {
    // mule-1 says t1 before t2, mule-2 says t2 before t3, mule-3 says t3 before t4: newest first in the file.
    const { ids, problems } = order(`
      id  time   from    to      amount  fromBalance  toBalance
      t4  09:00  mule-3  mule-4  30      10           -
      t3  09:00  mule-2  mule-3  40      10           40
      t2  09:00  mule-1  mule-2  50      50           50
      t1  09:00  victim  mule-1  100     -            100`)
    expect(ids).toBe('t1 t2 t3 t4')
    expect(problems).toEqual([])
  })

  test('a reversed pair stands in the trail though it moves nothing', () => {
    const { ids, problems } = order(`
      id  time   from    to      amount  fromBalance  toBalance  reverses
      t4  09:00  mule-1  mule-3  60      40           -          -
      r1  09:00  mule-2  mule-1  50      -            100        t2
      t2  09:00  mule-1  mule-2  50      50           -          -
      t1  09:00  victim  mule-1  100     -            100        -`)
    expect(ids).toBe('t1 t4')
    expect(problems.sort()).toEqual(['2 warning reversed', '3 warning reversed'])
  })
})

describe('no trail, or a contradiction: a problem, and the order of the records', () => {
  test('balances of one account that follow in no order', () => {
    const { ids, problems } = order(`
      id  time   from    to      amount  fromBalance  toBalance
      t2  09:00  mule-1  mule-2  50      17           -
      t1  09:00  victim  mule-1  100     -            100`)
    expect(ids).toBe('t2 t1')
    expect(problems).toContain('1 warning order-conflict')
  })

  test('accounts that contradict each other', () => {
    // mule-1 pays t1 first, mule-2 was paid t2 first.
    const { ids, problems } = order(`
      id  time   from    to      amount  fromBalance  toBalance
      t1  09:00  mule-1  mule-2  10      90           30
      t2  09:00  mule-1  mule-2  20      70           20`)
    expect(ids).toBe('t1 t2')
    expect(problems.filter((line) => line.endsWith('order-conflict'))).toHaveLength(1)
  })

  test('rows of other accounts do not overtake the contradicted ones', () => {
    const { ids } = order(`
      id  time   from    to      amount  fromBalance  toBalance
      t1  09:00  mule-1  mule-2  10      90           30
      t2  09:00  mule-1  mule-2  20      70           20
      t3  09:00  mule-3  mule-4  5       -            -`)
    expect(ids).toBe('t1 t2 t3')
  })

  test('each contradiction of one instant is a problem', () => {
    const { problems } = order(`
      id  time   from    to      amount  fromBalance  toBalance
      t1  09:00  mule-1  mule-2  10      90           30
      t2  09:00  mule-1  mule-2  20      70           20
      t3  09:00  mule-3  mule-4  10      90           30
      t4  09:00  mule-3  mule-4  20      70           20`)
    expect(problems.filter((line) => line.endsWith('order-conflict'))).toHaveLength(2)
  })

  test('a contradiction in one instant leaves the trails of another alone', () => {
    const { ids } = order(`
      id  time   from    to      amount  fromBalance  toBalance
      t1  09:00  mule-1  mule-2  10      90           30
      t2  09:00  mule-1  mule-2  20      70           20
      t4  10:00  mule-5  mule-6  50      50           -
      t3  10:00  victim  mule-5  100     -            100`)
    expect(ids).toBe('t1 t2 t3 t4')
  })
})

describe('where nothing decides, the order of the records does, and a trace says so', () => {
  const undecided = (table: string, from: string) =>
    trace(order(table).graph, { from })
      .assumptions.filter(({ code }) => code === 'undecided-order')
      .map(({ account }) => account)

  test('two rows of one instant without balances', () => {
    const table = `
      id  time   from    to      amount
      t1  09:00  victim  mule-1  100
      t3  09:05  mule-1  mule-3  50
      t2  09:05  mule-1  mule-2  60`
    expect(order(table).ids).toBe('t1 t3 t2')
    expect(undecided(table, 't1')).toContain('mule-1')
  })

  test('but not where balances decide, nor where only others share the instant', () => {
    const table = `
      id  time   from    to      amount  fromBalance
      t1  09:00  victim  mule-1  100     -
      u1  09:05  x       y       60      -
      t3  09:05  mule-1  mule-3  50      -10
      t2  09:05  mule-1  mule-2  60      40`
    expect(order(table).ids).toBe('t1 u1 t2 t3')
    expect(undecided(table, 't1')).toEqual([])
  })
})

test('permuting rows of distinct times changes no statement', () => {
  const row = fc.record({ from: fc.nat(4), to: fc.nat(4), amount: fc.integer({ min: 1, max: 500 }), states: fc.nat(3) })
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 25 }), fc.infiniteStream(fc.nat()), (rows, random) => {
      const records = rows.map(
        ({ from, to, amount, states }, at): TransferRecord => ({
          id: `t${at}`,
          from: `a${from}`,
          to: `a${to}`,
          amount,
          time: 1_700_000_000_000 + at * 7,
          ...((states & 1) > 0 && { fromBalance: amount - 100 }),
          ...((states & 2) > 0 && { toBalance: amount + 50 }),
        }),
      )
      const shuffled = [...records]
      for (let at = shuffled.length - 1; at > 0; at--) {
        const other = random.next().value % (at + 1)
        const swap = shuffled[at]!
        shuffled[at] = shuffled[other]!
        shuffled[other] = swap
      }
      expect(statements(shuffled)).toEqual(statements(records))
      expect(snapshot(records)).toBe(snapshot(records))
    }),
  )
})

/** Every statement as plain text, by account. */
function statements(records: TransferRecord[]): [string, unknown][] {
  const { graph } = buildMoneyGraph(records)
  const all = [...graph.accounts()].map(({ id }): [string, unknown] => [id, JSON.stringify(graph.statement(id))])
  return all.sort(([a], [b]) => (a < b ? -1 : 1))
}

/** Everything that a build gives, as text: two builds of the same rows are identical. */
function snapshot(records: TransferRecord[]): string {
  const { graph, problems, counts } = buildMoneyGraph(records)
  const all = [...graph.accounts()].map(({ id }) => graph.statement(id))
  return JSON.stringify([all, [...graph.transfers()], problems, counts, graph])
}
