import { compareIds } from '../compare-ids.js'
import { dataOf } from '../graph/money-graph.js'
import { CONTINUES_WITHIN_MS } from '../graph/read-accounts.js'
import { lostFromSight } from '../trace/lost-from-sight.js'
import type { Trace } from '../trace/types.js'
import { type Piece, pieceAt } from './pieces.js'

/** An account whose statement is missing from an instant on. */
export interface Missing {
  account: string
  /** In ms. */
  since: number
  /** Whether what comes before `since` was read. */
  continues: boolean
}

/** What was read of an account. What was asked for already and is still missing is not known to anybody. */
export type PiecesOf = (account: string) => readonly Piece[]

/**
 * The accounts whose statements a trace lacks, each from the earliest instant that is missing, those with the most money
 * lost first: where money came when nothing was read, or is still there when a page ends.
 */
export function frontier(trace: Trace, piecesOf: PiecesOf): Missing[] {
  // An alert has no endings: it goes on wherever the money goes.
  if (trace.rule === 'poison') return reached(trace, piecesOf, trace.settings.maxLevel ?? Number.POSITIVE_INFINITY)
  const { ids } = dataOf(trace.graph).accounts
  const missing = new Map<number, Missing & { amount: number }>()
  for (const { account, amount, arrival, end } of lostFromSight(trace)) {
    const id = ids.at(account)
    const gap = missingAt(id, piecesOf(id), arrival, end)
    if (gap === undefined) continue
    const known = missing.get(account)
    if (known === undefined) missing.set(account, { ...gap, amount })
    else missing.set(account, { ...(known.since <= gap.since ? known : gap), amount: known.amount + amount })
  }
  return [...missing.values()]
    .sort((a, b) => b.amount - a.amount || compareIds(a.account, b.account))
    .map(({ account, since, continues }) => ({ account, since, continues }))
}

/** Those of all accounts that money reached, beyond the frontier: where it ended on arrival, at an instant not read. */
export function ends(trace: Trace, piecesOf: PiecesOf, lacking: readonly Missing[]): Missing[] {
  const found = new Set(lacking.map(({ account }) => account))
  if (trace.rule === 'poison') {
    return reached(trace, piecesOf, Number.POSITIVE_INFINITY).filter(({ account }) => !found.has(account))
  }
  const unread = new Map<string, number>()
  for (const { to, time } of trace.transfers) {
    const ms = time.getTime()
    if (found.has(to) || pieceAt(piecesOf(to), ms) !== undefined) continue
    unread.set(to, Math.min(ms, unread.get(to) ?? Number.POSITIVE_INFINITY))
  }
  return followed(trace).flatMap((id) => {
    const since = unread.get(id)
    return since === undefined ? [] : [missingFrom(id, piecesOf(id), since)]
  })
}

/** Of the accounts below a level, what an alert has to know: all from the first arrival on. */
function reached(trace: Trace, piecesOf: PiecesOf, below: number): Missing[] {
  return followed(trace).flatMap((id) => {
    const { level, firstReceived } = trace.account(id)!
    if (level >= below) return []
    return missingAt(id, piecesOf(id), firstReceived!.getTime(), undefined) ?? []
  })
}

/** The accounts that money reached but those at which the caller stops, the most money first. */
function followed({ accounts, claims, graph, settings: { stopAt } }: Trace): string[] {
  const victims = new Set(claims.flatMap((claim) => claim.accounts))
  return accounts
    .filter(({ id, firstReceived }) => firstReceived !== undefined && (victims.has(id) || !stopAt?.(graph.account(id))))
    .sort((a, b) => b.received.cmp(a.received) || compareIds(a.id, b.id))
    .map(({ id }) => id)
}

/** What is missing for money that came at an instant and is there until the statement ends; `end`: of that statement. */
function missingAt(
  account: string,
  pieces: readonly Piece[],
  arrival: number,
  end: number | undefined,
): Missing | undefined {
  const piece = pieceAt(pieces, arrival)
  if (piece === undefined) return missingFrom(account, pieces, arrival)
  // A period of the statement that ends before the page does is all there is.
  const endsWithPage = end === undefined || end >= piece.to - CONTINUES_WITHIN_MS - 1
  return piece.more && endsWithPage ? { account, since: piece.to + 1, continues: true } : undefined
}

/** From an arrival on, or from the piece on that ends close before it: two pieces are not to lie within a second. */
function missingFrom(account: string, pieces: readonly Piece[], arrival: number): Missing {
  const close = pieces.find(({ to, more }) => more && to < arrival && arrival - to <= CONTINUES_WITHIN_MS)
  if (close !== undefined) return { account, since: close.to + 1, continues: true }
  return { account, since: arrival, continues: false }
}
