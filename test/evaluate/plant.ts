import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import type { TransferRecord } from 'fundtrail'
import type { Attempt } from './attempts.js'

const DAY = 86_400_000
const START = Date.UTC(2022, 0, 1)

/** A small generator of numbers from 0 to 1 (mulberry32), so that a seed says everything. */
export function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export interface Background {
  accounts: string[]
  transfers: { from: string; to: string; amount: string; step: number }[]
  /** The accounts that are labelled as fraud. */
  fraud: Set<string>
}

export function readBackground(folder: string): Background {
  const rows = (file: string) => parse(readFileSync(`${folder}/${file}`), { columns: true }) as Record<string, string>[]
  const nodes = rows('nodes.csv')
  return {
    accounts: nodes.map(({ nodeid }) => nodeid!),
    fraud: new Set(nodes.filter(({ isFraud }) => isFraud === '1').map(({ nodeid }) => nodeid!)),
    transfers: rows('transactions.csv')
      .filter(({ sourceNodeId, targetNodeId }) => sourceNodeId !== targetNodeId)
      .map(({ sourceNodeId, targetNodeId, value, time }) => ({
        from: sourceNodeId!,
        to: targetNodeId!,
        amount: value!,
        step: Number(time),
      })),
  }
}

/** A step of the background is a day; within it its transfers fall at seeded moments. */
export function backgroundRecords({ transfers }: Background, seed: number): TransferRecord[] {
  const next = random(seed)
  return transfers.map(({ from, to, amount, step }, at) => ({
    id: `B${at + 1}`,
    from,
    to,
    amount,
    currency: 'USD',
    time: START + (step - 1) * DAY + Math.floor(next() * DAY),
  }))
}

/**
 * Plants attempts among the accounts of a background: each account of an attempt becomes one of the background, with
 * its own traffic, no two attempts in one account; the attempt begins on a seeded day with its own times of day.
 */
export function plant(attempts: readonly Attempt[], { accounts }: Background, seed: number): Attempt[] {
  const next = random(seed + 1_000_003)
  const free = [...accounts]
  const draw = () => {
    const at = Math.floor(next() * free.length)
    const drawn = free[at]!
    free[at] = free.at(-1)!
    free.pop()
    return drawn
  }
  return attempts.map((attempt) => {
    const names = new Map<string, string>()
    const nameOf = (account: string) => {
      let name = names.get(account)
      if (name === undefined) {
        name = draw()
        names.set(account, name)
      }
      return name
    }
    const first = Math.min(...attempt.transfers.map(({ ms }) => ms))
    const shift = START + Math.floor(next() * 120) * DAY + (first % DAY) - first
    return {
      ...attempt,
      transfers: attempt.transfers.map((row) => ({
        ...row,
        from: nameOf(row.from),
        to: nameOf(row.to),
        ms: row.ms + shift,
      })),
    }
  })
}
