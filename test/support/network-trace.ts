/** Traces of random networks, and properties that say which network broke them. */
import fc from 'fast-check'
import { type BuildResult, buildMoneyGraph, type Trace, type TraceOptions, trace } from 'fundtrail'
import { type Figures, figuresOf } from './figures.js'
import type { Network } from './networks.js'
import type { ReplayInput, ReplayOptions } from './slow-replay.js'

export function build({ records, accounts, ...rest }: ReplayInput): BuildResult {
  return buildMoneyGraph(records, { accounts, ...rest })
}

export function traceOptions({ stopAt, ...rest }: ReplayOptions): TraceOptions {
  return { ...rest, ...(stopAt === undefined ? {} : { stopAt: (account) => stopAt.includes(account.id) }) }
}

export function traceNetwork({ input, options }: Network): Trace {
  return trace(build(input).graph, traceOptions(options))
}

/** The library's answer in the form of the slow replay's. */
export function traceFigures(network: Network): Figures {
  return figuresOf(traceNetwork(network))
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
  fc.assert(property, { numRuns: runs })
}
