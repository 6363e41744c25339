/** Other ids of transfers: few, so plain maps in both directions. */
export class Aliases {
  readonly #rowOf = new Map<string, number>()
  readonly #of = new Map<number, string[]>()

  /** The row that has the alias, -1 where none has. */
  find(alias: string): number {
    return this.#rowOf.size === 0 ? -1 : (this.#rowOf.get(alias) ?? -1)
  }

  of(row: number): string[] {
    return [...(this.#of.get(row) ?? [])]
  }

  add(row: number, alias: string): void {
    this.#rowOf.set(alias, row)
    const known = this.#of.get(row)
    if (known === undefined) this.#of.set(row, [alias])
    else known.push(alias)
  }
}
