import { durationMs } from '../duration.js'
import { FundtrailError } from '../errors.js'
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
  ms: number
  side: 'from' | 'to' | undefined
  file: string | undefined
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
  const groups = new Map<string, Row[]>()
  all.forEach((record, index) => {
    const side = options.side?.(record, index)
    const { key, row } = readRow(record, index, options.currency ?? 'CNY', time)
    if (key === undefined) return
    row.side = side ?? row.side
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  })

  const mirrorOf = new Map<number, Row>()
  for (const group of groups.values()) {
    if (group.length > 1) pair(group, within, (row, mirror) => mirrorOf.set(row.index, mirror))
  }
  const result: TransferRecord[] = []
  const lost = new Set([...mirrorOf.values()].map(({ index }) => index))
  const idOf = (index: number) => all[index]!.id ?? `#${index + 1}`
  const isNameless = (record: TransferRecord) => {
    try {
      return isObject(record) && (record.id ?? undefined) === undefined
    } catch {
      return false
    }
  }
  all.forEach((record, index) => {
    if (lost.has(index)) return
    const mirror = mirrorOf.get(index)
    if (mirror !== undefined) result.push(united(record, idOf(index), all[mirror.index]!, idOf(mirror.index), time))
    // A record without an id is named after its place, which changes when others go.
    else if (lost.size > 0 && isNameless(record)) result.push({ ...record, id: idOf(index) })
    else result.push(record)
  })
  return result
}

/** A record that cannot be read has no key: it is passed on, and building turns it away. */
function readRow(record: TransferRecord, index: number, currency: string, time: TimeReader) {
  const row: Row = { index, ms: 0, side: undefined, file: undefined }
  try {
    const key = keyOf(record, currency)
    if (key === undefined || time.read(record.time) !== undefined) return { key: undefined, row }
    return { key, row: { index, ms: time.ms, side: sideOf(record), file: fileOf(record) } }
  } catch {
    return { key: undefined, row }
  }
}

/** What two rows of one transfer have in common; undefined for a record that building will turn away. */
function keyOf(record: TransferRecord, currency: string): string | undefined {
  if (!isObject(record)) return undefined
  const { from, to, amount, status = 'ok', reverses } = record
  if (typeof from !== 'string' || typeof to !== 'string') return undefined
  const isAmount = typeof amount === 'string' ? /^\d+(\.\d+)?$/.test(amount) : Money.isDecimal(amount)
  if (!isAmount && typeof amount !== 'number' && typeof amount !== 'bigint') return undefined
  const value = new Money(typeof amount === 'bigint' ? amount.toString() : amount)
  if (!value.isFinite() || value.e > 20) return undefined
  return JSON.stringify([from, to, value.toString(), record.currency ?? currency, status, (reverses ?? '') !== ''])
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
  // Rows that still wait for their mirror image, by origin, oldest first.
  const waiting = new Map<string, Row[]>()
  for (const row of rows) {
    let oldest: Row[] | undefined
    for (const queue of waiting.values()) {
      while (queue.length > 0 && row.ms - queue[0]!.ms > within) queue.shift()
      const head = queue[0]
      if (head === undefined || !areOpposite(head, row)) continue
      const first = oldest?.[0]
      if (first === undefined || head.ms < first.ms || (head.ms === first.ms && head.index < first.index))
        oldest = queue
    }
    const mirror = oldest?.shift()
    if (mirror !== undefined) {
      if (mirror.index < row.index) found(mirror, row)
      else found(row, mirror)
      continue
    }
    const origin = JSON.stringify([row.side, row.file])
    const queue = waiting.get(origin)
    if (queue === undefined) waiting.set(origin, [row])
    else queue.push(row)
  }
}

function areOpposite(a: Row, b: Row): boolean {
  if (a.side !== undefined && b.side !== undefined) return a.side !== b.side
  return a.file !== undefined && b.file !== undefined && a.file !== b.file
}

function united(
  first: TransferRecord,
  id: string,
  other: TransferRecord,
  otherId: string,
  time: TimeReader,
): TransferRecord {
  time.read(first.time)
  const firstMs = time.ms
  time.read(other.time)
  const memos = [...new Set([first.memo, other.memo].filter((memo) => memo !== undefined && memo !== ''))]
  const sources = [first.source, other.source].flat().filter((source): source is RowSource => source !== undefined)
  const kind = first.kind === undefined || first.kind === 'transfer' ? other.kind : first.kind
  const fromBalance = first.fromBalance ?? other.fromBalance
  const toBalance = first.toBalance ?? other.toBalance
  return {
    ...first,
    id,
    time: time.ms < firstMs ? other.time : first.time,
    ...(kind !== undefined && { kind }),
    ...(fromBalance !== undefined && { fromBalance }),
    ...(toBalance !== undefined && { toBalance }),
    ...(memos.length > 0 && { memo: memos.join('\n') }),
    ...(sources.length > 0 && { source: sources }),
    aliases: [...(first.aliases ?? []), otherId, ...(other.aliases ?? [])],
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
