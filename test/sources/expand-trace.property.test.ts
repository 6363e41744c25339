import fc from 'fast-check'
import { FundtrailError, trace } from 'fundtrail'
import { type ExpandState, expandTrace, memorySource } from 'fundtrail/sources'
import { expect, test } from 'vitest'
import { comparable, withoutStopsOfAlerts } from '../support/expansions.js'
import { figuresOf } from '../support/figures.js'
import { build, traceOptions } from '../support/network-trace.js'
import { type Network, networks } from '../support/networks.js'
import { allWays } from '../support/ways.js'

const RUNS = Number(process.env['RUNS'] ?? 300)

const questions = fc.record({
  batchSize: fc.integer({ min: 1, max: 5 }),
  concurrency: fc.integer({ min: 1, max: 3 }),
  ends: fc.constantFrom('statements' as const, 'names' as const),
  pageRows: fc.constantFrom(1000, 1, 2, 3),
})
type Questions = typeof questions extends fc.Arbitrary<infer T> ? T : never

/** Where only reversed rows come behind, a statement reaches further than a graph's last transfer. */
function endsAmongReversals({ input, options }: Network): boolean {
  const { lastTime } = build(input).graph
  return (
    lastTime !== undefined &&
    options.until !== undefined &&
    new Date(options.until) > lastTime &&
    input.records.some(({ time }) => new Date(time) > lastTime)
  )
}

async function check(drawn: Network, asking: Questions): Promise<void> {
  const { input, options } = withoutStopsOfAlerts(drawn)
  const { records, accounts, ...rest } = input
  const source = memorySource(records, { accounts, ...rest })
  const { coverage: _, ...others } = rest
  fc.pre(!endsAmongReversals(drawn))
  const expansion = await expandTrace(source, { ...traceOptions(options), ...others, ...asking })
  const inMemory = trace(build(input).graph, traceOptions(options))
  // An account of `stopAt` is not read: that money would repay its overdraft is not seen.
  fc.pre(!inMemory.endings.some(({ account, code }) => code === 'overdraft' && options.stopAt?.includes(account)))
  fc.pre(asking.ends === 'statements' || !inMemory.endings.some(({ code }) => code === 'overdraft'))
  const { whole, expanded } = comparable(inMemory, expansion)
  expect(expanded).toEqual(whole)
  expect(expansion.limits).toEqual([])
  // Cut after a round, written to a file, and gone on with.
  const cut = await expandTrace(source, { ...traceOptions(options), ...others, ...asking, maxRounds: 1 })
  const resume = JSON.parse(JSON.stringify(cut.state())) as ExpandState
  const resumed = await expandTrace(source, { ...traceOptions(options), ...others, ...asking, resume })
  // Of which accounts the statements were read can differ with `ends: 'names'`, and so whose balance is known.
  const again = comparable(inMemory, resumed)
  expect(again.expanded).toEqual(again.whole)
  if (asking.ends === 'statements') expect(figuresOf(resumed.trace)).toEqual(figuresOf(expansion.trace))
  // With 'names', who an account is may make a question about its statement needless.
  expect(['', 'maxRounds']).toContain(cut.limits.join())
  if (asking.ends === 'statements') expect(cut.limits).toEqual(expansion.rounds > 1 ? ['maxRounds'] : [])
}

async function holds(settings: Parameters<typeof networks>[0], runs: number): Promise<void> {
  const property = fc.asyncProperty(networks(settings), questions, async (network, asking) => {
    try {
      await check(network, asking)
    } catch (error) {
      if (error instanceof FundtrailError)
        throw new Error(`${error.code}: ${error.message}\n${JSON.stringify(network)}`)
      throw error
    }
  })
  await fc.assert(property, { numRuns: runs })
}

test('the expanding trace is the trace of the whole store, under every rule, mode and batch size', async () => {
  await holds({ ways: allWays }, RUNS)
}, 300_000)

test('so it is where several claims meet in one account', async () => {
  await holds({ ways: allWays, crowded: true }, RUNS / 2)
}, 300_000)
