import type { Transfer } from '../../types.js'
import { cleanText, type Element, element } from '../xml.js'
import { bad, MOST, type Recall, shortText } from './options.js'

const UETR = /^[a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}$/
const NOT_PROVIDED = 'NOTPROVIDED'

/** Which payment is meant: the references of its message as far as they are known, its amount and its day. */
export function originalElements(transfer: Transfer, recall: Recall, notes: Set<string>): (Element | undefined)[] {
  const known = recall.original?.(transfer) ?? {}
  if (typeof known !== 'object') bad('original()', known, 'what is known of the payment message, or undefined')
  const { messageId, messageName, created, uetr } = known
  if ((messageId === undefined) !== (messageName === undefined)) {
    bad('original()', messageId ?? messageName, 'both messageId and messageName, or neither')
  }
  if (uetr !== undefined && !UETR.test(uetr)) bad('original().uetr', uetr, 'a UUID of version 4 in small letters')
  if (messageId === undefined && uetr === undefined) {
    notes.add('neither the message of the payment nor its UETR is known: the bank finds it by amount, day and accounts')
  }
  const text = (option: string, value: string | undefined) => shortText(`original().${option}`, value, MOST.id)
  return [
    messageId === undefined
      ? undefined
      : element('OrgnlGrpInf', [
          element('OrgnlMsgId', text('messageId', messageId)!),
          element('OrgnlMsgNmId', text('messageName', messageName)!),
          created === undefined ? undefined : element('OrgnlCreDtTm', recall.instant('original().created', created)),
        ]),
    instructionId(text('instructionId', known.instructionId)),
    element('OrgnlEndToEndId', text('endToEndId', known.endToEndId) ?? NOT_PROVIDED),
    uetr === undefined ? undefined : element('OrgnlUETR', uetr),
    element('OrgnlIntrBkSttlmAmt', transfer.amount.toFixed(recall.decimals), { Ccy: transfer.currency }),
    element('OrgnlIntrBkSttlmDt', recall.day(transfer.time)),
  ]

  function instructionId(given: string | undefined): Element | undefined {
    if (given !== undefined) return element('OrgnlInstrId', given)
    if (isMadeOfPlace(transfer)) {
      notes.add('the id of the transfer is its place in the records, no reference of a bank, and is left out')
      return undefined
    }
    // A reference that was cut or changed would be another one.
    const isWhole = cleanText(transfer.id, MOST.id).text === transfer.id
    if (isWhole) return element('OrgnlInstrId', transfer.id)
    notes.add('the id of the transfer does not fit into a payment message and is left out')
    return undefined
  }
}

/** "#17" or "bank.csv#17": records without an id of their own have one that no bank knows. */
function isMadeOfPlace({ id, row, source = [] }: Transfer): boolean {
  return id === `#${row}` || source.some((place) => id === `${place.file ?? ''}#${place.row}`)
}
