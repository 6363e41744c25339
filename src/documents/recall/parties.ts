import type { Account } from '../../types.js'
import { cleanText, type Element, element } from '../xml.js'
import { isIban } from './iban.js'
import { bad, MOST, type Recall } from './options.js'

const BIC = /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/
const NOT_PROVIDED = 'NOTPROVIDED'

type Side = 'payer' | 'payee'

/** The institution of an account: by BIC where one is given, else by name. */
export function institutionElement(account: Account, side: Side, { bic }: Recall, notes: Set<string>): Element {
  const code = bic?.(account)
  if (code !== undefined) {
    if (typeof code !== 'string' || !BIC.test(code)) bad('bic()', code, 'a BIC of 8 or 11 characters, or undefined')
    return element('FinInstnId', [element('BICFI', code)])
  }
  if (account.institution === undefined) notes.add(`the institution of the ${side} is not known`)
  else notes.add(`the BIC of the ${side}'s institution is not known`)
  return element('FinInstnId', [textElement(account.institution, `the ${side}'s institution`, notes)])
}

/** The holder's name. */
export function nameElement(account: Account, side: Side, notes: Set<string>): Element {
  return textElement(account.holder, `the ${side}'s name`, notes)
}

/** Who paid whom, from which account into which: what a bank without the original message goes by. */
export function partiesElement(
  payer: Account,
  payee: Account,
  asking: Element,
  asked: Element,
  notes: Set<string>,
): Element {
  return element('OrgnlTxRef', [
    party('Dbtr', payer, 'payer'),
    accountElement('DbtrAcct', payer, 'payer'),
    element('DbtrAgt', [asking]),
    element('CdtrAgt', [asked]),
    party('Cdtr', payee, 'payee'),
    accountElement('CdtrAcct', payee, 'payee'),
  ])

  function party(name: string, account: Account, side: Side): Element | undefined {
    if (account.holder === undefined) return undefined
    return element(name, [element('Pty', [nameElement(account, side, notes)])])
  }

  function accountElement(name: string, { id }: Account, side: Side): Element | undefined {
    // A number that was cut or changed would be another account.
    if (cleanText(id, MOST.account).text !== id) {
      notes.add(`the ${side}'s account id does not fit into a payment message and is left out`)
      return undefined
    }
    const identified = isIban(id) ? element('IBAN', id) : element('Othr', [element('Id', id)])
    return element(name, [element('Id', [identified])])
  }
}

function textElement(value: string | undefined, what: string, notes: Set<string>): Element {
  const { text, replaced, isCut } = cleanText(value ?? '', MOST.name)
  if (replaced > 0)
    notes.add(
      `${replaced} ${replaced === 1 ? 'character' : 'characters'} of ${what} cannot stand in XML and were replaced`,
    )
  if (isCut) notes.add(`${what} is cut to ${MOST.name} characters`)
  return element('Nm', text === '' ? NOT_PROVIDED : text)
}
