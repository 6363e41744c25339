/** The known stretches of every account and the balance with which each begins. */
import type { AccountRecord, Coverage, Shortfall } from '../../src/types.js'
import { Fraction } from './fraction.js'
import { endOf, openingIn, type Row, startOf } from './slow-rows.js'
import { type Piece, total } from './slow-rules.js'

/** One account in one currency over one stretch of time in which every movement is known. */
export interface Ledger {
  account: string
  /** First and last instant of the stretch, both in it. */
  from: number
  to: number
  lots: Piece[]
  /** The overdraft: above zero only while there are no lots. */
  debt: bigint
  /** What reversal pairs have added to the bank's balance so far, which the lots know nothing of. */
  pairs: bigint
  /** Transfers that brought money here and have yet to be reversed, and how much of that money was spent meanwhile. */
  guests: Row[]
  borrowed: bigint
  /** Declared balances that still have to hold at the first row at or after their instant. */
  anchors: Anchor[]
}

interface Anchor {
  at: number
  balance: bigint
}

/** Whole even where single lots are fractions: what moves is whole. */
export function running(ledger: Ledger): bigint {
  return total(ledger.lots).whole() - ledger.debt
}

/** What the bank shows: the lots and the reversal pairs under way. */
export function known(ledger: Ledger): bigint {
  return running(ledger) + ledger.pairs
}

export function effectOn(account: string, row: Row): bigint {
  return row.to === account ? row.amount : -row.amount
}

export function statedFor(account: string, row: Row): bigint | undefined {
  return row.to === account ? row.toBalance : row.fromBalance
}

/** The periods of the records of one account, joined where one begins at most a second after another ends. */
export function stretches(records: readonly AccountRecord[]): { from: number; to: number }[] {
  const periods = records
    .flatMap((record) => record.statement ?? [])
    .map((period) => ({ from: startOf(period.from), to: endOf(period.to) }))
    .sort((a, b) => a.from - b.from)
  const joined: { from: number; to: number }[] = []
  for (const period of periods) {
    const last = joined.at(-1)
    if (last !== undefined && period.from <= last.to + 1000) last.to = Math.max(last.to, period.to)
    else joined.push({ ...period })
  }
  return joined
}

export interface LedgerSettings {
  coverage: Coverage
  shortfall: Shortfall
  currency: string
}

/** The ledgers of one account, from all its rows (`rows` in the total order and of one currency). */
export function openLedgers(
  account: string,
  records: readonly AccountRecord[],
  rows: readonly Row[],
  settings: LedgerSettings,
): Ledger[] {
  const kind = records[0]?.kind ?? 'bank'
  const periods = stretches(records)
  if (kind === 'external' || (kind === 'clearing' && periods.length === 0)) return []
  const spans = settings.coverage === 'complete' ? [{ from: -Infinity, to: Infinity }] : periods
  return spans.map((span) => {
    const anchors = anchorsOf(records, settings.currency)
      .filter((anchor) => span.from <= anchor.at && anchor.at <= span.to)
      .sort((a, b) => a.at - b.at)
    const entries = rows.filter(
      (row) => (row.from === account || row.to === account) && span.from <= row.time && row.time <= span.to,
    )
    const opening =
      firstKnown(account, entries, anchors) ?? (settings.shortfall === 'opening' ? least(account, entries, span) : 0n)
    const lots = opening > 0n ? [{ claim: null, amount: new Fraction(opening), level: 0, since: -Infinity }] : []
    return { account, ...span, lots, debt: opening < 0n ? -opening : 0n, pairs: 0n, guests: [], borrowed: 0n, anchors }
  })
}

/** A declared opening holds where the statement of its own record begins, else before everything. */
function anchorsOf(records: readonly AccountRecord[], currency: string): Anchor[] {
  return records.flatMap((record) => {
    const balance = openingIn(record, currency)
    if (balance === undefined) return []
    const periods = stretches([record])
    return [{ at: periods[0]?.from ?? -Infinity, balance }]
  })
}

/** The opening from which the first declared or stated balance follows exactly. */
function firstKnown(account: string, entries: readonly Row[], anchors: readonly Anchor[]): bigint | undefined {
  let sum = 0n
  for (const row of entries) {
    const anchor = anchors[0]
    if (anchor !== undefined && anchor.at <= row.time) return anchor.balance - sum
    sum += effectOn(account, row)
    const stated = statedFor(account, row)
    if (stated !== undefined) return stated - sum
  }
  const anchor = anchors[0]
  return anchor === undefined ? undefined : anchor.balance - sum
}

/** The least opening with which no debit takes more than is there. */
function least(account: string, entries: readonly Row[], span: { from: number; to: number }): bigint {
  let sum = 0n
  let opening = 0n
  for (const row of entries) {
    // A pair is nothing, unless only one of it is in the period.
    const other = row.undoes ?? row.undoneBy
    if (!row.moves && span.from <= other!.time && other!.time <= span.to) continue
    sum += effectOn(account, row)
    if (row.from === account && opening + sum < 0n) opening = -sum
  }
  return opening
}
