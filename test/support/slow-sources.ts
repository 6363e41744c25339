/**
 * A reference for going back: every place where money enters the known graph is an owner, and all transfers are
 * replayed forwards with everything owned by somebody. Shares no code with the library.
 */
import type { SourceCode } from '../../src/trace/sources/types.js'
import type { AccountKind } from '../../src/types.js'
import { type Fraction, Fraction as Units } from './fraction.js'
import { Case, type ReplayInput } from './slow-case.js'
import { effectOn, known, type Ledger, running, statedFor } from './slow-ledgers.js'
import { isParted, lend, passPair } from './slow-pairs.js'
import type { Row } from './slow-rows.js'
import { add, type Piece, ruleFor, take, total } from './slow-rules.js'
import { exactly } from './slow-shares.js'

/** Money of one owner, with the transfer by which it set out, if it has: each way is a lot of its own. */
interface Owned extends Piece {
  /** "account code" */
  owner: string
  by: string | undefined
}

export interface SlowSource {
  owner: string
  amount: Fraction
  levels: number[]
  /** Sorted. */
  transfers: string[]
}

export interface SlowQuestion {
  rule: 'fifo' | 'lifo' | 'pro-rata'
  /** What an account holds at `at`, or what a transfer moved. */
  account?: string
  at?: number
  transfer?: string
}

/** By owner; undefined where the account's balance is not known then. Sorted by owner. */
export function slowSources(input: ReplayInput, asked: SlowQuestion): SlowSource[] | undefined {
  const facts = new Case(input, { claims: [], ...(asked.at === undefined ? {} : { until: asked.at }) })
  const owners = new OwnerReplay(facts, input, asked)
  const pieces = owners.run()
  if (pieces === undefined) return undefined
  return [...new Set(pieces.map((piece) => piece.owner))].sort().map((owner) => {
    const own = pieces.filter((piece) => piece.owner === owner)
    return {
      owner,
      amount: total(own),
      levels: [...new Set(own.map((piece) => piece.level))].sort((a, b) => a - b),
      transfers: [...new Set(own.flatMap((piece) => piece.by ?? []))].sort(),
    }
  })
}

class OwnerReplay {
  readonly #case: Case
  readonly #asked: SlowQuestion
  readonly #rule: ReturnType<typeof ruleFor>
  readonly #kinds: Map<string, AccountKind>

  constructor(facts: Case, input: ReplayInput, asked: SlowQuestion) {
    this.#case = facts
    this.#asked = asked
    this.#rule = ruleFor(asked.rule, 'pro-rata')
    this.#kinds = new Map(input.accounts.map(({ id, kind = 'bank' }) => [id, kind]))
    for (const ledger of facts.ledgers()) {
      ledger.lots = ledger.lots.map((lot) => ({ ...money(ledger.account, 'opening', 0n), amount: lot.amount }))
    }
  }

  run(): Owned[] | undefined {
    const { account, transfer } = this.#asked
    for (const row of this.#case.rows) {
      if (row.time > this.#case.until) continue
      const pieces = this.#enter(row)
      if (row.id === transfer) return pieces
    }
    for (const ledger of this.#case.ledgers()) this.#holdTo(ledger, this.#case.until)
    return this.#case.ledgerAt(account!, this.#case.until)?.lots as Owned[] | undefined
  }

  #enter(row: Row): Owned[] {
    const payer = this.#case.ledgerAt(row.from, row.time)
    const payee = this.#case.ledgerAt(row.to, row.time)
    if (payer !== undefined) this.#reconcile(payer, row)
    if (payee !== undefined) this.#reconcile(payee, row)
    if (!row.moves) {
      const { taken, brought } = passPair(this.#case, row)
      if (taken > 0n) this.#debit(payer!, taken)
      if (brought > 0n) this.#credit(payee!, [money(row.to, 'gap', brought)])
      return []
    }
    const left = payer === undefined ? [] : this.#debit(payer, row.amount)
    const code = this.#entrance(row, payer)
    const moved =
      code === undefined
        ? left.map((piece) => onItsWay(piece, row))
        : [onItsWay(money(row.from, code, row.amount), row)]
    if (payee !== undefined) this.#credit(payee, moved)
    return moved
  }

  #entrance(row: Row, payer: Ledger | undefined): SourceCode | undefined {
    const { account, transfer } = this.#asked
    const kind = (id: string) => this.#kinds.get(id) ?? 'bank'
    const isLookedAt = row.id === transfer || row.to === account
    const staysCash = row.id === transfer || (row.to === account && kind(row.to) === 'cash')
    if (kind(row.from) === 'cash' || (row.kind === 'cash' && !staysCash)) return 'cash'
    if (kind(row.from) === 'merchant') return 'merchant'
    if (payer === undefined) return 'no-statement'
    return (row.kind === 'purchase' || row.kind === 'fee') && !isLookedAt ? 'purchase' : undefined
  }

  #reconcile(ledger: Ledger, row: Row): void {
    this.#holdTo(ledger, row.time)
    const stated = statedFor(ledger.account, row)
    if (stated !== undefined) this.#gap(ledger, stated - effectOn(ledger.account, row) - known(ledger))
    if (row.from !== ledger.account || !(row.moves || isParted(this.#case, row, ledger))) return
    this.#borrow(ledger, row.amount)
    if (stated === undefined && this.#case.shortfall !== 'overdraft') {
      const there = running(ledger)
      if (row.amount > (there > 0n ? there : 0n)) {
        this.#credit(ledger, [money(ledger.account, 'unseen-credit', row.amount - there)])
      }
    }
  }

  #holdTo(ledger: Ledger, time: number): void {
    while (ledger.anchors.length > 0 && ledger.anchors[0]!.at <= time) {
      this.#gap(ledger, ledger.anchors.shift()!.balance - known(ledger))
    }
  }

  #gap(ledger: Ledger, difference: bigint): void {
    if (difference > 0n) this.#credit(ledger, [money(ledger.account, 'gap', difference)])
    if (difference >= 0n) return
    this.#borrow(ledger, -difference)
    this.#debit(ledger, -difference)
  }

  #borrow(ledger: Ledger, debit: bigint): void {
    const part = lend(ledger, debit)
    if (part > 0n) this.#credit(ledger, [money(ledger.account, 'unseen-credit', part)])
  }

  #debit(ledger: Ledger, amount: bigint): Owned[] {
    const { taken, left } = take(ledger.lots, new Units(amount), this.#rule, exactly)
    const short = amount - total(taken).whole()
    ledger.lots = left
    ledger.debt += short
    return [...(taken as Owned[]), ...(short > 0n ? [money(ledger.account, 'overdraft', short)] : [])]
  }

  #credit(ledger: Ledger, pieces: Owned[]): void {
    const { taken, left } = take(pieces, new Units(ledger.debt), this.#rule, exactly)
    ledger.debt -= total(taken).whole()
    for (const piece of left) ledger.lots = add(ledger.lots, piece, this.#rule)
  }
}

function money(account: string, code: SourceCode, amount: bigint): Owned {
  const owner = `${account} ${code}`
  return { owner, claim: owner, amount: new Units(amount), level: 0, since: 0, by: undefined }
}

function onItsWay(piece: Owned, row: Row): Owned {
  const by = piece.by ?? row.id
  const level = piece.level + 1
  return { ...piece, by, level, claim: `${piece.owner} by ${by} at ${level}` }
}
