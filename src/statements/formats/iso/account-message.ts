import { cleanText } from '../../cells.js'
import type { BookedBalance, Movement, StatementPart } from '../format.js'
import type { AccountPart } from './account-part.js'
import { readEntry } from './entry.js'
import type { MessageFormat, Out } from './message-format.js'
import type { MessageName } from './message-name.js'
import { all, first, firstText, text, type Xml } from './node.js'
import { accountOf, agentOf, partyOf } from './party.js'
import { type Amount, amountOf, dayOf, directionOf, isEqual, periodOf, sumOf, timeOf } from './values.js'

/** A format of messages about one account each: camt.052, camt.053 and camt.054 differ in little but their names. */
export function accountMessage(name: MessageName, element: string, partName: string): MessageFormat {
  return {
    name,
    element,
    read(message, firstPart, out) {
      const parts = all(message, partName)
      if (parts.length === 0) out.warn('empty-message', `the message holds no ${partName}`, 'file')
      const paging = first(message, 'GrpHdr', 'MsgPgntn')
      const created = timeOf(first(message, 'GrpHdr', 'CreDtTm'))
      parts.forEach((part, at) => {
        readPart(name, part, firstPart + at, paging, created, out)
      })
      return firstPart + parts.length
    },
  }
}

function readPart(
  message: MessageName,
  node: Xml,
  part: number,
  paging: Xml | undefined,
  created: string,
  out: Out,
): void {
  const owner = partyOf(first(node, 'Acct', 'Ownr'))
  const balances = message === 'camt.054' ? {} : balancesOf(node)
  const currency = text(node, 'Acct', 'Ccy').toUpperCase() || balances.opening?.currency || balances.closing?.currency
  const account: AccountPart = {
    message,
    part,
    account: accountOf(first(node, 'Acct')),
    holder: owner.name || cleanText(text(node, 'Acct', 'Nm')),
    holderId: owner.id,
    institution: agentOf(first(node, 'Acct', 'Svcr')),
    currency: currency ?? '',
    day: dayOf(balances.closing?.time || timeOf(first(node, 'CreDtTm')) || created),
  }
  const booked: Movement[] = []
  let entries = 0
  let bookedEntries = 0
  for (const element of all(node, 'Ntry')) {
    entries++
    const entry = out.open(element)
    if (entry === undefined) continue
    const movements = readEntry(entry, account, entries, out)
    if (movements.length > 0) bookedEntries++
    for (const movement of movements) {
      booked.push(movement)
    }
  }
  checkTotals(node, account, entries, bookedEntries, booked, out)
  if (message === 'camt.054') return
  const statement = statementOf(node, account, paging, balances, booked)
  for (const [name, balance] of [['opening', statement.opening] as const, ['closing', statement.closing] as const]) {
    if (balance === undefined || balance.currency === '' || balance.currency === account.currency) continue
    const message = `the ${name} balance of ${nameOf(statement)} is in ${balance.currency}, the account in ${account.currency}; it is not used`
    out.warn('foreign-balance', message, 'file')
    delete (statement as Partial<StatementPart>)[name]
  }
  out.statement({ statement })
}

/** A statement as problems name it. */
function nameOf({ id, account, part }: { id: string; account: string; part: number }): string {
  return `statement ${JSON.stringify((id || `#${part}`).slice(0, 60))} of ${account === '' ? 'an unnamed account' : account.slice(0, 60)}`
}

interface Balances {
  opening?: BookedBalance | undefined
  closing?: BookedBalance | undefined
}

/**
 * The booked balances before the first entry and after the last: OPBD, else PRCD (where the statement before closed),
 * else the first ITBD of a page; and CLBD, else the last ITBD. Available, forward and information balances are no
 * sums of entries.
 */
function balancesOf(node: Xml): Balances {
  const booked: { code: string; sub: string; balance: BookedBalance }[] = []
  for (const element of all(node, 'Bal')) {
    const code = firstText(element, 'Tp/CdOrPrtry/Cd', 'Tp/Cd')
    if (!['OPBD', 'PRCD', 'ITBD', 'CLBD'].includes(code)) continue
    const amount = amountOf(first(element, 'Amt'))
    const direction = directionOf(element)
    if (amount === undefined || amount.value === '' || direction === undefined) continue
    const sign = direction === 'out' && /[1-9]/.test(amount.value) ? '-' : ''
    booked.push({
      code,
      sub: firstText(element, 'Tp/SubTp/Cd', 'Tp/SubTp/Prtry'),
      balance: {
        amount: `${sign}${amount.value}`,
        currency: amount.currency,
        time: timeOf(first(element, 'Dt')),
        isPrevious: code === 'PRCD',
      },
    })
  }
  const of = (code: string, sub?: string) =>
    booked.find((one) => one.code === code && (sub === undefined || one.sub === sub))?.balance
  const interim = booked.filter(({ code }) => code === 'ITBD').map(({ balance }) => balance)
  const closing = of('CLBD') ?? of('ITBD', 'CIBD')
  const opening = of('OPBD') ?? of('PRCD') ?? of('ITBD', 'OIBD')
  return {
    opening: opening ?? (closing !== undefined || interim.length > 1 ? interim[0] : undefined),
    closing: closing ?? (opening !== undefined || interim.length > 1 ? interim.at(-1) : undefined),
  }
}

function statementOf(
  node: Xml,
  account: AccountPart,
  messagePaging: Xml | undefined,
  balances: Balances,
  booked: readonly Movement[],
): StatementPart {
  const paging = first(node, 'StmtPgntn') ?? first(node, 'RptPgntn') ?? messagePaging
  const isLast = text(paging, 'LastPgInd')
  const days = booked.map(({ time }) => dayOf(time)).sort()
  return {
    message: account.message,
    part: account.part,
    id: cleanText(text(node, 'Id')),
    account: account.account,
    currency: account.currency,
    sequence: wholeNumber(firstText(node, 'ElctrncSeqNb', 'LglSeqNb')),
    page: wholeNumber(text(paging, 'PgNb')),
    isLastPage: isLast === '' ? undefined : isTrue(isLast),
    ...periodOf(node),
    created: timeOf(first(node, 'CreDtTm')),
    opening: balances.opening,
    closing: balances.closing,
    booked: sumOf(booked.filter(({ currency }) => currency === account.currency).map(signed)),
    firstDay: days[0] ?? '',
    lastDay: days.at(-1) ?? '',
  }
}

/** What the message says that its entries come to, against what they do. */
function checkTotals(
  node: Xml,
  account: AccountPart,
  entries: number,
  bookedEntries: number,
  booked: readonly Movement[],
  out: Out,
): void {
  const totals = first(node, 'TxsSummry')
  const id = nameOf({ id: cleanText(text(node, 'Id')), account: account.account, part: account.part })
  const count = wholeNumber(text(totals, 'TtlNtries', 'NbOfNtries'))
  if (count !== undefined && count !== entries && count !== bookedEntries) {
    out.warn('entries-differ', `${id} says that it has ${count} entries; it has ${entries}`, 'file')
  }
  for (const [name, direction] of [['TtlCdtNtries', 'in'] as const, ['TtlDbtNtries', 'out'] as const]) {
    const stated: Amount | undefined = amountOf(first(totals, name, 'Sum'))
    if (stated === undefined || stated.value === '') continue
    const sum = sumOf(booked.filter((movement) => movement.direction === direction).map(({ amount }) => amount))
    if (isEqual(sum, stated.value)) continue
    const difference = sumOf([stated.value, `-${sum}`])
    const what = direction === 'in' ? 'credits' : 'debits'
    out.warn('entries-differ', `${id} says ${stated.value} of ${what}; they are ${sum}, ${difference} apart`, 'file')
  }
}

function signed({ amount, direction }: Movement): string {
  return direction === 'out' ? `-${amount}` : amount
}

function wholeNumber(written: string): number | undefined {
  return /^\d{1,15}$/.test(written) ? Number(written) : undefined
}

function isTrue(written: string): boolean {
  return written === 'true' || written === '1'
}
