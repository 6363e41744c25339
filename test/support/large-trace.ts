/** A case as large as they come: every account of eight levels pays many of the next, some pay back. */
import type { Trace, TransferRecord } from 'fundtrail'
import { START, traceOf } from './page-cases.js'

/** Pseudo-random, the same on every run (Park and Miller's generator). */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

export function largeTrace(accounts: number, transfers: number): Trace {
  const next = numbers(20_240_312)
  const levels = 8
  const width = Math.floor((accounts - 2) / levels)
  const name = (level: number, at: number) =>
    level === 0 ? `victim-${at + 1}` : `6222${String(level * 100_000 + at).padStart(15, '0')}`
  const records: TransferRecord[] = []
  const add = (from: string, to: string, amount: number) => {
    const at = records.length
    const time = START + at * 1000
    records.push({ id: `t${at + 1}`, from, to, amount, time, source: { file: 'statement.csv', row: at + 2 } })
  }
  for (let at = 0; at < width; at++) add(name(0, at % 2), name(1, at), 40_000 + next(20_000))
  const claims = records.length
  const each = Math.floor((transfers - claims) / (levels - 1))
  for (let level = 1; level < levels; level++) {
    for (let at = 0; at < each; at++) {
      const from = name(level, at % width)
      // One in 50 goes back a level.
      const to =
        level > 1 && next(50) === 0 ? name(level - 1, next(width)) : name(level + 1, at < width ? at : next(width))
      add(from, to, 500 + next(6_000))
    }
  }
  while (records.length < transfers) add(name(levels, next(width)), name(levels, next(width)), 100)
  const used = new Set(records.flatMap(({ from, to }) => [from, to]))
  const claim = (id: string) => ({
    id,
    transfers: records.slice(0, claims).flatMap(({ id: transfer, from }) => (from === id ? [transfer!] : [])),
  })
  return traceOf(
    records,
    { rule: 'pro-rata', claims: [claim('victim-1'), claim('victim-2')] },
    { accounts: [...used].map((id, at) => ({ id, holder: `holder ${at % 997}`, institution: `Bank ${at % 40}` })) },
  )
}
