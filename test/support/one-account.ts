/** One account and what moves on it. */
import type { ClaimInput } from '../../src/trace/types.js'
import type { TransferRecord } from '../../src/types.js'
import type { ReplayInput } from './slow-case.js'

export const START = Date.parse('2024-01-01T00:00:00Z')

export interface Movement {
  /** Hundredths. */
  amount: number
  /** Of a credit: the claim whose money it is, or '' for nobody's. A debit has none. */
  owner?: string
}

/** `+V 1000` is a credit of victim V's money, `+ 1000` of own money, `- 1000` a debit; amounts in hundredths. */
export function movements(text: string): Movement[] {
  return text.split(',').map((event) => {
    const [sign, amount] = event.trim().split(/\s+/)
    return { amount: Number(amount), ...(sign === '-' ? {} : { owner: sign!.slice(1) }) }
  })
}

/** The account 'mule'; its rows are t1, t2, … a minute apart, and a debit beyond its balance is an overdraft. */
export function oneAccount(moves: readonly Movement[], opening = 0): { input: ReplayInput; claims: ClaimInput[] } {
  const records = moves.map(({ amount, owner }, index): TransferRecord => {
    const [from, to] = owner === undefined ? ['mule', 'shop'] : [owner === '' ? 'employer' : `victim ${owner}`, 'mule']
    return { id: `t${index + 1}`, from, to, amount: money(amount), time: START + index * 60_000 }
  })
  const owners = [...new Set(moves.flatMap(({ owner }) => (owner ? [owner] : [])))]
  const claims = owners.map((id) => ({
    id,
    transfers: records.filter((_, index) => moves[index]!.owner === id).map((record) => record.id!),
  }))
  const accounts = [{ id: 'mule', openingBalance: money(opening) }]
  return { input: { records, accounts, shortfall: 'overdraft' }, claims }
}

/** Hundredths as an amount in major units. */
export function money(cents: number): string {
  return (cents / 100).toFixed(2)
}
