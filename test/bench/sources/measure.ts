/** Expanding traces of about so many accounts, through any source. */
import type { ClaimInput, Trace } from 'fundtrail'
import { expandTrace, type StatementSource } from 'fundtrail/sources'
import { median } from '../figures.js'
import { random, type Shape, transferIds } from '../generator.js'
import type { Measured } from './figures.js'

const ATTEMPTS = 12

/** Victims of one random transfer each, as many as it takes for a FIFO trace to read about so many accounts. */
export async function pickClaims(source: StatementSource, shape: Shape, target: number): Promise<ClaimInput[]> {
  const idOf = transferIds(shape)
  const claimOf = (count: number, seed: number) => {
    const next = random(shape.seed * 1000 + seed)
    const transfers = Array.from({ length: count }, () => idOf(Math.floor(next() * shape.transfers)))
    return [...new Set(transfers)].map((transfer, index) => ({ id: `victim-${index + 1}`, transfers: [transfer] }))
  }
  let count = Math.max(1, Math.round(target / 15))
  let best: { claims: ClaimInput[]; miss: number } | undefined
  for (let seed = 1; seed <= ATTEMPTS; seed++) {
    const claims = claimOf(count, seed)
    const { read } = await expandTrace(source, { claims, maxAccounts: 2 * target })
    const miss = Math.abs(Math.log(Math.max(1, read.accounts) / target))
    if (best === undefined || miss < best.miss) best = { claims, miss }
    if (miss < 0.1) break
    count = Math.max(1, Math.round(Math.min(2, Math.max(0.5, target / Math.max(1, read.accounts))) * count))
  }
  return best!.claims
}

export async function measureTrace(
  source: StatementSource,
  claims: ClaimInput[],
  runs: number,
  statements: () => number,
): Promise<Measured> {
  const seconds: number[] = []
  const before = statements()
  let measured: Omit<Measured, 'seconds' | 'first'> | undefined
  for (let run = 0; run <= runs; run++) {
    globalThis.gc?.()
    const start = performance.now()
    const { trace, rounds, read } = await expandTrace(source, { claims })
    seconds.push((performance.now() - start) / 1000)
    measured ??= {
      claims,
      accounts: read.accounts,
      transfers: trace.transfers.length,
      rounds,
      rows: read.rows,
      bytes: read.bytes,
      statements: statements() - before,
      endings: endingsOf(trace),
    }
  }
  return { ...measured!, first: seconds[0]!, seconds: median(seconds.slice(1)) }
}

export function endingsOf({ endings }: Trace): Measured['endings'] {
  return endings.map(({ account, code, amount }) => [account, code, amount.toFixed()])
}
