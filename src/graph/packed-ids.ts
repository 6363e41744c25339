import { copy } from './copy-column.js'
import { hashText } from './hash-text.js'

/** Whole numbers of a place, four characters each: half a cache line. */
const WORDS = 8
/** The word whose lowest byte is for the length, or says that the id is a long one. */
const LENGTH = 7
const MOST_LENGTH = 4 * LENGTH + 3
const LONG = 0xff
const MOST_LATIN = 0xff

/**
 * Ids of up to 31 Latin-1 characters, each in a place of 32 bytes: the characters, zeros, and the length. So two ids are
 * compared as eight numbers. A longer id has no more in its place than that it is one, and where the owner keeps it.
 */
export class PackedIds {
  #words: Int32Array

  constructor(room: number) {
    this.#words = new Int32Array(room * WORDS)
  }

  /** How many ids there is room for. */
  get room(): number {
    return this.#words.length / WORDS
  }

  grow(room: number): void {
    this.#words = copy(this.#words, new Int32Array(room * WORDS))
  }

  /** Writes an id over what stood in the place; returns its hash, an int32. */
  write(place: number, id: string, seed: number): number {
    const words = this.#words
    const { length } = id
    if (length > MOST_LENGTH) return this.#writeLong(place, id, seed)
    let at = place * WORDS
    const last = at + LENGTH
    words[last] = 0
    let word = 0
    // Two chains that take the words in turn: each step waits for the one before it in its chain.
    let hash = seed
    let other = ~seed
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
      const mixed = mix(hash, word)
      hash = other
      other = mixed
    }
    word = 0
    for (; i < length; i++) {
      const unit = id.charCodeAt(i)
      all |= unit
      word = (word << 8) | unit
    }
    if (all > MOST_LATIN) return this.#writeLong(place, id, seed)
    word <<= 8 * (4 - (length & 3))
    words[at] = word
    while (at < last) words[++at] = 0
    words[last]! |= length
    return mix(mix(hash, word), other ^ length)
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

  /** Copies an id from a place elsewhere. */
  copy(place: number, other: PackedIds, otherPlace: number): void {
    const words = this.#words
    const others = other.#words
    const start = place * WORDS
    const otherStart = otherPlace * WORDS
    for (let i = 0; i < WORDS; i++) words[start + i] = others[otherStart + i]!
  }

  /** The text of an id that is not long. */
  at(place: number): string {
    const start = place * WORDS
    const units: number[] = new Array(this.#words[start + LENGTH]! & 0xff)
    for (let i = 0; i < units.length; i++) {
      units[i] = (this.#words[start + (i >>> 2)]! >>> (8 * (3 - (i & 3)))) & 0xff
    }
    // `apply`, for spreading takes four times as long.
    return String.fromCharCode.apply(null, units)
  }

  /** Any part of a place, for who wants it read ahead. */
  peek(place: number): number {
    return this.#words[place * WORDS]!
  }

  isLong(place: number): boolean {
    return (this.#words[place * WORDS + LENGTH]! & 0xff) === LONG
  }

  /** Where the owner keeps a long id. */
  longAt(place: number): number {
    return this.#words[place * WORDS]!
  }

  setLong(place: number, at: number): void {
    this.#words[place * WORDS] = at
  }

  /** The hash of an id that is not long, as `write` gives it. */
  hash(place: number, seed: number): number {
    const words = this.#words
    let at = place * WORDS
    const length = words[at + LENGTH]! & 0xff
    let hash = seed
    let other = ~seed
    for (let left = length; left >= 4; left -= 4) {
      const mixed = mix(hash, words[at++]!)
      hash = other
      other = mixed
    }
    // In the word of the length too the characters come first.
    const word = length >> 2 === LENGTH ? words[at]! & ~0xff : words[at]!
    return mix(mix(hash, word), other ^ length)
  }

  #writeLong(place: number, id: string, seed: number): number {
    this.#words[place * WORDS + LENGTH] = LONG
    return hashText(id, seed)
  }
}

/** The finaliser of MurmurHash3 (Appleby 2011) less its last step, over a hash and the next four characters. */
function mix(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word, 0x85ebca6b)
  const more = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return more ^ (more >>> 16)
}
