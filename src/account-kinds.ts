import type { AccountKind } from './types.js'

/** Every kind of account, in the order in which a legend lists them. */
export const ACCOUNT_KINDS: readonly AccountKind[] = [
  'bank',
  'payment',
  'securities',
  'exchange',
  'merchant',
  'cash',
  'clearing',
  'external',
]
