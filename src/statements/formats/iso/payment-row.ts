import { cleanText } from '../../cells.js'
import type { Movement, Payment, Reading } from '../format.js'
import { all, first, firstText, text, textOf, type Xml } from './node.js'
import { accountOf, agentOf, partyOf } from './party.js'
import { amountOf, moreExact, timeOf } from './values.js'

/** Where the payer and the payee of a payment between banks stand, and its bank's own words. */
interface Ends {
  payer: { party: Xml | undefined; account: Xml | undefined; agent: Xml | undefined; ultimate: Xml | undefined }
  payee: { party: Xml | undefined; account: Xml | undefined; agent: Xml | undefined; ultimate: Xml | undefined }
}

/**
 * A payment between banks as a row that names payer and payee: the amount that was settled between the banks, on the
 * day of settlement, with the time of day where one of that day is stated.
 */
export function paymentRow(
  node: Xml,
  header: Xml | undefined,
  amount: Xml | undefined,
  ends: Ends,
  facts: Pick<Payment, 'message' | 'part' | 'entry' | 'references' | 'original' | 'undoes'>,
): Reading {
  const settled = amountOf(amount)
  if (settled === undefined || settled.value === '') {
    const written = JSON.stringify(textOf(amount).slice(0, 40))
    return { fault: { code: 'invalid-amount', message: `the amount ${written} is none` } }
  }
  if (!/[1-9]/.test(settled.value)) return { nothing: {} }
  const created = timeOf(first(header, 'CreDtTm'))
  const day = timeOf(first(node, 'IntrBkSttlmDt') ?? first(header, 'IntrBkSttlmDt')) || created
  const exact = [
    first(node, 'AccptncDtTm'),
    first(node, 'SttlmTmIndctn', 'DbtDtTm'),
    first(node, 'SttlmTmIndctn', 'CdtDtTm'),
    first(header, 'CreDtTm'),
  ].map(timeOf)
  const time = exact.reduce(moreExact, day)
  if (time === '')
    return { fault: { code: 'invalid-time', message: 'the payment has neither a day of settlement nor a time' } }
  const payer = endOf(ends.payer)
  const payee = endOf(ends.payee)
  if (payer.isNameless || payee.isNameless) {
    const message = `the payment names no ${payer.isNameless ? 'payer' : 'payee'}, neither a number nor a name`
    return { fault: { code: 'missing-account', message } }
  }
  const movement: Movement = {
    direction: undefined,
    account: payer.account,
    card: '',
    holder: payer.name,
    holderId: payer.id,
    institution: payer.bank,
    accountKind: 'bank',
    amount: settled.value,
    balance: '',
    currency: settled.currency,
    time,
    counterparty: payee.account,
    counterHolder: payee.name,
    counterId: payee.id,
    counterBank: payee.bank,
    counterKind: undefined,
    kind: undefined,
    orders: '',
    paidFrom: '',
    counterBalance: '',
    memo: memoOf(node, ends),
    serial: '',
    isCash: false,
    isFailed: false,
    payment: { ...facts, entryAmount: settled.value, kind: undefined },
  }
  return { movement }
}

/** An end whose account has no number stands under its bank and name, as an unknown counterparty does. */
function endOf({ party, account, agent, ultimate }: Ends['payer']) {
  const known = partyOf(party)
  const name = known.name || partyOf(ultimate).name
  const bank = agentOf(agent) || agentOf(party)
  const number = accountOf(account)
  const stand = ['unnumbered', bank, name].filter((part) => part !== '')
  return {
    account: number || stand.join(':'),
    name,
    id: known.id,
    bank,
    isNameless: number === '' && stand.length === 1,
  }
}

function memoOf(node: Xml, ends: Ends): string {
  const behind = [['UltmtDbtr', ends.payer.ultimate] as const, ['UltmtCdtr', ends.payee.ultimate] as const].map(
    ([name, party]) => {
      const ultimate = partyOf(party).name
      return ultimate === '' ? '' : `${name}: ${ultimate}`
    },
  )
  const texts = [
    ...all(node, 'RmtInf', 'Ustrd').map(textOf),
    ...all(node, 'RmtInf', 'Strd', 'CdtrRefInf').map((info) => firstText(info, 'Ref', 'CdtrRef')),
    firstText(node, 'RtrRsnInf/Rsn/Cd', 'RtrRsnInf/Rsn/Prtry'),
    text(node, 'RtrRsnInf', 'AddtlInf'),
    ...behind,
  ].map(cleanText)
  return [...new Set(texts.filter((part) => part !== ''))].join(' ')
}
