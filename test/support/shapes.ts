/** Shapes as lines, so that an expectation reads like the ledger that it came from. */
import type { Branch, Shape } from 'fundtrail'
import { when } from './findings.js'

/** "accounts start end traced transfers", accounts joined by '>' and transfers by '+'. */
export function shapeLine({ accounts, start, end, traced, transfers }: Shape): string {
  return [accounts.join('>'), when(start), when(end), traced.toFixed(), transfers.join('+')].join(' ')
}

/** "account=traced(transfer+transfer)". */
export function branchLine(branches: readonly Branch[]): string {
  return branches
    .map(({ account, traced, transfers }) => `${account}=${traced.toFixed()}(${transfers.join('+')})`)
    .join(' ')
}

/** Figures of a score, to three digits. */
export function partsOf({ parts }: Shape): Record<string, number> {
  return Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, Math.round(value * 1000) / 1000]))
}
