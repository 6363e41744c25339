import { FundtrailError } from '../errors.js'
import type { GraphData } from '../graph/graph-data.js'
import { shareOut } from '../trace/books/share-out.js'
import { NONE } from '../trace/follow.js'
import type { TraceTables } from '../trace/trace-table.js'
import { GONE } from './codes.js'

/** How many links between a debit and the credits behind it are looked at before it is given up. */
const MOST_LINKS = 5_000_000

/** One claim's money in one transfer, and the transfers by which it went on. Who asks for some of it takes it off. */
export interface Route {
  row: number
  claim: number
  /** Its place in the total order, and among the claims of one transfer. */
  place: number
  /** The account that the transfer paid. */
  payee: number
  amount: number
  /** What of it the claim marked as stolen: its route begins here. */
  marked: number
  /** What of it came to an end on arrival, as cash or spent, and as returned. */
  gone: number
  returned: number
  onward: { route: Route; amount: number }[]
}

/** A part of a mixture: what is there of one transfer's money. */
interface Share {
  route: Route
  left: number
}

/**
 * The traced money of a trace as a network of transfers, in the total order: every route leads to later ones, and none
 * leads on more than it brought. Mixed money leaves in proportion to what each credit has there, to the unit.
 *
 * @throws FundtrailError 'too-large'
 */
export function onwardRoutes(data: GraphData, { moves, parts, books, settled }: TraceTables): Route[] {
  const { rows, ledgers, entries } = data
  const { claims } = settled
  const routes: Route[] = []
  const byKey = new Map<number, Route>()
  const mixtures = new Map<number, Share[]>()
  const keyOf = (rowOrLedger: number, claim: number) => rowOrLedger * claims.length + claim
  let links = 0

  const endedOnArrival = new Map<number, number>()
  // Debits that took mixed money away without carrying it on: gaps, and those that a freeze stopped.
  const takenAway: { debit: number; claim: number; length: number }[] = []
  for (const { row, code, claim, length, debit } of parts) {
    if (debit !== NONE) takenAway.push({ debit, claim, length })
    else if (GONE.has(code) || code === 'returned' || code === 'stopped' || code === 'limit') {
      endedOnArrival.set(keyOf(row, claim), length + (endedOnArrival.get(keyOf(row, claim)) ?? 0))
    }
  }
  takenAway.sort((a, b) => entries.rank[a.debit]! - entries.rank[b.debit]!)
  let next = 0
  for (const { row, pieces } of moves) {
    while (next < takenAway.length && entries.rank[takenAway[next]!.debit]! <= entries.rank[row]!) {
      const { debit, claim, length } = takenAway[next++]!
      if (books.mixes) takeMixed(debit, claim, length)
    }
    const own = new Set<Route>()
    for (const piece of pieces) {
      const route = routeOf(row, piece.claim)
      own.add(route)
      route.amount += piece.length
      // Nothing else is at the first hop: what was marked before has gone one further.
      if (piece.level === 1) route.marked += piece.length
      else if (!books.mixes) {
        books.origins(row, piece, (credit, _from, length) => {
          link(byKey.get(keyOf(credit, piece.claim))!, route, length)
        })
      }
    }
    if (!books.mixes) continue
    for (const route of own) takeMixed(row, route.claim, route.amount - route.marked, route)
    const ledger = rows.toLedger[row]!
    for (const route of own) {
      const left = route.amount - (endedOnArrival.get(keyOf(row, route.claim)) ?? 0)
      if (left > 0 && ledgers.covered[ledger]) mixtureOf(ledger, route.claim).push({ route, left })
    }
  }
  for (const { row, code, claim, length } of parts) {
    const route = byKey.get(keyOf(row, claim))!
    if (code === 'returned') route.returned += length
    else if (code !== 'overdraft' && GONE.has(code)) route.gone += length
  }
  return routes

  function routeOf(row: number, claim: number): Route {
    let route = byKey.get(keyOf(row, claim))
    if (route === undefined) {
      const payee = ledgers.account[rows.toLedger[row]!]!
      const place = routes.length
      route = { row, claim, place, payee, amount: 0, marked: 0, gone: 0, returned: 0, onward: [] }
      byKey.set(keyOf(row, claim), route)
      routes.push(route)
    }
    return route
  }

  function mixtureOf(ledger: number, claim: number): Share[] {
    let mixture = mixtures.get(keyOf(ledger, claim))
    if (mixture === undefined) {
      mixture = []
      mixtures.set(keyOf(ledger, claim), mixture)
    }
    return mixture
  }

  function takeMixed(debit: number, claim: number, amount: number, onward?: Route): void {
    if (amount === 0) return
    const key = keyOf(rows.fromLedger[debit]!, claim)
    const mixture = mixtures.get(key) ?? []
    const taken = shareOut(
      amount,
      mixture.map(({ left }) => left),
    )
    mixture.forEach((share, at) => {
      share.left -= taken[at]!
      link(share.route, onward, taken[at]!)
    })
    mixtures.set(
      key,
      mixture.filter(({ left }) => left > 0),
    )
  }

  function link(from: Route, route: Route | undefined, amount: number): void {
    if (++links > MOST_LINKS) {
      throw new FundtrailError(
        'too-large',
        `the traced money has more than ${MOST_LINKS} links from transfer to transfer; trace fewer claims or levels`,
      )
    }
    if (route === undefined || amount === 0) return
    // The pieces of one transfer come one after another.
    const last = from.onward.at(-1)
    if (last?.route === route) last.amount += amount
    else from.onward.push({ route, amount })
  }
}
