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
 * open-addressing hash table beside the packed ids: unlike a Map it holds more than 2^24 ids, and no strings. The table
 * has no more than hashes and indexes, so that much of it stays in the cache; so do the ids that come most often, for
 * they mostly came first and lie together.
 */
export class IdIndex {
  size = 0
  /**
   * By slot the upper bits of the id's hash and, in place of the lower ones, which the slot nearly tells, its index + 1.
   * Zero where the slot is free.
   */
  #slots = new Int32Array(128)
  /** The lower bits: one less than the number of slots, which is a power of two. */
  #low = 127
  /** By index. */
  readonly #ids = new PackedIds(64)
  readonly #long = new TextColumn()
  /** The ids in question, their hashes, and the texts of the long ones. */
  readonly #asked = new PackedIds(BATCH + 1)
  readonly #hashes = new Int32Array(BATCH + 1)
  readonly #texts: string[] = new Array(BATCH + 1).fill('')
  #waiting = 0
  /** An int32, as the hashes are: a number beyond is slower to calculate with. */
  #seed = 0x811c9dc5 | 0
  #seeds = 1
  /** Nothing but a use of what `answer` reads ahead: the reading would be optimised away without. */
  touched = 0

  /** The index of the id, -1 where it is unknown. */
  find(id: string): number {
    this.#write(AT_ONCE, id)
    const index = (this.#slots[this.#slot(AT_ONCE)]! & this.#low) - 1
    this.#forget(AT_ONCE)
    return index
  }

  /** The index of the id, which is the old `size` where it is new. */
  add(id: string): number {
    this.#write(AT_ONCE, id)
    const index = this.#add(AT_ONCE)
    this.#forget(AT_ONCE)
    return index
  }

  /** Asks for the index of an id, which `answer` will give. */
  ask(id: string): void {
    this.#write(this.#waiting++, id)
  }

  /**
   * Adds the ids asked for since the last answer one after the other, puts the index of each into `indexes`, and returns
   * how many they are. Most of the time that adding takes is waiting for memory: here it is read ahead for all of them,
   * first the slots and then the ids, so that the waits overlap.
   */
  answer(indexes: Int32Array): number {
    const count = this.#waiting
    const seed = this.#seed
    const slots = this.#slots
    const low = this.#low
    const ids = this.#ids
    let touched = 0
    for (let at = 0; at < count; at++) touched ^= slots[this.#hashes[at]! & low]!
    for (let at = 0; at < count; at++) {
      const index = (slots[this.#hashes[at]! & low]! & low) - 1
      if (index >= 0) touched ^= ids.peek(index)
    }
    this.touched = touched
    for (let at = 0; at < count; at++) {
      if (this.#seed !== seed) this.#hashes[at] = this.#hashAsked(at)
      indexes[at] = this.#add(at)
      this.#forget(at)
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
    return this.#ids.isLong(index) ? this.#long.at(this.#ids.longAt(index)) : this.#ids.at(index)
  }

  /** Any part of the id at an index, for who wants it read ahead. */
  peek(index: number): number {
    return this.#ids.peek(index)
  }

  #write(at: number, id: string): void {
    this.#hashes[at] = this.#asked.write(at, id, this.#seed)
    if (this.#asked.isLong(at)) this.#texts[at] = id
  }

  /** Lets go of the text of a long id: it may be cut from a file, and keep the whole file alive. */
  #forget(at: number): void {
    if (this.#asked.isLong(at)) this.#texts[at] = ''
  }

  #hashAsked(at: number): number {
    return this.#asked.isLong(at) ? hashText(this.#texts[at]!, this.#seed) : this.#asked.hash(at, this.#seed)
  }

  #add(at: number): number {
    const slot = this.#slot(at)
    const known = (this.#slots[slot]! & this.#low) - 1
    if (known >= 0) return known
    const index = this.size++
    const hash = this.#hashes[at]!
    this.#slots[slot] = (hash & ~this.#low) | (index + 1)
    const ids = this.#ids
    if (index === ids.room) ids.grow(2 * index)
    ids.copy(index, this.#asked, at)
    if (ids.isLong(index)) ids.setLong(index, this.#long.push(this.#texts[at]!))
    const probe = (slot - hash) & this.#low
    if (2 * this.size > this.#slots.length) this.#rebuild(2 * this.#slots.length)
    else if (probe > LONGEST_PROBE && this.#seeds < MOST_SEEDS) {
      // Strings made to collide under one seed do not under the next.
      this.#seed = Math.imul(this.#seed ^ ++this.#seeds, 0x9e3779b1)
      this.#rebuild(this.#slots.length)
    }
    return index
  }

  /** Where the id stands, or the free slot where it would. */
  #slot(at: number): number {
    const slots = this.#slots
    const low = this.#low
    const hash = this.#hashes[at]!
    let slot = hash & low
    for (let found = slots[slot]!; found !== 0; found = slots[slot]!) {
      if (((found ^ hash) & ~low) === 0 && this.#isAt((found & low) - 1, at)) break
      slot = (slot + 1) & low
    }
    return slot
  }

  #isAt(index: number, at: number): boolean {
    if (!this.#asked.isLong(at)) return this.#ids.equals(index, this.#asked, at)
    return this.#ids.isLong(index) && this.#long.isAt(this.#ids.longAt(index), this.#texts[at]!)
  }

  #hashAt(index: number): number {
    const ids = this.#ids
    return ids.isLong(index) ? this.#long.hash(ids.longAt(index), this.#seed) : ids.hash(index, this.#seed)
  }

  #rebuild(capacity: number): void {
    const slots = new Int32Array(capacity)
    const low = capacity - 1
    for (let index = 0; index < this.size; index++) {
      const hash = this.#hashAt(index)
      let slot = hash & low
      while (slots[slot] !== 0) slot = (slot + 1) & low
      slots[slot] = (hash & ~low) | (index + 1)
    }
    this.#slots = slots
    this.#low = low
  }
}
