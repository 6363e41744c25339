/** Which money a debit takes: one plain function a rule over an ordered list of lots, the oldest first. */
import type { Between } from '../../src/trace/types.js'
import { addUp, type Fraction, least } from './fraction.js'
import type { Share } from './slow-shares.js'

/** Some money in one place with one history. */
export interface Piece {
  /** Claim id, or null for money that is nobody's. */
  claim: string | null
  /** Minor units. */
  amount: Fraction
  /** The hop at which it came here; 0 for money that is nobody's. */
  level: number
  /** When it came here. */
  since: number
}

/** What is taken of one lot. */
interface Part {
  lot: Piece
  amount: Fraction
}

/** The parts in the order in which they leave: at most `amount` together, less only when the lots are worth less. */
type Choose = (lots: readonly Piece[], amount: Fraction, share: Share) => Part[]

const fifo: Choose = (lots, amount) => inOrder(lots, amount)

const lifo: Choose = (lots, amount) => inOrder([...lots].reverse(), amount)

const proRata: Choose = (lots, amount, share) => inProportion(lots, amount, share)

/** Own money first, then the claims in proportion. */
const libr: Choose = (lots, amount, share) => {
  const fromOwn = inOrder(nobodys(lots), amount)
  return [...fromOwn, ...inProportion(claimed(lots), amount.minus(worth(fromOwn)), share)]
}

/** Own money first, then the oldest of the claims' money, whoever's. */
const librOldestFirst: Choose = (lots, amount) => inOrder([...nobodys(lots), ...claimed(lots)], amount)

/** The claims first, in proportion, then own money. */
const taintFirst: Choose = (lots, amount, share) => {
  const fromClaims = inProportion(claimed(lots), amount, share)
  return [...fromClaims, ...inOrder(nobodys(lots), amount.minus(worth(fromClaims)))]
}

/** The oldest of the claims' money first, whoever's, then own money. */
const taintFirstOldestFirst: Choose = (lots, amount) => inOrder([...claimed(lots), ...nobodys(lots)], amount)

interface ConservingRule {
  choose: Choose
  /** Whose money in an account is one lot each, as old as the oldest of it still there. */
  oneLot: 'nobody' | 'own money' | 'every owner'
  /** Whether hops count by route; else from the least hop at which the claim had reached the payer. */
  byRoute: boolean
}

export type SlowRule = 'fifo' | 'lifo' | 'pro-rata' | 'libr' | 'taint-first' | 'poison'

export function ruleFor(rule: Exclude<SlowRule, 'poison'>, between: Between): ConservingRule {
  const oldestFirst = between === 'fifo'
  switch (rule) {
    case 'fifo':
      return { choose: fifo, oneLot: 'nobody', byRoute: true }
    case 'lifo':
      return { choose: lifo, oneLot: 'nobody', byRoute: true }
    case 'pro-rata':
      return { choose: proRata, oneLot: 'every owner', byRoute: false }
    case 'libr':
      return oldestFirst
        ? { choose: librOldestFirst, oneLot: 'own money', byRoute: false }
        : { choose: libr, oneLot: 'every owner', byRoute: false }
    case 'taint-first':
      return oldestFirst
        ? { choose: taintFirstOldestFirst, oneLot: 'own money', byRoute: false }
        : { choose: taintFirst, oneLot: 'every owner', byRoute: false }
  }
}

/** All of one lot before any of the next. */
function inOrder(lots: readonly Piece[], amount: Fraction): Part[] {
  const parts: Part[] = []
  let missing = amount
  for (const lot of lots) {
    const part = least(lot.amount, missing)
    if (part.isAboveZero()) parts.push({ lot, amount: part })
    missing = missing.minus(part)
  }
  return parts
}

/** From every owner in proportion to what is theirs; of one owner's lots the first before the next. */
function inProportion(lots: readonly Piece[], amount: Fraction, share: Share): Part[] {
  const owners = [...new Set(lots.map((lot) => lot.claim))]
  const theirs = owners.map((owner) => lots.filter((lot) => lot.claim === owner))
  const take = least(amount, total(lots))
  if (!take.isAboveZero()) return []
  const shares = share(take, theirs.map(total))
  return theirs.flatMap((each, at) => inOrder(each, shares[at]!))
}

function nobodys(lots: readonly Piece[]): Piece[] {
  return lots.filter((lot) => lot.claim === null)
}

function claimed(lots: readonly Piece[]): Piece[] {
  return lots.filter((lot) => lot.claim !== null)
}

function worth(parts: readonly Part[]): Fraction {
  return addUp(parts.map((part) => part.amount))
}

export function total(pieces: readonly Piece[]): Fraction {
  return addUp(pieces.map((piece) => piece.amount))
}

/** `taken` in the order in which it leaves, `left` in the order in which it stays; together always the whole. */
export function take(lots: readonly Piece[], amount: Fraction, rule: ConservingRule, share: Share) {
  const parts = rule.choose(lots, amount, share)
  const taken = parts.map(({ lot, amount }): Piece => ({ ...lot, amount }))
  const left = lots.map((lot): Piece => {
    const part = parts.find((each) => each.lot === lot)
    return part === undefined ? lot : { ...lot, amount: lot.amount.minus(part.amount) }
  })
  return { taken, left: left.filter((lot) => lot.amount.isAboveZero()) }
}

/** The lots with a newer piece: a lot of its own, or more of its owner's one lot. */
export function add(lots: readonly Piece[], piece: Piece, { oneLot }: ConservingRule): Piece[] {
  const joins = oneLot === 'every owner' || (oneLot === 'own money' && piece.claim === null)
  const at = joins ? lots.findIndex((lot) => lot.claim === piece.claim) : -1
  if (at === -1) return [...lots, piece]
  return lots.map((lot, index) => (index === at ? { ...lot, amount: lot.amount.plus(piece.amount) } : lot))
}
