import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { type BuildOptions, buildMoneyGraph, type Coverage, type Shortfall, type TransferRecord } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { ledgerLines, lines, transfers } from '../support/ledger.js'

describe('a statement', () => {
  const { graph } = buildMoneyGraph(
    transfers(`
      id  time          from    to      amount  fromBalance  toBalance
      t1  09:00         victim  mule-1  100.50  -            -
      t2  09:05         mule-1  mule-2   30     170.50       -
      t3  09:06:07.008  mule-2  mule-1    5     -            175.50
      t4  09:10         mule-1  mule-2   75.50  90           -`),
  )

  test('lists the movements of one account in order, with direction, counterparty, amount and balance', () => {
    expect(ledgerLines(graph.statement('mule-1'))).toEqual(
      lines(`
        opening 100
        09:00        in  t1 victim 100.5 200.5
        09:05        out t2 mule-2  30   170.5
        09:06:07.008 in  t3 mule-2   5   175.5
        09:10        out -  -       10   165.5
        09:10        out t4 mule-2  75.5  90`),
    )
  })

  test('has the values that the contract names, and no transfer for a gap', () => {
    const statement = graph.statement('mule-1', 'CNY')
    expect(statement).toMatchObject({ account: 'mule-1', currency: 'CNY' })
    expect([statement.opening.toFixed(), statement.closing.toFixed()]).toEqual(['100', '90'])
    const [first, , , gap] = statement.entries
    expect(first).toMatchObject({ transfer: 't1', direction: 'in', counterparty: 'victim' })
    expect(first!.time).toEqual(new Date('2024-03-01T09:00:00Z'))
    expect(Decimal.isDecimal(first!.amount) && Decimal.isDecimal(first!.balance)).toBe(true)
    expect(gap).toMatchObject({ transfer: undefined, counterparty: undefined, direction: 'out' })
    expect(gap!.time).toEqual(new Date('2024-03-01T09:10:00Z'))
  })

  test('is made anew each time: changing one changes no other', () => {
    const statement = graph.statement('mule-1')
    statement.entries[0]!.time.setTime(0)
    statement.entries.length = 0
    expect(graph.statement('mule-1').entries[0]!.time.getTime()).not.toBe(0)
  })

  test('of an account that only an account record names is empty, in the default currency', () => {
    const known = buildMoneyGraph([], { accounts: [{ id: 'mule-9', openingBalance: 7 }], currency: 'USD' }).graph
    expect(known.order).toBe(1)
    expect(known.statement('mule-9')).toMatchObject({ currency: 'USD', entries: [] })
    expect(known.statement('mule-9').closing.toFixed()).toBe('7')
  })

  test('without a currency is in the account’s own, which need not be the default', () => {
    const { graph: foreign } = buildMoneyGraph(
      transfers(`
        id  time   from    to      amount  currency
        t1  09:00  victim  mule-1  100     USD
        t2  09:00  mule-2  mule-3  100     EUR`),
    )
    expect(foreign.currencies).toEqual(['EUR', 'USD'])
    expect(foreign.statement('mule-1').currency).toBe('USD')
    expect(foreign.statement('mule-1', 'EUR')).toMatchObject({ currency: 'EUR', entries: [] })
  })
})

describe('a money graph speaks graphology', () => {
  const { graph } = buildMoneyGraph(
    transfers(`
      id  time        from    to      amount  kind      memo  file   toBalance
      t2  2024-03-02  mule-1  mule-2   30     cash      -     -      -
      t1  09:00       victim  mule-1  100     -         rent  a.csv  100`),
    { accounts: [{ id: 'mule-3', holder: 'Third', kind: 'exchange' }], timeZone: 'Asia/Shanghai' },
  )

  test('order, size, has, and the iterators in their orders', () => {
    expect([graph.order, graph.size]).toEqual([4, 2])
    expect([...graph.accounts()].map(({ id }) => id).sort()).toEqual(['mule-1', 'mule-2', 'mule-3', 'victim'])
    expect([...graph.transfers()].map(({ id }) => id)).toEqual(['t2', 't1'].sort())
    expect([graph.hasAccount('mule-3'), graph.hasAccount('t1')]).toEqual([true, false])
    expect([graph.hasTransfer('t1'), graph.hasTransfer('mule-3')]).toEqual([true, false])
    expect(graph.currencies).toEqual(['CNY'])
  })

  test('first and last time are those of the accepted transfers', () => {
    expect(graph.firstTime).toEqual(new Date('2024-03-01T09:00:00Z'))
    expect(graph.lastTime).toEqual(new Date('2024-03-01T16:00:00Z'))
    const { graph: other } = buildMoneyGraph(
      transfers(`
        id  time   from    to      amount  status  reverses
        f1  08:00  victim  mule-1  100     failed  -
        t1  09:00  victim  mule-1  100     -       -
        r1  09:30  victim  mule-1   50     -       -
        r2  09:40  mule-1  victim   50     -       r1
        s1  10:00  mule-1  mule-1  100     -       -`),
    )
    expect([other.firstTime, other.lastTime]).toEqual(Array(2).fill(new Date('2024-03-01T09:00:00Z')))
  })

  test('a transfer and an account come out with every field that went in, and defaults', () => {
    expect(graph.transfer('t1')).toEqual({
      id: 't1',
      from: 'victim',
      to: 'mule-1',
      amount: expect.anything(),
      currency: 'CNY',
      time: new Date('2024-03-01T09:00:00Z'),
      precision: 'instant',
      kind: 'transfer',
      row: 2,
      toBalance: expect.anything(),
      memo: 'rent',
      source: [{ file: 'a.csv' }],
    })
    expect(graph.transfer('t2')).toMatchObject({ kind: 'cash', precision: 'day', row: 1 })
    expect(graph.account('mule-3')).toEqual({ id: 'mule-3', holder: 'Third', kind: 'exchange', statement: [] })
    expect(graph.account('victim')).toEqual({ id: 'victim', kind: 'bank', statement: [] })
  })
})

test('a statement always adds up: opening, then each entry, to the stated balance of its row', () => {
  const row = fc.record({
    from: fc.nat(3),
    to: fc.nat(3),
    amount: fc.integer({ min: 1, max: 999 }),
    minute: fc.nat(12),
    fromBalance: fc.option(fc.integer({ min: -200, max: 900 }), { nil: undefined }),
    toBalance: fc.option(fc.integer({ min: -200, max: 900 }), { nil: undefined }),
  })
  const mode = fc.record({
    shortfall: fc.constantFrom<Shortfall>('opening', 'unseen-credit', 'overdraft'),
    coverage: fc.constantFrom<Coverage>('complete', 'statements'),
    opening: fc.option(fc.integer({ min: -100, max: 400 }), { nil: undefined }),
  })
  fc.assert(
    fc.property(fc.array(row, { maxLength: 20 }), mode, (rows, { shortfall, coverage, opening }) => {
      const records = rows.map(
        ({ from, to, amount, minute, fromBalance, toBalance }): TransferRecord => ({
          from: `a${from}`,
          to: `a${to}`,
          amount,
          time: minute * 60_000,
          ...(fromBalance !== undefined && { fromBalance }),
          ...(toBalance !== undefined && { toBalance }),
        }),
      )
      const period = { from: 2 * 60_000, to: 9 * 60_000 }
      const accounts = [
        { id: 'a0', statement: period, ...(opening !== undefined && { openingBalance: opening }) },
        { id: 'a1', ...(opening !== undefined && { openingBalance: opening }) },
        { id: 'a2', statement: period },
        { id: 'a3' },
      ]
      const options: BuildOptions = { accounts, shortfall, coverage }
      const { graph } = buildMoneyGraph(records, options)
      const seen = new Map<string, number>()
      for (const { id } of graph.accounts()) {
        const statement = graph.statement(id)
        let balance = statement.opening
        for (const { transfer, direction, amount, balance: after, time } of statement.entries) {
          balance = direction === 'in' ? balance.plus(amount) : balance.minus(amount)
          expect(after.equals(balance)).toBe(true)
          expect(amount.greaterThan(0)).toBe(true)
          expect(Number.isNaN(time.getTime())).toBe(false)
          if (transfer === undefined) continue
          seen.set(transfer, (seen.get(transfer) ?? 0) + 1)
          const { from, fromBalance, toBalance } = graph.transfer(transfer)
          const stated = from === id ? fromBalance : toBalance
          if (stated !== undefined) expect(after.equals(stated)).toBe(true)
          else if (shortfall !== 'overdraft' && direction === 'out') expect(after.isNegative()).toBe(false)
        }
        expect(statement.closing.equals(balance)).toBe(true)
      }
      if (coverage === 'complete') for (const { id } of graph.transfers()) expect(seen.get(id)).toBe(2)
    }),
    { numRuns: 500 },
  )
})
