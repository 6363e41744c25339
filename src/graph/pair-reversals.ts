import { show } from '../show.js'
import type { BuildCounts, Problem } from '../types.js'
import { reportRow } from './report.js'
import { EXCLUDED, REVERSED, type TransferRows } from './transfer-rows.js'

/**
 * Excludes each transfer that another row undoes, together with that row. A reversal that names no fitting transfer
 * stays what it says it is: an ordinary transfer. In the order of time, so that the order of the records decides
 * nothing. Returns the original of each reversal.
 */
export function pairReversals(rows: TransferRows, counts: BuildCounts, problems: Problem[]): Map<number, number> {
  const originals = new Map<number, number>()
  const reversals = [...rows.reverses.keys()].sort(
    (a, b) => rows.time[a]! - rows.time[b]! || rows.subOf(a) - rows.subOf(b) || a - b,
  )
  for (const reversal of reversals) {
    if ((rows.flags[reversal]! & (EXCLUDED | REVERSED)) !== 0) continue
    const originalId = rows.reverses.get(reversal)!
    const original = rows.find(originalId)
    const misfit = whyNot(original, reversal, rows)
    if (misfit !== undefined) {
      report(
        reversal,
        'unmatched-reversal',
        `it reverses ${show(originalId)}, ${misfit}; it counts as an ordinary transfer`,
      )
      continue
    }
    rows.flag(original, REVERSED)
    rows.flag(reversal, REVERSED)
    originals.set(reversal, original)
    counts.accepted -= 2
    counts.excluded += 2
    report(original, 'reversed', `row ${rows.row(reversal)} reverses it; both are excluded`)
    report(reversal, 'reversed', `it reverses row ${rows.row(original)}; both are excluded`)
  }
  return originals

  function report(index: number, code: string, message: string): void {
    reportRow(problems, rows, index, code, 'warning', message)
  }
}

function whyNot(original: number, reversal: number, rows: TransferRows): string | undefined {
  if (original < 0) return 'which is no accepted transfer'
  if (original === reversal) return 'which is itself'
  const flags = rows.flags[original]!
  if ((flags & EXCLUDED) !== 0) return 'which is excluded'
  if ((flags & REVERSED) !== 0) return 'which is reversed already'
  if (rows.amount[original] !== rows.amount[reversal]) return 'whose amount differs'
  if (rows.currency[original] !== rows.currency[reversal]) return 'whose currency differs'
  const exchanged = rows.from[original] === rows.to[reversal] && rows.to[original] === rows.from[reversal]
  return exchanged ? undefined : 'whose payer and payee are not its payee and payer'
}
