import type { CaseAccount } from './data.js'
import { total } from './format.js'

/** Where money rests by a statement. By rule 'poison' there are no endings, and what rests is the balance. */
const KNOWN: ReadonlySet<string> = new Set(['held', 'frozen'])

/** What of the money that was left in accounts is known to be there, and what was lost from sight there. */
export function resting(accounts: readonly CaseAccount[]): { known: bigint; unseen: bigint } {
  const known = total(
    accounts.flatMap(({ held, endings }) =>
      endings.length === 0 ? [held] : endings.filter(([code]) => KNOWN.has(code)).map(([, amount]) => amount),
    ),
  )
  return { known, unseen: total(accounts.map(({ held }) => held)) - known }
}
