import { FundtrailError } from '../errors.js'
import { hashUnits } from './hash-text.js'

const MOST_LATIN = 0xff
/** Characters to begin with. */
const FIRST_UNITS = 1024
/** As long as most ids are. */
const SHORT = 32
/** As long as texts are taken to be on average: a first one of a million characters says nothing of the others. */
const MOST_LIKELY = 64
/** What the column of ends can count. */
const LONGEST = 0xffff_ffff

/**
 * Many short texts in one typed array: a million ids are one object to the garbage collector, and a text cut from a
 * file does not keep the file alive. One byte a character until a text needs two.
 */
export class TextColumn {
  size = 0
  #units: Uint8Array | Uint16Array
  #ends: Uint32Array

  /** `expected`: how many texts will come, as far as one knows. */
  constructor(expected = 64) {
    this.#ends = new Uint32Array(expected)
    this.#units = new Uint8Array(FIRST_UNITS)
  }

  /** Appends a text and returns its index. */
  push(text: string): number {
    const index = this.size++
    const start = this.start(index)
    const end = start + text.length
    if (end > LONGEST)
      throw new FundtrailError('too-large', `the ids or memos together are beyond ${LONGEST} characters`)
    if (end > this.#units.length) {
      // What all that are expected will take if they are like those so far.
      const likely = Math.ceil((1.05 * end * this.#ends.length) / this.size)
      const most = Math.min(MOST_LIKELY * this.#ends.length, LONGEST)
      this.#resize(Math.max(end, Math.min(likely, most), Math.floor(this.#units.length * 1.5)))
    }
    if (index === this.#ends.length) {
      const ends = new Uint32Array(Math.max(64, index * 2))
      ends.set(this.#ends)
      this.#ends = ends
    }
    this.#ends[index] = end
    const units = this.#units
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      if (unit > MOST_LATIN && units instanceof Uint8Array) {
        this.#units = new Uint16Array(units)
        this.#write(text, start)
        break
      }
      units[start + i] = unit
    }
    return index
  }

  at(index: number): string {
    const start = this.start(index)
    const end = this.#ends[index]!
    if (end - start <= SHORT) {
      // Three times as fast as a call for a part of the column.
      const units: number[] = new Array(end - start)
      for (let i = 0; i < units.length; i++) units[i] = this.#units[start + i]!
      return String.fromCharCode.apply(null, units)
    }
    let text = ''
    // In parts, for a call takes only so many arguments; `apply`, for spreading them takes four times as long.
    for (let at = start; at < end; at += 4096) {
      text += String.fromCharCode.apply(null, this.#units.subarray(at, Math.min(end, at + 4096)) as unknown as number[])
    }
    return text
  }

  isAt(index: number, text: string): boolean {
    const start = this.start(index)
    if (this.#ends[index]! - start !== text.length) return false
    const units = this.#units
    for (let i = 0; i < text.length; i++) if (units[start + i] !== text.charCodeAt(i)) return false
    return true
  }

  /** Below zero where text a comes before text b, 0 where they are equal: a shorter one first, then by code unit. */
  compare(a: number, b: number): number {
    const startA = this.start(a)
    const startB = this.start(b)
    const length = this.#ends[a]! - startA
    const longer = length - (this.#ends[b]! - startB)
    if (longer !== 0) return longer
    const units = this.#units
    for (let i = 0; i < length; i++) {
      const difference = units[startA + i]! - units[startB + i]!
      if (difference !== 0) return difference
    }
    return 0
  }

  /** The same for a text of the column and one that need not be in it. */
  compareTo(index: number, text: string): number {
    const start = this.start(index)
    const { length } = text
    const longer = this.#ends[index]! - start - length
    if (longer !== 0) return longer
    for (let i = 0; i < length; i++) {
      const difference = this.#units[start + i]! - text.charCodeAt(i)
      if (difference !== 0) return difference
    }
    return 0
  }

  /** The hash of a text, as `hashText` gives it. */
  hash(index: number, seed?: number): number {
    return hashUnits(this.#units, this.start(index), this.#ends[index]!, seed)
  }

  /** Any part of a text, for who wants it read ahead. */
  peek(index: number): number {
    return this.#units[this.start(index)]!
  }

  private start(index: number): number {
    return index === 0 ? 0 : this.#ends[index - 1]!
  }

  #write(text: string, start: number): void {
    for (let i = 0; i < text.length; i++) this.#units[start + i] = text.charCodeAt(i)
  }

  #resize(length: number): void {
    const units = this.#units instanceof Uint8Array ? new Uint8Array(length) : new Uint16Array(length)
    units.set(this.#units)
    this.#units = units
  }
}
