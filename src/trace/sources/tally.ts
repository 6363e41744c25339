import { compareIds } from '../../compare-ids.js'
import { FundtrailError } from '../../errors.js'
import type { GraphData } from '../../graph/graph-data.js'
import { decimalMaker } from '../../money.js'
import type { Question } from './question.js'
import type { SourceCode, SourceShare } from './types.js'

interface Found {
  account: number
  code: SourceCode
  /** In units of the tally. */
  amount: bigint
  level: number
  levels: Set<number>
  rows: Set<number>
}

/** The sources found so far, one an account and code. */
export class SourceTally {
  /** How many units of the tally make a minor unit: more than one where amounts are divided on the way. */
  readonly scale: bigint
  readonly #found = new Map<string, Found>()

  constructor(scale: bigint) {
    this.scale = scale
  }

  /** Adds money that entered by `row`, or that was in the account asked about (-1). */
  add(account: number, code: SourceCode, amount: bigint, level: number, row: number): Found {
    const key = `${account} ${code}`
    let found = this.#found.get(key)
    if (found === undefined) {
      found = { account, code, amount: 0n, level, levels: new Set(), rows: new Set() }
      this.#found.set(key, found)
    }
    found.amount += amount
    found.level = Math.min(found.level, level)
    found.levels.add(level)
    if (row >= 0) found.rows.add(row)
    return found
  }

  /** The shares, the largest first; they sum to what was asked about. */
  toShares(data: GraphData, { amount, currency }: Question, withLevels: boolean): SourceShare[] {
    const { rows, entries, accounts } = data
    const money = decimalMaker(data.decimals[currency]!)
    return this.#inMinorUnits(amount)
      .map(({ found, minor }) => ({ found, minor, id: accounts.ids.at(found.account) }))
      .sort(
        (a, b) =>
          b.minor - a.minor ||
          a.found.level - b.found.level ||
          compareIds(a.id, b.id) ||
          compareIds(a.found.code, b.found.code),
      )
      .map(({ found, minor, id }) => {
        const transfers = [...found.rows].sort((a, b) => entries.rank[a]! - entries.rank[b]!)
        return {
          account: id,
          code: found.code,
          amount: money(minor),
          level: found.level,
          ...(withLevels && { levels: [...found.levels].sort((a, b) => a - b) }),
          transfers: transfers.map((row) => rows.ids.at(row)),
          ...(transfers.length > 0 && {
            first: new Date(rows.time[transfers[0]!]!),
            last: new Date(rows.time[transfers.at(-1)!]!),
          }),
        }
      })
  }

  /** Rounds down; the units left over go to the largest remainders, of equal ones to the money found later: the older. */
  #inMinorUnits(total: number): { found: Found; minor: number }[] {
    const all = [...this.#found.values()].reverse().map((found) => ({
      found,
      minor: Number(found.amount / this.scale),
      rest: found.amount % this.scale,
    }))
    const sum = all.reduce((sum, { found }) => sum + found.amount, 0n)
    if (sum !== BigInt(total) * this.scale) {
      throw new FundtrailError('internal', `${sum} of ${total} minor units traced back, at ${this.scale} to one`)
    }
    const left = total - all.reduce((sum, { minor }) => sum + minor, 0)
    const byRest = [...all].sort((a, b) => (a.rest === b.rest ? 0 : a.rest < b.rest ? 1 : -1))
    for (const share of byRest.slice(0, left)) share.minor++
    return all.filter(({ minor }) => minor > 0)
  }
}
