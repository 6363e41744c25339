import type { GraphData } from '../../graph/graph-data.js'
import { GAP } from '../../graph/transfer-rows.js'
import type { Question } from './question.js'
import type { SourceCode } from './types.js'

/**
 * Whether money entered the known graph with a transfer, and how; undefined where it is followed on to the payer's
 * ledger. It goes no further back than a trace goes forward: not behind cash, nor behind what was paid for something.
 */
export function entranceBy(
  { rows, ledgers, accounts }: GraphData,
  row: number,
  asked: Question,
): SourceCode | undefined {
  const ledger = rows.fromLedger[row]!
  const payer = accounts.kind(ledgers.account[ledger]!)
  const kind = rows.kind(row)
  if (payer === 'cash' || (kind === 'cash' && !asked.isAsked(row))) return 'cash'
  if (payer === 'merchant') return 'merchant'
  if (!ledgers.covered[ledger]) return 'no-statement'
  return (kind === 'purchase' || kind === 'fee') && !asked.isAsked(row) ? 'purchase' : undefined
}

/** What a credit without a record stands for. */
export function pseudoCode({ rows }: GraphData, row: number): SourceCode {
  return (rows.flags[row]! & GAP) !== 0 ? 'gap' : 'unseen-credit'
}
