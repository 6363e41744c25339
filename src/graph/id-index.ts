import { copy } from './copy-column.js'
import { hashText } from './hash-text.js'
import { PackedIds } from './packed-ids.js'
import { TextColumn } from './text-column.js'

/** How many ids may wait for an answer at most. */
export const BATCH = 256
/** Where an id is asked about that does not wait. */
const AT_ONCE = BATCH
/** An open-addressing probe longer than this is no accident at half load: the ids were made to collide. */
const LONGEST_PROBE = 256
const MOST_SEEDS = 8

/**
 * Ids that come again and again, to the whole numbers 0, 1, 2, … in the order in which they came first. An
 * open-addressing hash table of packed ids: unlike a Map it holds more than 2^24 ids, and no strings, and most
 * questions fetch one line of memory.
 */
export class IdIndex {
  size = 0
  /** By slot: the id and its index + 1. */
  #slots = new PackedIds(128)
  #capacity = 128
  /** By index: the slot of the id. */
  #slotOf = new Int32Array(64)
  readonly #long = new TextColumn()
  /** The ids in question, their hashes, and the texts of the long ones. */
  readonly #asked = new PackedIds(BATCH + 1)
  readonly #hashes = new Int32Array(BATCH + 1)
  readonly #texts: string[] = new Array(BATCH + 1).fill('')
  #waiting = 0
  #seed = 0x811c9dc5
  #seeds = 1
  /** Nothing but a use of what `answer` reads ahead: the reading would be optimised away without. */
  touched = 0

  /** The index of the id, -1 where it is unknown. */
  find(id: string): number {
    this.#write(AT_ONCE, id)
    return this.#slots.number(this.#slot(AT_ONCE)) - 1
  }

  /** The index of the id, which is the old `size` where it is new. */
  add(id: string): number {
    this.#write(AT_ONCE, id)
    return this.#add(AT_ONCE)
  }

  /** Asks for the index of an id, which `answer` will give. */
  ask(id: string): void {
    this.#write(this.#waiting++, id)
  }

  /**
   * Adds the ids asked for since the last answer one after the other, puts the index of each into `indexes`, and returns
   * how many they are. Most of the time that adding takes is waiting for memory: here it is read ahead for all of them,
   * so that the waits overlap.
   */
  answer(indexes: Int32Array): number {
    const count = this.#waiting
    const seed = this.#seed
    const slots = this.#slots
    let touched = 0
    for (let at = 0; at < count; at++) touched ^= slots.number(this.#home(this.#hashes[at]!))
    this.touched = touched
    for (let at = 0; at < count; at++) {
      if (this.#seed !== seed) this.#hashes[at] = this.#hashAsked(at)
      indexes[at] = this.#add(at)
    }
    this.#waiting = 0
    return count
  }

  /** Adds the first `count` ids one after the other, and puts the index of each into `indexes`. */
  addAll(ids: readonly string[], count: number, indexes: Int32Array): void {
    for (let at = 0; at < count; at++) this.ask(ids[at]!)
    this.answer(indexes)
  }

  /** The id at an index. */
  at(index: number): string {
    const slot = this.#slotOf[index]!
    return this.#slots.isLong(slot) ? this.#long.at(this.#slots.longAt(slot)) : this.#slots.at(slot)
  }

  #write(at: number, id: string): void {
    this.#hashes[at] = this.#asked.write(at, id, this.#seed)
    if (this.#asked.isLong(at)) this.#texts[at] = id
  }

  #hashAsked(at: number): number {
    return this.#asked.isLong(at) ? hashText(this.#texts[at]!, this.#seed) : this.#asked.hash(at, this.#seed)
  }

  #add(at: number): number {
    const slot = this.#slot(at)
    const known = this.#slots.number(slot) - 1
    if (known >= 0) return known
    const index = this.size++
    const hash = this.#hashes[at]!
    this.#slots.copy(slot, this.#asked, at)
    this.#slots.setNumber(slot, index + 1)
    if (this.#asked.isLong(at)) {
      this.#slots.setLong(slot, this.#long.push(this.#texts[at]!))
      this.#slots.setLongHash(slot, hash)
    }
    if (index === this.#slotOf.length) this.#slotOf = copy(this.#slotOf, new Int32Array(index * 2))
    this.#slotOf[index] = slot
    const probe = (slot - this.#home(hash)) & (this.#capacity - 1)
    if (2 * this.size > this.#capacity) this.#rebuild(this.#capacity * 2, this.#seed)
    else if (probe > LONGEST_PROBE && this.#seeds < MOST_SEEDS) {
      // Strings made to collide under one seed do not under the next.
      this.#rebuild(this.#capacity, Math.imul(this.#seed ^ ++this.#seeds, 0x9e3779b1))
    }
    return index
  }

  #home(hash: number): number {
    return hash & (this.#capacity - 1)
  }

  /** Where the id stands, or the free slot where it would. */
  #slot(at: number): number {
    const slots = this.#slots
    const last = this.#capacity - 1
    let slot = this.#home(this.#hashes[at]!)
    while (slots.number(slot) !== 0 && !this.#isAt(slot, at)) slot = (slot + 1) & last
    return slot
  }

  #isAt(slot: number, at: number): boolean {
    const slots = this.#slots
    if (!this.#asked.isLong(at)) return slots.equals(slot, this.#asked, at)
    if (!slots.isLong(slot) || slots.longHash(slot) !== this.#hashes[at]) return false
    return this.#long.isAt(slots.longAt(slot), this.#texts[at]!)
  }

  #rebuild(capacity: number, seed: number): void {
    const old = this.#slots
    const slots = new PackedIds(capacity)
    const length = this.#capacity
    const reseeded = seed !== this.#seed
    this.#slots = slots
    this.#capacity = capacity
    this.#seed = seed
    // In the order of the slots: in a table twice as large the ids of neighbours are neighbours again.
    for (let from = 0; from < length; from++) {
      const number = old.number(from)
      if (number === 0) continue
      let hash: number
      if (!old.isLong(from)) hash = old.hash(from, seed)
      else hash = reseeded ? hashText(this.#long.at(old.longAt(from)), seed) : old.longHash(from)
      let slot = this.#home(hash)
      while (slots.number(slot) !== 0) slot = (slot + 1) & (capacity - 1)
      slots.copy(slot, old, from)
      if (slots.isLong(slot)) slots.setLongHash(slot, hash)
      this.#slotOf[number - 1] = slot
    }
  }
}
