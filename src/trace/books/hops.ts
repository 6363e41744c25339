import type { Piece } from './books.js'

/** By account and claim: the least hop at which the claim's money has come there, whatever became of it. */
export class Hops {
  readonly #least = new Map<number, Map<number, number>>()

  note(account: number, pieces: readonly Piece[]): void {
    let ofAccount = this.#least.get(account)
    if (ofAccount === undefined) {
      ofAccount = new Map()
      this.#least.set(account, ofAccount)
    }
    for (const { claim, level } of pieces) {
      const known = ofAccount.get(claim)
      if (known === undefined || level < known) ofAccount.set(claim, level)
    }
  }

  /** The hop at which a claim's money leaves an account that it has reached. */
  onward(account: number, claim: number): number {
    return this.#least.get(account)!.get(claim)! + 1
  }
}
