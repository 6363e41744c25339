import { show } from '../show.js'
import type { BuildCounts, Problem } from '../types.js'
import { reportRow } from './report.js'
import { DROPPED, EXCLUDED, FAILED, KIND_BITS, type TransferRows } from './transfer-rows.js'

/**
 * Makes ids unique: a row that repeats an earlier one is merged into it, one that merely has its id is rejected. Then
 * the aliases: one that is another transfer's id is ignored.
 */
export function mergeDuplicates(
  rows: TransferRows,
  aliases: ReadonlyMap<number, string[]>,
  counts: BuildCounts,
  problems: Problem[],
): void {
  const mergedInto = new Map<number, number>()
  const repeated: [row: number, first: number][] = []
  rows.ids.sort((row, first) => repeated.push([row, first]))
  repeated.sort(([a], [b]) => a - b)
  for (const [row, first] of repeated) {
    if ((rows.flags[row]! & EXCLUDED) !== 0) counts.excluded--
    else counts.accepted--
    if (sameCore(rows, row, first)) {
      counts.merged++
      mergedInto.set(row, first)
      unite('fromBalance', row, first)
      unite('toBalance', row, first)
      rows.notes.unite(first, row)
    } else {
      counts.rejected++
      const id = show(rows.ids.at(row))
      const why = `id ${id} is that of row ${rows.row(first)}, whose payer, payee, amount, currency, time, kind, status or reversal differs`
      reportRow(problems, rows, row, 'duplicate-id', 'error', `${why}; the row is rejected`)
    }
    rows.flag(row, EXCLUDED | DROPPED)
    rows.reverses.delete(row)
  }
  for (const [row, names] of aliases) {
    const isDropped = (rows.flags[row]! & DROPPED) !== 0
    const owner = isDropped ? mergedInto.get(row) : row
    // A rejected row names nothing.
    if (owner === undefined) continue
    for (const alias of names) {
      const other = rows.find(alias)
      if (other < 0) rows.aliases.add(owner, alias)
      else if (other !== owner) {
        const message = `alias ${show(alias)} is the id of row ${rows.row(other)}; it is ignored`
        reportRow(problems, rows, row, 'duplicate-id', 'warning', message)
      }
    }
  }

  function unite(name: 'fromBalance' | 'toBalance', row: number, first: number): void {
    const balance = rows[name]?.[row] ?? Number.NaN
    const known = rows[name]?.[first] ?? Number.NaN
    if (Number.isNaN(balance) || balance === known) return
    if (!Number.isNaN(known)) {
      const message = `${name} differs from that of row ${rows.row(first)}; the first stays`
      reportRow(problems, rows, row, 'balance-conflict', 'warning', message)
    } else if (name === 'fromBalance') rows.setFromBalance(first, balance)
    else rows.setToBalance(first, balance)
  }
}

function sameCore(rows: TransferRows, a: number, b: number): boolean {
  return (
    rows.from[a] === rows.from[b] &&
    rows.to[a] === rows.to[b] &&
    rows.currency[a] === rows.currency[b] &&
    rows.amount[a] === rows.amount[b] &&
    rows.time[a] === rows.time[b] &&
    rows.subOf(a) === rows.subOf(b) &&
    ((rows.flags[a]! ^ rows.flags[b]!) & (KIND_BITS | EXCLUDED | FAILED)) === 0 &&
    rows.reverses.get(a) === rows.reverses.get(b)
  )
}
