import type { GraphData } from '../../graph/graph-data.js'
import type { Piece } from '../../trace/books/books.js'
import { type Move, NONE } from '../../trace/follow.js'
import type { TraceTables } from '../../trace/trace-table.js'
import type { EndCode } from '../../trace/types.js'
import { firstWhere } from './first-where.js'

/**
 * Traced money that came to an account by one transfer and left it by another: [from, from + length) of what came is
 * [at, at + length) of what left. Both are places in `Flow.moves`, the stretches in minor units of the transfers.
 */
export interface Link {
  in: number
  out: number
  from: number
  at: number
  length: number
  /** Whether it stands there the other way round: its last unit came first. */
  reversed: boolean
}

const ON_ARRIVAL: ReadonlySet<EndCode> = new Set(['overdraft', 'returned', 'spent', 'cash-out', 'stopped', 'limit'])

/**
 * Which arrival paid for which departure, account by account. Where the trace's rule says so, it is asked. Under a rule
 * that mixes a claim's money in an account, and under 'poison', the rule does not say which part of the mixture left:
 * of one claim's money what came first is taken to have left first, after what ended there was taken away. As many links
 * as the rule has, or at most one for every arrival and departure.
 */
export class Links {
  /** By the arrival: its links in the order of its money. */
  readonly #byIn: Link[][]
  /** By the departure. */
  readonly #byOut: Link[][]

  constructor(data: GraphData, tables: TraceTables) {
    const links = tables.books.mixes || !tables.settled.rule.conserves ? oldestFirst(data, tables) : byRule(tables)
    this.#byIn = tables.moves.map(() => [])
    this.#byOut = tables.moves.map(() => [])
    for (const link of links) {
      this.#byIn[link.in]!.push(link)
      this.#byOut[link.out]!.push(link)
    }
    for (const own of this.#byIn) own.sort((a, b) => a.from - b.from)
  }

  /** Where what came by a move went, in the order of its money. */
  after(move: number): readonly Link[] {
    return this.#byIn[move]!
  }

  /** The same for [start, end) of it. */
  *of(move: number, start: number, end: number): IterableIterator<Link> {
    const links = this.#byIn[move]!
    const first = firstWhere(links.length, (at) => links[at]!.from + links[at]!.length > start)
    for (let at = first; at < links.length && links[at]!.from < end; at++) yield links[at]!
  }

  /** All of them, by arrival. */
  all(): Link[] {
    return this.#byIn.flat()
  }

  /** Where what left by a move had come from. */
  before(move: number): readonly Link[] {
    return this.#byOut[move]!
  }
}

function byRule({ moves, books }: TraceTables): Link[] {
  const placeOf = new Map(moves.map(({ row }, place) => [row, place]))
  const links: Link[] = []
  moves.forEach(({ row, pieces }, out) => {
    for (const piece of pieces) {
      // A claim's own transfer: the money is marked there.
      if (piece.level === 1) continue
      let at = piece.offset
      books.origins(row, piece, (credit, from, length) => {
        links.push({ in: placeOf.get(credit)!, out, from, at, length, reversed: books.reverses })
        at += length
      })
    }
  })
  return links
}

/** What of [start, end) of an arrival went by a link, and where that stands in the departure. */
export function onward(link: Link, start: number, end: number): { from: number; to: number; at: number } | undefined {
  const from = Math.max(start, link.from)
  const to = Math.min(end, link.from + link.length)
  if (from >= to) return undefined
  return { from, to, at: link.at + (link.reversed ? link.from + link.length - to : from - link.from) }
}

/**
 * The stretches of a transfer that are one claim's at one hop. An alert counts a transfer whole for each claim that it
 * follows: for a shape it is one stretch.
 */
export function piecesOf({ settled }: TraceTables, { pieces, traced }: Move): readonly Piece[] {
  if (settled.rule.conserves) return pieces
  const level = pieces.every((piece) => piece.level === 1) ? 1 : 2
  return [{ offset: 0, length: traced, claim: 0, level }]
}

/** What is left of an arrival's money of one claim. */
interface Rest {
  in: number
  from: number
  length: number
}

function oldestFirst({ rows, entries }: GraphData, tables: TraceTables): Link[] {
  const { moves, parts, settled } = tables
  const links: Link[] = []
  const queues = new Map<string, { items: Rest[]; first: number }>()
  const ended = new Map<string, number>()
  for (const { row, claim, code, debit, length } of parts) {
    if (debit !== NONE || !ON_ARRIVAL.has(code)) continue
    ended.set(`${row} ${claim}`, (ended.get(`${row} ${claim}`) ?? 0) + length)
  }
  const removed = parts
    .filter(({ debit }) => debit !== NONE)
    .sort((a, b) => entries.rank[a.debit]! - entries.rank[b.debit]!)
  let nextRemoved = 0
  moves.forEach((move, out) => {
    const { row } = move
    const pieces = piecesOf(tables, move)
    for (; nextRemoved < removed.length; nextRemoved++) {
      const { debit, claim, length } = removed[nextRemoved]!
      if (entries.rank[debit]! > entries.rank[row]!) break
      take(rows.fromLedger[debit]!, claim, length, () => {})
    }
    for (const { claim, offset, length, level } of pieces) {
      if (level === 1) continue
      let at = offset
      take(rows.fromLedger[row]!, claim, length, (rest, part) => {
        links.push({ in: rest.in, out, from: rest.from, at, length: part, reversed: false })
        at += part
      })
    }
    for (const { claim, offset, length } of pieces) {
      const stays = length - endedOf(row, claim, length)
      if (stays > 0) queueOf(rows.toLedger[row]!, claim).items.push({ in: out, from: offset, length: stays })
    }
  })
  return links

  function endedOf(row: number, claim: number, most: number): number {
    if (!settled.rule.conserves) return 0
    const key = `${row} ${claim}`
    const amount = Math.min(ended.get(key) ?? 0, most)
    if (amount > 0) ended.set(key, ended.get(key)! - amount)
    return amount
  }

  /** A ledger, not an account: what came while no statement covers the account is not known to have left. */
  function queueOf(ledger: number, claim: number) {
    const key = `${ledger} ${claim}`
    const known = queues.get(key)
    if (known !== undefined) return known
    const made = { items: [], first: 0 }
    queues.set(key, made)
    return made
  }

  function take(ledger: number, claim: number, amount: number, visit: (rest: Rest, length: number) => void): void {
    const queue = queueOf(ledger, claim)
    let left = amount
    while (left > 0 && queue.first < queue.items.length) {
      const rest = queue.items[queue.first]!
      const part = Math.min(left, rest.length)
      visit(rest, part)
      rest.from += part
      rest.length -= part
      left -= part
      if (rest.length === 0) queue.first++
    }
  }
}
