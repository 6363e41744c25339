import type { TransferRecord } from '../../types.js'
import { type Entry, isDay, isSingle } from './entry.js'

/**
 * The time of a transfer that two banks booked at different times, where the earlier of the two would put it before
 * rows of the later bank's statement that came first there: the earliest time between the two at which it comes after
 * the rows before it and before the rows after it on both statements. Where there is none the earlier time stands.
 */
export function settleTimes(records: TransferRecord[], entries: readonly Entry[]): TransferRecord[] {
  const joined = records.filter(({ aliases }) => aliases !== undefined)
  if (joined.length === 0) return records
  const several = entries.filter((entry) => !isSingle(entry))
  const byId = new Map(several.map((entry) => [entry.id, entry]))
  const statements = new Statements(entries, new Set(several.map(({ own }) => own)))
  return records.map((record) => {
    if (record.aliases === undefined) return record
    const rows = [record.id!, ...record.aliases].map((id) => byId.get(id)).filter((row) => row !== undefined)
    const payer = rows.find(({ own, direction }) => direction === 'out' && own === record.from)
    const payee = rows.find(({ own, direction }) => direction === 'in' && own === record.to)
    if (payer === undefined || payee === undefined || payer.ms === payee.ms || isDay(payer) || isDay(payee)) {
      return record
    }
    const [early, late] = payer.ms < payee.ms ? [payer, payee] : [payee, payer]
    // On the later bank's statement all before it has come; on the earlier bank's nothing after it has.
    const from = statements.lastBefore(late)
    if (from === undefined || from.ms <= early.ms) return record
    const to = statements.firstAfter(early)
    if (to === undefined || to.ms >= late.ms) return { ...record, time: late.time }
    return from.ms <= to.ms ? { ...record, time: from.time } : record
  })
}

/** The rows of these accounts in the order of time. */
class Statements {
  readonly #rows = new Map<string, Entry[]>()

  constructor(entries: readonly Entry[], accounts: ReadonlySet<string>) {
    for (const entry of entries) {
      if (entry.direction === undefined || entry.isFailed || !accounts.has(entry.own)) continue
      const rows = this.#rows.get(entry.own)
      if (rows === undefined) this.#rows.set(entry.own, [entry])
      else rows.push(entry)
    }
    for (const rows of this.#rows.values()) if (!isInOrder(rows)) rows.sort((a, b) => a.ms - b.ms)
  }

  /** The last row of the account that is earlier than this one. */
  lastBefore({ own, ms }: Entry): Entry | undefined {
    return this.#rows.get(own)?.[this.#firstFrom(own, ms) - 1]
  }

  /** The first row of the account that is later than this one. */
  firstAfter({ own, ms }: Entry): Entry | undefined {
    return this.#rows.get(own)?.[this.#firstFrom(own, ms + 1)]
  }

  #firstFrom(own: string, ms: number): number {
    const rows = this.#rows.get(own) ?? []
    let low = 0
    let high = rows.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (rows[middle]!.ms < ms) low = middle + 1
      else high = middle
    }
    return low
  }
}

function isInOrder(rows: readonly Entry[]): boolean {
  return rows.every(({ ms }, at) => at === 0 || rows[at - 1]!.ms <= ms)
}
