import { MinHeap } from '../heap.js'
import { show } from '../show.js'
import type { Problem } from '../types.js'
import type { AccountBook } from './account-book.js'
import { balanceTrail } from './balance-trail.js'
import { type LedgerTable, OPENING_DECLARED } from './ledger-table.js'
import { TIED_FROM, TIED_TO, type TransferRows } from './transfer-rows.js'

/** The rows of one ledger in one instant, as positions in that instant. */
interface Tie {
  ledger: number
  positions: number[]
}

/**
 * Orders the rows of each instant by the balances that they state, in place, and flags those whose order nothing
 * decides. `order` comes sorted by instant and then as the records came.
 */
export function settleOrder(
  order: Int32Array,
  rows: TransferRows,
  ledgers: LedgerTable,
  accounts: AccountBook,
  problems: Problem[],
): void {
  const stated = rows.fromBalance !== undefined || rows.toBalance !== undefined
  const balances = stated ? new KnownBalances(rows, ledgers) : undefined
  // Which instant a ledger was seen in last, and at which position there: finds the ties in one pass.
  const seenIn = new Int32Array(ledgers.size).fill(-1)
  const seenAt = new Int32Array(ledgers.size)
  let end = 0
  for (let start = 0; start < order.length; start = end) {
    const first = order[start]!
    end = start + 1
    while (end < order.length && isSameInstant(rows, first, order[end]!)) end++
    if (end - start > 1) {
      const ties = findTies(order.subarray(start, end), start)
      if (ties.length > 0) settleInstant(order.subarray(start, end), ties)
    }
    if (balances !== undefined) for (let at = start; at < end; at++) balances.pass(order[at]!)
  }

  function findTies(instant: Int32Array, stamp: number): Tie[] {
    const ties: Tie[] = []
    const tieOf = new Map<number, Tie>()
    for (let position = 0; position < instant.length; position++) {
      for (const side of [rows.fromLedger, rows.toLedger]) {
        const ledger = side[instant[position]!]!
        if (!ledgers.covered[ledger]) continue
        if (seenIn[ledger] !== stamp) {
          seenIn[ledger] = stamp
          seenAt[ledger] = position
          continue
        }
        const known = tieOf.get(ledger)
        if (known !== undefined) {
          known.positions.push(position)
        } else {
          const tie = { ledger, positions: [seenAt[ledger]!, position] }
          tieOf.set(ledger, tie)
          ties.push(tie)
        }
      }
    }
    return ties
  }

  function settleInstant(instant: Int32Array, ties: Tie[]): void {
    const chains: { ledger: number; positions: number[] }[] = []
    const settled = new Set<Tie>()
    for (const tie of ties) {
      const trail = balances === undefined ? undefined : trailOf(instant, tie, balances)
      if (trail === 'none') {
        conflict(
          tie.ledger,
          instant[tie.positions[0]!]!,
          'the balances stated in one instant do not follow in any order',
        )
      } else if (trail !== undefined) {
        chains.push({ ledger: tie.ledger, positions: trail.positions })
        if (trail.unique) settled.add(tie)
      }
    }
    const joined = joinChains(instant.length, chains)
    const contradicted = new Set(joined.contradicted)
    // Chains in a contradiction, or behind one, count for nothing; the others still order their rows.
    const sound = chains.filter(({ positions }) => !positions.some((position) => contradicted.has(position)))
    for (const { ledger, first } of separate(chains.filter((chain) => !sound.includes(chain)))) {
      conflict(ledger, instant[first]!, 'the balances of several accounts contradict each other')
    }
    const { sequence } = sound.length === chains.length ? joined : joinChains(instant.length, sound)
    for (const tie of ties) {
      if (settled.has(tie) && !tie.positions.some((position) => contradicted.has(position))) continue
      for (const position of tie.positions) {
        const row = instant[position]!
        rows.flags[row]! |= rows.fromLedger[row] === tie.ledger ? TIED_FROM : TIED_TO
      }
    }
    const before = instant.slice()
    for (let at = 0; at < sequence.length; at++) instant[at] = before[sequence[at]!]!
  }

  function conflict(ledger: number, row: number, why: string): void {
    const id = accounts.ids.at(ledgers.account[ledger]!)
    problems.push({
      code: 'order-conflict',
      severity: 'warning',
      message: `account ${show(id)} at row ${rows.row[row]}: ${why}; the order of the records stands`,
      row: rows.row[row]!,
      id: rows.ids.at(row),
    })
  }

  /** The order of the rows of a tie that state a balance; unique only if all of them do. */
  function trailOf(
    instant: Int32Array,
    { ledger, positions }: Tie,
    known: KnownBalances,
  ): { positions: number[]; unique: boolean } | 'none' | undefined {
    const stating: number[] = []
    const before: number[] = []
    const after: number[] = []
    for (const position of positions) {
      const row = instant[position]!
      const balance = statedBalance(rows, row, ledger)
      if (Number.isNaN(balance)) continue
      const paid = rows.fromLedger[row] === ledger
      stating.push(position)
      before.push(paid ? balance + rows.amount[row]! : balance - rows.amount[row]!)
      after.push(balance)
    }
    if (stating.length < 2) return undefined
    const trail = balanceTrail(before, after, known.get(ledger))
    if (trail === undefined) return 'none'
    return {
      positions: trail.order.map((at) => stating[at]!),
      unique: trail.unique && stating.length === positions.length,
    }
  }
}

/**
 * One sequence that keeps every chain: Kahn's topological order (1962), the earlier record first where the chains leave
 * it open. Positions in or behind a cycle are `contradicted` and not in the sequence.
 */
function joinChains(
  length: number,
  chains: readonly { positions: readonly number[] }[],
): { sequence: number[]; contradicted: number[] } {
  const waitsFor = new Int32Array(length)
  const followers = new Map<number, number[]>()
  for (const { positions } of chains) {
    for (let i = 1; i < positions.length; i++) {
      const earlier = positions[i - 1]!
      const later = positions[i]!
      waitsFor[later]!++
      const others = followers.get(earlier)
      if (others === undefined) followers.set(earlier, [later])
      else others.push(later)
    }
  }
  const ready = new MinHeap()
  for (let position = 0; position < length; position++) if (waitsFor[position] === 0) ready.push(position)
  const sequence: number[] = []
  for (let position = ready.pop(); position !== undefined; position = ready.pop()) {
    sequence.push(position)
    for (const later of followers.get(position) ?? []) if (--waitsFor[later]! === 0) ready.push(later)
  }
  const contradicted: number[] = []
  for (let position = 0; position < length; position++) if (waitsFor[position]! > 0) contradicted.push(position)
  return { sequence, contradicted }
}

/** Chains that share rows contradict each other together: one of each such group, with its first position. */
function separate(chains: readonly { ledger: number; positions: number[] }[]): { ledger: number; first: number }[] {
  let groups: { ledger: number; positions: Set<number> }[] = []
  for (const { ledger, positions } of chains) {
    const touching = groups.filter((group) => positions.some((position) => group.positions.has(position)))
    const all = new Set([...touching.flatMap((group) => [...group.positions]), ...positions])
    groups = [
      ...groups.filter((group) => !touching.includes(group)),
      { ledger: touching[0]?.ledger ?? ledger, positions: all },
    ]
  }
  return groups.map(({ ledger, positions }) => ({ ledger, first: [...positions].reduce((a, b) => Math.min(a, b)) }))
}

/** The balance of each ledger as far as rows have stated it, going forward; what follows unstated is added up. */
class KnownBalances {
  readonly #balance: Float64Array
  readonly #rows: TransferRows

  constructor(rows: TransferRows, ledgers: LedgerTable) {
    this.#rows = rows
    this.#balance = Float64Array.from(ledgers.opening, (opening, ledger) =>
      ledgers.openingFrom[ledger] === OPENING_DECLARED ? opening : Number.NaN,
    )
  }

  get(ledger: number): number | undefined {
    const balance = this.#balance[ledger]!
    return Number.isNaN(balance) ? undefined : balance
  }

  pass(row: number): void {
    const amount = this.#rows.amount[row]!
    this.#step(row, this.#rows.fromLedger[row]!, -amount)
    this.#step(row, this.#rows.toLedger[row]!, amount)
  }

  #step(row: number, ledger: number, change: number): void {
    const stated = statedBalance(this.#rows, row, ledger)
    this.#balance[ledger] = Number.isNaN(stated) ? this.#balance[ledger]! + change : stated
  }
}

/** What a row states of the balance of one of its two ledgers, NaN where nothing. */
export function statedBalance(rows: TransferRows, row: number, ledger: number): number {
  const column = rows.fromLedger[row] === ledger ? rows.fromBalance : rows.toBalance
  return column === undefined ? Number.NaN : column[row]!
}

function isSameInstant(rows: TransferRows, a: number, b: number): boolean {
  return rows.time[a] === rows.time[b] && rows.subOf(a) === rows.subOf(b)
}
