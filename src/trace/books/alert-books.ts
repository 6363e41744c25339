import type { Arrival, Books, BooksContext, Piece, Taken } from './books.js'
import { Hops } from './hops.js'

/** Books for alerts: where a claim's money has once come to, every later debit is the claim's in full. */
export class AlertBooks implements Books {
  readonly mixes = false
  readonly reverses = false
  readonly #context: BooksContext
  /** By ledger: the claims that came there to stay. */
  readonly #claims = new Map<number, Set<number>>()
  readonly #hops: Hops

  constructor(context: BooksContext) {
    this.#context = context
    this.#hops = new Hops(context.claims)
  }

  reach(account: number, pieces: readonly Piece[]): void {
    this.#hops.note(account, pieces)
  }

  credit(credit: number, pieces: readonly Piece[], _repaid: number, arrival: Arrival): void {
    const { rows, entries } = this.#context.data
    const ledger = rows.toLedger[credit]!
    const staying = pieces.filter(arrival.stays)
    const claims = this.#claims.get(ledger)
    if (claims !== undefined) {
      for (const { claim } of staying) claims.add(claim)
    } else if (staying.length > 0) {
      this.#claims.set(ledger, new Set(staying.map(({ claim }) => claim)))
      const rank = entries.rank[credit]!
      this.#await(
        ledger,
        entries.debits.firstWhere(ledger, (debit) => entries.rank[debit]! > rank),
      )
    }
  }

  debit(debit: number): Taken[] {
    const { rows, ledgers, entries } = this.#context.data
    const ledger = rows.fromLedger[debit]!
    const claims = this.#claims.get(ledger)
    if (claims === undefined) return []
    const { debits } = entries
    this.#await(ledger, debits.from[ledger]! + debits.placeIn(ledger, debit) + 1)
    const account = ledgers.account[ledger]!
    return [...claims]
      .sort((a, b) => a - b)
      .map((claim) => ({
        offset: 0,
        length: rows.amount[debit]!,
        claim,
        level: this.#hops.onward(account, claim),
        credit: debit,
        from: 0,
        hop: 0,
      }))
  }

  close(): void {}

  origins(): void {}

  mainRoute(): number {
    return 1
  }

  mixedOrigins(): void {}

  #await(ledger: number, place: number): void {
    const { debits } = this.#context.data.entries
    if (place >= debits.from[ledger + 1]! || this.#context.isBeyond(debits.rows[place]!)) return
    this.#context.await(debits.rows[place]!)
  }
}
