import type { Decimal } from 'decimal.js'
import type { AmountInput, Duration } from '../types.js'
import type { Branch, Merge, MergeOptions, Split, SplitOptions } from './types.js'

/** What every shape that is found in traced money says. */
export interface Shape {
  /** The accounts that it is made of, in the order of the money. */
  accounts: string[]
  /** The transfers that it is made of, in the total order. */
  transfers: string[]
  /** The traced money that took this shape; what came to an account twice counts there twice. */
  traced: Decimal
  /** The first and the last of its transfers. */
  start: Date
  end: Date
  /** How plain the shape is, from 0 to 1: the product of `parts`. A way to sort, no probability. */
  score: number
  /** What the score is made of, each from 0 to 1. */
  parts: Record<string, number>
}

/** Money that hardly rested: in and out again within a short time. */
export interface PassThrough extends Shape {
  account: string
  level: number
  received: Decimal
  /** traced / received: what went on within the window. */
  share: number
  /** What the account had left right after the last of it went on; absent where its statement is not known. */
  rest?: Decimal
  /** Half of the money that went on had rested no longer than this, in milliseconds. */
  dwell: number
}

export interface PassThroughOptions {
  /** How long money may have rested that counts as passed on. Default 30 minutes. */
  within?: Duration
  /** The least share of what came in that went on within that time. Default 0.9. */
  minShare?: number
}

/** Money that came back to an account that it had left, by transfers one after another. */
export interface Cycle extends Shape {
  /** Each time round; the same unit may have gone round several times. */
  rounds: CycleRound[]
}

export interface CycleRound {
  /** The transfers one after another, the first one leaving the account to which the last one returns. */
  transfers: string[]
  /** What made the whole round. */
  traced: Decimal
  start: Date
  end: Date
}

export interface CycleOptions {
  /** The longest time from the first transfer of a round to its last. Default 30 days. */
  within?: Duration
  /** The most transfers in a round. Default 10. */
  maxLength?: number
  /** The most steps from transfer to transfer; what it cuts is the last finding, with no transfers. Default 10,000,000. */
  maxSteps?: number
}

/** Money that parted at one account and came together again in another, over several accounts between them. */
export interface ScatterGather extends Shape {
  source: string
  target: string
  /** The accounts between, the largest amount first. */
  branches: Branch[]
}

/** Money that came together in one account from several and went on to several. */
export interface GatherScatter extends Shape {
  account: string
  payers: Branch[]
  payees: Branch[]
}

export interface BranchOptions {
  /** From the first transfer to the last. Default 24 hours. */
  within?: Duration
  /** The least number of branches; where money comes together and parts, on each side. Default 2. */
  minBranches?: number
}

/** Money handed from account to account, some of it peeled off on the way. */
export interface PeelChain extends Shape {
  /** What left the chain at each account but the last, the first account first. */
  peels: Decimal[]
}

export interface PeelChainOptions {
  /** The longest time that the main part of the money rested at an account. Default 24 hours. */
  within?: Duration
  /** The least share of an arrival that one transfer passes on. Default 0.5. */
  minShare?: number
  /** The least number of transfers. Default 3. */
  minLength?: number
  /** At how many accounts at least something left the chain; 0 finds chains that hand everything on too. Default 1. */
  minPeels?: number
}

/** Several payers who pay several payees at one level; stacked, where the payees do the same at the next. */
export interface Layers extends Shape {
  /** The accounts of each layer, payers first; two layers are bipartite, more are a stack. */
  layers: string[][]
}

/** Amounts that keep below a limit, or that are equal slices of one sum. */
export interface Structuring extends Shape {
  /** Whose transfers they are. */
  account: string
  /** Whether the account paid them or received them. */
  side: 'sent' | 'received'
  kind: 'below-limit' | 'equal-slices'
  /** The limit, or the size of the slices. */
  amount: Decimal
}

export interface StructuringOptions {
  /**
   * Amounts that a bank reports or refuses from; none by default, for they differ by country and bank. Where the rule says
   * above 10,000, it is 10,000.01.
   */
  limits?: AmountInput[]
  /** How far below a limit an amount still counts as just below, as a share of it. Default 0.1. */
  margin?: number
  /** The least number of transfers. Default 3. */
  minCount?: number
  /** From the first to the last. Default 24 hours. */
  within?: Duration
}

/** Where traced money left the accounts: as cash, or spent. */
export interface CashOut extends Shape {
  /** Where it left: a cash machine, a merchant, a bank's fee account. */
  account: string
  institution?: string
  kind: 'cash' | 'merchant' | 'fee'
  /** Who drew or spent it. */
  payers: Branch[]
}

/** Why two accounts are taken to be one person's. */
export type ControlSign = 'holder-id' | 'holder' | 'counterparties'

/** Accounts that seem to be in one hand: a reason to look, no proof. */
export interface CommonControl extends Shape {
  signs: ControlSign[]
  /** Whose they are, where the holder or his id joins them; absent where the accounts of one id name several holders. */
  holder?: string
  /** How often the next payment came from another of the accounts than the last one, from 0 to 1. */
  alternation: number
}

export interface ControlOptions {
  /** The least share of their traced counterparties that two accounts have in common. Default 0.5. */
  minShared?: number
  /** The least number of counterparties in common. Default 2. */
  minCount?: number
}

/** Every shape of a trace. */
export interface Shapes {
  splits: Split[]
  merges: Merge[]
  passThrough: PassThrough[]
  cycles: Cycle[]
  scatterGather: ScatterGather[]
  gatherScatter: GatherScatter[]
  peelChains: PeelChain[]
  layers: Layers[]
  structuring: Structuring[]
  cashOut: CashOut[]
  commonControl: CommonControl[]
}

/** The options of each function that looks for a shape. */
export interface ShapesOptions {
  splits?: SplitOptions
  merges?: MergeOptions
  passThrough?: PassThroughOptions
  cycles?: CycleOptions
  scatterGather?: BranchOptions
  gatherScatter?: BranchOptions
  peelChains?: PeelChainOptions
  layers?: BranchOptions
  structuring?: StructuringOptions
  commonControl?: ControlOptions
}
