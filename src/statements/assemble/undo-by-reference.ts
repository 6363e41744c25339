import type { Problem } from '../../types.js'
import { type Entry, isPayment, type PaymentEntry, plain, yieldTo } from './entry.js'

/** How many entries may share a reference that still says something. */
const MOST = 100

/**
 * Finds by its references the payment that a return or a reversing entry undoes. On one account it has the same
 * reference, amount and currency and goes the other way, not later. A return between banks (pacs.004) names the original
 * and learns both accounts from it; where the accounts' own entries show the return, it is left out for them. One
 * whose original is not known is an ordinary transfer, with a problem.
 */
export function undoByReference(
  entries: readonly Entry[],
  problem: (problem: Problem) => void,
): { entries: Entry[]; repeated: number } {
  const payments = entries.filter(isPayment)
  const gone = new Set<Entry>()
  const index = new Map<string, PaymentEntry[]>()
  // Also what was left out for another leads to it: a return names the leg that its bank has seen.
  for (const entry of payments) {
    for (const told of [entry, ...(entry.copies ?? [])]) {
      for (const reference of told.payment?.references ?? []) push(index, reference, entry)
    }
  }
  const sharing = (references: readonly string[]) => [
    ...new Set(
      references.filter(isPayments).flatMap((reference) => {
        const group = index.get(reference) ?? []
        return group.length > MOST ? [] : group
      }),
    ),
  ]
  const undone = new Set<Entry>()
  for (const entry of payments) {
    if (!entry.undoes || entry.direction === undefined) continue
    const original = sharing(entry.payment.references).find(
      (one) =>
        !one.undoes &&
        !undone.has(one) &&
        one.own === entry.own &&
        one.direction !== entry.direction &&
        one.ms <= entry.ms &&
        one.currency === entry.currency &&
        plain(one.amount) === plain(entry.amount),
    )
    if (original === undefined) continue
    undone.add(original)
    entry.reverses = original.id
    if (original.other === '') original.other = entry.other
    else entry.other = original.other
  }
  for (const entry of payments) {
    if (entry.payment.message !== 'pacs.004') continue
    const of = sharing(entry.payment.original)
    const original = of.find((one) => !one.undoes)
    const booked = of.find((one) => one.undoes && one.direction !== undefined && isEqual(one, entry))
    if (booked !== undefined) {
      gone.add(entry)
      yieldTo(entry, booked)
      continue
    }
    if (original === undefined) {
      const message = 'it returns a payment that is not known; it counts as an ordinary transfer'
      problem({
        code: 'unknown-original',
        severity: 'warning',
        message,
        file: entry.file,
        row: entry.row,
        id: entry.id,
      })
      continue
    }
    entry.reverses = original.id
    const [payer, payee] = original.direction === 'in' ? [original.other, original.own] : [original.own, original.other]
    if (payee !== '') entry.own = payee
    if (payer !== '') entry.other = payer
  }
  return { entries: gone.size === 0 ? [...entries] : entries.filter((entry) => !gone.has(entry)), repeated: gone.size }
}

function isPayments(reference: string): boolean {
  return /^(?:uetr|e2e|tx|svcr):/.test(reference)
}

function isEqual(a: Entry, b: Entry): boolean {
  return a.currency === b.currency && plain(a.amount) === plain(b.amount)
}

function push(groups: Map<string, PaymentEntry[]>, key: string, one: PaymentEntry): void {
  const group = groups.get(key)
  if (group === undefined) groups.set(key, [one])
  else group.push(one)
}
