/**
 * The replay of rule 'poison', for alerts: which claims every account has been touched by, and so which of its debits
 * are theirs, each in full. No money is followed, so nothing adds up to what was stolen.
 */
import type { AccountFigures, CentsByClaim, Figures, TransferFigures } from './figures.js'
import { Fraction } from './fraction.js'
import type { Case } from './slow-case.js'
import { Hops } from './slow-hops.js'
import type { Ledger } from './slow-ledgers.js'
import type { Row } from './slow-rows.js'
import { claimsFigures, inOrder, inOrderOfLevel, levelsOf, times, touched } from './slow-summary.js'

/** A transfer with the claims that it carries and the hop at which each arrives. */
interface Arrival {
  row: Row
  hops: Map<string, number>
}

export function poison(facts: Case, balanceOf: (account: string) => Fraction | undefined): Figures {
  const arrivals = spread(facts)
  const claims = claimsFigures(facts, (_, transferred) => transferred)
  return {
    stolen: Object.values(claims).reduce((sum, claim) => sum + claim.stolen, 0),
    claims,
    transfers: inOrderOfLevel(arrivals.map((arrival) => transferFigures(arrival, facts))),
    accounts: inOrder(touched(arrivals).map((id) => accountFigures(id, facts, arrivals, balanceOf(id)))),
    endings: [],
  }
}

function spread(facts: Case): Arrival[] {
  const arrivals: Arrival[] = []
  const tainted = new Map<Ledger, Set<string>>()
  const reached = new Hops()
  for (const row of facts.rows) {
    if (!row.moves || row.time > facts.until) continue
    const payer = facts.ledgerAt(row.from, row.time)
    const isOpen = payer !== undefined && !facts.isFrozen(row.from, row.time)
    const there = isOpen ? (tainted.get(payer) ?? []) : []
    const hops = new Map([...there].map((claim) => [claim, reached.at(row.from, claim) + 1]))
    const itsClaim = facts.claimOf.get(row.id)
    if (itsClaim !== undefined) hops.set(itsClaim, 1)
    if (hops.size === 0) continue
    arrivals.push({ row, hops })
    for (const [claim, hop] of hops) reached.note(row.to, claim, hop)
    const payee = facts.ledgerAt(row.to, row.time)
    if (payee === undefined || facts.isTooSmall(new Fraction(row.amount))) continue
    const goesOn = [...hops].filter(([, hop]) => facts.limitOnArrival(row, hop) === undefined)
    tainted.set(payee, new Set([...(tainted.get(payee) ?? []), ...goesOn.map(([claim]) => claim)]))
  }
  return arrivals
}

function transferFigures({ row, hops }: Arrival, facts: Case): TransferFigures {
  return {
    id: row.id,
    traced: Number(row.amount),
    level: facts.claimOf.has(row.id) ? 1 : Math.min(...hops.values()),
    shares: inFull(hops.keys(), Number(row.amount)),
  }
}

function accountFigures(
  id: string,
  facts: Case,
  arrivals: readonly Arrival[],
  balance: Fraction | undefined,
): AccountFigures {
  const received = arrivals.filter(({ row }) => row.to === id)
  const sent = arrivals.filter(({ row }) => row.from === id)
  const came = sum(received)
  // What no claim reached holds nothing of theirs.
  const there = balance === undefined ? came : Math.max(0, Number(balance.whole()))
  const held = received.length === 0 ? 0 : there
  const levels = levelsOf(
    id,
    received.flatMap(({ hops }) => [...hops.values()]),
    facts,
  )
  return {
    id,
    level: levels[0]!,
    levels,
    received: came,
    sent: sum(sent),
    held,
    ended: 0,
    shares: inFull(new Set(received.flatMap(({ hops }) => [...hops.keys()])), held),
    balance: balance === undefined ? 'unknown' : Number(balance.whole()),
    ...times(id, arrivals),
  }
}

function sum(arrivals: readonly Arrival[]): number {
  return arrivals.reduce((all, { row }) => all + Number(row.amount), 0)
}

/** The whole amount for each claim; zeros are left out, as in a trace. */
function inFull(claims: Iterable<string>, amount: number): CentsByClaim {
  return amount === 0 ? {} : Object.fromEntries([...claims].map((claim) => [claim, amount]))
}
