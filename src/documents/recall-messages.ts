import { dataOf } from '../graph/money-graph.js'
import { tablesOf } from '../trace/trace-table.js'
import type { Trace } from '../trace/types.js'
import type { Transfer } from '../types.js'
import { formOf } from './form.js'
import { readRecallOptions } from './recall/options.js'
import { originalElements } from './recall/original.js'
import { institutionElement, nameElement, partiesElement } from './recall/parties.js'
import type { RecallMessage, RecallOptions } from './types.js'
import { type Element, element, writeXml } from './xml.js'

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:'

/**
 * A recall for each payment that a victim made: ISO 20022 camt.056, an FI-to-FI payment cancellation request, with the
 * reason FRAD. The victim's bank sends it to the bank that was paid, which answers by camt.029, or by pacs.004 with the
 * money. Only the payments of level 1 can be recalled by who made them, and each one once.
 *
 * The library knows records, not payment messages: what it does not know (the message id of the original, its UETR, BICs)
 * is left out unless `original` and `bic` give it, and `notes` say what a bank will miss. Names of any content are
 * written safely: what XML forbids is replaced, and said.
 *
 * @throws FundtrailError 'bad-option', also for a trace by rule 'poison' and for a currency that is no code of three
 *   letters
 */
export function recallMessages(trace: Trace, options: RecallOptions): RecallMessage[] {
  const form = formOf(trace, options)
  const data = dataOf(trace.graph)
  const { transfers, settled } = tablesOf(trace)
  const recall = readRecallOptions(options, form.timeZone, trace.currency, data.decimals[settled.currency]!)
  const claimOf = new Map(settled.claims.flatMap(({ id, rows }) => rows.map((row) => [data.rows.ids.at(row), id])))
  return transfers.filter(({ id }) => claimOf.has(id)).map(({ id }, at) => message(trace.graph.transfer(id), at + 1))

  function message(transfer: Transfer, number: number): RecallMessage {
    const notes = new Set<string>()
    const id = recall.idOf(transfer, number)
    const payer = trace.graph.account(transfer.from)
    const payee = trace.graph.account(transfer.to)
    const asking = institutionElement(payer, 'payer', recall, notes)
    const asked = institutionElement(payee, 'payee', recall, notes)
    if (transfer.kind === 'cash') notes.add('recorded as cash: there may be no payment between banks to recall')
    const { caseId, information } = recall
    const request = element('FIToFIPmtCxlReq', [
      element('Assgnmt', [
        element('Id', id),
        element('Assgnr', [element('Agt', [asking])]),
        element('Assgne', [element('Agt', [asked])]),
        element('CreDtTm', recall.created),
      ]),
      element('Undrlyg', [
        element('TxInf', [
          caseId === undefined
            ? undefined
            : element('Case', [element('Id', caseId), element('Cretr', [element('Agt', [asking])])]),
          ...originalElements(transfer, recall, notes),
          element('CxlRsnInf', [
            payer.holder === undefined ? undefined : element('Orgtr', [nameElement(payer, 'payer', notes)]),
            element('Rsn', [element('Cd', 'FRAD')]),
            information === undefined ? undefined : element('AddtlInf', information),
          ]),
          recall.parties ? partiesElement(payer, payee, asking, asked, notes) : undefined,
        ]),
      ]),
    ])
    const document = element('Document', [request], { xmlns: `${NAMESPACE}${recall.definition}` })
    return {
      id,
      transfer: transfer.id,
      claim: claimOf.get(transfer.id)!,
      amount: transfer.amount,
      xml: writeXml(recall.envelope ? enveloped(document, id, asking, asked) : document),
      notes: [...notes],
    }
  }

  function enveloped(document: Element, id: string, asking: Element, asked: Element): Element {
    const header = element(
      'AppHdr',
      [
        element('Fr', [element('FIId', [asking])]),
        element('To', [element('FIId', [asked])]),
        element('BizMsgIdr', id),
        element('MsgDefIdr', recall.definition),
        recall.service === undefined ? undefined : element('BizSvc', recall.service),
        element('CreDt', recall.created),
      ],
      { xmlns: `${NAMESPACE}head.001.001.04` },
    )
    return element('Envelope', [header, document], { xmlns: 'urn:swift:xsd:envelope' })
  }
}
