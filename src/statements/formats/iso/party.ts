import { cleanAccount, cleanText } from '../../cells.js'
import { all, first, firstText, text, type Xml } from './node.js'

/** Who a party is: in newer versions within Pty, or an agent within Agt. */
export interface Party {
  name: string
  /** An identity number that is one person's everywhere; '' for a bank's own customer number. */
  id: string
}

/** Kinds of identification that tell people apart across banks: identity card, passport, LEI. */
const UNIQUE = new Set(['NIDN', 'CCPT', 'ARNU', 'SOSE'])

export function partyOf(node: Xml | undefined): Party {
  const party = first(node, 'Pty') ?? node
  const name = firstText(party, 'Nm', 'Agt/FinInstnId/Nm', 'FinInstnId/Nm')
  const lei = text(party, 'Id', 'OrgId', 'LEI')
  const other = [...all(party, 'Id', 'PrvtId', 'Othr'), ...all(party, 'Id', 'OrgId', 'Othr')].find((id) =>
    UNIQUE.has(text(id, 'SchmeNm', 'Cd')),
  )
  return { name: cleanText(name), id: lei || text(other, 'Id') }
}

/** The number of an account: an IBAN, or another that the bank uses. */
export function accountOf(node: Xml | undefined): string {
  return cleanAccount(firstText(node, 'Id/IBAN', 'Id/Othr/Id', 'Id/PrtryAcct/Id', 'Id/BBAN', 'Id/UPIC', 'Prxy/Id'))
}

/** A bank by its BIC, else by its name, else by its number in a clearing system. */
export function agentOf(node: Xml | undefined): string {
  const bank = first(node, 'FinInstnId') ?? first(node, 'Agt', 'FinInstnId')
  const code = firstText(bank, 'BICFI', 'BIC', 'CmbndId/BIC')
  if (code !== '') return cleanText(code).toUpperCase()
  const name = firstText(bank, 'Nm', 'NmAndAdr/Nm', 'CmbndId/Nm')
  return cleanText(name || firstText(bank, 'ClrSysMmbId/MmbId', 'ClrSysMmbId/Id', 'PrtryId/Id', 'Othr/Id'))
}
