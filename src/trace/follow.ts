import { FundtrailError } from '../errors.js'
import type { GraphData } from '../graph/graph-data.js'
import { MinHeap } from '../heap.js'
import { MAX_MINOR } from '../money.js'
import type { Settled } from './read-options.js'
import type { EndCode } from './types.js'

/** A stretch of a transfer's amount that is one claim's: [offset, offset + length), in minor units. */
export interface Piece {
  offset: number
  length: number
  /** Index of the claim. */
  claim: number
  /** The hop of the transfer for this money: 1 for a claim's own transfer. */
  level: number
}

/** A transfer that carried traced money. */
export interface Move {
  row: number
  pieces: Piece[]
}

/** A piece of the credit `row` at the place where it ended. */
interface Part extends Piece {
  account: number
  code: EndCode
  row: number
}

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
}

/**
 * Follows the claims' money from transfer to transfer, in the total order. Only what is found costs time: a heap holds
 * the transfers that traced money is known to leave by, and the rule says which those are.
 */
export function follow(data: GraphData, options: Settled): Followed {
  const { rows, ledgers, entries, accounts } = data
  const { claims, until, freezes } = options
  const moves: Move[] = []
  const parts: Part[] = []
  const stolen = claims.map(() => 0)
  const kept = new Map<number, number>()
  const cut = new Map<number, number>()
  const waiting = new Map<number, Piece[]>()
  const claimOf = new Map<number, number>()
  const queue = new MinHeap()
  const victims = new Set(claims.flatMap((claim) => [...claim.accounts]))
  const stopped = new Map<number, boolean>()
  let pieceCount = 0

  claims.forEach((claim, index) => {
    for (const row of claim.rows) {
      if (rows.isAfter(row, until.ms, until.sub)) continue
      claimOf.set(row, index)
      waitFor(row)
    }
  })
  for (let rank = queue.pop(); rank !== undefined; rank = queue.pop()) {
    const row = entries.order[rank]!
    const pieces = merge(waiting.get(row)!, row)
    waiting.delete(row)
    moves.push({ row, pieces })
    arrive(row, pieces)
  }
  checkSums()
  return { moves, parts, stolen, kept, cut }

  function waitFor(row: number): Piece[] {
    const known = waiting.get(row)
    if (known !== undefined) return known
    const pieces: Piece[] = []
    waiting.set(row, pieces)
    queue.push(entries.rank[row]!)
    return pieces
  }

  /** The pieces in their order, neighbours of one claim and hop as one; in a claim's transfer, nobody's money marked. */
  function merge(pieces: Piece[], row: number): Piece[] {
    pieces.sort((a, b) => a.offset - b.offset)
    const result: Piece[] = []
    const add = (offset: number, length: number, claim: number, level: number) => {
      const last = result.at(-1)
      if (last !== undefined && last.claim === claim && last.level === level && last.offset + last.length === offset) {
        last.length += length
      } else if (length > 0) {
        result.push({ offset, length, claim, level })
      }
    }
    const claim = claimOf.get(row)
    let at = 0
    const mark = (to: number) => {
      if (claim === undefined || to <= at) return
      add(at, to - at, claim, 1)
      stolen[claim]! += to - at
    }
    for (const piece of pieces) {
      mark(piece.offset)
      add(piece.offset, piece.length, piece.claim, piece.level)
      at = piece.offset + piece.length
    }
    mark(rows.amount[row]!)
    return result
  }

  function arrive(row: number, pieces: Piece[]): void {
    const ledger = rows.toLedger[row]!
    const account = ledgers.account[ledger]!
    const covered = ledgers.covered[ledger]!
    pieceCount += pieces.length
    const isCut = pieceCount > options.maxPieces
    const isSmall = options.minAmount > 0 && sum(pieces) < options.minAmount
    const sink = sinkOf(row, account)
    const isStopped = asksToStop(account)
    // What earlier debits of an overdrawn account had already spent: the first of this credit repays it.
    const repaid = covered ? entries.repaidBy(ledger, row) : 0
    for (const piece of pieces) {
      const gone = Math.min(piece.length, Math.max(0, repaid - piece.offset))
      if (gone > 0) end(row, account, 'overdraft', piece.offset, gone, piece)
      const offset = piece.offset + gone
      const length = piece.length - gone
      if (length === 0) continue
      if (claims[piece.claim]!.accounts.has(account)) end(row, account, 'returned', offset, length, piece)
      else if (sink !== undefined) end(row, account, sink, offset, length, piece)
      else if (isStopped) end(row, account, 'stopped', offset, length, piece)
      else if (piece.level >= options.maxLevel || isSmall) end(row, account, 'limit', offset, length, piece)
      else if (isCut) {
        end(row, account, 'limit', offset, length, piece)
        cut.set(account, (cut.get(account) ?? 0) + length)
      } else if (!covered) rest(row, ledger, offset, length, piece)
      else passOn(row, ledger, offset, length, piece)
    }
  }

  /** Splits what arrived over the debits that pay it out; what none pays out rests. */
  function passOn(row: number, ledger: number, offset: number, length: number, piece: Piece): void {
    const account = ledgers.account[ledger]!
    const freeze = freezes.get(account)
    let from = offset
    options.rule.spread(data, row, offset, length, (debit, start, part) => {
      if (debit < 0 || rows.isAfter(debit, until.ms, until.sub)) {
        rest(row, ledger, from, part, piece)
      } else if (freeze !== undefined && !isBefore(debit, freeze)) {
        end(row, account, 'frozen', from, part, piece)
        keep(account, part)
      } else if (debit >= data.records) {
        end(row, account, 'unexplained', from, part, piece)
      } else {
        waitFor(debit).push({ offset: start, length: part, claim: piece.claim, level: piece.level + 1 })
      }
      from += part
    })
  }

  /** A freeze holds what the balance at `until` does not show. */
  function keep(account: number, length: number): void {
    kept.set(account, (kept.get(account) ?? 0) + length)
  }

  function rest(row: number, ledger: number, offset: number, length: number, piece: Piece): void {
    const account = ledgers.account[ledger]!
    const freeze = freezes.get(account)
    const isFrozen =
      freeze !== undefined && (freeze.ms < until.ms || (freeze.ms === until.ms && freeze.sub <= until.sub))
    if (isFrozen && ledger !== ledgers.known(account, options.currency, until.ms, data.last!.ms)) keep(account, length)
    end(row, account, isFrozen ? 'frozen' : knownHow(row, ledger), offset, length, piece)
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
    const payer = accounts.kind(ledgers.account[rows.fromLedger[row]!]!)
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

  function end(row: number, account: number, code: EndCode, offset: number, length: number, piece: Piece): void {
    const last = parts.at(-1)
    const continues =
      last !== undefined &&
      last.row === row &&
      last.code === code &&
      last.claim === piece.claim &&
      last.level === piece.level &&
      last.offset + last.length === offset
    if (continues) last.length += length
    else parts.push({ account, code, row, offset, length, claim: piece.claim, level: piece.level })
  }

  function isBefore(row: number, instant: { ms: number; sub: number }): boolean {
    const time = rows.time[row]!
    return time < instant.ms || (time === instant.ms && rows.subOf(row) < instant.sub)
  }

  /** Stolen is the sum of where it is, claim by claim: no result is better than one that lost a cent. */
  function checkSums(): void {
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
    const total = stolen.reduce((a, b) => a + b, 0)
    if (total > MAX_MINOR) {
      throw new FundtrailError(
        'amount-too-large',
        'the claims together are beyond 2^53-1 minor units; trace them apart',
      )
    }
  }
}

function sum(pieces: readonly Piece[]): number {
  let total = 0
  for (const piece of pieces) total += piece.length
  return total
}
