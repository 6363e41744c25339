import { inProportion } from './in-proportion.js'
import { type Distribution, open } from './rule.js'

/**
 * In proportion to what each has lost beyond what they got back: the "net loss" method that SEC v Huber, 702 F.3d 903
 * (7th Cir. 2012), compares with rising tide.
 */
export const netLoss: Distribution = {
  name: 'net-loss',
  measure: open,
  divide: (pool, claimants) => inProportion(pool, claimants, open),
}
