import type { TransferRecord } from '../../types.js'
import { type Entry, isDay, isSingle } from './entry.js'

/**
 * Tells each entry the time of its record where that may be another: where several rows became one record, or the row
 * states its date alone. Most rows are neither, and to look each up by its id would cost more than all else here.
 */
export function tellRecordTimes(entries: readonly Entry[], records: readonly TransferRecord[]): void {
  const others = entries.filter((entry) => !isSingle(entry) || isDay(entry))
  if (others.length === 0) return
  const hasDays = others.some(isDay)
  const times = new Map<string, TransferRecord['time']>()
  for (const { id, time, aliases } of records) {
    if (aliases === undefined && !hasDays) continue
    for (const name of [id!, ...(aliases ?? [])]) times.set(name, time)
  }
  for (const entry of others) entry.recordTime = times.get(entry.id)
}
