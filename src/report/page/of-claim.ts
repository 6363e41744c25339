import type { CaseAccount, CaseData } from './data.js'

/**
 * The case as one claim has it: of transfers, accounts and endings its part. What is known of accounts as a whole only (how
 * long money stayed, what an order would hold) is left out; the curve stays that of the whole case.
 */
export function ofClaim<Case extends CaseData>(data: Case, claim: number): Case {
  const { transfers, accounts } = data
  const traced = transfers.traced.map((amount, row) => shareOf(transfers.shares[row], claim, amount))
  const received = new Float64Array(accounts.length)
  const sent = new Float64Array(accounts.length)
  traced.forEach((amount, row) => {
    sent[transfers.from[row] as number]! += amount
    received[transfers.to[row] as number]! += amount
  })
  return {
    ...data,
    chosenClaim: claim,
    transfers: { ...transfers, traced },
    accounts: accounts.map(({ dwell: _dwell, hold: _hold, ...account }, at): CaseAccount => {
      const endings = account.endings
        .map(([code, amount, since, shares]): CaseAccount['endings'][number] => {
          return [code, shareOf(shares, claim, amount), since, shares]
        })
        .filter(([, amount]) => amount > 0)
      return {
        ...account,
        received: received[at] as number,
        sent: sent[at] as number,
        held: shareOf(account.shares, claim, account.held),
        endings,
      }
    }),
  }
}

/** A claim's part; without parts there is one claim only, and it is all of it. */
export function shareOf(shares: number[] | undefined, claim: number, amount: number): number {
  if (shares === undefined || (shares.length === 0 && amount > 0)) return amount
  for (let at = 0; at < shares.length; at += 2) if (shares[at] === claim) return shares[at + 1] as number
  return 0
}
