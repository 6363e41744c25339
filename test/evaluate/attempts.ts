import { readFileSync } from 'node:fs'

/** A payment of a labelled attempt: amounts in US dollars to the cent, times in milliseconds. */
export interface AttemptTransfer {
  id: string
  from: string
  to: string
  cents: number
  ms: number
}

/** A labelled laundering attempt. */
export interface Attempt {
  id: string
  family: string
  /** In the order of time, as they are listed where that does not tell. */
  transfers: AttemptTransfer[]
}

/** Dollars for one unit, at the time of the data (September 2022, rounded): amounts of one attempt have to compare. */
const DOLLARS: Record<string, number> = {
  'US Dollar': 1,
  Euro: 1.17,
  'Saudi Riyal': 0.267,
  Yuan: 0.149,
  'Swiss Franc': 1.09,
  Rupee: 0.0136,
  Ruble: 0.0129,
  Yen: 0.0095,
  'Canadian Dollar': 0.758,
  'Australian Dollar': 0.708,
  'UK Pound': 1.29,
  'Mexican Peso': 0.0473,
  Shekel: 0.296,
  'Brazil Real': 0.177,
}

interface Labelled {
  id: string
  family: string
  transactions: {
    timestamp: string
    from_account: string
    to_account: string
    amount_paid: number
    payment_currency: string
  }[]
}

/** The labelled attempts of AMLworld HI-Small. Payments of an account to itself move nothing and are left out. */
export function readAttempts(file: string): Attempt[] {
  const labelled: Labelled[] = JSON.parse(readFileSync(file, 'utf8'))
  return labelled.map(({ id, family, transactions }) => ({
    id,
    family,
    transfers: transactions
      .map((row, at) => ({
        id: `${id}-${at + 1}`,
        from: row.from_account,
        to: row.to_account,
        cents: Math.max(1, Math.round(row.amount_paid * DOLLARS[row.payment_currency]! * 100)),
        ms: Date.parse(`${row.timestamp.replaceAll('/', '-').replace(' ', 'T')}Z`),
      }))
      .filter(({ from, to }) => from !== to)
      .sort((a, b) => a.ms - b.ms),
  }))
}

/** The payments with which an attempt begins: those of payers who had not received anything in it before. */
export function firstTransfers({ transfers }: Attempt): AttemptTransfer[] {
  const since = new Map<string, number>()
  for (const { to, ms } of transfers) since.set(to, Math.min(ms, since.get(to) ?? Number.POSITIVE_INFINITY))
  return transfers.filter(({ from, ms }) => !(since.has(from) && since.get(from)! <= ms))
}
