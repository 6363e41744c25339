import type { MessageFormat } from './message-format.js'
import { all, first, type Xml } from './node.js'
import { paymentRow } from './payment-row.js'
import { referencesOf } from './references.js'

/**
 * Returns of payments: from the original's creditor back to its debtor. Whose accounts these are the return itself says
 * in its chain or its copy of the original, or not at all; the original says it best.
 */
export const pacs004: MessageFormat = {
  name: 'pacs.004',
  element: 'PmtRtr',
  read(message, part, out) {
    const header = first(message, 'GrpHdr')
    let entry = 0
    for (const element of all(message, 'TxInf')) {
      entry++
      const node = out.open(element)
      if (node === undefined) continue
      const ends = { payer: endOf(node, 'Cdtr', 'Dbtr'), payee: endOf(node, 'Dbtr', 'Cdtr') }
      const original = referencesOf(node, {
        uetr: 'OrgnlUETR',
        tx: 'OrgnlTxId',
        e2e: 'OrgnlEndToEndId',
        instr: 'OrgnlInstrId',
      })
      const references = referencesOf(node, { rtr: 'RtrId' })
      const facts = { message: 'pacs.004', part, entry, references, original, undoes: true } as const
      out.row(paymentRow(node, header, first(node, 'RtrdIntrBkSttlmAmt'), ends, facts))
    }
    if (entry === 0) out.warn('empty-message', 'the message holds no TxInf', 'file')
    return part + 1
  },
}

type Role = 'Dbtr' | 'Cdtr'

/** One end of a return: what it was in the original, else its role in the chain of the return. */
function endOf(node: Xml, originalRole: Role, role: Role) {
  const original = first(node, 'OrgnlTxRef')
  const chain = first(node, 'RtrChain')
  return {
    party: first(original, originalRole) ?? first(chain, role),
    account: first(original, `${originalRole}Acct`) ?? first(chain, `${role}Acct`),
    agent: first(original, `${originalRole}Agt`) ?? first(chain, `${role}Agt`),
    ultimate: first(original, `Ultmt${originalRole}`) ?? first(chain, `Ultmt${role}`),
  }
}
