/**
 * Many short texts in one typed array of UTF-16 code units: a million ids are one object to the garbage collector, and
 * a text cut from a file does not keep the file alive.
 */
export class TextColumn {
  size = 0
  #units = new Uint16Array(1024)
  #ends = new Float64Array(64)

  /** Appends a text and returns its index. */
  push(text: string): number {
    const index = this.size++
    const start = this.start(index)
    const end = start + text.length
    if (end > this.#units.length) {
      const units = new Uint16Array(Math.max(end, this.#units.length * 2))
      units.set(this.#units)
      this.#units = units
    }
    if (index === this.#ends.length) {
      const ends = new Float64Array(index * 2)
      ends.set(this.#ends)
      this.#ends = ends
    }
    for (let i = 0; i < text.length; i++) this.#units[start + i] = text.charCodeAt(i)
    this.#ends[index] = end
    return index
  }

  at(index: number): string {
    const start = this.start(index)
    const end = this.#ends[index]!
    let text = ''
    // In parts, for a call takes only so many arguments.
    for (let at = start; at < end; at += 4096) {
      text += String.fromCharCode(...this.#units.subarray(at, Math.min(end, at + 4096)))
    }
    return text
  }

  isAt(index: number, text: string): boolean {
    const start = this.start(index)
    if (this.#ends[index]! - start !== text.length) return false
    for (let i = 0; i < text.length; i++) if (this.#units[start + i] !== text.charCodeAt(i)) return false
    return true
  }

  /** Whether text a comes before text b by code unit. */
  isBefore(a: number, b: number): boolean {
    const startA = this.start(a)
    const startB = this.start(b)
    const lengthA = this.#ends[a]! - startA
    const lengthB = this.#ends[b]! - startB
    const common = Math.min(lengthA, lengthB)
    for (let i = 0; i < common; i++) {
      const difference = this.#units[startA + i]! - this.#units[startB + i]!
      if (difference !== 0) return difference < 0
    }
    return lengthA < lengthB
  }

  private start(index: number): number {
    return index === 0 ? 0 : this.#ends[index - 1]!
  }
}
