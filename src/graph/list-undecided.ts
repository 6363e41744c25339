import { compareIds } from '../compare-ids.js'
import type { Undecided } from '../types.js'
import type { GraphData } from './graph-data.js'
import { REVERSED, TIED_FROM, TIED_TO } from './transfer-rows.js'

/** The accepted transfers whose order nothing decides, and the accounts whose statement depends on it. */
export function listUndecided({ rows, records, ledgers, accounts }: GraphData): Undecided {
  let transfers = 0
  const concerned = new Set<number>()
  for (let row = 0; row < records; row++) {
    const flags = rows.flags[row]!
    if ((flags & (TIED_FROM | TIED_TO)) === 0 || (flags & REVERSED) !== 0) continue
    transfers++
    if ((flags & TIED_FROM) !== 0) concerned.add(ledgers.account[rows.fromLedger[row]!]!)
    if ((flags & TIED_TO) !== 0) concerned.add(ledgers.account[rows.toLedger[row]!]!)
  }
  return { transfers, accounts: [...concerned].map((account) => accounts.ids.at(account)).sort(compareIds) }
}
