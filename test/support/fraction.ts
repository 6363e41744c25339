/** Exact amounts for the reference replay: whole minor units, or fractions of them where money is shared out exactly. */

export class Fraction {
  readonly #num: bigint
  /** Above zero, and without a common factor with `#num`. */
  readonly #den: bigint

  constructor(num: bigint, den = 1n) {
    const factor = den === 1n ? 1n : commonFactor(num < 0n ? -num : num, den)
    this.#num = num / factor
    this.#den = den / factor
  }

  /** Reads '12' and '40000/3'. */
  static parse(text: string): Fraction {
    const [num, den] = text.split('/')
    return new Fraction(BigInt(num!), BigInt(den ?? '1'))
  }

  plus(other: Fraction): Fraction {
    if (this.#den === other.#den) return new Fraction(this.#num + other.#num, this.#den)
    return new Fraction(this.#num * other.#den + other.#num * this.#den, this.#den * other.#den)
  }

  minus(other: Fraction): Fraction {
    return this.plus(new Fraction(-other.#num, other.#den))
  }

  times(other: Fraction): Fraction {
    return new Fraction(this.#num * other.#num, this.#den * other.#den)
  }

  abs(): Fraction {
    return new Fraction(this.#num < 0n ? -this.#num : this.#num, this.#den)
  }

  /** Divided by an amount above zero. */
  over(other: Fraction): Fraction {
    return new Fraction(this.#num * other.#den, this.#den * other.#num)
  }

  /** Below, at or above zero where this is less than, equal to or more than the other. */
  compare(other: Fraction): number {
    const difference = this.#num * other.#den - other.#num * this.#den
    return difference < 0n ? -1 : difference > 0n ? 1 : 0
  }

  isAboveZero(): boolean {
    return this.#num > 0n
  }

  /** The largest integer that is not more than this amount, which is not below zero. */
  floor(): bigint {
    return this.#num / this.#den
  }

  /** The same amount where it has to be whole. */
  whole(): bigint {
    if (this.#den !== 1n) throw new Error(`${this} is not a whole number of minor units`)
    return this.#num
  }

  toString(): string {
    return this.#den === 1n ? `${this.#num}` : `${this.#num}/${this.#den}`
  }
}

export const nothing = new Fraction(0n)

export function least(a: Fraction, b: Fraction): Fraction {
  return a.compare(b) <= 0 ? a : b
}

export function addUp(amounts: readonly Fraction[]): Fraction {
  return amounts.reduce((sum, amount) => sum.plus(amount), nothing)
}

function commonFactor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : commonFactor(b, a % b)
}
