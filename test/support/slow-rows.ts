/** The records as the reference replay reads them: integers instead of decimals and dates, in the total order. */
import type {
  AccountKind,
  AccountRecord,
  AmountInput,
  TimeInput,
  TransferKind,
  TransferRecord,
} from '../../src/types.js'

const DAY = 86_400_000

export interface Row {
  id: string
  from: string
  to: string
  amount: bigint
  time: number
  currency: string
  kind: TransferKind
  fromBalance: bigint | undefined
  toBalance: bigint | undefined
  /** False for both rows of a reversal pair: no money moves, but the bank's balance did. */
  moves: boolean
  /** Of a reversal: the row that it undoes. */
  undoes?: Row
  /** Of a row that is undone: the reversal. */
  undoneBy?: Row
}

/** Hundredths: the networks use currencies of two decimals only. */
export function cents(amount: AmountInput): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(String(amount))
  if (match === null) throw new Error(`not an amount of two decimals: ${String(amount)}`)
  const value = BigInt(match[2]! + (match[3] ?? '').padEnd(2, '0'))
  return match[1] === '-' ? -value : value
}

function isDateOnly(time: TimeInput): time is string {
  return typeof time === 'string' && /^\d{4}-\d\d-\d\d$/.test(time)
}

/** The instant, in UTC; of a date alone the start of the day. */
export function startOf(time: TimeInput): number {
  if (typeof time === 'number') return time
  if (typeof time !== 'string') return time.getTime()
  return Date.parse(isDateOnly(time) ? `${time}T00:00:00.000Z` : time)
}

/** The instant, in UTC; of a date alone the last millisecond of the day. */
export function endOf(time: TimeInput): number {
  return isDateOnly(time) ? startOf(time) + DAY - 1 : startOf(time)
}

/** Failed rows and payments to oneself are left out; reversal pairs stay, marked as moving nothing. */
export function readRows(records: readonly TransferRecord[], defaultCurrency: string): Row[] {
  const named = records.map((record, index) => ({ ...record, id: record.id ?? `#${index + 1}` }))
  const usable = named.filter((record) => record.status !== 'failed' && record.from !== record.to)
  const rows = usable.map((record): Row & { reverses: string | undefined } => ({
    id: record.id,
    from: record.from,
    to: record.to,
    amount: cents(record.amount),
    time: startOf(record.time),
    currency: record.currency ?? defaultCurrency,
    kind: record.kind ?? 'transfer',
    fromBalance: record.fromBalance === undefined ? undefined : cents(record.fromBalance),
    toBalance: record.toBalance === undefined ? undefined : cents(record.toBalance),
    moves: true,
    reverses: record.reverses,
  }))
  for (const row of rows) {
    const original = rows.find((other) => other.id === row.reverses)
    if (original === undefined || !original.moves || !row.moves) continue
    if (original.amount !== row.amount || original.currency !== row.currency) continue
    if (original.from !== row.to || original.to !== row.from) continue
    original.moves = false
    row.moves = false
    row.undoes = original
    original.undoneBy = row
  }
  // Array.sort is stable: rows of one instant keep the order of the records.
  return rows.sort((a, b) => a.time - b.time)
}

/** The declared opening in one currency, if there is one. */
export function openingIn(record: AccountRecord, currency: string): bigint | undefined {
  const opening = record.openingBalance
  if (opening === undefined) return undefined
  if (typeof opening === 'object' && !('toFixed' in opening)) {
    const amount = (opening as Record<string, AmountInput>)[currency]
    return amount === undefined ? undefined : cents(amount)
  }
  return cents(opening as AmountInput)
}

const notAVictims: ReadonlySet<AccountKind> = new Set(['cash', 'clearing', 'merchant', 'external'])

/** The accounts at which a claim's money counts as returned, from the payers of the claim's transfers. */
export function victimAccounts(
  payers: readonly string[],
  records: readonly AccountRecord[],
  further: readonly string[] = [],
): Set<string> {
  const recordOf = (id: string) => records.find((record) => record.id === id)
  const theirs = payers.filter((id) => !notAVictims.has(recordOf(id)?.kind ?? 'bank'))
  const holders = new Set(theirs.map((id) => recordOf(id)?.holderId || undefined))
  const shared = records.filter((record) => record.holderId !== undefined && holders.has(record.holderId))
  return new Set([...theirs, ...shared.map((record) => record.id), ...further])
}
