/** Every rule with every order among the claims that makes a difference to it. */
import type { Between } from '../../src/trace/types.js'
import type { SlowRule } from './slow-rules.js'

export interface Way {
  rule: SlowRule
  between?: Between
}

/** The rules under which no money is lost or made. */
export const conservingWays: readonly Way[] = [
  { rule: 'fifo' },
  { rule: 'lifo' },
  { rule: 'pro-rata' },
  { rule: 'libr', between: 'pro-rata' },
  { rule: 'libr', between: 'fifo' },
  { rule: 'taint-first', between: 'pro-rata' },
  { rule: 'taint-first', between: 'fifo' },
]

export const allWays: readonly Way[] = [...conservingWays, { rule: 'poison' }]

/** Whether the rule shares debits out in proportion, and so rounds. */
export function rounds({ rule, between }: Way): boolean {
  return rule === 'pro-rata' || ((rule === 'libr' || rule === 'taint-first') && between !== 'fifo')
}

export function wayName({ rule, between }: Way): string {
  return between === undefined ? rule : `${rule} between ${between}`
}
