import type { TransferKind } from '../../../types.js'
import type { Direction } from '../../words.js'
import { first, text, type Xml } from './node.js'

/** Sub-families of the bank transaction codes of ISO 20022 (external code sets), whatever family they stand in. */
const CASH = new Set(['CWDL', 'CDPT', 'XBCW', 'BCDP', 'BCWD', 'FCDP', 'FCWD', 'TCDP', 'TCWD'])
const FEES = new Set(['CHRG', 'FEES', 'COMM', 'COME', 'COMI', 'COMT'])
const CARD = new Set(['POSD', 'POSC', 'POSP', 'SMRT', 'XBCP', 'SMCD'])

/**
 * What an entry is by its bank transaction code. Interest that the account pays is a fee: the bank keeps it. Undefined
 * where no code of ISO 20022 is given, for banks' own codes mean what each bank says.
 */
export function kindOfCode(node: Xml, direction: Direction | undefined): TransferKind | undefined {
  const domain = first(node, 'BkTxCd', 'Domn')
  const family = text(domain, 'Fmly', 'Cd')
  const sub = text(domain, 'Fmly', 'SubFmlyCd')
  if (text(domain, 'Cd') === '') return undefined
  if (CASH.has(sub)) return 'cash'
  if (FEES.has(sub)) return 'fee'
  if (sub === 'INTR') return direction === 'in' ? 'interest' : 'fee'
  if (direction === 'out' && family === 'CCRD' && CARD.has(sub)) return 'purchase'
  return 'transfer'
}
