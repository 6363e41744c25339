import type { TimeReader } from '../../time.js'
import type { TransferRecord } from '../../types.js'
import { byStatement, type Entry } from './entry.js'

/** How often a time is passed on from account to account. */
const PASSES = 8

/**
 * Gives rows that have a date alone the time of the last row before them in their statement that has one of that day:
 * they are not earlier, and at the start of the day they would stand before the money that they spend. Where the times
 * of a day do not rise from row to row, the statement is in no order of time, and its dates stay.
 */
export function settleDays(
  entries: readonly Entry[],
  records: readonly TransferRecord[],
  time: TimeReader,
): TransferRecord[] {
  const settled = [...records]
  if (!records.some(isDated) || records.every(isDated)) return settled
  const places = new Map<string, number>()
  records.forEach(({ id, aliases }, at) => {
    for (const name of [id!, ...(aliases ?? [])]) places.set(name, at)
  })
  const sided = entries.filter(({ direction }) => direction !== undefined)
  const rows = byStatement(sided).map((statement) => statement.map((at) => places.get(sided[at]!.id)!))
  for (let pass = 0; pass < PASSES; pass++) {
    let isChanged = false
    for (const statement of rows) if (settle(statement, settled, time)) isChanged = true
    if (!isChanged) break
  }
  return settled
}

function settle(rows: readonly number[], records: TransferRecord[], time: TimeReader): boolean {
  let isChanged = false
  // Rows of one day stand together; `last` is the latest time of it so far.
  let last: { time: TransferRecord['time']; ms: number } | undefined
  let waiting: [at: number, time: TransferRecord['time']][] = []
  let isRising = true
  let end = Number.NEGATIVE_INFINITY
  const close = () => {
    if (!isRising) waiting = []
    for (const [at, bound] of waiting) {
      records[at] = { ...records[at]!, time: bound }
      isChanged = true
    }
    waiting = []
    last = undefined
    isRising = true
  }
  for (const at of rows) {
    const record = records[at]!
    time.read(record.time)
    const { ms } = time
    const ends = time.endOfDay(ms)
    if (ends !== end) close()
    end = ends
    if (isDated(record)) {
      if (last !== undefined) waiting.push([at, last.time])
    } else if (last !== undefined && ms < last.ms) isRising = false
    else last = { time: record.time, ms }
  }
  close()
  return isChanged
}

function isDated({ time }: TransferRecord): boolean {
  return typeof time === 'string' && time.length === 10
}
