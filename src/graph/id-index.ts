import { PackedIds } from './packed-ids.js'
import { TextColumn } from './text-column.js'

/** How many ids `addAll` takes at most. */
export const BATCH = 256
/** An open-addressing probe longer than this is no accident at half load: the ids were made to collide. */
const LONGEST_PROBE = 256
const MOST_SEEDS = 8

/** The ids in question, and their hashes. */
const asked = new PackedIds(BATCH)
const hashes = new Int32Array(BATCH)
const places = new Int32Array(BATCH)

/**
 * Ids that come again and again, to the whole numbers 0, 1, 2, … in the order in which they came first. An
 * open-addressing hash table over packed ids: unlike a Map it holds more than 2^24 ids, and no strings.
 */
export class IdIndex {
  size = 0
  /** The id of index i stands in place i + 1: place 0 belongs to no id. */
  #ids = new PackedIds(64)
  readonly #long = new TextColumn()
  /** Two numbers a slot, side by side for the cache: the hash, and the place (0 where the slot is free). */
  #slots = new Int32Array(256)
  #seed = 0x811c9dc5
  #seeds = 1
  /** Nothing but a use of what `addAll` reads ahead: the reading would be optimised away without. */
  touched = 0

  /** The index of the id, -1 where it is unknown. */
  find(id: string): number {
    this.#ask(0, id)
    return this.#slots[this.#slotOf(0, id) + 1]! - 1
  }

  /** The index of the id, which is the old `size` where it is new. */
  add(id: string): number {
    this.#ask(0, id)
    return this.#add(0, id)
  }

  /**
   * Adds the first `count` ids one after the other, and puts the index of each into `indexes`. Most of the time that
   * adding takes is waiting for memory: here it is read ahead for all of them, so that the waits overlap.
   */
  addAll(ids: readonly string[], count: number, indexes: Int32Array): void {
    for (let at = 0; at < count; at++) this.#ask(at, ids[at]!)
    const seed = this.#seed
    let touched = 0
    for (let at = 0; at < count; at++) places[at] = this.#slots[this.#home(hashes[at]!) + 1]!
    for (let at = 0; at < count; at++) touched ^= this.#ids.touch(places[at]!)
    this.touched = touched
    for (let at = 0; at < count; at++) {
      const id = ids[at]!
      if (this.#seed !== seed) this.#ask(at, id)
      indexes[at] = this.#add(at, id)
    }
  }

  /** The id at an index. */
  at(index: number): string {
    const place = index + 1
    return this.#ids.isLong(place) ? this.#long.at(this.#ids.longAt(place)) : this.#ids.at(place)
  }

  #ask(at: number, id: string): void {
    hashes[at] = asked.write(at, id, this.#seed)
  }

  #add(at: number, id: string): number {
    const slot = this.#slotOf(at, id)
    const known = this.#slots[slot + 1]! - 1
    if (known >= 0) return known
    const index = this.size++
    this.#ids.copy(index + 1, asked, at)
    if (asked.isLong(at)) this.#ids.setLong(index + 1, this.#long.push(id))
    const hash = hashes[at]!
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

  #home(hash: number): number {
    return (2 * hash) & (this.#slots.length - 1)
  }

  /** Where the id stands, or the free slot where it would. */
  #slotOf(at: number, id: string): number {
    const slots = this.#slots
    const hash = hashes[at]!
    let slot = this.#home(hash)
    for (;;) {
      const place = slots[slot + 1]!
      if (place === 0 || (slots[slot] === hash && this.#isAt(place, at, id))) return slot
      slot = (slot + 2) & (slots.length - 1)
    }
  }

  #isAt(place: number, at: number, id: string): boolean {
    if (!asked.isLong(at)) return this.#ids.equals(place, asked, at)
    return this.#ids.isLong(place) && this.#long.isAt(this.#ids.longAt(place), id)
  }

  #rebuild(length: number, seed: number): void {
    const old = this.#slots
    const reseeded = seed !== this.#seed
    this.#slots = new Int32Array(length)
    this.#seed = seed
    const one = new PackedIds(1)
    for (let from = 0; from < old.length; from += 2) {
      const place = old[from + 1]!
      if (place === 0) continue
      const hash = reseeded ? one.write(0, this.at(place - 1), seed) : old[from]!
      let slot = this.#home(hash)
      while (this.#slots[slot + 1] !== 0) slot = (slot + 2) & (length - 1)
      this.#slots[slot] = hash
      this.#slots[slot + 1] = place
    }
  }
}
