import { buildMoneyGraph, mergeMirrored, type TransferRecord } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { at } from '../support/ledger.js'

const name = ({ id, aliases = [] }: TransferRecord) => [id ?? '-', ...aliases].join(' = ')

describe('what it cannot read it passes on', () => {
  const good = { id: 'A1', from: 'victim', to: 'mule-1', amount: 100, time: at('09:00'), fromBalance: 900 }
  const mirror = { id: 'B1', from: 'victim', to: 'mule-1', amount: 100, time: at('09:00'), toBalance: 100 }
  const thrower = () => {
    throw new Error('not yours')
  }
  const odd: [string, unknown][] = [
    ['null', null],
    ['undefined', undefined],
    ['a text', 'A1,victim'],
    ['an empty object', {}],
    ['a bad amount', { ...mirror, amount: '0x64' }],
    ['NaN', { ...mirror, amount: Number.NaN }],
    ['a bad time', { ...mirror, time: '2024-02-30' }],
    ['a source of null', { ...mirror, id: 'C1', amount: 7, source: null }],
    ['sources of null', { ...mirror, id: 'C1', amount: 7, source: [null] }],
    ['a getter that throws', Object.defineProperty({ ...mirror }, 'from', { get: thrower })],
    ['a proxy that throws', new Proxy({ ...mirror }, { get: thrower })],
    ['an amount that throws', { ...mirror, amount: new Proxy({}, { get: thrower }) }],
    ['a time that throws', { ...mirror, time: new Proxy({}, { get: thrower }) }],
    ['a source that throws', { ...mirror, source: new Proxy({}, { get: thrower }) }],
    ['an amount that passes for a Decimal', { ...mirror, amount: { toStringTag: '[object Decimal]' } }],
  ]
  test.each(odd)('%s, and joins the others', (_, record) => {
    const result = mergeMirrored([record, good, mirror] as TransferRecord[])
    expect(result).toHaveLength(2)
    if (result[0] !== record) expect(result[0]).toMatchObject(record as object)
    expect(name(result[1]!)).toBe('A1 = B1')
    // The numbers of the rows behind are those of the records that came.
    expect(buildMoneyGraph(result).graph.transfer('B1').id).toBe('A1')
  })

  test.each(['id', 'memo', 'source', 'reverses', 'kind', 'aliases'])(
    'a getter of %s that throws is building’s to find out, also in a row that has a mirror image',
    (field) => {
      const bad = Object.defineProperty({ ...good }, field, { get: thrower, enumerable: true })
      const result = mergeMirrored([bad, mirror, { ...good, id: 'A2', amount: 5 }])
      const { counts, graph } = buildMoneyGraph(result)
      expect(counts.rejected).toBe(1)
      expect(graph.hasTransfer('B1') && graph.hasTransfer('A2')).toBe(true)
    },
  )

  test.each([
    ['a symbol', Symbol('memo')],
    ['an object without a text', Object.create(null)],
    ['an object that throws', new Proxy({}, { get: thrower })],
  ])('%s as a memo joins to none', (_, memo) => {
    const odd = { ...mirror, memo } as unknown as TransferRecord
    expect(mergeMirrored([{ ...good, memo: 'rent' }, odd])).toMatchObject([{ memo: 'rent', aliases: ['B1'] }])
    // Alone it is passed on, and building says that it is no text.
    const { problems, counts } = buildMoneyGraph(mergeMirrored([good, odd]))
    expect(problems.map(({ code }) => code)).toEqual(['invalid-field'])
    expect(counts.accepted).toBe(1)
  })

  test('records made by a class with getters keep their fields', () => {
    class Row {
      readonly #fields: TransferRecord
      constructor(fields: TransferRecord) {
        this.#fields = fields
      }
      get from() {
        return this.#fields.from
      }
      get to() {
        return this.#fields.to
      }
      get amount() {
        return this.#fields.amount
      }
      get time() {
        return this.#fields.time
      }
      get fromBalance() {
        return this.#fields.fromBalance
      }
    }
    const { graph, counts } = buildMoneyGraph(mergeMirrored([new Row(good) as TransferRecord, mirror]))
    expect(counts).toMatchObject({ rows: 1, accepted: 1 })
    expect(graph.transfer('B1').id).toBe('#1')
  })

  test('nothing to join changes nothing', () => {
    const rows = [good, { ...good, id: 'A2' }]
    expect(mergeMirrored(rows)).toEqual(rows)
    expect(mergeMirrored(new Set(rows).values())).toEqual(rows)
    expect(mergeMirrored([])).toEqual([])
  })
})
