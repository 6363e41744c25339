/**
 * What the library is measured against: FIFO by replaying every transfer of the bank through a queue of lots an
 * account. Written to be fast: columns of indexes in, one pool of lots in typed arrays, freed lots used again while
 * they are still in the cache, nothing allocated in the loop.
 */
import type { Columns } from './generator.js'

export interface Replay {
  /** The claim's money in each account at the end, in minor units. */
  held: Float64Array
  /** The claim's money that came back to its victim. */
  returned: number
  /** Transfers that carried the claim's money. */
  touched: number
}

const NONE = -1
const OWN = 0
const CLAIM = 1
/** The link of a last lot: no next one, owner still to be set in the lowest bit. */
const END = NONE << 1

/** The least opening balance of each account that explains every debit. */
export function leastOpenings(table: Columns, accounts: number): Float64Array {
  const balances = new Float64Array(accounts)
  const openings = new Float64Array(accounts)
  for (let index = 0; index < table.payer.length; index++) {
    const payer = table.payer[index] as number
    const payee = table.payee[index] as number
    const cents = table.cents[index] as number
    const left = (balances[payer] as number) - cents
    balances[payer] = left
    if (-left > (openings[payer] as number)) openings[payer] = -left
    balances[payee] = (balances[payee] as number) + cents
  }
  return openings
}

/**
 * A replay that can be run for one claim after another. With `coalesce` neighbouring lots of one owner become one: for
 * a single claim that leaves the same result with hardly any queue, at the price of forgetting which credit is which.
 *
 * What is read together lies together: the ends of a queue side by side, a lot's owner in the lowest bit of its link.
 */
export function createReplay(table: Columns, accounts: number, openings: Float64Array, coalesce: boolean) {
  const { payer: payers, payee: payees, cents: amounts } = table
  const size = payers.length
  // The first and the last lot of account a at 2a and 2a + 1.
  const queues = new Int32Array(2 * accounts)
  const held = new Float64Array(accounts)
  let capacity = accounts + 1024
  let lotCents = new Float64Array(capacity)
  let lotLink = new Int32Array(capacity)

  function grow(): void {
    capacity *= 2
    const [cents, links] = [lotCents, lotLink]
    lotCents = new Float64Array(capacity)
    lotLink = new Int32Array(capacity)
    lotCents.set(cents)
    lotLink.set(links)
  }

  return function replay(claim: number): Replay {
    let used = 0
    let free = NONE
    queues.fill(NONE)
    for (let account = 0; account < accounts; account++) {
      const opening = openings[account] as number
      if (opening === 0) continue
      lotCents[used] = opening
      lotLink[used] = END
      queues[2 * account] = used
      queues[2 * account + 1] = used++
    }
    const victim = payers[claim] as number
    let returned = 0
    let touched = 0

    for (let index = 0; index < size; index++) {
      const payer = (payers[index] as number) << 1
      const payee = payees[index] as number
      const home = payee === victim
      const queue = payee << 1
      let left = amounts[index] as number
      let carried = 0
      // The lot of this credit that grows while pieces of one owner follow each other.
      let open = NONE
      let openOwner = OWN
      let lot = queues[payer] as number
      while (left > 0) {
        const there = lotCents[lot] as number
        const link = lotLink[lot] as number
        let owner = index === claim ? CLAIM : link & 1
        let piece = there
        if (there > left) {
          piece = left
          lotCents[lot] = there - left
        } else {
          lotLink[lot] = free
          free = lot
          lot = link >> 1
        }
        left -= piece
        if (owner === CLAIM) {
          carried += piece
          if (home) {
            returned += piece
            owner = OWN
          }
        }
        if (open !== NONE && openOwner === owner) {
          lotCents[open] = (lotCents[open] as number) + piece
          continue
        }
        const last = queues[queue] === NONE ? NONE : (queues[queue + 1] as number)
        openOwner = owner
        if (coalesce && last !== NONE && ((lotLink[last] as number) & 1) === owner) {
          lotCents[last] = (lotCents[last] as number) + piece
          open = last
          continue
        }
        if (free === NONE) {
          if (used === capacity) grow()
          open = used++
        } else {
          open = free
          free = lotLink[open] as number
        }
        lotCents[open] = piece
        lotLink[open] = END | owner
        if (last === NONE) queues[queue] = open
        else lotLink[last] = (open << 1) | ((lotLink[last] as number) & 1)
        queues[queue + 1] = open
      }
      queues[payer] = lot
      if (carried > 0) touched++
    }

    for (let account = 0; account < accounts; account++) {
      let cents = 0
      for (let lot = queues[2 * account] as number; lot !== NONE; lot = (lotLink[lot] as number) >> 1) {
        if (((lotLink[lot] as number) & 1) === CLAIM) cents += lotCents[lot] as number
      }
      held[account] = cents
    }
    return { held, returned, touched }
  }
}
