/** Traces of random networks, and properties that say which network broke them. */
import fc from 'fast-check'
import { buildMoneyGraph, type Trace, trace } from 'fundtrail'
import type { Network } from './networks.js'

// Fixed, so that a failure comes back; `SEED=7 npx vitest run` looks elsewhere.
const SEED = Number(process.env['SEED'] ?? 20240101)

export function traceNetwork({ input, options }: Network): Trace {
  const { records, accounts, ...build } = input
  const { stopAt, ...rest } = options
  const { graph } = buildMoneyGraph(records, { accounts, ...build })
  return trace(graph, {
    ...rest,
    ...(stopAt === undefined ? {} : { stopAt: (account) => stopAt.includes(account.id) }),
  })
}

/** Runs a property and, where it fails, says for which value, as text that can be pasted into a test. */
export function holdsFor<T>(arbitrary: fc.Arbitrary<T>, runs: number, check: (value: T) => void): void {
  const property = fc.property(arbitrary, (value) => {
    try {
      check(value)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new Error(`${reason}\nfor ${JSON.stringify(value, null, 1)}`, { cause: error })
    }
  })
  fc.assert(property, { seed: SEED, numRuns: runs })
}
