import fc from 'fast-check'
import { buildMoneyGraph, type MirrorOptions, mergeMirrored, type TransferRecord } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { at, problemLines, transfers } from '../support/ledger.js'

/** What comes out, one line a record: its id, and its aliases behind an equals sign. */
function merged(table: string, options?: MirrorOptions): string[] {
  return mergeMirrored(transfers(table), options).map(name)
}

const name = ({ id, aliases = [] }: TransferRecord) => [id ?? '-', ...aliases].join(' = ')

describe('two rows of one transfer, seen from both sides, become one', () => {
  test('by the balance that each states: the payer’s and the payee’s', () => {
    const table = `
      id  time      from    to      amount  fromBalance  toBalance
      A1  09:00     victim  mule-1  100     900          -
      B1  09:00:30  victim  mule-1  100     -            150`
    expect(merged(table)).toEqual(['A1 = B1'])
    const { graph, problems, counts } = buildMoneyGraph(mergeMirrored(transfers(table)))
    expect(problems).toEqual([])
    expect(counts.rows).toBe(1)
    const transfer = graph.transfer('B1')
    expect(transfer.id).toBe('A1')
    expect([transfer.fromBalance, transfer.toBalance].map(String)).toEqual(['900', '150'])
  })

  test('by the files from which they come, where neither states a balance', () => {
    expect(
      merged(`
        id  time   from    to      amount  file
        A1  09:00  victim  mule-1  100     a.csv
        B1  09:01  victim  mule-1  100     b.csv`),
    ).toEqual(['A1 = B1'])
  })

  test('by the side that an option names', () => {
    const side = ({ id }: TransferRecord) => (id?.startsWith('A') ? 'from' : 'to')
    const table = `
      id  time   from    to      amount
      A1  09:00  victim  mule-1  100
      B1  09:01  victim  mule-1  100`
    expect(merged(table)).toEqual(['A1', 'B1'])
    expect(merged(table, { side })).toEqual(['A1 = B1'])
  })

  test('whatever the spelling of the amount, the time and the currency', () => {
    const base = { from: 'victim', to: 'mule-1' }
    const first: TransferRecord = { ...base, id: 'A1', amount: '100.00', time: at('09:00'), fromBalance: 1 }
    const spellings: Partial<TransferRecord>[] = [
      { amount: 100 },
      { amount: 100n },
      { amount: '100' },
      { currency: 'CNY' },
      { status: 'ok' },
      { kind: 'transfer' },
      { time: new Date(at('09:00')) },
      { time: '2024-03-01 17:00:00+08:00' },
    ]
    for (const spelling of spellings) {
      const second: TransferRecord = { ...first, id: 'B1', toBalance: 2, ...spelling }
      delete second.fromBalance
      expect(mergeMirrored([first, second]).map(name)).toEqual(['A1 = B1'])
    }
  })

  test('the earlier record stays where it was, with the earlier time and what both say', () => {
    const records: TransferRecord[] = [
      { id: 'x', from: 'p', to: 'q', amount: 1, time: at('08:00') },
      {
        id: 'B1',
        from: 'victim',
        to: 'mule-1',
        amount: 100,
        time: at('09:02'),
        toBalance: 150,
        memo: 'in',
        source: { file: 'b.csv', row: 4 },
        aliases: ['B0'],
      },
      { id: 'y', from: 'p', to: 'q', amount: 2, time: at('10:00') },
      {
        id: 'A1',
        from: 'victim',
        to: 'mule-1',
        amount: 100,
        time: at('09:00'),
        fromBalance: 900,
        memo: 'out',
        kind: 'cash',
        source: [{ file: 'a.csv', row: 7 }],
      },
    ]
    const copy = structuredClone(records)
    const result = mergeMirrored(records)
    expect(records).toEqual(copy)
    expect(result.map(({ id }) => id)).toEqual(['x', 'B1', 'y'])
    expect(result[0]).toBe(records[0])
    expect(result[1]).toMatchObject({
      time: at('09:00'),
      fromBalance: 900,
      toBalance: 150,
      kind: 'cash',
      source: [
        { file: 'b.csv', row: 4 },
        { file: 'a.csv', row: 7 },
      ],
    })
    expect(result[1]!.memo?.split('\n').sort()).toEqual(['in', 'out'])
    expect([...result[1]!.aliases!].sort()).toEqual(['A1', 'B0'])
  })
})

describe('rows that stay apart', () => {
  const first = 'A1  09:00  victim  mule-1  100  CNY  ok  900  -  a.csv'
  const cases: [string, string][] = [
    ['of one side, by balance', 'B1  09:00  victim  mule-1  100  CNY  ok  800  -  b.csv'],
    ['of another payer', 'B1  09:00  mule-2  mule-1  100  CNY  ok  -  150  b.csv'],
    ['of another payee', 'B1  09:00  victim  mule-2  100  CNY  ok  -  150  b.csv'],
    ['in the other direction', 'B1  09:00  mule-1  victim  100  CNY  ok  -  150  b.csv'],
    ['of another amount', 'B1  09:00  victim  mule-1  100.01  CNY  ok  -  150  b.csv'],
    ['in another currency', 'B1  09:00  victim  mule-1  100  USD  ok  -  150  b.csv'],
    ['one of which failed', 'B1  09:00  victim  mule-1  100  CNY  failed  -  150  b.csv'],
    ['too far apart in time', 'B1  09:05:00.001  victim  mule-1  100  CNY  ok  -  150  b.csv'],
  ]
  test.each(cases)('rows %s', (_, second) => {
    const head = 'id  time  from  to  amount  currency  status  fromBalance  toBalance  file'
    expect(merged(`${head}\n${first}\n${second}`)).toEqual(['A1', 'B1'])
    expect(merged(`${head}\n${second}\n${first}`)).toEqual(['B1', 'A1'])
  })

  test('rows of one file, and rows of no file, where no balance tells the side', () => {
    for (const file of ['a.csv', '-']) {
      expect(
        merged(`
          id  time   from    to      amount  file
          A1  09:00  victim  mule-1  100     ${file}
          A2  09:00  victim  mule-1  100     ${file}`),
      ).toEqual(['A1', 'A2'])
    }
  })

  test('two real equal transfers in one second stay two', () => {
    expect(
      merged(`
        id  time   from    to      amount  fromBalance  toBalance  file
        A1  09:00  victim  mule-1  100     900          -          a.csv
        A2  09:00  victim  mule-1  100     800          -          a.csv
        B1  09:00  victim  mule-1  100     -            100        b.csv
        B2  09:00  victim  mule-1  100     -            200        b.csv`),
    ).toEqual(['A1 = B1', 'A2 = B2'])
  })

  test('a third row of a pair stays: each row has one mirror image at most', () => {
    expect(
      merged(`
        id  time   from    to      amount  file
        A1  09:00  victim  mule-1  100     a.csv
        B1  09:00  victim  mule-1  100     b.csv
        C1  09:00  victim  mule-1  100     c.csv`),
    ).toEqual(['A1 = B1', 'C1'])
  })
})

describe('the window', () => {
  const table = `
    id  time      from    to      amount  fromBalance  toBalance
    A1  09:00     victim  mule-1  100     900          -
    B1  09:05     victim  mule-1  100     -            100
    A2  10:00     victim  mule-1  100     800          -
    B2  10:00:02  victim  mule-1  100     -            200`
  test.each<[MirrorOptions['within'], string[]]>([
    [undefined, ['A1 = B1', 'A2 = B2']],
    [{ minutes: 5 }, ['A1 = B1', 'A2 = B2']],
    [{ seconds: 299 }, ['A1', 'B1', 'A2 = B2']],
    [{ seconds: 0 }, ['A1', 'B1', 'A2', 'B2']],
    [{ days: 2 }, ['A1 = B1', 'A2 = B2']],
  ])('%j', (within, result) => expect(merged(table, within && { within })).toEqual(result))

  test('the earliest rows find each other first, on whichever side the clock runs ahead', () => {
    expect(
      merged(`
        id  time   from    to      amount  fromBalance  toBalance
        B1  08:59  victim  mule-1  100     -            100
        A1  09:00  victim  mule-1  100     900          -
        B2  09:02  victim  mule-1  100     -            200
        A2  09:03  victim  mule-1  100     800          -`),
    ).toEqual(['B1 = A1', 'B2 = A2'])
  })

  test('local times are read in the zone given', () => {
    const table = `
      id  time              from    to      amount  fromBalance  toBalance
      A1  2024-03-01_17:00  victim  mule-1  100     900          -
      B1  09:00             victim  mule-1  100     -            100`
    expect(merged(table)).toEqual(['A1', 'B1'])
    expect(merged(table, { timeZone: 'Asia/Shanghai' })).toEqual(['A1 = B1'])
  })
})

describe('names', () => {
  test('records without an id keep the "#n" of their place', () => {
    const rows = transfers(`
      id  time   from    to      amount  fromBalance  toBalance
      -   09:00  victim  mule-1  100     900          -
      -   09:00  victim  mule-1  100     -            100
      -   09:30  mule-1  mule-2   50     -            -`)
    const result = mergeMirrored(rows)
    expect(result.map(name)).toEqual(['#1 = #2', '#3'])
    const { graph } = buildMoneyGraph(result)
    expect(graph.transfer('#2').id).toBe('#1')
    expect(graph.transfer('#3').amount.toFixed()).toBe('50')
    const nulls = rows.map((row) => ({ ...row, id: null }) as unknown as TransferRecord)
    expect(buildMoneyGraph(mergeMirrored(nulls)).graph.transfer('#3').amount.toFixed()).toBe('50')
  })

  test('a reversal may name its original by the id that was lost', () => {
    const { counts } = buildMoneyGraph(
      mergeMirrored(
        transfers(`
          id  time   from    to      amount  fromBalance  toBalance  reverses
          A1  09:00  victim  mule-1  100     900          -          -
          B1  09:00  victim  mule-1  100     -            100        -
          B2  09:30  mule-1  victim  100     0            -          B1`),
      ),
    )
    expect(counts).toEqual({ rows: 2, accepted: 0, merged: 0, excluded: 2, rejected: 0 })
  })

  test('a reversal seen from both sides is one reversal, though each side names the original as it knows it', () => {
    const { counts, problems } = buildMoneyGraph(
      mergeMirrored(
        transfers(`
          id  time   from    to      amount  fromBalance  toBalance  reverses  file
          A1  09:00  victim  mule-1  100     900          -          -         a.csv
          B1  09:00  victim  mule-1  100     -            100        -         b.csv
          A2  09:30  mule-1  victim  100     -            1000       A1        a.csv
          B2  09:30  mule-1  victim  100     0            -          B1        b.csv`),
      ),
    )
    expect(counts).toEqual({ rows: 2, accepted: 0, merged: 0, excluded: 2, rejected: 0 })
    expect(problemLines(problems)).toEqual(['1 warning reversed', '2 warning reversed'])
  })
})

test('what two banks report of the same transfers joins to those transfers, none more and none fewer', () => {
  const minute = 60_000
  const seen = fc.record({ amount: fc.constantFrom(100, 250), at: fc.nat(30), late: fc.integer({ min: -5, max: 5 }) })
  const files = fc.constantFrom<[string, string]>(['a.csv', 'b.csv'], ['a.csv', 'a.csv'])
  fc.assert(
    fc.property(fc.array(seen, { maxLength: 15 }), files, (transfers, [ours, theirs]) => {
      const side = (name: string, file: string, record: (row: (typeof transfers)[number]) => Partial<TransferRecord>) =>
        transfers.map(
          (row, index): TransferRecord => ({
            id: `${name}${index}`,
            from: 'victim',
            to: 'mule-1',
            amount: row.amount,
            time: (100 + row.at) * minute,
            source: { file, row: index + 1 },
            ...record(row),
          }),
        )
      const paid = side('A', ours, () => ({ fromBalance: 1000 }))
      const received = side('B', theirs, ({ at, late }) => ({ toBalance: 1000, time: (100 + at + late) * minute }))
      const result = mergeMirrored([...paid, ...received])
      expect(result).toHaveLength(transfers.length)
      const ids = result.flatMap(({ id, aliases = [] }) => [id, ...aliases])
      expect(ids.sort()).toEqual([...paid, ...received].map(({ id }) => id).sort())
      for (const { id, aliases } of result) expect(`${id}${aliases}`).toMatch(/^A\d+B\d+$/)
    }),
    { numRuns: 500 },
  )
})
