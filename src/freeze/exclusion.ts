import type { GraphData } from '../graph/graph-data.js'
import type { ExclusionReason } from './types.js'

/**
 * Words in the name of an account's holder that say whose money it is for. 结算账户 is not among them: that is what any
 * customer's account is called.
 */
const RESERVE = /备付金/
const SETTLEMENT = /清算资金|待清算|清算户|清算账户|清算专户|交易结算资金/

/**
 * Why an account is never on a freeze list: the money of many customers passes through it. China: 银监发〔2014〕53号, art.
 * 21 (reserves of payment institutions, settlement of securities) and art. 22 (accounts of institutions for clearing).
 */
export function exclusionOf({ accounts }: GraphData, account: number): ExclusionReason | undefined {
  if (accounts.kind(account) === 'clearing') return 'clearing-account'
  const holder = accounts.info(account)?.holder
  if (holder === undefined) return undefined
  if (RESERVE.test(holder)) return 'reserve-account'
  return SETTLEMENT.test(holder) ? 'settlement-account' : undefined
}
