import type { GraphData } from '../../graph/graph-data.js'
import { MinHeap } from '../../heap.js'
import type { Settled } from '../read-options.js'
import { type FlowNetwork, FlowNetworkBuilder } from './flow-network.js'

/** An account in which claims' money can rest. Amounts are minor units. */
interface Resting {
  account: number
  /** Its end in the network; -1 where all that rests there always does. */
  node: number
  /** What rests there in the flow that the network begins with. */
  amount: number
  /** No allocation leaves less, and none more: quick figures that may be too wide. */
  least: number
  most: number
}

export interface UnrolledHistory {
  network: FlowNetwork
  resting: Resting[]
}

/** Claims' money that a credit brings: from which node, how much at least and at most, and how much in the first flow. */
interface Carried {
  /** -1: a claim's own transfer, whose money comes from outside. */
  node: number
  least: number
  most: number
  amount: number
}

/** A ledger with claims' money in it, as far as the history is unrolled. */
interface Reached {
  /** The node that its credits enter and its debits leave. */
  node: number
  least: number
  most: number
  amount: number
  /** The place of its next debit on the axis; -1 where none follows: from then on what comes rests. */
  next: number
  /** Whether a debit has left the node. A credit after that must not enter it: money does not go back in time. */
  isDebited: boolean
  /** Whether a balance after a debit is less than what could be in the node. */
  isNarrow: boolean
  /** What had been credited to the ledger at the last debit. */
  credited: number
}

/**
 * Unrolls the part of the ledgers that claims' money can reach, up to `until`, into a network of nodes "this ledger
 * between these entries", and lets all of the money flow through it once.
 *
 * Every flow in it that takes up the claims' money is an allocation, and every allocation such a flow. An edge along a
 * ledger is as wide as its balance and a transfer's edge as wide as what the payer had for it, so nobody's money fills
 * what a flow leaves free: own money in a ledger is its balance less the flow, never below zero, and what a debit takes
 * of it is the amount less the flow. The other way round, an allocation keeps to those widths, for claims' money is
 * part of the balance and part of the amount. Widths are whole minor units, so extreme flows are too (Ford and
 * Fulkerson 1956).
 *
 * Nodes are made only where they tell something apart: debits in a row share one, for the balance after the last of
 * them implies those before; credits without claims' money only raise the balance; and after a ledger's last debit all
 * that comes to it rests in its account.
 */
export function unroll(data: GraphData, { claims, until }: Settled): UnrolledHistory {
  const { rows, ledgers, entries, accounts, records } = data
  const network = new FlowNetworkBuilder()
  const lost = network.addEnd()
  const restingOf = new Map<number, Resting>()
  const reached = new Map<number, Reached>()
  const victims = new Set(claims.flatMap((claim) => [...claim.accounts]))
  const claimed = new Set(claims.flatMap((claim) => claim.rows))
  const queue = new MinHeap()

  for (const row of claimed) if (!isLater(row)) queue.push(entries.rank[row]!)
  let last = -1
  for (let rank = queue.pop(); rank !== undefined; rank = queue.pop()) {
    // A claim's transfer may also be the next debit of a ledger with other claims' money in it.
    if (rank === last) continue
    last = rank
    pass(entries.order[rank]!)
  }
  return { network: network.build(), resting: [...restingOf.values()] }

  function isLater(row: number): boolean {
    return rows.isAfter(row, until.ms, until.sub)
  }

  function pass(row: number): void {
    const payer = reached.get(rows.fromLedger[row]!)
    const isNext = payer !== undefined && payer.next >= 0 && entries.debits.rows[payer.next] === row
    const carried = isNext ? debit(row, payer) : undefined
    if (claimed.has(row)) {
      // Other claims' money in it stays theirs and goes on as theirs; the claim's transfer still brings all of its amount.
      if (carried !== undefined) lose(carried)
      const amount = rows.amount[row]!
      arrive(row, { node: -1, least: amount, most: amount, amount })
    } else if (carried !== undefined) {
      if (row >= records) lose(carried)
      else arrive(row, carried)
    }
  }

  /** What a debit of a ledger can carry, and what is left behind. */
  function debit(row: number, payer: Reached): Carried {
    const ledger = rows.fromLedger[row]!
    const { credits, debits, rank } = entries
    const place = credits.firstWhere(ledger, (credit) => rank[credit]! > rank[row]!)
    const credited = credits.reachedAt(ledger, place)
    if (payer.isNarrow && credited !== payer.credited) continueIn(payer)
    const balance = Math.max(0, credited - debits.start(row))
    const taken = Math.min(rows.amount[row]!, balance)
    const left = balance - taken
    // In the first flow claims' money leaves first: in few and long streams, from which much is near.
    const amount = Math.min(taken, payer.amount)
    const carried = {
      node: payer.node,
      least: Math.max(0, payer.least - left),
      most: Math.min(taken, payer.most),
      amount,
    }
    payer.least = Math.max(0, payer.least - taken)
    payer.amount -= amount
    if (left < payer.most) {
      payer.most = left
      payer.isNarrow = true
    }
    payer.isDebited = true
    payer.credited = credited
    payer.next = placeOfDebit(ledger, payer.next + 1)
    if (payer.most === 0) return carried
    if (payer.next >= 0) queue.push(rank[debits.rows[payer.next]!]!)
    else rest(ledgers.account[ledger]!, payer)
    return carried
  }

  /** The place itself, -1 where no debit up to `until` stands there. */
  function placeOfDebit(ledger: number, place: number): number {
    const { from, rows: debits } = entries.debits
    return place < from[ledger + 1]! && !isLater(debits[place]!) ? place : -1
  }

  /** Where a credit goes. What it repays of an overdraft, and what a trace would end on arrival, is lost. */
  function arrive(row: number, carried: Carried): void {
    const ledger = rows.toLedger[row]!
    const account = ledgers.account[ledger]!
    const amount = rows.amount[row]!
    const repaid = ledgers.covered[ledger] ? Math.min(amount, entries.repaidBy(ledger, row)) : 0
    if (victims.has(account) || isSink(row, account) || repaid === amount) lose(carried)
    else if (repaid === 0) enter(row, ledger, carried)
    else enter(row, ledger, repay(carried, repaid, amount - repaid))
  }

  function isSink(row: number, account: number): boolean {
    const kind = rows.kind(row)
    const payee = accounts.kind(account)
    if (kind === 'purchase' || kind === 'fee' || payee === 'merchant' || payee === 'cash') return true
    return kind === 'cash' && accounts.kind(ledgers.account[rows.fromLedger[row]!]!) !== 'cash'
  }

  /** Parts a credit: what repays an overdraft is lost, the rest is what comes in. */
  function repay({ node, least, most, amount }: Carried, repaid: number, rest: number): Carried {
    const gone = Math.max(0, amount - rest)
    const result = {
      node,
      least: Math.max(0, least - repaid),
      most: Math.min(rest, most),
      amount: amount - gone,
    }
    if (node < 0) return result
    const parting = network.addNode()
    network.addEdge(node, parting, most, amount)
    network.addEdge(parting, lost, Math.min(repaid, most), gone)
    return { ...result, node: parting }
  }

  function enter(row: number, ledger: number, carried: Carried): void {
    if (carried.most === 0) return
    const account = ledgers.account[ledger]!
    if (!ledgers.covered[ledger]) return rest(account, carried)
    let payee = reached.get(ledger)
    if (payee === undefined) {
      payee = { node: -1, least: 0, most: 0, amount: 0, next: -1, isDebited: false, isNarrow: false, credited: 0 }
      reached.set(ledger, payee)
    }
    if (payee.most === 0) {
      const { debits, rank } = entries
      const place = debits.firstWhere(ledger, (debit) => rank[debit]! > rank[row]!)
      payee.next = placeOfDebit(ledger, place)
      if (payee.next >= 0) {
        startNode(payee)
        queue.push(rank[debits.rows[payee.next]!]!)
      }
    } else if (payee.next >= 0 && payee.isDebited) {
      continueIn(payee)
    }
    if (payee.next < 0) return rest(account, carried)
    if (carried.node >= 0) network.addEdge(carried.node, payee.node, carried.most, carried.amount)
    payee.least += carried.least
    payee.most += carried.most
    payee.amount += carried.amount
  }

  function startNode(ledger: Reached): void {
    ledger.node = network.addNode()
    ledger.isDebited = false
    ledger.isNarrow = false
  }

  /** What is in a ledger goes on to a new node of it. */
  function continueIn(ledger: Reached): void {
    const before = ledger.node
    startNode(ledger)
    network.addEdge(before, ledger.node, ledger.most, ledger.amount)
  }

  function lose({ node, most, amount }: Carried): void {
    if (node >= 0 && most > 0) network.addEdge(node, lost, most, amount)
  }

  function rest(account: number, { node, least, most, amount }: Carried): void {
    let resting = restingOf.get(account)
    if (resting === undefined) {
      resting = { account, node: -1, amount: 0, least: 0, most: 0 }
      restingOf.set(account, resting)
    }
    resting.amount += amount
    resting.least += least
    resting.most += most
    if (node < 0) return
    if (resting.node < 0) resting.node = network.addEnd()
    network.addEdge(node, resting.node, most, amount)
  }
}
