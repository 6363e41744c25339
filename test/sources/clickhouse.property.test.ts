import fc from 'fast-check'
import { trace } from 'fundtrail'
import { clickhouseSource, expandTrace } from 'fundtrail/sources'
import { expect, test } from 'vitest'
import { asStore } from '../support/as-store.js'
import { createStore, urls } from '../support/clickhouse-store.js'
import { comparable, withoutStopsOfAlerts } from '../support/expansions.js'
import { build, traceOptions } from '../support/network-trace.js'
import { networks } from '../support/networks.js'
import { allWays } from '../support/ways.js'

const RUNS = Number(process.env['RUNS'] ?? 40)

test.skipIf(urls.length === 0)(
  'on two shards of ClickHouse too the expanding trace is the trace of the whole table',
  async () => {
    const store = await createStore('fundtrail_networks')
    const property = fc.asyncProperty(
      networks({ ways: allWays }),
      fc.record({ batchSize: fc.integer({ min: 1, max: 5 }), pageRows: fc.constantFrom(1000, 1, 2, 3) }),
      fc.constantFrom(2, 10, undefined),
      async (drawn, asking, rowsAtOnce) => {
        const { input, options } = withoutStopsOfAlerts(asStore(drawn))
        const { graph } = build(input)
        // Behind the last transfer only reversed rows: the store ends with them.
        fc.pre(!input.records.some(({ time }) => graph.lastTime !== undefined && new Date(time) > graph.lastTime))
        const inMemory = trace(graph, traceOptions(options))
        fc.pre(!inMemory.endings.some(({ account, code }) => code === 'overdraft' && options.stopAt?.includes(account)))
        await store.load(input.records, input.accounts)
        const source = clickhouseSource(store.client, {
          entries: 'entries',
          accounts: 'accounts',
          ids: 'entry_ids',
          ...(rowsAtOnce && { rowsAtOnce }),
          ...(input.shortfall && { shortfall: input.shortfall }),
        })
        const expansion = await expandTrace(source, { ...traceOptions(options), ...asking })
        const { whole, expanded } = comparable(inMemory, expansion)
        expect(expanded).toEqual(whole)
      },
    )
    await fc.assert(property, { numRuns: RUNS, endOnFailure: true })
    await store.close()
  },
  300_000,
)
