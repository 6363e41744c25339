import { type BookEntry, entriesOf } from './entries.js'
import { HOLDER_IDS, type Settled, toYuan } from './ledger.js'
import type { WrittenFile } from './written.js'

/** 丁银行: camt.053, a statement for each account, with opening and closing balances and none in between. */
export function bankDing(ledger: readonly Settled[]): WrittenFile {
  const statements = [...entriesOf(ledger, '丁银行').values()].map(statement)
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
  <BkToCstmrStmt>
    <GrpHdr>
      <MsgId>DING-20240314-1</MsgId>
      <CreDtTm>2024-03-14T09:00:00+08:00</CreDtTm>
    </GrpHdr>
${statements.join('')}  </BkToCstmrStmt>
</Document>
`
  return { name: '丁银行camt053.xml', data: new TextEncoder().encode(text) }
}

function statement(entries: BookEntry[]): string {
  const { own, amount, direction, balance } = entries[0]!
  const opening = direction === 'in' ? balance - amount : balance + amount
  return `    <Stmt>
      <Id>DING-${own.id}-20240313</Id>
      <CreDtTm>2024-03-14T09:00:00+08:00</CreDtTm>
      <FrToDt>
        <FrDtTm>2024-03-11T00:00:00+08:00</FrDtTm>
        <ToDtTm>2024-03-13T23:59:59+08:00</ToDtTm>
      </FrToDt>
      <Acct>
        <Id><Othr><Id>${own.id}</Id></Othr></Id>
        <Ccy>CNY</Ccy>
        <Ownr>
          <Nm>${own.holder}</Nm>${identity(own.holder)}
        </Ownr>
        <Svcr><FinInstnId><Nm>丁银行</Nm></FinInstnId></Svcr>
      </Acct>
${stated('OPBD', opening, '2024-03-11')}${stated('CLBD', entries.at(-1)!.balance, '2024-03-13')}${entries.map(entryOf).join('')}    </Stmt>
`
}

function identity(holder: string): string {
  const id = HOLDER_IDS[holder]
  return id === undefined ? '' : `\n          <Id><PrvtId><Othr><Id>${id}</Id></Othr></PrvtId></Id>`
}

function stated(code: string, balance: number, day: string): string {
  return `      <Bal>
        <Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>
        <Amt Ccy="CNY">${toYuan(balance)}</Amt>
        <CdtDbtInd>CRDT</CdtDbtInd>
        <Dt><Dt>${day}</Dt></Dt>
      </Bal>
`
}

/** Family and sub-family of ISO 20022's codes: cash and purchases by card, credit transfers. */
function codesOf({ kind, direction }: BookEntry): [string, string] {
  if (kind === 'cash') return ['CCRD', 'CWDL']
  if (kind === 'purchase') return ['CCRD', 'POSD']
  return [direction === 'in' ? 'RCDT' : 'ICDT', 'DMCT']
}

function entryOf(entry: BookEntry): string {
  const { serial, direction, amount, time, memo, counterparty } = entry
  const { number, holder, bank } = counterparty
  const [family, subFamily] = codesOf(entry)
  const [party, agent] = direction === 'in' ? ['Dbtr', 'DbtrAgt'] : ['Cdtr', 'CdtrAgt']
  const at = `${time.replace(' ', 'T')}+08:00`
  const related = [
    holder === '' ? '' : `<${party}><Pty><Nm>${holder}</Nm></Pty></${party}>`,
    number === '' ? '' : `<${party}Acct><Id><Othr><Id>${number}</Id></Othr></Id></${party}Acct>`,
  ].join('')
  const details = [
    `<Refs><AcctSvcrRef>${serial}</AcctSvcrRef></Refs>`,
    related === '' ? '' : `<RltdPties>${related}</RltdPties>`,
    bank === '' ? '' : `<RltdAgts><${agent}><FinInstnId><Nm>${bank}</Nm></FinInstnId></${agent}></RltdAgts>`,
    memo === '' ? '' : `<RmtInf><Ustrd>${memo}</Ustrd></RmtInf>`,
  ].filter((line) => line !== '')
  return `      <Ntry>
        <NtryRef>${serial}</NtryRef>
        <Amt Ccy="CNY">${toYuan(amount)}</Amt>
        <CdtDbtInd>${direction === 'in' ? 'CRDT' : 'DBIT'}</CdtDbtInd>
        <Sts><Cd>BOOK</Cd></Sts>
        <BookgDt><DtTm>${at}</DtTm></BookgDt>
        <ValDt><Dt>${at.slice(0, 10)}</Dt></ValDt>
        <AcctSvcrRef>${serial}</AcctSvcrRef>
        <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>${family}</Cd><SubFmlyCd>${subFamily}</SubFmlyCd></Fmly></Domn></BkTxCd>
        <NtryDtls>
          <TxDtls>
${details.map((line) => `            ${line}\n`).join('')}          </TxDtls>
        </NtryDtls>
      </Ntry>
`
}
