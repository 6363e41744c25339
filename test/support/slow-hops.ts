/** At how many hops each claim had reached each account until now, however it ended there. */
export class Hops {
  readonly #least = new Map<string, Map<string, number>>()

  note(account: string, claim: string, hop: number): void {
    const there = this.#least.get(account) ?? new Map<string, number>()
    this.#least.set(account, there.set(claim, Math.min(hop, there.get(claim) ?? hop)))
  }

  /** The least hop of a claim that has arrived there. */
  at(account: string, claim: string): number {
    const hop = this.#least.get(account)?.get(claim)
    if (hop === undefined) throw new Error(`${claim} has not reached ${account}`)
    return hop
  }
}
