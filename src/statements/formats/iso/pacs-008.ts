import type { MessageFormat } from './message-format.js'
import { all, first } from './node.js'
import { paymentRow } from './payment-row.js'
import { referencesOf } from './references.js'

/** Payments of customers from bank to bank: each a transfer from the debtor's account to the creditor's. */
export const pacs008: MessageFormat = {
  name: 'pacs.008',
  element: 'FIToFICstmrCdtTrf',
  read(message, part, out) {
    const header = first(message, 'GrpHdr')
    let entry = 0
    for (const element of all(message, 'CdtTrfTxInf')) {
      entry++
      const node = out.open(element)
      if (node === undefined) continue
      const ends = {
        payer: {
          party: first(node, 'Dbtr'),
          account: first(node, 'DbtrAcct'),
          agent: first(node, 'DbtrAgt'),
          ultimate: first(node, 'UltmtDbtr'),
        },
        payee: {
          party: first(node, 'Cdtr'),
          account: first(node, 'CdtrAcct'),
          agent: first(node, 'CdtrAgt'),
          ultimate: first(node, 'UltmtCdtr'),
        },
      }
      const references = referencesOf(first(node, 'PmtId'), {
        uetr: 'UETR',
        tx: 'TxId',
        e2e: 'EndToEndId',
        instr: 'InstrId',
      })
      const facts = { message: 'pacs.008', part, entry, references, original: [], undoes: false } as const
      out.row(paymentRow(node, header, first(node, 'IntrBkSttlmAmt'), ends, facts))
    }
    if (entry === 0) out.warn('empty-message', 'the message holds no CdtTrfTxInf', 'file')
    return part + 1
  },
}
