import type { CaseData } from './data.js'
import { total } from './format.js'
import { shareOf } from './of-claim.js'

/** What of a case is shown. */
export interface Filter {
  /** The least traced amount of a transfer, in minor units. */
  least: number
  /** Levels of transfers, both inclusive. */
  levelFrom: number
  levelTo: number
  /** The place of a claim, whose part of each transfer then counts; undefined: all. */
  claim: number | undefined
  /** Transfers that this institution pays or receives; undefined: all. */
  institution: string | undefined
}

/** What passes, and what does not, with its amount. */
export interface Shown {
  /** Places of transfers, and of each the traced amount that counts. */
  rows: number[]
  amounts: number[]
  /** Of these transfers what is other claims', where one is chosen. */
  others: bigint
  hidden: number
  hiddenAmount: bigint
}

export const EVERYTHING: Filter = {
  least: 0,
  levelFrom: 1,
  levelTo: Number.POSITIVE_INFINITY,
  claim: undefined,
  institution: undefined,
}

export function showRows({ accounts, transfers }: CaseData, filter: Filter): Shown {
  const { from, to, level, traced } = transfers
  const rows: number[] = []
  const amounts: number[] = []
  const others: number[] = []
  const hidden: number[] = []
  traced.forEach((amount, row) => {
    const counted = filter.claim === undefined ? amount : shareOf(transfers.shares[row], filter.claim, amount)
    const at = level[row] as number
    const passes =
      counted > 0 &&
      counted >= filter.least &&
      at >= filter.levelFrom &&
      at <= filter.levelTo &&
      (filter.institution === undefined ||
        accounts[from[row] as number]?.institution === filter.institution ||
        accounts[to[row] as number]?.institution === filter.institution)
    if (passes) {
      rows.push(row)
      amounts.push(counted)
      others.push(amount - counted)
    } else {
      hidden.push(amount)
    }
  })
  return { rows, amounts, others: total(others), hidden: hidden.length, hiddenAmount: total(hidden) }
}
