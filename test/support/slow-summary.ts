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
import { addUp, type Fraction } from './fraction.js'
import type { Case } from './slow-case.js'
import type { Row } from './slow-rows.js'
import { type Piece, total } from './slow-rules.js'

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
  stolen: ReadonlyMap<string, Fraction>
  arrivals: readonly Arrival[]
  ended: readonly Ended[]
  balanceOf: (account: string) => Fraction | undefined
}

export function summarise(facts: Case, notes: Notes): Figures {
  const arrivals = notes.arrivals.filter((arrival) => arrival.pieces.length > 0)
  const accounts = inOrder(touched(arrivals).map((id) => accountFigures(id, facts, arrivals, notes)))
  return {
    stolen: units(addUp([...notes.stolen.values()])),
    claims: claimsFigures(facts, (claim) => units(notes.stolen.get(claim.id)!)),
    transfers: inOrderOfLevel(arrivals.map((arrival) => transferFigures(arrival, facts))),
    accounts,
    endings: accounts.flatMap((account) => endingFigures(account, notes)),
  }
}

export function claimsFigures(facts: Case, stolen: (claim: ClaimInput, transferred: number) => number) {
  return Object.fromEntries(
    facts.options.claims.map((claim) => {
      const rows = facts.rows.filter((row) => claim.transfers.includes(row.id))
      const past = rows.filter((row) => row.time <= facts.until)
      const pending = rows.filter((row) => row.time > facts.until)
      const transferred = past.reduce((sum, row) => sum + Number(row.amount), 0)
      return [
        claim.id,
        {
          stolen: stolen(claim, transferred),
          transferred,
          pending: pending.map((row) => row.id).sort(),
          accounts: [...facts.victims.get(claim.id)!].sort(),
        },
      ]
    }),
  )
}

/** Payers and payees of what moved. */
export function touched(arrivals: readonly { row: Row }[]): string[] {
  return [...new Set(arrivals.flatMap(({ row }) => [row.from, row.to]))]
}

/** By level, then held (largest first), then id. */
export function inOrder(accounts: AccountFigures[]): AccountFigures[] {
  return accounts.sort((a, b) => a.level - b.level || b.held - a.held || (a.id < b.id ? -1 : 1))
}

/** Array.sort is stable: those of one level stay in the total order. */
export function inOrderOfLevel(transfers: TransferFigures[]): TransferFigures[] {
  return transfers.sort((a, b) => a.level - b.level)
}

/** The hops at which money arrived, in a victim's account after its 0. */
export function levelsOf(account: string, hops: readonly number[], facts: Case): number[] {
  const distinct = [...new Set(hops)].sort((a, b) => a - b)
  // A payer of stolen money that is nobody's own account (a clearing account) is where its trail begins all the same.
  return [...(facts.isVictims(account) || distinct.length === 0 ? [0] : []), ...distinct]
}

export function times(account: string, arrivals: readonly { row: Row }[]) {
  const received = arrivals.filter(({ row }) => row.to === account)
  const sent = arrivals.filter(({ row }) => row.from === account)
  return {
    firstReceived: received[0]?.row.time ?? 'never',
    lastReceived: received.at(-1)?.row.time ?? 'never',
    lastSent: sent.at(-1)?.row.time ?? 'never',
  } as const
}

/** A claim's transfer is level 1, whoever's money is in it. */
function transferFigures({ row, pieces }: Arrival, facts: Case): TransferFigures {
  return {
    id: row.id,
    traced: sum(pieces),
    level: facts.claimOf.has(row.id) ? 1 : Math.min(...pieces.map((piece) => piece.level)),
    shares: byClaim(pieces),
  }
}

function accountFigures(id: string, facts: Case, arrivals: readonly Arrival[], notes: Notes): AccountFigures {
  const received = arrivals.filter(({ row }) => row.to === id).flatMap(({ pieces }) => pieces)
  const sent = arrivals.filter(({ row }) => row.from === id).flatMap(({ pieces }) => pieces)
  const ended = notes.ended.filter((end) => end.account === id)
  const held = ended.filter((end) => resting.has(end.code)).map((end) => end.piece)
  const hops = received.map((piece) => piece.level)
  const levels = levelsOf(id, hops, facts)
  const balance = notes.balanceOf(id)
  return {
    id,
    level: levels[0]!,
    levels,
    received: sum(received),
    sent: sum(sent),
    held: sum(held),
    ended: sum(ended.filter((end) => !resting.has(end.code)).map((end) => end.piece)),
    shares: byClaim(held),
    balance: balance === undefined ? 'unknown' : units(balance),
    ...times(id, arrivals),
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

function units(amount: Fraction): number {
  return Number(amount.whole())
}

function sum(pieces: readonly Piece[]): number {
  return units(total(pieces))
}

function byClaim(pieces: readonly Piece[]): CentsByClaim {
  return Object.fromEntries([...exactByClaim(pieces)].map(([claim, amount]) => [claim, units(amount)]))
}

/** Fractions of a minor unit by claim: in one place, or in one transfer. */
type ExactShares = ReadonlyMap<string, Fraction>

/** The figures that count no money twice; levels are left out, for a share may be too small to show in whole units. */
export interface ExactFigures {
  stolen: ExactShares
  /** By transfer id. */
  transfers: ReadonlyMap<string, ExactShares>
  /** By "account code". */
  endings: ReadonlyMap<string, ExactShares>
  balanceOf: (account: string) => Fraction | undefined
}

export function exactFigures(notes: Notes): ExactFigures {
  const places = new Set(notes.ended.map(placeOf))
  return {
    stolen: notes.stolen,
    transfers: new Map(notes.arrivals.map(({ row, pieces }) => [row.id, exactByClaim(pieces)])),
    endings: new Map(
      [...places].map((place) => {
        const there = notes.ended.filter((end) => placeOf(end) === place)
        return [place, exactByClaim(there.map((end) => end.piece))]
      }),
    ),
    balanceOf: notes.balanceOf,
  }
}

function placeOf({ account, code }: Ended): string {
  return `${account} ${code}`
}

function exactByClaim(pieces: readonly Piece[]): Map<string, Fraction> {
  const claims = [...new Set(pieces.map((piece) => piece.claim!))]
  return new Map(claims.map((claim) => [claim, total(pieces.filter((piece) => piece.claim === claim))]))
}
