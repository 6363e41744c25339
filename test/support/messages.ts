/** Messages of ISO 20022 as tests need them: no more elements than are read, a line an entry. */

interface AccountMessage {
  kind?: 'camt.052' | 'camt.053' | 'camt.054'
  version?: string
  account: string
  currency?: string
  owner?: string
  bank?: string
  id?: string
  /** ElctrncSeqNb, and PgNb with LastPgInd: "1/false". */
  sequence?: number
  page?: string
  /** FrDtTm and ToDtTm. */
  period?: [string, string]
  created?: string
  /** "OPBD 100.00 2024-03-12", below zero for a debit. */
  balances?: string[]
  entries: string
  extra?: string
}

const NAMES = {
  'camt.052': ['BkToCstmrAcctRpt', 'Rpt'],
  'camt.053': ['BkToCstmrStmt', 'Stmt'],
  'camt.054': ['BkToCstmrDbtCdtNtfctn', 'Ntfctn'],
} as const

/** A message of one account. Its entries are those of `entry`, or XML as it is. */
export function accountMessage(of: AccountMessage): string {
  const kind = of.kind ?? 'camt.053'
  const [page, isLast] = of.page?.split('/') ?? []
  const currency = of.currency ?? 'EUR'
  const part = [
    tag('Id', of.id ?? 'S1'),
    page === undefined ? '' : tag('StmtPgntn', tag('PgNb', page) + tag('LastPgInd', isLast ?? 'true')),
    of.sequence === undefined ? '' : tag('ElctrncSeqNb', `${of.sequence}`),
    of.created === undefined ? '' : tag('CreDtTm', of.created),
    of.period === undefined ? '' : tag('FrToDt', tag('FrDtTm', of.period[0]) + tag('ToDtTm', of.period[1])),
    tag(
      'Acct',
      tag('Id', accountId(of.account)) +
        tag('Ccy', currency) +
        (of.owner === undefined ? '' : tag('Ownr', tag('Nm', of.owner))) +
        (of.bank === undefined ? '' : tag('Svcr', tag('FinInstnId', tag('BICFI', of.bank)))),
    ),
    ...(of.balances ?? []).map((line) => balance(line, currency)),
    of.extra ?? '',
    of.entries,
  ].join('')
  return document(
    `${kind}.001.${of.version ?? '08'}`,
    tag(NAMES[kind][0], tag('GrpHdr', tag('MsgId', 'M1')) + tag(NAMES[kind][1], part)),
  )
}

/** The root of a message in its namespace. */
export function document(
  name: string,
  content: string,
  declaration = '<?xml version="1.0" encoding="UTF-8"?>',
): string {
  return `${declaration}<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${name}">${content}</Document>`
}

interface Fields {
  svcr?: string
  ref?: string
  e2e?: string
  uetr?: string
  tx?: string
  sts?: string
  /** Number of the counterparty's account, its holder, and its bank. */
  with?: string
  name?: string
  bank?: string
  code?: string
  memo?: string
  reversal?: boolean
  returned?: boolean
  /** In place of everything within NtryDtls. */
  details?: string
  currency?: string
}

/** One entry: "in 5.00 2024-03-12", with a time of day where it has one, and what else it says. */
export function entry(line: string, fields: Fields = {}): string {
  const [direction, amount, time = ''] = line.split(' ')
  const isIn = direction === 'in'
  const [domain, family, sub] = fields.code?.split('/') ?? []
  const role = isIn ? 'Dbtr' : 'Cdtr'
  const references = [
    ['EndToEndId', fields.e2e],
    ['UETR', fields.uetr],
    ['TxId', fields.tx],
  ].map(([name, value]) => (value === undefined ? '' : tag(name!, value)))
  const parties =
    (fields.name === undefined ? '' : tag(role, tag('Pty', tag('Nm', fields.name)))) +
    (fields.with === undefined ? '' : tag(`${role}Acct`, tag('Id', accountId(fields.with))))
  const details =
    fields.details ??
    tag(
      'TxDtls',
      tag('Refs', references.join('')) +
        tag('RltdPties', parties) +
        (fields.bank === undefined
          ? ''
          : tag('RltdAgts', tag(`${role}Agt`, tag('FinInstnId', tag('BICFI', fields.bank))))) +
        (fields.memo === undefined ? '' : tag('RmtInf', tag('Ustrd', fields.memo))) +
        (fields.returned === true ? tag('RtrInf', tag('Rsn', tag('Cd', 'AC04'))) : ''),
    )
  return tag(
    'Ntry',
    [
      fields.ref === undefined ? '' : tag('NtryRef', fields.ref),
      `<Amt Ccy="${fields.currency ?? 'EUR'}">${amount}</Amt>`,
      tag('CdtDbtInd', isIn ? 'CRDT' : 'DBIT'),
      fields.reversal === true ? tag('RvslInd', 'true') : '',
      tag('Sts', fields.sts ?? tag('Cd', 'BOOK')),
      tag('BookgDt', time.length > 10 ? tag('DtTm', time) : tag('Dt', time)),
      fields.svcr === undefined ? '' : tag('AcctSvcrRef', fields.svcr),
      domain === undefined
        ? ''
        : tag(
            'BkTxCd',
            tag('Domn', tag('Cd', domain) + tag('Fmly', tag('Cd', family ?? '') + tag('SubFmlyCd', sub ?? ''))),
          ),
      tag('NtryDtls', details),
    ].join(''),
  )
}

/** A payment between banks: "5.00 2024-03-12 payer payee". */
export function pacs008(line: string, fields: Pick<Fields, 'uetr' | 'e2e' | 'tx'> & { time?: string } = {}): string {
  const [amount, day, payer = '', payee = ''] = line.split(' ')
  const ids = [
    ['EndToEndId', fields.e2e ?? 'NOTPROVIDED'],
    ['TxId', fields.tx],
    ['UETR', fields.uetr],
  ].map(([name, value]) => (value === undefined ? '' : tag(name!, value)))
  return document(
    'pacs.008.001.08',
    tag(
      'FIToFICstmrCdtTrf',
      tag('GrpHdr', tag('MsgId', 'M1') + tag('CreDtTm', fields.time ?? `${day}T00:00:00Z`)) +
        tag(
          'CdtTrfTxInf',
          tag('PmtId', ids.join('')) +
            `<IntrBkSttlmAmt Ccy="EUR">${amount}</IntrBkSttlmAmt>` +
            tag('IntrBkSttlmDt', day ?? '') +
            tag('Dbtr', tag('Nm', 'payer')) +
            tag('DbtrAcct', tag('Id', accountId(payer))) +
            tag('Cdtr', tag('Nm', 'payee')) +
            tag('CdtrAcct', tag('Id', accountId(payee))),
        ),
    ),
  )
}

/** A return between banks: "5.00 2024-03-13", of the payment with these references. */
export function pacs004(line: string, fields: Pick<Fields, 'uetr' | 'e2e'>, chain = ''): string {
  const [amount, day = ''] = line.split(' ')
  const ids = [
    ['OrgnlEndToEndId', fields.e2e],
    ['OrgnlUETR', fields.uetr],
  ].map(([name, value]) => (value === undefined ? '' : tag(name!, value)))
  const returned = `<RtrdIntrBkSttlmAmt Ccy="EUR">${amount}</RtrdIntrBkSttlmAmt>`
  const names =
    chain || tag('RtrChain', tag('Dbtr', tag('Pty', tag('Nm', 'payee'))) + tag('Cdtr', tag('Pty', tag('Nm', 'payer'))))
  return document(
    'pacs.004.001.09',
    tag(
      'PmtRtr',
      tag('GrpHdr', tag('MsgId', 'R1') + tag('CreDtTm', `${day}T09:00:00Z`)) +
        tag(
          'TxInf',
          ids.join('') + returned + tag('IntrBkSttlmDt', day) + names + tag('RtrRsnInf', tag('Rsn', tag('Cd', 'AC04'))),
        ),
    ),
  )
}

export function tag(name: string, content: string): string {
  return `<${name}>${content}</${name}>`
}

function accountId(number: string): string {
  return /^[A-Z]{2}\d\d/.test(number) ? tag('IBAN', number) : tag('Othr', tag('Id', number))
}

function balance(line: string, currency: string): string {
  const [code = '', amount = '', day = ''] = line.split(' ')
  return tag(
    'Bal',
    tag('Tp', tag('CdOrPrtry', tag('Cd', code))) +
      `<Amt Ccy="${currency}">${amount.replace('-', '')}</Amt>` +
      tag('CdtDbtInd', amount.startsWith('-') ? 'DBIT' : 'CRDT') +
      tag('Dt', tag('Dt', day)),
  )
}
