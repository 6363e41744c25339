import { CONTINUES_WITHIN_MS } from '../graph/read-accounts.js'
import type { AccountRecord } from '../types.js'
import type { Piece } from './pieces.js'

/** A statement period in ms, both ends included. */
export interface Span {
  from: number
  to: number
}

export type SpansOf = (record: AccountRecord) => Span[]

/**
 * An account's records of two answers as one. Where the periods of one continue those of the other, the balance with
 * which they begin follows from the rows before, and is left out; balances declared in the midst of a period stay.
 */
export function joinRecords(
  old: readonly AccountRecord[],
  fresh: readonly AccountRecord[],
  spansOf: SpansOf,
): AccountRecord[] {
  const [known, given] = [old.flatMap(spansOf), fresh.flatMap(spansOf)]
  const own = (record: AccountRecord, mine: readonly Span[], others: readonly Span[]): AccountRecord => {
    const begins = Math.min(...spansOf(record).map(({ from }) => from))
    const continues = ({ from, to }: Span) => from < begins && begins <= to + 1
    if (!others.some(continues) || mine.some(continues)) return record
    const { openingBalance: _, ...rest } = record
    return rest
  }
  return [
    ...old.map((record) => own(record, known, given)),
    ...fresh.map((record) => own(record, given, known)).filter(({ statement }) => statement !== undefined),
  ]
}

/**
 * The records as the graph may have them: it takes a statement that begins within a second of another's end as its
 * continuation, but between two pieces there may be rows that were not read. So the first of them ends earlier.
 */
export function keepApart(
  records: readonly AccountRecord[],
  pieces: readonly Piece[],
  spansOf: SpansOf,
): readonly AccountRecord[] {
  const narrow = pieces.flatMap((piece, index) => {
    const next = pieces[index + 1]
    return next !== undefined && next.from - piece.to <= CONTINUES_WITHIN_MS ? [{ piece, next }] : []
  })
  if (narrow.length === 0) return records
  return records.map((record) => {
    const { statement: _, openingBalance, ...facts } = record
    const spans = spansOf(record)
    const statement = spans.flatMap(({ from, to }) => {
      const gap = narrow.find(({ piece, next }) => to >= piece.from && to < next.from)
      const end = gap === undefined ? to : Math.min(to, gap.next.from - CONTINUES_WITHIN_MS - 1)
      return end < from ? [] : [{ from, to: end }]
    })
    const begins = statement.length === spans.length
    return {
      ...facts,
      ...(statement.length > 0 && { statement }),
      ...(begins && openingBalance !== undefined && { openingBalance }),
    }
  })
}
