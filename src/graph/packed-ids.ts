import { copy } from './copy-column.js'
import { hashText } from './hash-text.js'

/** Whole numbers of a place, four characters each: half a cache line. */
const WORDS = 8
/** The last character's byte is for the length, or says that the id is a long one. */
const MOST_LENGTH = 4 * WORDS - 1
const LONG = 0xff
const MOST_LATIN = 0xff

/**
 * Ids of up to 31 Latin-1 characters, each in a place of 32 bytes: the characters, zeros, the length. So two ids are
 * compared as eight numbers, and where an id stands is known without a look at where the one before it ends. A longer
 * id has a number in its place, by which the owner finds it elsewhere.
 */
export class PackedIds {
  #words: Int32Array

  constructor(room: number) {
    this.#words = new Int32Array(room * WORDS)
  }

  /** Writes an id over what stood in the place; returns its hash, an int32. */
  write(place: number, id: string, seed: number): number {
    const words = this.#words
    const last = place * WORDS + WORDS - 1
    const { length } = id
    words[last] = LONG
    if (length > MOST_LENGTH) return hashText(id, seed)
    let at = place * WORDS
    let word = 0
    let hash = seed
    let all = 0
    let i = 0
    // Four at a time: nearly all of a build's time for an id is in this loop.
    for (; i + 4 <= length; i += 4) {
      const a = id.charCodeAt(i)
      const b = id.charCodeAt(i + 1)
      const c = id.charCodeAt(i + 2)
      const d = id.charCodeAt(i + 3)
      all |= a | b | c | d
      word = (a << 24) | (b << 16) | (c << 8) | d
      words[at++] = word
      hash = mix(hash, word)
    }
    word = 0
    for (; i < length; i++) {
      const unit = id.charCodeAt(i)
      all |= unit
      word = (word << 8) | unit
    }
    if (all > MOST_LATIN) return hashText(id, seed)
    words[at] = word << (8 * (4 - (length & 3)))
    while (at < last) words[++at] = 0
    words[last]! |= length
    return mix(mix(hash, word), length)
  }

  isLong(place: number): boolean {
    return (this.#words[place * WORDS + WORDS - 1]! & 0xff) === LONG
  }

  /** The number of a long id. */
  longAt(place: number): number {
    return this.#words[place * WORDS]!
  }

  setLong(place: number, number: number): void {
    this.#words[place * WORDS] = number
  }

  /** The text of an id that is not long. */
  at(place: number): string {
    const start = place * WORDS
    const units: number[] = new Array(this.#words[start + WORDS - 1]! & 0xff)
    for (let i = 0; i < units.length; i++) {
      units[i] = (this.#words[start + (i >>> 2)]! >>> (8 * (3 - (i & 3)))) & 0xff
    }
    // `apply`, for spreading takes four times as long.
    return String.fromCharCode.apply(null, units)
  }

  /** Whether an id that is not long is that of a place elsewhere. */
  equals(place: number, other: PackedIds, otherPlace: number): boolean {
    const words = this.#words
    const others = other.#words
    const start = place * WORDS
    const otherStart = otherPlace * WORDS
    for (let i = 0; i < WORDS; i++) if (words[start + i] !== others[otherStart + i]) return false
    return true
  }

  /** Any number that depends on the memory of the place. */
  touch(place: number): number {
    return this.#words[place * WORDS]!
  }

  /** Copies what stands in a place elsewhere; makes room for it. */
  copy(place: number, other: PackedIds, otherPlace: number): void {
    const start = place * WORDS
    if (start === this.#words.length) this.#words = copy(this.#words, new Int32Array(start * 2))
    for (let i = 0; i < WORDS; i++) this.#words[start + i] = other.#words[otherPlace * WORDS + i]!
  }
}

/** The finaliser of MurmurHash3 (Appleby 2011) less its last step, over a hash and the next four characters. */
function mix(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word, 0x85ebca6b)
  const more = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return more ^ (more >>> 16)
}
