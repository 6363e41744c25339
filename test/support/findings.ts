/** Findings as tables, so that an expectation reads like the ledger that it came from. */
import {
  type Branch,
  type BuildOptions,
  buildMoneyGraph,
  type FreezableAccount,
  type FreezeList,
  type Merge,
  type Shares,
  type Split,
  type Trace,
  type TraceOptions,
  trace,
} from 'fundtrail'
import { accounts, lines, transfers } from './ledger.js'

/** The trace of a ledger. Without `from` or `claims` the claim is every transfer whose id begins with v. */
export function traceLedger(
  rows: string,
  { holders = 'id\nvictim', ...options }: TraceOptions & { holders?: string } = {},
  build: BuildOptions = {},
): Trace {
  const records = transfers(rows)
  const { graph } = buildMoneyGraph(records, { accounts: accounts(holders), ...build })
  const stolen = records.map(({ id }) => id!).filter((id) => id.startsWith('v'))
  const isNamed = options.from !== undefined || options.claims !== undefined
  return trace(graph, { ...(!isNamed && { from: stolen }), ...options })
}

/** The rows of a table of findings; its first line names the columns and is for the reader. */
export function findings(text: string): string[] {
  return lines(text).slice(1)
}

/** A time as scenarios write it: 09:30 on the day on which they play, else 2024-03-02T09:30. */
export function when(time: Date): string {
  return time
    .toISOString()
    .replace('2024-03-01T', '')
    .replace(/(:00)?\.000Z$/, '')
    .replace(/Z$/, '')
}

/** "account level start end received traced share inflows branches", a branch as "payee=traced(transfer+transfer)". */
export function splitLines(splits: readonly Split[]): string[] {
  return splits.map((split) =>
    [
      split.account,
      split.level,
      when(split.start),
      when(split.end),
      split.received.toFixed(),
      split.traced.toFixed(),
      split.share,
      split.inflows.join('+'),
      ...branchCells(split.branches),
    ].join(' '),
  )
}

/** "account level start end traced branches", a branch as "payer=traced(transfer+transfer)". */
export function mergeLines(merges: readonly Merge[]): string[] {
  return merges.map((merge) =>
    [
      merge.account,
      merge.level,
      when(merge.start),
      when(merge.end),
      merge.traced.toFixed(),
      ...branchCells(merge.branches),
    ].join(' '),
  )
}

function branchCells(branches: readonly Branch[]): string[] {
  return branches.map(({ account, traced, transfers }) => `${account}=${traced.toFixed()}(${transfers.join('+')})`)
}

/** "account level hold request balance confidence", '-' where the balance is unknown. */
export function freezeLines({ accounts }: FreezeList): string[] {
  return accounts.map(({ account, level, hold, request, balance, confidence }) =>
    [account, level, hold.toFixed(), request.toFixed(), balance?.toFixed() ?? '-', confidence].join(' '),
  )
}

/** An account of the list, which has to be there. */
export function freezeEntry({ accounts: listed }: FreezeList, id: string): FreezableAccount {
  const found = listed.find(({ account }) => account === id)
  if (found === undefined) throw new Error(`${id} is not on the list of ${listed.map(({ account }) => account)}`)
  return found
}

/** "claim amount", sorted by claim. */
export function shareLines(shares: Shares): string[] {
  return Object.entries(shares)
    .map(([claim, amount]) => `${claim} ${amount.toFixed()}`)
    .sort()
}

/** "account reason amount". */
export function excludedLines({ excluded }: FreezeList): string[] {
  return excluded.map(({ account, reason, amount }) => `${account} ${reason} ${amount.toFixed()}`)
}

/** "total gone returned unresolved stolen". */
export function sumLine({ total, gone, returned, unresolved, stolen }: FreezeList): string {
  return [total, gone, returned, unresolved, stolen].map((amount) => amount.toFixed()).join(' ')
}

/** "transfer from time amount traced". */
export function evidenceLines({ evidence }: FreezableAccount): string[] {
  return evidence.map(({ transfer, from, time, amount, traced }) =>
    [transfer, from, when(time), amount.toFixed(), traced.toFixed()].join(' '),
  )
}
