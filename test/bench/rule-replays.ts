/**
 * Peers for the other rules: every transfer of the bank replayed for one claim, as fast as plain columns allow. Where a
 * rule mixes money an account is two numbers, its balance and the claim's part; last in, first out keeps stacks of lots.
 */
import type { Rule } from 'fundtrail'
import type { Columns } from './generator.js'
import { createReplay, type Replay } from './replay.js'

type Take = (amount: number, balance: number, claimed: number, claimIsOlder: boolean) => number

/** How much of a debit is the claim's. */
const TAKES: Partial<Record<Rule, Take>> = {
  'pro-rata': proportion,
  libr: (amount, balance, claimed) => Math.max(0, amount - (balance - claimed)),
  'taint-first': (amount, _balance, claimed) => Math.min(amount, claimed),
}

export function replayOf(rule: Rule, table: Columns, accounts: number, openings: Float64Array) {
  const take = TAKES[rule]
  if (take !== undefined) return mixedReplay(table, accounts, openings, take)
  return rule === 'lifo' ? stackReplay(table, accounts, openings) : createReplay(table, accounts, openings, false)
}

/** To the unit by largest remainder, of equal ones to the older. */
function proportion(amount: number, balance: number, claimed: number, claimIsOlder: boolean): number {
  const product = amount * claimed
  if (product > Number.MAX_SAFE_INTEGER) return largeProportion(amount, balance, claimed, claimIsOlder)
  const remainder = product % balance
  const share = (product - remainder) / balance
  return 2 * remainder > balance || (2 * remainder === balance && claimIsOlder) ? share + 1 : share
}

function largeProportion(amount: number, balance: number, claimed: number, claimIsOlder: boolean): number {
  const product = BigInt(amount) * BigInt(claimed)
  const remainder = 2n * (product % BigInt(balance))
  const isUp = remainder > BigInt(balance) || (remainder === BigInt(balance) && claimIsOlder)
  return Number(product / BigInt(balance)) + (isUp ? 1 : 0)
}

function mixedReplay(table: Columns, accounts: number, openings: Float64Array, take: Take) {
  const { payer: payers, payee: payees, cents: amounts } = table
  const held = new Float64Array(accounts)
  const balances = new Float64Array(accounts)
  /** 1 where the claim's money is older than all other money in the account. */
  const older = new Uint8Array(accounts)

  return function replay(claim: number): Replay {
    held.fill(0)
    older.fill(0)
    balances.set(openings)
    const victim = payers[claim] as number
    let returned = 0
    let touched = 0
    for (let index = 0; index < payers.length; index++) {
      const payer = payers[index] as number
      const payee = payees[index] as number
      const amount = amounts[index] as number
      const claimed = held[payer] as number
      const balance = balances[payer] as number
      let carried = claimed === 0 ? 0 : take(amount, balance, claimed, older[payer] === 1)
      const payerIsOlder = older[payer] as number
      balances[payer] = balance - amount
      held[payer] = claimed - carried
      if (claimed === carried) older[payer] = 0
      else if (balance - amount === claimed - carried) older[payer] = 1
      if (index === claim) carried = amount
      const before = balances[payee] as number
      balances[payee] = before + amount
      if (carried === 0) continue
      touched++
      if (payee === victim) {
        returned += carried
        continue
      }
      const there = held[payee] as number
      if (there === 0 && before === 0) older[payee] = carried === amount ? 1 : payerIsOlder
      held[payee] = there + carried
    }
    return { held, returned, touched }
  }
}

const NONE = -1

function stackReplay(table: Columns, accounts: number, openings: Float64Array) {
  const { payer: payers, payee: payees, cents: amounts } = table
  const tops = new Int32Array(accounts)
  const held = new Float64Array(accounts)
  let capacity = accounts + 1024
  let lotCents = new Float64Array(capacity)
  /** The lot below, times two, and in the lowest bit whether the lot is the claim's. */
  let lotLink = new Int32Array(capacity)
  let used = 0
  let free = NONE

  function push(account: number, cents: number, owner: number): void {
    const top = tops[account] as number
    if (top !== NONE && ((lotLink[top] as number) & 1) === owner) {
      lotCents[top] = (lotCents[top] as number) + cents
      return
    }
    let lot = free
    if (lot !== NONE) {
      free = lotLink[lot] as number
    } else {
      if (used === capacity) {
        const [oldCents, oldLinks] = [lotCents, lotLink]
        capacity *= 2
        lotCents = new Float64Array(capacity)
        lotLink = new Int32Array(capacity)
        lotCents.set(oldCents)
        lotLink.set(oldLinks)
      }
      lot = used++
    }
    lotCents[lot] = cents
    lotLink[lot] = (top << 1) | owner
    tops[account] = lot
  }

  return function replay(claim: number): Replay {
    used = 0
    free = NONE
    tops.fill(NONE)
    held.fill(0)
    for (let account = 0; account < accounts; account++) {
      if ((openings[account] as number) > 0) push(account, openings[account] as number, 0)
    }
    const victim = payers[claim] as number
    let returned = 0
    let touched = 0
    for (let index = 0; index < payers.length; index++) {
      const payer = payers[index] as number
      const payee = payees[index] as number
      const home = payee === victim
      let left = amounts[index] as number
      let carried = 0
      while (left > 0) {
        const lot = tops[payer] as number
        const there = lotCents[lot] as number
        const link = lotLink[lot] as number
        const piece = Math.min(there, left)
        if (there > left) {
          lotCents[lot] = there - left
        } else {
          tops[payer] = link >> 1
          lotLink[lot] = free
          free = lot
        }
        left -= piece
        const owner = index === claim ? 1 : link & 1
        if (owner === 1) carried += piece
        if (owner === 1 && home) returned += piece
        push(payee, piece, home ? 0 : owner)
      }
      if (carried > 0) touched++
    }
    for (let account = 0; account < accounts; account++) {
      let cents = 0
      for (let lot = tops[account] as number; lot !== NONE; lot = (lotLink[lot] as number) >> 1) {
        if (((lotLink[lot] as number) & 1) === 1) cents += lotCents[lot] as number
      }
      held[account] = cents
    }
    return { held, returned, touched }
  }
}
