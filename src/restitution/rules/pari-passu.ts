import { inProportion } from './in-proportion.js'
import type { Distribution } from './rule.js'

/**
 * In proportion to the losses, whenever they were suffered. China: 银监发〔2016〕41号 art. 8(3), as it can be worked where
 * the losses exceed the pool. Japan: art. 16(2) of the act on damage recovery from transfer fraud (振り込め詐欺救済法),
 * among those who applied. England: "equal misery", Charity Commission v Framjee [2014] EWHC 2507 (Ch).
 */
export const pariPassu: Distribution = {
  name: 'pari-passu',
  measure: ({ loss }) => loss,
  divide: (pool, claimants) => inProportion(pool, claimants, ({ loss }) => loss),
}
