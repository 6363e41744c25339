import { hashText } from './hash-text.js'
import { TextColumn } from './text-column.js'

/** An open-addressing probe longer than this is no accident at half load: the ids were made to collide. */
const LONGEST_PROBE = 256
const MOST_SEEDS = 8

/**
 * Ids that come again and again, to the whole numbers 0, 1, 2, … in the order in which they came first. An
 * open-addressing hash table over a text column: unlike a Map it holds more than 2^24 ids, and no strings.
 */
export class IdIndex {
  readonly #texts = new TextColumn()
  /** Two numbers a slot, side by side for the cache: the hash, and the index + 1 (0 where the slot is free). */
  #slots = new Int32Array(256)
  #seed = 0x811c9dc5
  #seeds = 1

  get size(): number {
    return this.#texts.size
  }

  /** The index of the id, -1 where it is unknown. */
  find(id: string): number {
    return this.#slots[this.#slotOf(id, hashText(id, this.#seed)) + 1]! - 1
  }

  /** The index of the id, which is the old `size` where it is new. */
  add(id: string): number {
    const hash = hashText(id, this.#seed)
    const slot = this.#slotOf(id, hash)
    const known = this.#slots[slot + 1]! - 1
    if (known >= 0) return known
    const index = this.#texts.push(id)
    this.#slots[slot] = hash
    this.#slots[slot + 1] = index + 1
    const probe = (slot - this.#home(hash)) & (this.#slots.length - 1)
    if (4 * this.size > this.#slots.length) this.#rebuild(this.#slots.length * 2, this.#seed)
    else if (probe > 2 * LONGEST_PROBE && this.#seeds < MOST_SEEDS) {
      // Strings made to collide under one seed do not under the next.
      this.#rebuild(this.#slots.length, Math.imul(this.#seed ^ ++this.#seeds, 0x9e3779b1))
    }
    return index
  }

  /** The id at an index. */
  at(index: number): string {
    return this.#texts.at(index)
  }

  #home(hash: number): number {
    return (2 * hash) & (this.#slots.length - 1)
  }

  /** Where the id stands, or the free slot where it would. */
  #slotOf(id: string, hash: number): number {
    const slots = this.#slots
    let slot = this.#home(hash)
    for (;;) {
      const index = slots[slot + 1]! - 1
      if (index < 0 || (slots[slot] === hash && this.#texts.isAt(index, id))) return slot
      slot = (slot + 2) & (slots.length - 1)
    }
  }

  #rebuild(length: number, seed: number): void {
    const old = this.#slots
    const reseeded = seed !== this.#seed
    this.#slots = new Int32Array(length)
    this.#seed = seed
    for (let from = 0; from < old.length; from += 2) {
      const index = old[from + 1]! - 1
      if (index < 0) continue
      const hash = reseeded ? hashText(this.at(index), seed) : old[from]!
      let slot = this.#home(hash)
      while (this.#slots[slot + 1] !== 0) slot = (slot + 2) & (length - 1)
      this.#slots[slot] = hash
      this.#slots[slot + 1] = index + 1
    }
  }
}
