import { FundtrailError } from '../errors.js'
import type { GraphData } from '../graph/graph-data.js'
import { MinHeap } from '../heap.js'
import { MAX_MINOR } from '../money.js'
import { type Books, MIXED, type Piece, type Taken } from './books/books.js'
import type { Settled } from './read-options.js'
import type { EndCode } from './types.js'

/** A transfer that carried traced money. */
export interface Move {
  row: number
  pieces: Piece[]
  /** How much of the transfer is traced: the sum of the pieces, or all of it under a rule for alerts. */
  traced: number
}

/** A claim's money at the place where it ended. */
export interface Part {
  account: number
  code: EndCode
  claim: number
  length: number
  /** The credit that brought it, the oldest of several; where it stands there, or MIXED; and its hop there. */
  row: number
  offset: number
  level: number
  /** The debit that would have taken it away, had it not ended: a freeze's, or a gap. Else NONE. */
  debit: number
}

export const NONE = -1

/** What moved, in the total order, and where all of it ended. */
export interface Followed {
  moves: Move[]
  parts: Part[]
  /** What each claim's transfers marked. */
  stolen: number[]
  /** By account: traced money that a freeze kept and that its balance at `until` does not show. */
  kept: Map<number, number>
  /** By account: what the limit on pieces cut. */
  cut: Map<number, number>
  /** The claim by row of a claim's own transfer. */
  claimOf: ReadonlyMap<number, number>
  /** The victims' own accounts, of all claims. */
  victims: ReadonlySet<number>
  /** Nothing but a use of what was read ahead: the reading would be optimised away without. */
  touched: number
  /** Who owned what on the way. */
  books: Books
}

/**
 * Follows the claims' money from transfer to transfer, in the total order. Only what is found costs time: a heap holds
 * the transfers that traced money is known to leave by, and the rule's books say which those are.
 */
export function follow(data: GraphData, options: Settled): Followed {
  const { rows, ledgers, entries, accounts } = data
  const { claims, until, freezes } = options
  const { conserves } = options.rule
  const moves: Move[] = []
  const parts: Part[] = []
  const stolen = claims.map(() => 0)
  const kept = new Map<number, number>()
  const cut = new Map<number, number>()
  const claimOf = new Map<number, number>()
  const victims = new Set<number>()
  const awaited = new Set<number>()
  const queue = new MinHeap()
  const stopped = new Map<number, boolean>()
  let pieceCount = 0
  // Most traces go to the end of the records: then no row has to be looked at to know that it is not past `until`.
  const goesToEnd = entries.isEnd(until.ms, until.sub)
  const isBeyond = (row: number) => !goesToEnd && rows.isAfter(row, until.ms, until.sub)

  const books = options.rule.open({
    data,
    between: options.between,
    claims: claims.length,
    isBeyond,
    await: awaitRow,
    rest,
  })
  claims.forEach((claim, index) => {
    for (const account of claim.accounts) victims.add(account)
    for (const row of claim.rows) {
      if (isBeyond(row)) continue
      claimOf.set(row, index)
      awaitRow(row)
    }
  })
  for (let rank = queue.pop(); rank !== undefined; rank = queue.pop()) {
    const row = entries.rowAt(rank)
    awaited.delete(row)
    const taken = keepFrozen(row, books.debit(row))
    if (row >= data.records) {
      for (const part of taken) endTaken('unexplained', payerOf(row), part, row)
      continue
    }
    const pieces = conserves ? mark(row, taken) : alert(row, taken)
    if (pieces.length === 0) continue
    const traced = conserves ? sum(pieces) : rows.amount[row]!
    moves.push({ row, pieces, traced })
    arrive(row, pieces, traced)
  }
  books.close()
  checkSums()
  return { moves, parts, stolen, kept, cut, claimOf, victims, touched: 0, books }

  function awaitRow(row: number): void {
    if (awaited.has(row)) return
    awaited.add(row)
    queue.push(entries.rankOf(row))
  }

  /** What a freeze keeps of a debit ends there; gives back the rest. */
  function keepFrozen(row: number, taken: Taken[]): Taken[] {
    if (freezes.size === 0 || taken.length === 0) return taken
    const account = payerOf(row)
    const freeze = freezes.get(account)
    if (freeze === undefined || isBefore(row, freeze)) return taken
    for (const part of taken) {
      endTaken('frozen', account, part, row)
      keep(account, part.length)
    }
    return []
  }

  /** The pieces of a transfer, neighbours of one claim and hop as one; in a claim's own, nobody's money marked. */
  function mark(row: number, taken: readonly Taken[]): Piece[] {
    const claim = claimOf.get(row)
    const pieces: Piece[] = []
    let at = 0
    for (const { offset, length, claim: owner, level } of taken) {
      if (claim !== undefined) add(pieces, at, offset - at, claim, 1)
      add(pieces, offset, length, owner, level)
      at = offset + length
    }
    if (claim === undefined) return pieces
    const amount = rows.amount[row]!
    add(pieces, at, amount - at, claim, 1)
    for (const piece of pieces) if (piece.claim === claim && piece.level === 1) stolen[claim]! += piece.length
    return pieces
  }

  /** An alert's pieces are whole transfers, one for each claim. */
  function alert(row: number, taken: readonly Taken[]): Piece[] {
    const claim = claimOf.get(row)
    const pieces: Piece[] = taken.filter((piece) => piece.claim !== claim)
    if (claim === undefined) return pieces
    const amount = rows.amount[row]!
    stolen[claim]! += amount
    return [...pieces, { offset: 0, length: amount, claim, level: 1 }].sort((a, b) => a.claim - b.claim)
  }

  function arrive(row: number, pieces: Piece[], traced: number): void {
    const ledger = rows.toLedger[row]!
    const account = rows.to[row]!
    const covered = ledgers.covered[ledger]!
    pieceCount += pieces.length
    const isCut = pieceCount > options.maxPieces
    const isSmall = options.minAmount > 0 && traced < options.minAmount
    const sink = sinkOf(row, account)
    const isStopped = asksToStop(account)
    const endHere = (code: EndCode, piece: Piece) => end(code, account, row, piece.offset, piece)
    const stays = (piece: Piece): boolean => {
      // An alert goes on wherever money goes; only what the caller limits ends it.
      if (conserves && claims[piece.claim]!.accounts.has(account)) endHere('returned', piece)
      else if (conserves && sink !== undefined) endHere(sink, piece)
      else if (isStopped) endHere('stopped', piece)
      else if (piece.level >= options.maxLevel || isSmall) endHere('limit', piece)
      else if (isCut) {
        endHere('limit', piece)
        cut.set(account, (cut.get(account) ?? 0) + piece.length)
      } else return true
      return false
    }
    books.reach(account, pieces)
    if (covered) {
      // What earlier debits of an overdrawn account had already spent.
      const repaid = entries.repaidBy(ledger, row)
      books.credit(row, pieces, repaid, { repaid: (piece) => endHere('overdraft', piece), stays })
    } else {
      for (const piece of pieces) if (stays(piece)) rest(row, piece.offset, piece.length, piece)
    }
  }

  /** A freeze holds what the balance at `until` does not show. */
  function keep(account: number, length: number): void {
    if (!conserves) return
    kept.set(account, (kept.get(account) ?? 0) + length)
  }

  function rest(row: number, offset: number, length: number, piece: Piece): void {
    const ledger = rows.toLedger[row]!
    const account = rows.to[row]!
    const freeze = freezes.get(account)
    const isFrozen =
      freeze !== undefined && (freeze.ms < until.ms || (freeze.ms === until.ms && freeze.sub <= until.sub))
    if (isFrozen && ledger !== ledgers.known(account, options.currency, until, data.last!.ms)) keep(account, length)
    end(isFrozen ? 'frozen' : knownHow(row, ledger), account, row, offset, { ...piece, length })
  }

  /** How far the statement reaches that money rests on. */
  function knownHow(row: number, ledger: number): 'held' | 'statement-ended' | 'no-statement' {
    if (ledgers.covered[ledger]) {
      const last = ledgers.to(ledger) ?? data.last!.ms
      return until.ms > last ? 'statement-ended' : 'held'
    }
    const account = ledgers.account[ledger]!
    const last = accounts.info(account)?.stretches.at(-1)
    const isBehind = last !== undefined && ledgers.isFollowed(account) && rows.isAfter(row, last.to, last.toSub)
    return isBehind ? 'statement-ended' : 'no-statement'
  }

  function sinkOf(row: number, account: number): 'spent' | 'cash-out' | undefined {
    const kind = rows.kind(row)
    const payee = accounts.kind(account)
    if (kind === 'purchase' || kind === 'fee' || payee === 'merchant') return 'spent'
    const payer = accounts.kind(rows.from[row]!)
    return (kind === 'cash' && payer !== 'cash') || payee === 'cash' ? 'cash-out' : undefined
  }

  function asksToStop(account: number): boolean {
    if (options.stopAt === undefined || victims.has(account)) return false
    let answer = stopped.get(account)
    if (answer === undefined) {
      answer = Boolean(options.stopAt(accounts.account(account)))
      stopped.set(account, answer)
    }
    return answer
  }

  function end(
    code: EndCode,
    account: number,
    row: number,
    offset: number,
    { claim, length, level }: Piece,
    debit = NONE,
  ): void {
    if (!conserves) return
    const last = parts.at(-1)
    const continues =
      last !== undefined &&
      last.row === row &&
      last.code === code &&
      last.claim === claim &&
      last.level === level &&
      last.debit === debit &&
      last.offset !== MIXED &&
      last.offset + last.length === offset
    if (continues) last.length += length
    else parts.push({ account, code, claim, length, row, offset, level, debit })
  }

  /** What a debit would have taken ends where it was: as what the credit brought. */
  function endTaken(code: EndCode, account: number, { credit, from, hop, claim, length }: Taken, debit: number): void {
    end(code, account, credit, from, { offset: from, length, claim, level: hop }, debit)
  }

  function payerOf(row: number): number {
    return ledgers.account[rows.fromLedger[row]!]!
  }

  function isBefore(row: number, instant: { ms: number; sub: number }): boolean {
    const time = rows.time[row]!
    return time < instant.ms || (time === instant.ms && rows.subOf(row) < instant.sub)
  }

  /** Stolen is the sum of where it is, claim by claim: no result is better than one that lost a cent. */
  function checkSums(): void {
    checkTotal()
    if (!conserves) return
    const ended = claims.map(() => 0)
    for (const part of parts) ended[part.claim]! += part.length
    claims.forEach((claim, index) => {
      if (stolen[index] === ended[index]) return
      throw new FundtrailError('internal', `claim ${claim.id}: ${stolen[index]} stolen, but ${ended[index]} found`, {
        claim: claim.id,
        stolen: stolen[index],
        ended: ended[index],
      })
    })
  }

  function checkTotal(): void {
    const total = stolen.reduce((a, b) => a + b, 0)
    if (total > MAX_MINOR) {
      throw new FundtrailError(
        'amount-too-large',
        'the claims together are beyond 2^53-1 minor units; trace them apart',
      )
    }
  }
}

function add(pieces: Piece[], offset: number, length: number, claim: number, level: number): void {
  const last = pieces.at(-1)
  if (last !== undefined && last.claim === claim && last.level === level && last.offset + last.length === offset) {
    last.length += length
  } else if (length > 0) {
    pieces.push({ offset, length, claim, level })
  }
}

function sum(pieces: readonly Piece[]): number {
  let total = 0
  for (const piece of pieces) total += piece.length
  return total
}
