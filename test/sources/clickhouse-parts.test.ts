/** What of `clickhouseSource` can be seen without a server. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAnswer } from '../../src/sources/clickhouse/answer.js'
import { externalBody } from '../../src/sources/clickhouse/external-table.js'
import { joinHistory, type Stretch } from '../../src/sources/clickhouse/join-history.js'
import { type PairRow, pairReversals } from '../../src/sources/pair-reversals.js'

describe('an answer', () => {
  const whole =
    '{"meta":[{"name":"a","type":"String"},{"name":"b","type":"String"}],"data":[["x",null],["y","z"]],"rows":2}'

  test('is rows by the names of its columns', () => {
    expect(readAnswer(whole)).toEqual([
      { a: 'x', b: null },
      { a: 'y', b: 'z' },
    ])
  })

  test('that is cut anywhere is an error', () => {
    for (let end = 0; end < whole.length; end++) expect(() => readAnswer(whole.slice(0, end))).toThrow('not whole')
  })

  test.each([
    ['fewer rows than it says', whole.replace('"rows":2', '"rows":3')],
    [
      'an exception behind its rows',
      whole.replace('],["y"', '],\nCode: 395, e.displayText() = DB::Exception: bad, ["y"'),
    ],
    ['an exception as a field', whole.replace('"rows":2', '"rows":2,"exception":"Code: 395. bad"')],
    ['nothing but null', 'null'],
    ['no rows', '{"meta":[]}'],
  ])('with %s is an error', (_, body) => {
    expect(() => readAnswer(body)).toThrow(/not whole|answered with/)
  })

  test('whose exception is there names it', () => {
    expect(() => readAnswer(`${whole.slice(0, 90)}Code: 241. Memory limit exceeded`)).toThrow('Code: 241. Memory limit')
  })
})

describe('an external table', () => {
  const parts = (rows: string[][]) => {
    const { body, contentType } = externalBody([{ name: 'asked', structure: 'account String', rows }])
    const boundary = contentType.slice(contentType.indexOf('=') + 1)
    return { text: new TextDecoder().decode(body), boundary }
  }

  test('has one line a row, whatever is in the ids, and its border nowhere else', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('--fundtrail', '\r\n--fundtrail--\r\n', '\\N', '\0'),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text)), (rows) => {
        const { text: form, boundary } = parts(rows)
        const [, head, end] = form.split(`--${boundary}`)
        expect(form.split(boundary).length).toBe(3)
        expect(end).toBe('--\r\n')
        const lines = head!.slice(head!.indexOf('\r\n\r\n') + 4, -2).split('\n')
        expect(lines.length).toBe(rows.length + 1)
        const back = lines.slice(0, -1).map((line) => line.split('\t').map(unescaped))
        expect(back).toEqual(rows)
      }),
    )
  })
})

/** As ClickHouse reads TabSeparated. */
function unescaped(field: string): string {
  const named: Record<string, string> = { t: '\t', n: '\n', r: '\r', 0: '\0', '\\': '\\' }
  return field.replace(/\\(.)/gs, (_, letter: string) => named[letter]!)
}

/** Slowly, as the statement for the servers says it. */
function stretchOf(rows: readonly Row[], since: number): Stretch {
  let [moved, movedNet] = [0n, 0n]
  const stretch: Stretch = {
    before: 0n,
    moved,
    movedNet,
    lowNet: undefined,
    low: undefined,
    stated: undefined,
    later: undefined,
  }
  for (const { time, amount, balance, paired } of rows) {
    moved += amount
    if (!paired) movedNet += amount
    if (!paired && amount < 0n && !((stretch.lowNet ?? movedNet) < movedNet)) stretch.lowNet = movedNet
    if (balance !== undefined) stretch.later ??= balance - moved
    if (time >= since) continue
    stretch.before += amount
    if (amount < 0n && !((stretch.low ?? moved) < moved)) stretch.low = moved
    if (balance === undefined) continue
    stretch.stated = { balance, total: moved }
    stretch.low = undefined
  }
  return { ...stretch, moved, movedNet }
}

const row = fc.record({
  time: fc.nat(20),
  amount: fc.bigInt(-9n, 9n).filter((amount) => amount !== 0n),
  balance: fc.option(fc.bigInt(-9n, 20n), { nil: undefined, freq: 3 }),
  paired: fc.boolean(),
})
type Row = typeof row extends fc.Arbitrary<infer T> ? T : never

test('a history is the same wherever it is cut', () => {
  const cuts = fc.array(fc.nat(20), { maxLength: 4 })
  fc.assert(
    fc.property(fc.array(row, { maxLength: 20 }), cuts, fc.nat(21), (drawn, times, since) => {
      const rows = [...drawn].sort((a, b) => a.time - b.time)
      const edges = [0, ...times.sort((a, b) => a - b), 21]
      const pieces = edges.slice(1).map((to, index) => rows.filter(({ time }) => time >= edges[index]! && time < to))
      expect(joinHistory(pieces.map((piece) => stretchOf(piece, since)))).toEqual(joinHistory([stretchOf(rows, since)]))
    }),
  )
})

describe('a reversal', () => {
  const base = { account: 'a', reverses: '', counterparty: 'b', currency: 'CNY', time: 1, seq: 1 }
  const original: PairRow = { ...base, id: 'x', units: '-5' }
  const reversal: PairRow = { ...base, id: 'y', reverses: 'x', units: '5', time: 9, seq: 2 }
  const ids = (reversals: PairRow[], originals = [original]) =>
    pairReversals([...reversals, ...originals]).map(
      (pair) => `${pair.original} ${pair.reversal} ${pair.from}-${pair.to}`,
    )

  test('and its transfer are a pair', () => expect(ids([reversal])).toEqual(['x y 1-9']))

  test('of which there are two: the first in time counts', () => {
    expect(ids([reversal, { ...reversal, id: 'z', time: 8 }])).toEqual(['x z 1-8'])
  })

  test.each([
    ['another amount', { units: '6' }],
    ['the same direction', { units: '-5' }],
    ['another account', { counterparty: 'c' }],
    ['another currency', { currency: 'USD' }],
    ['nothing that is there', { reverses: 'w' }],
    ['itself', { reverses: 'y' }],
  ])('of %s is none', (_, odd) => expect(ids([{ ...reversal, ...odd }])).toEqual([]))

  const again = { ...base, id: 'z', reverses: 'y', units: '-5', time: 12, seq: 3 }

  test('of a reversal that is one is none', () => expect(ids([again, reversal])).toEqual(['x y 1-9']))

  test('of a reversal that fits nothing is one', () => {
    expect(ids([again, reversal], [{ ...original, units: '-6' }])).toEqual(['y z 9-12'])
  })
})
