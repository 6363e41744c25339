import fc from 'fast-check'
import { trace } from 'fundtrail'
import { duckdbSource, expandTrace } from 'fundtrail/sources'
import { expect, test } from 'vitest'
import { asStore } from '../support/as-store.js'
import { connect, load } from '../support/duckdb-store.js'
import { comparable, withoutStopsOfAlerts } from '../support/expansions.js'
import { build, traceOptions } from '../support/network-trace.js'
import { networks } from '../support/networks.js'
import { allWays } from '../support/ways.js'

const RUNS = Number(process.env['RUNS'] ?? 60)

test('in DuckDB too the expanding trace is the trace of the whole table', async () => {
  const connection = await connect()
  const property = fc.asyncProperty(
    networks({ ways: allWays }),
    fc.record({ batchSize: fc.integer({ min: 1, max: 5 }), pageRows: fc.constantFrom(1000, 1, 2, 3) }),
    async (drawn, asking) => {
      const { input, options } = withoutStopsOfAlerts(asStore(drawn))
      await load(connection, input.records, input.accounts ?? [])
      const { graph } = build(input)
      // Behind the last transfer only reversed rows: the store ends with them.
      fc.pre(!input.records.some(({ time }) => graph.lastTime !== undefined && new Date(time) > graph.lastTime))
      const inMemory = trace(graph, traceOptions(options))
      fc.pre(!inMemory.endings.some(({ account, code }) => code === 'overdraft' && options.stopAt?.includes(account)))
      const source = duckdbSource(connection, {
        entries: 'entries',
        accounts: 'accounts',
        ...(asking.pageRows > 1 && { ids: 'entry_ids' }),
        ...(input.shortfall && { shortfall: input.shortfall }),
      })
      const expansion = await expandTrace(source, { ...traceOptions(options), ...asking })
      const { whole, expanded } = comparable(inMemory, expansion)
      expect(expanded).toEqual(whole)
    },
  )
  await fc.assert(property, { numRuns: RUNS })
}, 300_000)
