import type { Piece } from './books.js'

/** By account and claim: the least hop at which the claim's money has come there, whatever became of it. */
export class Hops {
  readonly #least = new Map<number, number>()
  readonly #claims: number

  constructor(claims: number) {
    this.#claims = claims
  }

  note(account: number, pieces: readonly Piece[]): void {
    for (const { claim, level } of pieces) {
      const key = account * this.#claims + claim
      const known = this.#least.get(key)
      if (known === undefined || level < known) this.#least.set(key, level)
    }
  }

  /** The hop at which a claim's money leaves an account that it has reached. */
  onward(account: number, claim: number): number {
    return this.#least.get(account * this.#claims + claim)! + 1
  }
}
