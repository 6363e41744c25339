import type { GraphData } from '../../graph/graph-data.js'
import { Heap } from '../../heap.js'
import type { StaticMap } from '../books/static-books.js'
import { entranceBy, pseudoCode } from './entrance.js'
import type { Question } from './question.js'
import type { SourceTally } from './tally.js'
import type { SourceCode } from './types.js'

/** How the records alone say where money came from: by which credits a debit, and by which what rests on a ledger. */
export interface StaticOrigins {
  gather: StaticMap['gather']
  rest(data: GraphData, ledger: number, at: { ms: number; sub: number }, visit: RestVisitor): void
}

/** A stretch of a credit; row -1 stands for what was there before the first. */
type RestVisitor = (row: number, start: number, length: number) => void

interface Stretch {
  start: number
  length: number
  /** How many transfers back it is. */
  level: number
}

const NONE = -1

/**
 * Follows stretches of money back, transfer by transfer in reverse order, so that all of a transfer that is asked about
 * is known when its turn comes, and neighbours are followed as one. No two stretches share money, so cycles cost no
 * more than what they hold.
 */
export function staticSources(
  data: GraphData,
  origins: StaticOrigins,
  asked: Question,
  maxSteps: number,
  tally: SourceTally,
): void {
  const { rows, ledgers, entries } = data
  const wanted = new Map<number, Stretch[]>()
  const ranks = new Heap<number>((a, b) => a > b)
  let steps = 0

  if (asked.of === undefined) return
  if ('row' in asked.of) {
    want(asked.of.row, 0, asked.amount, 1)
  } else {
    const { ledger, at } = asked.of
    origins.rest(data, ledger, at, (credit, start, length) => came(ledger, credit, start, length, 0, NONE))
  }
  for (let rank = ranks.pop(); rank !== undefined; rank = ranks.pop()) {
    const row = entries.order[rank]!
    const stretches = joined(wanted.get(row)!)
    wanted.delete(row)
    const code = entranceBy(data, row, asked) ?? (steps >= maxSteps ? 'limit' : undefined)
    if (code !== undefined) {
      for (const { length, level } of stretches) found(rows.fromLedger[row]!, code, length, level, row)
    } else {
      goBack(row, stretches)
    }
  }

  function goBack(debit: number, stretches: readonly Stretch[]): void {
    const ledger = rows.fromLedger[debit]!
    const covered = rows.amount[debit]! - overdrawnBy(data, debit)
    for (const { start, length, level } of stretches) {
      const end = start + length
      const middle = Math.max(start, Math.min(end, covered))
      if (middle > start) {
        origins.gather(data, debit, start, middle - start, (credit, from, part) =>
          came(ledger, credit, from, part, level, debit),
        )
      }
      if (end > middle) found(ledger, 'overdraft', end - middle, level, debit)
    }
  }

  /** Money on a ledger had come by a credit, and left by `debit`, `level` transfers back. */
  function came(ledger: number, credit: number, start: number, length: number, level: number, debit: number): void {
    steps++
    if (credit < 0) found(ledger, 'opening', length, level, debit)
    else if (credit >= data.records) found(ledger, pseudoCode(data, credit), length, level, debit)
    else want(credit, start, length, level + 1)
  }

  function want(row: number, start: number, length: number, level: number): void {
    const known = wanted.get(row)
    if (known !== undefined) {
      known.push({ start, length, level })
      return
    }
    wanted.set(row, [{ start, length, level }])
    ranks.push(entries.rank[row]!)
  }

  function found(ledger: number, code: SourceCode, length: number, level: number, row: number): void {
    tally.add(ledgers.account[ledger]!, code, BigInt(length), level, row)
  }
}

/** Stretches in their order, neighbours of one level as one. */
function joined(stretches: Stretch[]): Stretch[] {
  const result: Stretch[] = []
  for (const stretch of stretches.sort((a, b) => a.start - b.start)) {
    const last = result.at(-1)
    if (last?.level === stretch.level && last.start + last.length === stretch.start) last.length += stretch.length
    else result.push({ ...stretch })
  }
  return result
}

/** The end of a debit that is paid out of nobody's money: what the account does not have. */
function overdrawnBy({ rows, entries }: GraphData, debit: number): number {
  const balance = entries.balanceBefore(rows.fromLedger[debit]!, debit)
  return Math.max(0, rows.amount[debit]! - Math.max(0, balance))
}
