import type { AccountKind } from '../../index.js'

/** The kinds of account in the order of the legend; the style sheet has a colour for each. */
export const KINDS: readonly AccountKind[] = [
  'bank',
  'payment',
  'securities',
  'exchange',
  'merchant',
  'cash',
  'clearing',
  'external',
]
