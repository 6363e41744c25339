/** A trace as JSON: read back, checked, and made once more from the same records. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { buildMoneyGraph, type Rule, type TraceOptions, trace } from 'fundtrail'
import { hashInputs, reportTables, traceFromJson, traceToJson, verifyTrace } from 'fundtrail/report'
import { describe, expect, test } from 'vitest'
import { VERSION } from '../../src/report/version.js'
import { hostileTrace } from '../support/hostile-case.js'
import { schemaFaults } from '../support/json-schema.js'
import { transfers } from '../support/ledger.js'
import { urumqi } from '../support/urumqi-case.js'

const read = (path: string) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'))
const schema = read('schema/trace.schema.json')

const LEDGER = `
  id   time   from      to      amount   kind
  v1   01:00  victim-1  mule-1  1000.00  -
  v2   01:10  victim-2  mule-1   500.00  -
  t1   01:20  mule-1    mule-2   900.00  -
  t2   01:30  mule-2    mule-3   400.00  -
  t3   01:35  mule-3    mule-4   300.00  -
  atm  01:40  mule-2    atm      100.00  cash`
const claims = [
  { id: '__proto__', transfers: ['v1'] },
  { id: '10', transfers: ['v2'] },
]

function graphOf(ledger: string, options: Parameters<typeof buildMoneyGraph>[1] = {}) {
  return buildMoneyGraph(transfers(ledger), options).graph
}

const graph = graphOf(LEDGER)

const WAYS: [string, TraceOptions][] = [
  ...(['fifo', 'lifo', 'pro-rata', 'libr', 'taint-first', 'poison'] as Rule[]).map((rule): [string, TraceOptions] => [
    rule,
    { claims, rule },
  ]),
  ['until before a claim', { claims, until: '2024-03-01T01:05Z' }],
  ['until beyond the records', { claims, until: '2024-04-01' }],
  ['maxLevel', { claims, maxLevel: 2 }],
  ['minAmount', { claims, minAmount: '350.50' }],
  ['stopAt', { claims, stopAt: ({ id }) => id === 'mule-2' || id === 'nobody' }],
  ["stopAt under 'poison'", { claims, rule: 'poison', stopAt: ({ id }) => id === 'mule-2' }],
  ['stopAt that never says yes', { claims, stopAt: () => false }],
  ['freezes', { claims, freezes: [{ account: 'mule-2', at: '2024-03-01T01:25Z' }] }],
  ['maxPieces', { claims, maxPieces: 2 }],
  ["a claim's own accounts", { claims: [{ id: 'a', transfers: ['v1'], accounts: ['mule-3'] }] }],
]

describe('a recorded trace', () => {
  test.each(WAYS)('is the same bytes when it is made once more: %s', (_, options) => {
    const json = traceToJson(trace(graph, options))
    expect(`${JSON.stringify(traceFromJson(json), undefined, 2)}\n`).toBe(json)
    expect(schemaFaults(schema, JSON.parse(json))).toEqual([])
    const library = { recorded: VERSION, running: VERSION }
    expect(verifyTrace(json, graph, { limit: 5 })).toEqual({ same: true, differences: [], more: 0, library })
  })

  test('of the case of the demo, and of hostile names', () => {
    for (const each of [trace(urumqi.built.graph, { from: urumqi.reported }), hostileTrace()]) {
      const json = traceToJson(each)
      expect(schemaFaults(schema, JSON.parse(json))).toEqual([])
      expect(verifyTrace(json, each.graph).same).toBe(true)
    }
  })

  test('says where stopAt ended the money', () => {
    const json = traceToJson(trace(graph, { claims, stopAt: ({ id }) => id === 'mule-2' || id === 'nobody' }))
    expect(traceFromJson(json).settings.stoppedAt).toEqual(['mule-2'])
    expect(traceFromJson(traceToJson(trace(graph, { claims }))).settings).not.toHaveProperty('stoppedAt')
    // The function itself may be given again; one that answers otherwise is found out.
    expect(verifyTrace(json, graph, { stopAt: ({ id }) => id === 'mule-2' }).same).toBe(true)
    expect(verifyTrace(json, graph, { stopAt: ({ id }) => id === 'mule-1' }).same).toBe(false)
  })

  test('carries the version of the package', () => {
    expect(VERSION).toBe(read('package.json').version)
  })
})

describe('verifyTrace', () => {
  const json = traceToJson(trace(graph, { claims }))

  test('finds a changed cent', () => {
    const { same, differences, more } = verifyTrace(json, graphOf(LEDGER.replace('400.00', '400.01')))
    expect(same).toBe(false)
    expect(differences.slice(0, 3)).toEqual([
      { place: 'transfers["t2"].amount', recorded: '400', found: '400.01' },
      { place: 'transfers["t2"].traced', recorded: '400', found: '400.01' },
      { place: 'transfers["t2"].shares["__proto__"].amount', recorded: '400', found: '400.01' },
    ])
    expect(more).toBe(0)
    expect(differences).toContainEqual({ place: 'endings["mule-3" "held"].amount', recorded: '100', found: '100.01' })
    expect(verifyTrace(json, graphOf(LEDGER.replace('400.00', '400.01')), { limit: 2 })).toMatchObject({
      differences: differences.slice(0, 2),
      more: differences.length - 2,
    })
  })

  test('names a transfer that is new, and one that the settings name and no record has', () => {
    const more = verifyTrace(json, graphOf(`${LEDGER}\n t4 01:38 mule-4 mule-5 5.00 -`))
    expect(more.differences.map(({ place }) => place)).toContain('transfers["t4"]')
    expect(more.differences[0]).toEqual({ place: 'graph.accounts', recorded: '7', found: '8' })
    const gone = verifyTrace(json, graphOf(LEDGER.replace('v2 ', 'v9 ')))
    expect(gone.same).toBe(false)
    expect(gone.differences).toEqual([
      {
        place: 'settings',
        recorded: undefined,
        found: expect.stringContaining('transfer "v2": no record has this id'),
      },
    ])
  })

  test('names an option of the graph that is another', () => {
    const { differences } = verifyTrace(json, graphOf(LEDGER, { shortfall: 'overdraft', timeZone: 'Asia/Shanghai' }))
    expect(differences.filter(({ place }) => place.startsWith('settings'))).toEqual([
      { place: 'settings.shortfall', recorded: 'opening', found: 'overdraft' },
      { place: 'settings.timeZone', recorded: 'UTC', found: 'Asia/Shanghai' },
    ])
  })

  test('compares the files where their hashes are given', async () => {
    const inputs = await hashInputs([
      { name: 'a.csv', data: '张某\n' },
      { name: 'b.csv', data: new Uint8Array([0, 255]) },
    ])
    expect(inputs.map(({ sha256 }) => sha256)).toEqual([
      createHash('sha256').update('张某\n').digest('hex'),
      createHash('sha256')
        .update(new Uint8Array([0, 255]))
        .digest('hex'),
    ])
    const recorded = traceToJson(trace(graph, { claims }), { inputs })
    expect(verifyTrace(recorded, graph).same).toBe(true)
    expect(verifyTrace(recorded, graph, { inputs }).same).toBe(true)
    const changed = await hashInputs([{ name: 'a.csv', data: '李某\n' }])
    expect(verifyTrace(recorded, graph, { inputs: changed }).differences.map(({ place }) => place)).toEqual([
      'inputs["a.csv"].sha256',
      'inputs["b.csv"]',
    ])
  })

  test('text that is not what was written is not the same, though nothing differs', () => {
    expect(verifyTrace(JSON.stringify(JSON.parse(json)), graph)).toMatchObject({
      same: false,
      differences: [],
      more: 0,
    })
  })
})

describe('instants given more finely than to the millisecond', () => {
  const { graph } = buildMoneyGraph(
    transfers(`
      id  time                            from    to      amount
      v1  2024-03-01T01:00:00.0001Z       victim  mule-1  100.00
      t1  2024-03-01T01:00:00.0003Z       mule-1  mule-2   40.00
      t2  2024-03-01T01:00:00.0006000001Z mule-1  mule-3   50.00`),
  )

  test.each([
    ['2024-03-01T01:00:00.000Z', 'v1 t1 t2', '2024-03-01T01:00:00.000Z', '2024-03-01 01:00:00'],
    ['2024-03-01T01:00:00.00045Z', 'v1 t1', '2024-03-01T01:00:00.00045Z', '2024-03-01 01:00:00.00045'],
    ['2024-03-01T02:00:00.000600+01:00', 'v1 t1', '2024-03-01T01:00:00.0006Z', '2024-03-01 01:00:00.0006'],
    ['2024-03-01T01:00:00.0000Z', '', '2024-03-01T01:00:00.0000Z', '2024-03-01 01:00:00'],
  ])('until %s is recorded with its digits', (until, moved, recorded, shown) => {
    const result = trace(graph, { from: 'v1', until })
    expect(result.transfers.map(({ id }) => id).join(' ')).toBe(moved)
    const json = traceToJson(result)
    expect(traceFromJson(json).settings.until).toBe(recorded)
    expect(schemaFaults(schema, JSON.parse(json))).toEqual([])
    expect(verifyTrace(json, graph)).toMatchObject({ same: true })
    const { rows } = reportTables(result).find(({ name }) => name === 'Settings')!
    expect(rows.find(([setting]) => setting === 'until')).toEqual(['until', shown])
    const { until: at, untilText = at } = result.settings
    expect(trace(graph, { from: 'v1', until: untilText }).settings.until).toEqual(at)
  })

  test('so is a freeze', () => {
    const freezes = [{ account: 'mule-1', at: '2024-03-01T01:00:00.00045Z' }]
    const result = trace(graph, { from: 'v1', freezes })
    expect(result.account('mule-1')?.held.toNumber()).toBe(60)
    const json = traceToJson(result)
    expect(traceFromJson(json).settings.freezes).toEqual(freezes)
    expect(verifyTrace(json, graph)).toMatchObject({ same: true })
    // Without its last digits it would hold everything.
    expect(verifyTrace(json.replace('00.00045Z', '00.000Z'), graph)).toMatchObject({ same: false })
  })

  test('more digits than a record can state are refused', () => {
    const json = traceToJson(trace(graph, { from: 'v1', until: '2024-03-01T01:00:00.00045Z' }))
    for (const text of ['00.000450Z', '00.0004500000000000001Z', '00.00Z', '00.00000Z']) {
      const other = json.replace('00.00045Z', text)
      expect(() => traceFromJson(other)).toThrow('trace.settings.until is')
      expect(schemaFaults(schema, JSON.parse(other))).not.toEqual([])
    }
  })
})

describe('what is no recorded trace is refused', () => {
  const json = traceToJson(trace(graph, { claims }))
  const changed = (change: (record: ReturnType<typeof traceFromJson> & Record<string, unknown>) => void) => {
    const record = JSON.parse(json)
    change(record)
    return record
  }

  test.each<[string, unknown, string, boolean?]>([
    ['another format', changed((r) => Object.assign(r, { format: 'x' })), 'trace.format is "x"'],
    ['a later version', changed((r) => Object.assign(r, { version: 2 })), 'trace.version is 2'],
    ['a key too many', changed((r) => Object.assign(r, { extra: 1 })), 'a key of trace is "extra"'],
    ['a key missing', changed((r) => Reflect.deleteProperty(r, 'stolen')), 'trace.stolen is'],
    ['an amount as a number', changed((r) => Object.assign(r, { stolen: 5 })), 'trace.stolen is 5'],
    ['an amount with zeros', changed((r) => Object.assign(r, { stolen: '5.00' })), 'trace.stolen is "5.00"'],
    [
      'an instant of no day',
      changed((r) => Object.assign(r.settings, { until: '2024-02-31T00:00:00.000Z' })),
      'until',
      true,
    ],
    [
      'a level below 0',
      changed((r) => Object.assign(r.transfers[0]!, { level: -1 })),
      'trace.transfers[0].level is -1',
    ],
    ['a list', [], 'trace is'],
  ])('%s', (_, value, message, isFineToTheSchema = false) => {
    expect(() => traceFromJson(JSON.stringify(value))).toThrow(message)
    expect(schemaFaults(schema, value).length > 0).toBe(!isFineToTheSchema)
  })

  test('text that is none, and wrong options', () => {
    expect(() => traceFromJson('{')).toThrow('not JSON')
    expect(() => traceFromJson(5 as never)).toThrow('json is 5')
    expect(() => traceToJson(hostileTrace(), { inputs: [{ name: 'a', sha256: 'ABC' }] })).toThrow('inputs[].sha256')
    expect(() => traceToJson(hostileTrace(), { inputs: [null as never] })).toThrow('inputs[] is')
    expect(() => traceToJson(hostileTrace(), null as never)).toThrow('the options are null; they must be an object')
    // A key "__proto__" in the text is a key like any other, and none of a record.
    expect(() => traceFromJson(json.replace('{', '{"__proto__": {"version": 1},'))).toThrow('"__proto__"')
  })
})
