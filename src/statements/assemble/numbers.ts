/** Of digits, for other ids have such a sign inside: wxid_1. */
const SUB_ACCOUNT = /^(\d{6,})_[^_]*$/
const DASHED = /^(\d{5,})-\d{1,6}$/

/**
 * The card, account and sub-account numbers that are of one account, under one id: the card's number where there is
 * one, the smallest by code unit of several.
 */
export class Numbers {
  readonly #parents = new Map<string, string>()
  readonly #cards = new Set<string>()
  readonly #rows = new Map<string, string>()
  /** What `idOf` said since the last join. */
  readonly #ids = new Map<string, string>()

  /** All of these are of one account; '' is none. */
  join(numbers: readonly string[], card = ''): void {
    this.#ids.clear()
    if (card !== '') this.#cards.add(mainOf(card))
    let first: string | undefined
    for (const number of numbers) {
      if (number === '') continue
      const root = this.#root(mainOf(number))
      if (first === undefined) first = root
      else if (root !== first) {
        const [id, other] = this.#isBetter(first, root) ? [first, root] : [root, first]
        this.#parents.set(other, id)
        first = id
      }
    }
  }

  /** The numbers of a row's account: most rows repeat those of another. */
  joinRow(account: string, card: string): void {
    const number = account || card
    if (this.#rows.get(number) === card) return
    this.#rows.set(number, card)
    this.join([account, card], card)
  }

  /** The id of the account that a number is of; a sub-account's is its account's: `<account>_<sub>`, `<account>-<sub>`. */
  idOf(given: string): string {
    const known = this.#ids.get(given)
    if (known !== undefined) return known
    const id = this.#find(given)
    this.#ids.set(given, id)
    return id
  }

  #find(given: string): string {
    const number = mainOf(given)
    if (this.#parents.has(number)) return this.#root(number)
    // A dash also stands inside numbers: it is a sub-account's only where the account is known.
    const dashed = DASHED.exec(number)?.[1]
    return dashed !== undefined && this.#parents.has(dashed) ? this.#root(dashed) : number
  }

  /** Every number that was joined so far. */
  known(): Iterable<string> {
    return this.#parents.keys()
  }

  #root(number: string): string {
    let root = number
    for (;;) {
      const parent = this.#parents.get(root)
      if (parent === undefined) this.#parents.set(root, root)
      if (parent === undefined || parent === root) break
      root = parent
    }
    // Not by calling itself: a file may chain a hundred thousand numbers.
    for (let at = number; at !== root; ) {
      const parent = this.#parents.get(at)!
      this.#parents.set(at, root)
      at = parent
    }
    return root
  }

  #isBetter(a: string, b: string): boolean {
    const isCard = this.#cards.has(a)
    return isCard === this.#cards.has(b) ? a < b : isCard
  }
}

function mainOf(number: string): string {
  return SUB_ACCOUNT.exec(number)?.[1] ?? number
}
