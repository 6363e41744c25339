import type { AccountKind, TransferKind } from '../../types.js'
import { clearingName } from '../words.js'
import type { Entry } from './entry.js'

/** Stands for a counterparty that no row names: by what is known, so that equal ones are one. */
export function placeholder(entry: Entry, kind: TransferKind, isBetween: boolean): { id: string; kind: AccountKind } {
  const { counterHolder, counterBank, institution, own, memo } = entry
  if (kind === 'cash') return { id: `cash:${institution || own}`, kind: 'cash' }
  if (kind === 'fee' || kind === 'interest') return { id: `${kind}:${institution || own}`, kind: 'external' }
  if (isBetween) {
    const parts = ['clearing', counterBank, clearingName(counterHolder, memo)]
    return { id: parts.filter((part) => part !== '').join(':'), kind: 'clearing' }
  }
  if (counterHolder !== '') {
    return { id: ['unnumbered', counterBank, counterHolder].filter((part) => part !== '').join(':'), kind: 'external' }
  }
  return { id: ['unknown', institution || own, memo].filter((part) => part !== '').join(':'), kind: 'external' }
}
