/** Adds up what the replay noted: who moved how much, who holds how much, and in which order it is listed. */
import type { ClaimInput, EndCode } from '../../src/trace/types.js'
import {
  type AccountFigures,
  type CentsByClaim,
  type EndingFigures,
  endCodes,
  type Figures,
  resting,
  type TransferFigures,
} from './figures.js'
import type { Row } from './slow-rows.js'
import type { Piece } from './slow-rules.js'

/** A transfer and the claims' money in it, at the hop at which it arrived. */
export interface Arrival {
  row: Row
  pieces: Piece[]
}

export interface Ended {
  account: string
  code: EndCode
  piece: Piece
  /** Whether a freeze kept it back: the recorded debit took it off the ledger nonetheless. */
  kept: boolean
}

export interface Notes {
  rows: readonly Row[]
  claims: readonly ClaimInput[]
  until: number
  victims: ReadonlyMap<string, ReadonlySet<string>>
  stolen: ReadonlyMap<string, bigint>
  arrivals: readonly Arrival[]
  ended: readonly Ended[]
  balanceOf: (account: string) => bigint | undefined
}

export function summarise(notes: Notes): Figures {
  const claimed = new Set(notes.claims.flatMap((claim) => claim.transfers))
  const transfers = notes.arrivals
    .filter((arrival) => arrival.pieces.length > 0)
    .map((arrival) => transferFigures(arrival, claimed))
    .sort((a, b) => a.level - b.level)
  const touched = new Set(
    notes.arrivals.filter((arrival) => arrival.pieces.length > 0).flatMap(({ row }) => [row.from, row.to]),
  )
  const accounts = [...touched]
    .map((id) => accountFigures(id, notes))
    .sort((a, b) => a.level - b.level || b.held - a.held || (a.id < b.id ? -1 : 1))
  return {
    stolen: [...notes.stolen.values()].reduce((sum, amount) => sum + Number(amount), 0),
    claims: Object.fromEntries(notes.claims.map((claim) => [claim.id, claimFigures(claim, notes)])),
    transfers,
    accounts,
    endings: accounts.flatMap((account) => endingFigures(account, notes)),
  }
}

function claimFigures(claim: ClaimInput, notes: Notes) {
  const rows = notes.rows.filter((row) => claim.transfers.includes(row.id))
  const past = rows.filter((row) => row.time <= notes.until)
  return {
    stolen: Number(notes.stolen.get(claim.id)),
    transferred: past.reduce((sum, row) => sum + Number(row.amount), 0),
    pending: rows
      .filter((row) => row.time > notes.until)
      .map((row) => row.id)
      .sort(),
    accounts: [...notes.victims.get(claim.id)!].sort(),
  }
}

/** A claim's transfer is level 1, whoever's money is in it. */
function transferFigures({ row, pieces }: Arrival, claimed: ReadonlySet<string>): TransferFigures {
  return {
    id: row.id,
    traced: sum(pieces),
    level: claimed.has(row.id) ? 1 : Math.min(...pieces.map((piece) => piece.level)),
    shares: byClaim(pieces),
  }
}

function accountFigures(id: string, notes: Notes): AccountFigures {
  const arrivals = notes.arrivals.filter((arrival) => arrival.pieces.length > 0)
  const received = arrivals.filter(({ row }) => row.to === id)
  const sent = arrivals.filter(({ row }) => row.from === id)
  const ended = notes.ended.filter((end) => end.account === id)
  const held = ended.filter((end) => resting.has(end.code)).map((end) => end.piece)
  const hops = new Set(received.flatMap(({ pieces }) => pieces.map((piece) => piece.level)))
  const isVictims = [...notes.victims.values()].some((accounts) => accounts.has(id))
  // A payer of stolen money that is nobody's own account (a clearing account) is where its trail begins all the same.
  const levels = [...(isVictims || hops.size === 0 ? [0] : []), ...[...hops].sort((a, b) => a - b)]
  const balance = notes.balanceOf(id)
  return {
    id,
    level: levels[0]!,
    levels,
    received: sum(received.flatMap(({ pieces }) => pieces)),
    sent: sum(sent.flatMap(({ pieces }) => pieces)),
    held: sum(held),
    ended: sum(ended.filter((end) => !resting.has(end.code)).map((end) => end.piece)),
    shares: byClaim(held),
    balance: balance === undefined ? 'unknown' : Number(balance),
    firstReceived: received[0]?.row.time ?? 'never',
    lastReceived: received.at(-1)?.row.time ?? 'never',
    lastSent: sent.at(-1)?.row.time ?? 'never',
  }
}

function endingFigures(account: AccountFigures, notes: Notes): EndingFigures[] {
  return endCodes.flatMap((code) => {
    const pieces = notes.ended.filter((end) => end.account === account.id && end.code === code).map((end) => end.piece)
    if (pieces.length === 0) return []
    return [
      {
        account: account.id,
        code,
        amount: sum(pieces),
        shares: byClaim(pieces),
        level: account.level,
        since: Math.min(...pieces.map((piece) => piece.since)),
      },
    ]
  })
}

function sum(pieces: readonly Piece[]): number {
  return pieces.reduce((all, piece) => all + Number(piece.amount), 0)
}

function byClaim(pieces: readonly Piece[]): CentsByClaim {
  const shares: CentsByClaim = {}
  for (const piece of pieces) {
    const claim = piece.claim!
    shares[claim] = (shares[claim] ?? 0) + Number(piece.amount)
  }
  return shares
}
