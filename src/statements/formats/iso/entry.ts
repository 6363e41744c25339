import { cleanText } from '../../cells.js'
import type { Direction } from '../../words.js'
import type { Movement, Payment } from '../format.js'
import type { AccountPart } from './account-part.js'
import { kindOfCode } from './kind.js'
import type { Out } from './message-format.js'
import { all, first, firstText, text, textOf, type Xml } from './node.js'
import { accountOf, agentOf, partyOf } from './party.js'
import { reference, referencesOf } from './references.js'
import { type Amount, amountOf, directionOf, isEqual, moreExact, sumOf, timeOf } from './values.js'

const DETAIL_REFERENCES = {
  uetr: 'UETR',
  svcr: 'AcctSvcrRef',
  tx: 'TxId',
  e2e: 'EndToEndId',
  instr: 'InstrId',
} as const

/** One of the payments of an entry, as far as its own amount goes. */
interface Detail {
  node: Xml
  amount: string
  direction: Direction
}

/**
 * Reads an entry of an account into its movements, and says what it leaves out: one movement, or one a payment where
 * an entry holds several whose amounts come to the entry's. What is pending or for information moved nothing. Returns
 * the movements.
 */
export function readEntry(entry: Xml, account: AccountPart, number: number, out: Out): Movement[] {
  const status = firstText(entry, 'Sts/Cd', 'Sts/Prtry', 'Sts')
  if (status !== 'BOOK' && status !== '') {
    const what =
      status === 'PDNG' ? 'pending' : status === 'INFO' ? 'for information' : JSON.stringify(status.slice(0, 20))
    out.row({ nothing: { code: 'not-booked', message: `the entry is ${what}: nothing is booked` } })
    return []
  }
  const amount = amountOf(first(entry, 'Amt'))
  if (amount === undefined || amount.value === '') {
    const written = JSON.stringify(text(entry, 'Amt').slice(0, 40))
    out.row({ fault: { code: 'invalid-amount', message: `the amount ${written} is none` } })
    return []
  }
  const direction = directionOf(entry)
  if (direction === undefined) {
    const written = JSON.stringify(text(entry, 'CdtDbtInd').slice(0, 40))
    out.row({ fault: { code: 'unknown-direction', message: `${written} is neither CRDT nor DBIT` } })
    return []
  }
  if (!/[1-9]/.test(amount.value)) {
    out.row({ nothing: {} })
    return []
  }
  const details = all(entry, 'NtryDtls', 'TxDtls')
  // The first versions had the payments right below the entry.
  if (details.length === 0) details.push(...all(entry, 'TxDtls'))
  const stated = bookingTime(entry, details)
  const time = stated || account.day
  if (time === '') {
    out.row({ fault: { code: 'invalid-time', message: 'the entry has neither a booking nor a value date' } })
    return []
  }
  if (stated === '') {
    out.warn('assumed-date', `the entry has neither a booking nor a value date; ${time} is that of the message`, 'row')
  }
  const currency = amount.currency || account.currency
  if (account.currency !== '' && currency !== account.currency) {
    out.warn('foreign-entry', `the entry is in ${currency}, the account in ${account.currency}`, 'row')
  }
  const facts = {
    entry,
    account,
    number,
    time,
    currency,
    whole: direction === 'out' ? `-${amount.value}` : amount.value,
  }
  const parts = details.length < 2 ? undefined : partsOf(entry, details, amount.value, direction, currency)
  const movements: Movement[] = []
  const add = (movement: Movement) => {
    out.row({ movement })
    movements.push(movement)
  }
  if (parts === undefined) {
    if (details.length > 1) {
      const message = `the amounts of its ${details.length} payments do not come to the ${amount.value} of the entry; it is read as one movement`
      out.warn('batch-difference', message, 'row')
    }
    add(movementOf(facts, details.length === 1 ? details[0] : undefined, amount.value, direction))
    return movements
  }
  for (const detail of parts.details) add(movementOf(facts, detail.node, detail.amount, detail.direction))
  if (parts.charges !== '') {
    const fee = movementOf(facts, undefined, parts.charges, 'out')
    add({ ...fee, memo: 'charges', payment: { ...fee.payment!, references: [], kind: 'fee' } })
  }
  return movements
}

/** When the entry was booked: the value date, or the day of settlement, only where no booking date is stated. */
function bookingTime(entry: Xml, details: readonly Xml[]): string {
  const dates = details.length === 1 ? first(details[0], 'RltdDts') : undefined
  const booked =
    timeOf(first(entry, 'BookgDt')) || timeOf(first(entry, 'ValDt')) || timeOf(first(dates, 'IntrBkSttlmDt'))
  return [first(dates, 'TxDtTm'), first(dates, 'AccptncDtTm')].map(timeOf).reduce(moreExact, booked)
}

/**
 * The payments of an entry, if their amounts come to its own: as they stand, by their own indicators, or with the
 * charges that the bank took. A payment's amount counts in the currency of the account alone.
 */
function partsOf(
  entry: Xml,
  nodes: readonly Xml[],
  whole: string,
  direction: Direction,
  currency: string,
): { details: Detail[]; charges: string } | undefined {
  const amounts = nodes.map((node) => detailAmount(node, currency))
  if (amounts.some((amount) => amount === undefined || !/[1-9]/.test(amount))) return undefined
  const details = nodes.map((node, at) => ({ node, amount: amounts[at]!, direction }))
  const sum = sumOf(details.map(({ amount }) => amount))
  if (isEqual(sum, whole)) return { details, charges: '' }
  const own = details.map((detail) => ({ ...detail, direction: directionOf(detail.node) ?? direction }))
  const net = sumOf(own.map((detail) => (detail.direction === direction ? detail.amount : `-${detail.amount}`)))
  if (isEqual(net, whole)) return { details: own, charges: '' }
  const charges = chargesOf([entry, ...nodes], currency)
  const withCharges = sumOf([sum, direction === 'out' ? charges : `-${charges}`])
  return /[1-9]/.test(charges) && isEqual(withCharges, whole) ? { details, charges } : undefined
}

function detailAmount(node: Xml, currency: string): string | undefined {
  const candidates = [
    first(node, 'Amt'),
    first(node, 'AmtDtls', 'TxAmt', 'Amt'),
    first(node, 'AmtDtls', 'CntrValAmt', 'Amt'),
  ]
  for (const candidate of candidates) {
    const amount: Amount | undefined = amountOf(candidate)
    if (amount !== undefined && amount.value !== '' && (amount.currency === '' || amount.currency === currency)) {
      return amount.value
    }
  }
  return undefined
}

function chargesOf(nodes: readonly Xml[], currency: string): string {
  const charges: string[] = []
  for (const node of nodes) {
    for (const group of all(node, 'Chrgs')) {
      const total = first(group, 'TtlChrgsAndTaxAmt')
      const stated = total === undefined ? [group, ...all(group, 'Rcrd')].map((one) => first(one, 'Amt')) : [total]
      for (const amount of stated.map(amountOf)) {
        if (amount !== undefined && amount.value !== '' && amount.currency === currency) charges.push(amount.value)
      }
    }
  }
  return sumOf(charges)
}

interface EntryFacts {
  entry: Xml
  account: AccountPart
  number: number
  time: string
  currency: string
  whole: string
}

function movementOf(facts: EntryFacts, detail: Xml | undefined, amount: string, direction: Direction): Movement {
  const { entry, account, number, time, currency, whole } = facts
  const undoes = ['true', '1'].includes(text(entry, 'RvslInd')) || first(detail, 'RtrInf') !== undefined
  const other = counterparty(detail, direction, account.account, undoes)
  const references = [
    ...referencesOf(entry, { svcr: 'AcctSvcrRef', ntry: 'NtryRef' }),
    ...referencesOf(first(detail, 'Refs'), DETAIL_REFERENCES),
  ]
  const payment: Payment = {
    message: account.message,
    part: account.part,
    entry: number,
    entryAmount: whole,
    references: [...new Set(references)],
    original: [],
    undoes,
    kind: kindOfCode(first(detail, 'BkTxCd', 'Domn') === undefined ? entry : detail, direction),
  }
  return {
    direction,
    account: account.account,
    card: '',
    holder: account.holder,
    holderId: account.holderId,
    institution: account.institution,
    accountKind: 'bank',
    amount,
    balance: '',
    currency,
    time,
    counterparty: other.account,
    counterHolder: other.name,
    counterId: other.id,
    counterBank: other.bank,
    counterKind: undefined,
    kind: undefined,
    orders: '',
    paidFrom: '',
    counterBalance: '',
    memo: memoOf(entry, detail, direction),
    serial: reference(firstText(detail, 'Refs/AcctSvcrRef') || text(entry, 'AcctSvcrRef')),
    isCash: false,
    isFailed: false,
    payment,
  }
}

/**
 * Who the money came from, or went to. In a return the parties stand as in the payment that it returns: then the
 * account is the debtor's although the money came in.
 */
function counterparty(
  detail: Xml | undefined,
  direction: Direction,
  own: string,
  undoes: boolean,
): { account: string; name: string; id: string; bank: string } {
  const roles = direction === 'in' ? (['Dbtr', 'Cdtr'] as const) : (['Cdtr', 'Dbtr'] as const)
  const [expected, opposite] = roles.map((role) => {
    const parties = first(detail, 'RltdPties')
    const party = partyOf(first(parties, role))
    const name = party.name || partyOf(first(parties, `Ultmt${role}`)).name
    const bank = agentOf(first(detail, 'RltdAgts', `${role}Agt`)) || agentOf(first(parties, role))
    return { account: accountOf(first(parties, `${role}Acct`)), name, id: party.id, bank: bank === name ? '' : bank }
  })
  const isOwn = own !== '' && expected!.account === own
  if ((isOwn || (undoes && expected!.account === '')) && opposite!.account !== '' && opposite!.account !== own) {
    return opposite!
  }
  return isOwn ? { account: '', name: '', id: '', bank: '' } : expected!
}

/** What the payer wrote, and what the bank did, for the reader. */
function memoOf(entry: Xml, detail: Xml | undefined, direction: Direction): string {
  const ultimate = direction === 'in' ? 'UltmtDbtr' : 'UltmtCdtr'
  const behind = partyOf(first(detail, 'RltdPties', ultimate)).name
  const texts = [
    ...all(detail, 'RmtInf', 'Ustrd').map(textOf),
    ...all(detail, 'RmtInf', 'Strd', 'CdtrRefInf').map((info) => firstText(info, 'Ref', 'CdtrRef')),
    text(detail, 'AddtlTxInf'),
    text(entry, 'AddtlNtryInf'),
    behind === '' ? '' : `${ultimate}: ${behind}`,
  ].map(cleanText)
  return [...new Set(texts.filter((part) => part !== ''))].join(' ')
}
