import { Money } from '../../money.js'
import type { Problem } from '../../types.js'
import { type Entry, isPayment, type PaymentEntry, plain, yieldTo } from './entry.js'

/** How far apart the two banks may book a payment that only its payer's reference joins. */
const NEAR_MS = 5 * 86_400_000
/** How many entries may share a reference that still says something. */
const MOST = 100

/**
 * Joins what messages tell of one payment by the references that it carries through all banks: the legs of a payment
 * between banks (pacs.008) to one transfer, that transfer with the entries on the accounts of its payer and payee, and
 * these two with each other. A UETR proves it; a payer's reference (EndToEndId) or a TxId only with equal amount and
 * currency, within days, where just one row fits. Returns what is left, and what became of the rest.
 */
export function joinPayments(
  entries: readonly Entry[],
  problem: (problem: Problem) => void,
): { entries: Entry[]; repeated: number; charges: number } {
  const payments = entries.filter(isPayment)
  if (payments.length === 0) return { entries: [...entries], repeated: 0, charges: 0 }
  const gone = new Set<Entry>()
  const yields = (entry: Entry, kept: Entry) => {
    gone.add(entry)
    yieldTo(entry, kept)
  }
  joinLegs(payments, yields, problem)
  const left = payments.filter((entry) => !gone.has(entry))
  const known = new ByReference(left.filter(({ undoes }) => !undoes))
  for (const transfer of left) {
    if (transfer.payment.message !== 'pacs.008') continue
    const booked = known.sharing(transfer).filter((entry) => isSideOf(entry, transfer))
    for (const entry of booked) name(entry, transfer)
    if (booked[0] !== undefined) yields(transfer, booked[0])
  }
  const charges = pairSides(left, known, problem)
  const rest: Entry[] = []
  for (const entry of entries) {
    if (gone.has(entry)) continue
    rest.push(entry)
    const charge = charges.get(entry)
    if (charge !== undefined) rest.push(charge)
  }
  return { entries: rest, repeated: gone.size, charges: charges.size }
}

/** One transfer of the legs that each bank sent on: as much as arrived, which is the least. */
function joinLegs(
  payments: readonly PaymentEntry[],
  yields: (entry: Entry, kept: Entry) => void,
  problem: (problem: Problem) => void,
): void {
  const groups = new Map<string, PaymentEntry[]>()
  for (const entry of payments) {
    if (entry.direction !== undefined) continue
    const { message, references, original } = entry.payment
    const of = message === 'pacs.004' ? original : references
    const uetr = of.find((reference) => reference.startsWith('uetr:'))
    const single = of.find((reference) => /^(?:tx|e2e):/.test(reference))
    if (uetr === undefined && single === undefined) continue
    const key = JSON.stringify([
      message,
      uetr ?? [single, plain(entry.amount), entry.time.slice(0, 10)],
      // The legs of a return may leave the payer out.
      message === 'pacs.004' ? '' : entry.own,
      entry.other,
      entry.currency,
    ])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [entry])
    else group.push(entry)
  }
  for (const legs of groups.values()) {
    if (legs.length < 2) continue
    const amounts = legs.map(({ amount }) => new Money(amount))
    const least = amounts.reduce((a, b) => (b.lessThan(a) ? b : a))
    const kept = legs[amounts.indexOf(least)]!
    for (const leg of legs) if (leg !== kept) yields(leg, kept)
    const most = amounts.reduce((a, b) => (b.greaterThan(a) ? b : a))
    if (most.equals(least)) continue
    const taken = most.minus(least).toFixed()
    const message = `of ${most.toFixed()} ${kept.currency} that were sent ${least.toFixed()} arrived; banks on the way took ${taken}`
    problem({ code: 'charged-payment', severity: 'warning', message, file: kept.file, row: kept.row, id: kept.id })
  }
}

/** Entries by each reference that tells a payment from others. */
class ByReference {
  readonly #groups = new Map<string, PaymentEntry[]>()

  constructor(entries: readonly PaymentEntry[]) {
    for (const entry of entries) {
      if (entry.direction === undefined) continue
      for (const key of keysOf(entry)) {
        const group = this.#groups.get(key)
        if (group === undefined) this.#groups.set(key, [entry])
        else group.push(entry)
      }
    }
  }

  /** The entries of accounts that share a reference with this one. */
  sharing(entry: PaymentEntry): PaymentEntry[] {
    const found = new Set<PaymentEntry>()
    for (const key of keysOf(entry)) {
      const group = this.#groups.get(key) ?? []
      // A reference that so many share tells nothing apart.
      if (group.length > MOST) continue
      for (const other of group) {
        const isCertain = key.startsWith('uetr:')
        if (other !== entry && (isCertain || Math.abs(other.ms - entry.ms) <= NEAR_MS)) found.add(other)
      }
    }
    return [...found]
  }
}

function keysOf({ payment, amount, currency }: PaymentEntry): string[] {
  return payment.references.flatMap((reference) => {
    if (reference.startsWith('uetr:')) return [reference]
    return /^(?:e2e|tx):/.test(reference) ? [JSON.stringify([reference, plain(amount), currency])] : []
  })
}

/** Whether an entry is on the payer's account, or on the payee's, of a payment between banks. */
function isSideOf(entry: Entry, { own, other }: Entry): boolean {
  return entry.direction === 'out' ? entry.own === own : entry.own === other
}

/** Names the other account of an entry as the payment between banks does. */
function name(entry: Entry, transfer: Entry): void {
  const isOut = entry.direction === 'out'
  const other = isOut ? transfer.other : transfer.own
  if (entry.other === '' && other !== '' && !other.startsWith('unnumbered:')) {
    entry.other = other
    entry.counterparty = other
  }
  entry.counterHolder ||= isOut ? transfer.counterHolder : transfer.holder
  entry.counterBank ||= isOut ? transfer.counterBank : transfer.institution
}

/**
 * Makes a pair of the entry on the payer's account and the one on the payee's: they name each other, and the payment
 * has the earlier time. Where the payer paid more in the same currency, the rest is the fee of banks on the way.
 */
function pairSides(
  entries: readonly PaymentEntry[],
  known: ByReference,
  problem: (problem: Problem) => void,
): Map<Entry, Entry> {
  const charges = new Map<Entry, Entry>()
  const mirrors = (entry: PaymentEntry) =>
    known
      .sharing(entry)
      .filter(
        (mirror) =>
          mirror.direction !== entry.direction &&
          mirror.own !== entry.own &&
          (mirror.other === '' || mirror.other === entry.own) &&
          (entry.other === '' || entry.other === mirror.own),
      )
  for (const out of entries) {
    if (out.direction !== 'out' || out.undoes) continue
    const [into, ...more] = mirrors(out)
    if (into === undefined || more.length > 0 || mirrors(into).length !== 1) continue
    const isOneCurrency = out.currency === into.currency
    const difference = new Money(out.amount).minus(into.amount)
    if (!isOneCurrency || difference.isNegative()) {
      if (difference.isZero() && isOneCurrency) continue
      const message = `the payer's bank booked ${out.amount} ${out.currency}, the payee's ${into.amount} ${into.currency} (${into.id}); they are not joined`
      problem({ code: 'amounts-differ', severity: 'warning', message, file: out.file, row: out.row, id: out.id })
      continue
    }
    if (!difference.isZero()) {
      charges.set(out, chargeOf(out, difference.toFixed()))
      out.amount = into.amount
    }
    out.other = into.own
    into.other = out.own
    const { time, ms } = timeOf(out, into)
    for (const entry of [out, into]) {
      entry.time = time
      entry.ms = ms
    }
  }
  return charges
}

/** The earlier of two; of a date and a time on that day the time. */
function timeOf(a: Entry, b: Entry): Entry {
  if (a.time.slice(0, 10) === b.time.slice(0, 10) && (a.time.length === 10) !== (b.time.length === 10)) {
    return a.time.length === 10 ? b : a
  }
  return b.ms < a.ms ? b : a
}

/** What the payer's bank took beside what arrived, as an entry of its own. */
function chargeOf(out: PaymentEntry, amount: string): Entry {
  return {
    ...out,
    id: `${out.id}.charges`,
    amount,
    other: '',
    counterparty: '',
    counterHolder: '',
    counterId: '',
    counterBank: '',
    memo: 'charges',
    copies: undefined,
    mirror: undefined,
    via: '',
    feeds: undefined,
    payment: { ...out.payment, references: [], kind: 'fee' },
  }
}
