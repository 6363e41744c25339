import { buildMoneyGraph, trace } from 'fundtrail'
import { describe, expect, it } from 'vitest'
import { compare } from './claim.js'
import { columns, type RecordOptions, records, transferIds } from './generator.js'
import { createReplay, leastOpenings } from './replay.js'
import { replayOf } from './rule-replays.js'

const SHAPE: RecordOptions = { transfers: 5_000, accounts: 300, seed: 7 }

describe('the benchmark', () => {
  it('generates the same transfers from the same seed', () => {
    expect([...records(SHAPE)]).toEqual([...records(SHAPE)])
    expect([...records({ ...SHAPE, seed: 8 })]).not.toEqual([...records(SHAPE)])
    const times = [...columns(SHAPE).time]
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b))
    const byId = (a: { id?: string }, b: { id?: string }) => ((a.id ?? '') < (b.id ?? '') ? -1 : 1)
    expect([...records({ ...SHAPE, shuffled: true })].sort(byId)).toEqual([...records(SHAPE)])
  })

  it.each([false, true])('finds what the library finds, by replaying everything (joined lots: %s)', (coalesce) => {
    const table = columns(SHAPE)
    const replay = createReplay(table, SHAPE.accounts, leastOpenings(table, SHAPE.accounts), coalesce)
    for (const form of [{}, { numbers: true, epoch: true }, { shuffled: true }]) {
      const { graph } = buildMoneyGraph(records({ ...SHAPE, ...form }))
      for (let claim = 3; claim < SHAPE.transfers; claim += 101) {
        compare(trace(graph, { from: transferIds(SHAPE)(claim) }), replay(claim), table, claim, SHAPE)
      }
    }
  })

  it.each(['lifo', 'pro-rata', 'libr', 'taint-first'] as const)('finds what the library finds by %s', (rule) => {
    const table = columns(SHAPE)
    const replay = replayOf(rule, table, SHAPE.accounts, leastOpenings(table, SHAPE.accounts))
    const { graph } = buildMoneyGraph(records(SHAPE))
    for (let claim = 3; claim < SHAPE.transfers; claim += 401) {
      compare(trace(graph, { from: transferIds(SHAPE)(claim), rule }), replay(claim), table, claim, SHAPE)
    }
  })
})
