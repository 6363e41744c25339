import { durationMs } from '../duration.js'
import { FundtrailError } from '../errors.js'
import { groupBy } from '../group-by.js'
import { iterable } from '../iterable.js'
import { Money } from '../money.js'
import { show } from '../show.js'
import { TimeReader } from '../time.js'
import type { Duration, RowSource, TransferRecord } from '../types.js'

export interface MirrorOptions {
  /** How far apart the two banks may have booked one transfer. Default 5 minutes. */
  within?: Duration
  /**
   * From whose statement a record comes: the payer's ('from') or the payee's ('to'). By default a record that states
   * one balance only comes from that account's statement.
   */
  side?: (record: TransferRecord, index: number) => 'from' | 'to' | undefined
  /** Zone of times without an offset, as when building. Default 'UTC'. */
  timeZone?: string
  /** Currency of records that name none, as when building. Default 'CNY'. */
  currency?: string
}

/** A readable record on its way to its mirror image. */
interface Row {
  index: number
  record: TransferRecord
  key: string
  ms: number
  side: 'from' | 'to' | undefined
  file: string | undefined
  aliases: string[]
}

/**
 * Joins two rows of one transfer, seen from the payer's side and from the payee's: equal payer, payee, amount,
 * currency and status, close enough in time, and from opposite sides. Where a side is not known, two rows are one
 * transfer only if they come from different files (`source.file`); two rows of one side never are.
 *
 * The earlier record stays, with the earlier time, both rows' balances, memos and sources, and the other's id under
 * `aliases`. Everything else comes back unchanged and in order, so the result goes straight into `buildMoneyGraph`;
 * records without an id keep the "#<row>" of their place here.
 *
 * @throws FundtrailError 'bad-option'
 */
export function mergeMirrored(records: Iterable<TransferRecord>, options: MirrorOptions = {}): TransferRecord[] {
  if (typeof options !== 'object' || options === null) {
    throw new FundtrailError('bad-option', `the options are ${show(options)}; they must be an object`)
  }
  if (options.side !== undefined && typeof options.side !== 'function') {
    throw new FundtrailError('bad-option', `side is ${show(options.side)}; it must be a function of a record`)
  }
  const within = durationMs('within', options.within ?? { minutes: 5 })
  const time = new TimeReader(options.timeZone ?? 'UTC')
  const all = [...iterable('records', records)]
  const readable: Row[] = []
  all.forEach((record, index) => {
    const row = readRow(record, index, options, time)
    if (row !== undefined) readable.push(row)
  })
  const mirrors = new Map<Row, Row>()
  for (const group of groupBy(readable, ({ key }) => key).values()) {
    if (group.length > 1) pair(group, within, (row, mirror) => mirrors.set(row, mirror))
  }
  const lost = new Set([...mirrors.values()].map(({ index }) => index))
  const changed = new Map<number, TransferRecord>()
  for (const row of readable) {
    const mirror = mirrors.get(row)
    if (mirror !== undefined) changed.set(row.index, united(row, mirror))
    // A record without an id is named after its place, which changes when others go.
    else if (lost.size > 0 && isNameless(row.record)) changed.set(row.index, { ...row.record, id: nameOf(row) })
  }
  return all.flatMap((record, index) => (lost.has(index) ? [] : [changed.get(index) ?? record]))
}

/** Reads a record once; one that building will turn away is passed on as it is. */
function readRow(given: TransferRecord, index: number, options: MirrorOptions, time: TimeReader): Row | undefined {
  let record: TransferRecord
  let key: string | undefined
  let file: string | undefined
  let aliases: string[]
  try {
    record = copyOf(given)
    key = keyOf(record, options.currency ?? 'CNY')
    if (time.read(record.time) !== undefined) key = undefined
    file = fileOf(record)
    aliases = [record.aliases ?? []].flat()
  } catch {
    // A value that is an object of its own may throw as well as the record.
    return undefined
  }
  const side = options.side?.(record, index) ?? sideOf(record)
  return key === undefined ? undefined : { index, record, key, ms: time.ms, side, file, aliases }
}

/** The fields of a record as plain data, also where they are accessors of a class. */
function copyOf(given: TransferRecord): TransferRecord {
  const record: Record<string, unknown> = {}
  for (const field of FIELDS) {
    const value = given[field]
    if (value !== undefined && value !== null) record[field] = value
  }
  return record as unknown as TransferRecord
}

const FIELDS: readonly (keyof TransferRecord)[] = [
  'id',
  'from',
  'to',
  'amount',
  'time',
  'currency',
  'kind',
  'status',
  'reverses',
  'fromBalance',
  'toBalance',
  'memo',
  'source',
  'aliases',
]

/** What two rows of one transfer have in common; undefined for a record that building will turn away. */
function keyOf(record: TransferRecord, currency: string): string | undefined {
  const { from, to, amount, status, reverses } = record
  if (typeof from !== 'string' || typeof to !== 'string') return undefined
  const isAmount = typeof amount === 'string' ? /^\d+(\.\d+)?$/.test(amount) : Money.isDecimal(amount)
  if (!isAmount && typeof amount !== 'number' && typeof amount !== 'bigint') return undefined
  try {
    const value = typeof amount === 'string' && SHORT.test(amount) ? trimmed(amount) : canonical(amount)
    if (value === undefined) return undefined
    const rest = JSON.stringify([record.currency ?? currency, status ?? 'ok', (reverses ?? '') !== ''])
    // With their lengths, for an id may hold any sign.
    return `${from.length} ${to.length} ${from} ${to} ${value} ${rest}`
  } catch {
    return undefined
  }
}

/** Amounts that read the same as the Decimal of them writes, but for zeros at the end. */
const SHORT = /^(?:0|[1-9]\d{0,14})(?:\.\d{1,6})?$/

function trimmed(amount: string): string {
  return amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount
}

function canonical(amount: TransferRecord['amount']): string | undefined {
  const value = new Money(typeof amount === 'bigint' ? amount.toString() : amount)
  return !value.isFinite() || value.e > 20 ? undefined : value.toString()
}

function sideOf({ fromBalance, toBalance }: TransferRecord): 'from' | 'to' | undefined {
  if ((fromBalance === undefined) === (toBalance === undefined)) return undefined
  return fromBalance === undefined ? 'to' : 'from'
}

function fileOf({ source }: TransferRecord): string | undefined {
  return (Array.isArray(source) ? source[0] : source)?.file
}

/** Pairs rows of different origin, the earliest first; each row goes into one pair at most. */
function pair(rows: Row[], within: number, found: (row: Row, mirror: Row) => void): void {
  rows.sort((a, b) => a.ms - b.ms || a.index - b.index)
  // Rows that still wait for their mirror image, by origin, oldest first; `next` is the oldest that does.
  const waiting = new Map<string, { rows: Row[]; next: number }>()
  // The file decides only where a side is not known.
  const isSided = rows.every(({ side }) => side !== undefined)
  for (const row of rows) {
    let oldest: { rows: Row[]; next: number } | undefined
    for (const [origin, queue] of waiting) {
      while (queue.next < queue.rows.length && row.ms - queue.rows[queue.next]!.ms > within) queue.next++
      const head = queue.rows[queue.next]
      // Else a group of many files would be looked through for each of its rows.
      if (head === undefined) waiting.delete(origin)
      if (head === undefined || !areOpposite(head, row)) continue
      const first = oldest?.rows[oldest.next]
      if (first === undefined || head.ms < first.ms || (head.ms === first.ms && head.index < first.index)) {
        oldest = queue
      }
    }
    if (oldest !== undefined) {
      const mirror = oldest.rows[oldest.next++]!
      if (mirror.index < row.index) found(mirror, row)
      else found(row, mirror)
      continue
    }
    const origin = JSON.stringify(isSided ? row.side : [row.side, row.file])
    const queue = waiting.get(origin)
    if (queue === undefined) waiting.set(origin, { rows: [row], next: 0 })
    else queue.rows.push(row)
  }
}

function areOpposite(a: Row, b: Row): boolean {
  if (a.side !== undefined && b.side !== undefined) return a.side !== b.side
  return a.file !== undefined && b.file !== undefined && a.file !== b.file
}

function united(row: Row, mirror: Row): TransferRecord {
  const first = row.record
  const other = mirror.record
  const given = [first.memo, other.memo]
  const memos = [...new Set(given.filter(isMemo))]
  // What is no text is passed on, so that building says so.
  const memo = memos.length > 0 ? memos.join('\n') : given.find((each) => each !== undefined && each !== '')
  const sources = [first.source, other.source].flat().filter((source): source is RowSource => source !== undefined)
  const kind = first.kind === undefined || first.kind === 'transfer' ? other.kind : first.kind
  const fromBalance = first.fromBalance ?? other.fromBalance
  const toBalance = first.toBalance ?? other.toBalance
  return {
    ...first,
    id: nameOf(row),
    time: mirror.ms < row.ms ? other.time : first.time,
    ...(kind !== undefined && { kind }),
    ...(fromBalance !== undefined && { fromBalance }),
    ...(toBalance !== undefined && { toBalance }),
    ...(memo !== undefined && { memo }),
    ...(sources.length > 0 && { source: sources }),
    aliases: [...row.aliases, nameOf(mirror), ...mirror.aliases],
  }
}

/** Whether there is a memo to join to another: an object, or a symbol, is no text. */
function isMemo(memo: unknown): boolean {
  return memo !== undefined && memo !== '' && typeof memo !== 'object' && typeof memo !== 'symbol'
}

function isNameless({ id }: TransferRecord): boolean {
  return id === undefined
}

function nameOf({ record, index }: Row): string {
  return record.id ?? `#${index + 1}`
}
