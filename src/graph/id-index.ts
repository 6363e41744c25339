import { TextColumn } from './text-column.js'

/** An open-addressing probe longer than this is no accident at half load: the ids were made to collide. */
const LONGEST_PROBE = 256
const MOST_SEEDS = 8

/**
 * Ids to the whole numbers 0, 1, 2, … in the order in which they came. An open-addressing hash table over a text
 * column: unlike a Map it holds more than 2^24 ids and no strings.
 */
export class IdIndex {
  readonly #texts = new TextColumn()
  #hashes = new Uint32Array(64)
  /** Index + 1 by slot, 0 where free. */
  #slots = new Int32Array(128)
  #seed = 0x811c9dc5
  #seeds = 1

  get size(): number {
    return this.#texts.size
  }

  /** The index of the id, -1 where it is unknown. */
  find(id: string): number {
    return this.#slots[this.#slotOf(id, hashOf(id, this.#seed))]! - 1
  }

  /** The index of the id, which is the old `size` where it is new. */
  add(id: string): number {
    const hash = hashOf(id, this.#seed)
    const slot = this.#slotOf(id, hash)
    const known = this.#slots[slot]! - 1
    if (known >= 0) return known
    const index = this.#texts.push(id)
    if (index === this.#hashes.length) {
      const hashes = new Uint32Array(index * 2)
      hashes.set(this.#hashes)
      this.#hashes = hashes
    }
    this.#hashes[index] = hash
    this.#slots[slot] = index + 1
    if (2 * this.size > this.#slots.length) this.#rebuild(this.#slots.length * 2)
    else if (this.#probeLength(slot, hash) > LONGEST_PROBE && this.#seeds < MOST_SEEDS) this.#reseed()
    return index
  }

  /** The id at an index. */
  at(index: number): string {
    return this.#texts.at(index)
  }

  isBefore(a: number, b: number): boolean {
    return this.#texts.isBefore(a, b)
  }

  #slotOf(id: string, hash: number): number {
    const mask = this.#slots.length - 1
    let slot = hash & mask
    for (;;) {
      const index = this.#slots[slot]! - 1
      if (index < 0) return slot
      if (this.#hashes[index] === hash && this.#texts.isAt(index, id)) return slot
      slot = (slot + 1) & mask
    }
  }

  #probeLength(slot: number, hash: number): number {
    const mask = this.#slots.length - 1
    return (slot - (hash & mask)) & mask
  }

  #rebuild(length: number): void {
    const slots = new Int32Array(length)
    const mask = length - 1
    for (let index = 0; index < this.size; index++) {
      let slot = this.#hashes[index]! & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = index + 1
    }
    this.#slots = slots
  }

  /** Hashes every id anew: strings made to collide under one seed do not under the next. */
  #reseed(): void {
    this.#seeds++
    this.#seed = Math.imul(this.#seed ^ this.#seeds, 0x9e3779b1)
    for (let index = 0; index < this.size; index++) this.#hashes[index] = hashOf(this.at(index), this.#seed)
    this.#rebuild(this.#slots.length)
  }
}

/** FNV-1a over code units (Fowler, Noll, Vo 1991) with the finaliser of MurmurHash3 (Appleby 2011). */
function hashOf(id: string, seed: number): number {
  let hash = seed
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
