import { buildMoneyGraph, type TransferRecord, trace } from 'fundtrail'
import { readStatements, type StatementOptions } from 'fundtrail/statements'
import { describe, expect, it } from 'vitest'
import { endings, problemLines } from '../support/ledger.js'
import { accountMessage, document, entry, pacs004, pacs008, tag } from '../support/messages.js'
import { file, policeFile } from '../support/statement-files.js'

// IBANs of test numbers, with right check digits.
const MULE = 'DE89370400440532013000'
const VICTIM = 'GB82WEST12345698765432'
const LAST = 'NL91ABNA0417164300'
const UETR = '00000000-0000-4000-8000-000000000001'

async function read(files: Record<string, string>, options: StatementOptions = {}) {
  const result = await readStatements(
    Object.entries(files).map(([name, data]) => file(name, data)),
    { currency: 'EUR', ...options },
  )
  const { rows, accepted, merged, excluded, rejected } = result.counts
  expect(rows).toBe(accepted + merged + excluded + rejected)
  return result
}

const brief = (records: readonly TransferRecord[]) =>
  records.map(({ id, from, to, amount, time, kind, reverses }) =>
    [id, from, to, amount, time, kind, reverses && `undoes ${reverses}`].filter((part) => part !== undefined).join(' '),
  )
const told = (problems: readonly { code: string; file?: string; row?: number }[]) =>
  problems.map(({ code, file: name, row }) => `${name} ${row ?? '-'} ${code}`)

describe('a statement, camt.053', () => {
  const OPEN = ['OPBD 100.00 2024-03-12', 'CLBD 40.00 2024-03-12']
  const ROWS =
    entry('in 50.00 2024-03-12T10:03:21+01:00', {
      with: VICTIM,
      name: 'victim-1',
      bank: 'WESTGB22',
      memo: 'invoice 1',
    }) + entry('out 110.00 2024-03-12', { with: LAST, name: 'mule-2' })

  it('its entries, period and opening, the closing balance agreed', async () => {
    const { records, accounts, problems, files, counts } = await read({
      'm.xml': accountMessage({ account: MULE, owner: 'mule-1', bank: 'COBADEFF', balances: OPEN, entries: ROWS }),
    })
    expect(problems).toEqual([])
    expect(files).toEqual([{ name: 'm.xml', format: 'camt.053', encoding: 'string', rows: 2 }])
    expect(counts).toEqual({ rows: 2, accepted: 2, merged: 0, excluded: 0, rejected: 0 })
    expect(brief(records)).toEqual([
      `m.xml#1 ${VICTIM} ${MULE} 50.00 2024-03-12T10:03:21+01:00`,
      // It stands behind the credit, so it is not earlier.
      `m.xml#2 ${MULE} ${LAST} 110.00 2024-03-12T10:03:21+01:00`,
    ])
    expect(records[0]).toMatchObject({ memo: 'invoice 1', currency: 'EUR', source: { file: 'm.xml', row: 1 } })
    expect(accounts).toEqual([
      {
        id: MULE,
        holder: 'mule-1',
        institution: 'COBADEFF',
        statement: [{ from: '2024-03-12', to: '2024-03-12' }],
        openingBalance: { EUR: '100.00' },
      },
      { id: VICTIM, holder: 'victim-1', institution: 'WESTGB22' },
      { id: LAST, holder: 'mule-2' },
    ])
    const { graph, problems: built } = buildMoneyGraph(records, { accounts, currency: 'EUR' })
    expect(problemLines(built)).toEqual([])
    expect(graph.statement(MULE).closing.toFixed(2)).toBe('40.00')
  })

  it('a closing balance that does not follow is told with the difference', async () => {
    const { problems } = await read({
      'm.xml': accountMessage({ account: MULE, balances: [OPEN[0]!, 'CLBD -7.50 2024-03-12'], entries: ROWS }),
    })
    expect(told(problems)).toEqual(['m.xml - closing-difference'])
    expect(problems[0]?.message).toContain('-47.5 EUR')
  })

  it('only booked balances count: available, forward and information ones are no sums of entries', async () => {
    const { accounts, problems } = await read({
      'm.xml': accountMessage({
        account: MULE,
        balances: [
          'OPAV 7.00 2024-03-12',
          ...OPEN,
          'CLAV 9.00 2024-03-12',
          'FWAV 9.00 2024-03-13',
          'INFO 1 2024-03-12',
        ],
        entries: ROWS,
      }),
    })
    expect(problems).toEqual([])
    expect(accounts[0]?.openingBalance).toEqual({ EUR: '100.00' })
  })

  it('PRCD is the close of the statement before: the period begins on the next day', async () => {
    const { accounts } = await read({
      'm.xml': accountMessage({
        account: MULE,
        balances: ['PRCD -100.00 2024-03-11', 'CLBD -100.00 2024-03-12'],
        entries: '',
      }),
    })
    expect(accounts).toEqual([
      { id: MULE, statement: [{ from: '2024-03-12', to: '2024-03-12' }], openingBalance: { EUR: '-100.00' } },
    ])
  })

  it.each([
    [
      'exact',
      ['2024-03-12T08:00:00+01:00', '2024-03-12T18:00:00+01:00'],
      '2024-03-12T08:00:00+01:00',
      '2024-03-12T18:00:00+01:00',
    ],
    ['whole days', ['2024-03-12T00:00:00', '2024-03-14T00:00:00'], '2024-03-12', '2024-03-13'],
    ['one day', ['2024-03-12T00:00:00', '2024-03-12T00:00:00'], '2024-03-12', '2024-03-12'],
    [
      'an end that the closing balance shares',
      ['2024-03-10T00:00:00', '2024-03-12T00:00:00'],
      '2024-03-10',
      '2024-03-12',
    ],
  ] as const)('a stated period: %s', async (_, period, from, to) => {
    const { accounts, problems } = await read({
      'm.xml': accountMessage({ account: MULE, period: [...period], balances: OPEN, entries: ROWS }),
    })
    expect(problems).toEqual([])
    expect(accounts[0]?.statement).toEqual([{ from, to }])
  })

  it('a stated period that the entries contradict gives way to the dates of the balances', async () => {
    const { accounts, problems } = await read({
      'm.xml': accountMessage({
        account: MULE,
        period: ['2007-10-18T08:00:00', '2007-10-18T12:30:00'],
        balances: OPEN,
        entries: ROWS,
      }),
    })
    expect(told(problems)).toEqual(['m.xml - period-contradicted'])
    expect(accounts[0]?.statement).toEqual([{ from: '2024-03-12', to: '2024-03-12' }])
  })

  it('amounts, numbers and characters stay what they are', async () => {
    const { records } = await read({
      'm.xml': accountMessage({
        account: '0100',
        entries: entry('in 1.10 2024-03-12', { with: '00200', name: 'A &amp; B &#24352;&#x67D0; <![CDATA[<&amp;>]]>' }),
      }),
    })
    expect(brief(records)).toEqual(['m.xml#1 00200 0100 1.10 2024-03-12'])
  })

  it('a balance or an entry in another currency than the account is told', async () => {
    const { problems, records, accounts } = await read({
      'm.xml': accountMessage({
        account: MULE,
        currency: 'EUR',
        entries: entry('in 5.00 2024-03-12', { currency: 'SEK' }),
        extra: `<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="CHF">1</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2024-03-12</Dt></Dt></Bal>`,
      }),
    })
    expect(told(problems)).toEqual(['m.xml 1 foreign-entry', 'm.xml - foreign-balance'])
    expect(records[0]?.currency).toBe('SEK')
    expect(accounts[0]?.statement).toEqual([{ from: '2024-03-12', to: '2024-03-12' }])
  })

  it('totals that the message states are held against its entries', async () => {
    const extra = tag(
      'TxsSummry',
      tag('TtlNtries', tag('NbOfNtries', '3')) +
        tag('TtlCdtNtries', tag('Sum', '50.00')) +
        tag('TtlDbtNtries', tag('Sum', '110.50')),
    )
    const { problems } = await read({
      'm.xml': accountMessage({ account: MULE, balances: OPEN, entries: ROWS, extra }),
    })
    expect(problems.map(({ message }) => message)).toEqual([
      `statement "S1" of ${MULE} says that it has 3 entries; it has 2`,
      `statement "S1" of ${MULE} says 110.50 of debits; they are 110, 0.5 apart`,
    ])
  })
})

describe('several statements', () => {
  const page = (number: string, balances: string[], entries: string) =>
    accountMessage({ account: MULE, sequence: 7, page: number, balances, entries })
  const first = page('1/false', ['OPBD 10.00 2024-03-12', 'ITBD 15.00 2024-03-12'], entry('in 5.00 2024-03-12'))
  const second = page('2/true', ['ITBD 15.00 2024-03-12', 'CLBD 12.00 2024-03-12'], entry('out 3.00 2024-03-12'))

  it('pages of one statement, in any order, are one', async () => {
    const { accounts, problems } = await read({ 'b.xml': second, 'a.xml': first })
    expect(problems).toEqual([])
    expect(accounts[0]).toMatchObject({
      statement: [{ from: '2024-03-12', to: '2024-03-12' }],
      openingBalance: { EUR: '10.00' },
    })
  })

  it('a page that is not there is told', async () => {
    expect(told((await read({ 'b.xml': second })).problems)).toEqual(['b.xml - missing-page'])
    expect(told((await read({ 'a.xml': first })).problems)).toEqual(['a.xml - missing-page'])
  })

  const day = (sequence: number, date: string, opening: string, closing: string, entries: string) =>
    accountMessage({
      account: MULE,
      id: `S${sequence}`,
      sequence,
      balances: [`OPBD ${opening} ${date}`, `CLBD ${closing} ${date}`],
      entries,
    })

  it('each continues the one before, over a weekend too', async () => {
    const { records, accounts, problems } = await read({
      'mon.xml': day(2, '2024-03-11', '15', '12', entry('out 3 2024-03-11', { with: LAST })),
      'fri.xml': day(1, '2024-03-08', '10', '15', entry('in 5 2024-03-08', { with: VICTIM })),
    })
    expect(problems).toEqual([])
    expect(accounts.find(({ id }) => id === MULE)).toMatchObject({
      statement: [
        { from: '2024-03-08', to: '2024-03-08' },
        { from: '2024-03-09', to: '2024-03-11' },
      ],
      openingBalance: { EUR: '10' },
    })
    const { graph } = buildMoneyGraph(records, { accounts, currency: 'EUR' })
    expect(graph.account(MULE).statement).toHaveLength(1)
    expect(endings(trace(graph, { from: 'fri.xml#1', rule: 'lifo' }))).toEqual([
      `${MULE} held 2`,
      `${LAST} no-statement 3`,
    ])
  })

  it('one that is missing in between, and one that opens with another balance, are told with the amount', async () => {
    const missing = await read({
      'a.xml': day(1, '2024-03-08', '10', '15', entry('in 5 2024-03-08')),
      'c.xml': day(3, '2024-03-11', '20', '17', entry('out 3 2024-03-11')),
    })
    expect(told(missing.problems)).toEqual(['c.xml - missing-statement'])
    expect(missing.problems[0]?.message).toContain('from 15 to 20 EUR')
    const broken = await read({
      'a.xml': day(1, '2024-03-08', '10', '15', entry('in 5 2024-03-08')),
      'b.xml': day(2, '2024-03-11', '20', '17', entry('out 3 2024-03-11')),
    })
    expect(told(broken.problems)).toEqual(['b.xml - statement-break'])
    expect(broken.problems[0]?.message).toContain(': 5 EUR apart')
  })

  it('two statements in one message, two documents in one envelope', async () => {
    const one = accountMessage({ account: MULE, entries: entry('in 5 2024-03-12', { with: VICTIM }) })
    const again = one.replace('<Id>S1</Id>', '<Id>S2</Id>')
    const two = pacs008(`7.00 2024-03-12 ${LAST} ${VICTIM}`)
    const strip = (text: string) => text.replace(/<\?.*?\?>/, '')
    const { files, records } = await read({
      'two.xml': one.replace(/<Stmt>.*<\/Stmt>/, (stmt) => stmt + stmt.replaceAll(MULE, LAST)),
      'env.xml': `<?xml version="1.0"?><e:Envelope xmlns:e="urn:x"><e:Body>${strip(again)}</e:Body>${strip(two)}</e:Envelope>`,
    })
    expect(files.map(({ format, rows }) => `${format} ${rows}`)).toEqual(['camt.053 2', 'camt.053, pacs.008 2'])
    expect(brief(records)).toEqual([
      `two.xml#1 ${VICTIM} ${MULE} 5 2024-03-12`,
      `two.xml#2 ${VICTIM} ${LAST} 5 2024-03-12`,
      `env.xml#1 ${VICTIM} ${MULE} 5 2024-03-12`,
      `env.xml#2 ${LAST} ${VICTIM} 7.00 2024-03-12`,
    ])
  })
})

describe('entries', () => {
  const of = (entries: string) => read({ 'm.xml': accountMessage({ account: MULE, bank: 'COBADEFF', entries }) })

  it('what is pending or for information moved nothing, in both ways of writing it', async () => {
    const { records, problems, counts } = await of(
      entry('in 1 2024-03-12', { sts: 'PDNG' }) +
        entry('in 2 2024-03-12', { sts: tag('Cd', 'INFO') }) +
        entry('in 3 2024-03-12', { sts: 'BOOK' }) +
        entry('in 0.00 2024-03-12'),
    )
    expect(told(problems)).toEqual(['m.xml 1 not-booked', 'm.xml 2 not-booked'])
    expect(counts).toMatchObject({ rows: 4, accepted: 1, excluded: 3 })
    expect(records.map(({ amount }) => amount)).toEqual(['3'])
  })

  it('kinds by the bank transaction code', async () => {
    const { records } = await of(
      entry('out 1 2024-03-12', { code: 'PMNT/CCRD/CWDL' }) +
        entry('out 2 2024-03-12', { code: 'PMNT/CCRD/POSD', name: 'shop' }) +
        entry('out 3 2024-03-12', { code: 'ACMT/MDOP/CHRG' }) +
        entry('in 4 2024-03-12', { code: 'ACMT/MCOP/INTR' }) +
        entry('out 5 2024-03-12', { code: 'ACMT/MDOP/INTR' }) +
        entry('out 6 2024-03-12', { code: 'PMNT/ICDT/ESCT', with: LAST, memo: 'DEPOSIT' }),
    )
    expect(records.map(({ to, from, kind }) => `${from === MULE ? to : from} ${kind ?? 'transfer'}`)).toEqual([
      'cash:COBADEFF cash',
      'unnumbered:shop purchase',
      'fee:COBADEFF fee',
      'interest:COBADEFF interest',
      'fee:COBADEFF fee',
      `${LAST} transfer`,
    ])
  })

  const part = (amount: string, to: string, more = '') =>
    tag(
      'TxDtls',
      `<Amt Ccy="EUR">${amount}</Amt>${more}` +
        tag('RltdPties', tag('CdtrAcct', tag('Id', tag('Othr', tag('Id', to))))),
    )

  it('a batch is a movement a payment where their amounts come to the entry', async () => {
    const { records, counts, problems } = await of(
      entry('out 6.30 2024-03-12', { svcr: 'B1', details: part('3.10', 'mule-2') + part('3.20', 'mule-3') }),
    )
    expect(problems).toEqual([])
    expect(counts).toMatchObject({ rows: 2, accepted: 2 })
    expect(records.map(({ id, to, amount }) => `${id} ${to} ${amount}`)).toEqual([
      'm.xml#1 mule-2 3.10',
      'm.xml#2 mule-3 3.20',
    ])
  })

  it('with the charges that the bank took on top', async () => {
    const charge = tag('Chrgs', tag('Rcrd', '<Amt Ccy="EUR">0.20</Amt>'))
    const { records, problems } = await of(
      entry('out 6.50 2024-03-12', { details: part('3.10', 'mule-2', charge) + part('3.20', 'mule-3') }),
    )
    expect(problems).toEqual([])
    expect(records.map(({ to, amount, kind }) => [to, amount, kind].join(' '))).toEqual([
      'mule-2 3.10 ',
      'mule-3 3.20 ',
      'fee:COBADEFF 0.2 fee',
    ])
  })

  it('a batch whose payments do not come to it is one movement, and told', async () => {
    const { records, problems } = await of(
      entry('out 7.00 2024-03-12', { details: part('3.10', 'mule-2') + part('3.20', 'mule-3') }),
    )
    expect(told(problems)).toEqual(['m.xml 1 batch-difference'])
    expect(records.map(({ amount }) => amount)).toEqual(['7.00'])
  })

  it('what is no amount, no direction or has no date is rejected', async () => {
    const { problems, counts } = await of(
      entry('in 1,50 2024-03-12') +
        entry('in -5 2024-03-12') +
        entry('in 5 2024-03-12').replace('CRDT', 'UP') +
        entry('in 5 2024-02-31') +
        entry('in 5 2024-03-12').replace(/<BookgDt>.*<\/BookgDt>/, ''),
    )
    expect(told(problems)).toEqual([
      'm.xml 1 invalid-amount',
      'm.xml 2 invalid-amount',
      'm.xml 3 unknown-direction',
      'm.xml 4 invalid-time',
      'm.xml 5 invalid-time',
    ])
    expect(counts).toMatchObject({ rows: 5, rejected: 5 })
  })

  it('a reversal keeps its direction and names what it undoes by the reference', async () => {
    const { records, problems } = await of(
      entry('out 5.00 2024-03-12T09:00:00Z', { with: LAST, e2e: 'E1' }) +
        entry('out 5.00 2024-03-12T09:01:00Z', { with: LAST, e2e: 'E2' }) +
        entry('in 5.00 2024-03-13T09:00:00Z', { with: LAST, e2e: 'E1', reversal: true }) +
        entry('in 5.00 2024-03-14T09:00:00Z', { e2e: 'E2', returned: true }),
    )
    expect(problems).toEqual([])
    expect(records.map(({ from, to, reverses }) => `${from} ${to} ${reverses ?? '-'}`)).toEqual([
      `${MULE} ${LAST} -`,
      `${MULE} ${LAST} -`,
      `${LAST} ${MULE} m.xml#1`,
      `${LAST} ${MULE} m.xml#2`,
    ])
    expect(buildMoneyGraph(records).counts).toMatchObject({ excluded: 4 })
  })
})

describe('one entry in several messages', () => {
  const STATEMENT = accountMessage({
    account: MULE,
    balances: ['OPBD 0 2024-03-12', 'CLBD 45 2024-03-12'],
    entries: entry('in 50.00 2024-03-12', { svcr: 'A1', with: VICTIM }) + entry('out 5.00 2024-03-12', { with: LAST }),
  })

  it('a report tells first what the statement tells again: one transfer, with the time of day', async () => {
    const { records, counts, problems } = await read({
      'day.xml': accountMessage({
        kind: 'camt.052',
        account: MULE,
        entries: entry('in 50.00 2024-03-12T10:03:21Z', { svcr: 'A1', name: 'victim-1' }) + entry('out 5 2024-03-12'),
      }),
      'm.xml': STATEMENT,
    })
    expect(problems).toEqual([])
    expect(counts).toEqual({ rows: 4, accepted: 2, merged: 2, excluded: 0, rejected: 0 })
    expect(brief(records)).toEqual([
      `m.xml#1 ${VICTIM} ${MULE} 50.00 2024-03-12T10:03:21Z`,
      `m.xml#2 ${MULE} ${LAST} 5.00 2024-03-12T10:03:21Z`,
    ])
    expect(records[0]?.source).toEqual([
      { file: 'm.xml', row: 1 },
      { file: 'day.xml', row: 1 },
    ])
  })

  it('a notification takes a batch of the statement apart', async () => {
    const details = ['20.00 mule-2', '30.00 mule-3'].map((line) => {
      const [amount, from] = line.split(' ')
      return tag(
        'TxDtls',
        `<Amt Ccy="EUR">${amount}</Amt>${tag('RltdPties', tag('DbtrAcct', tag('Id', tag('Othr', tag('Id', from!)))))}`,
      )
    })
    const { records, accounts, counts, problems } = await read({
      'm.xml': STATEMENT,
      'n.xml': accountMessage({
        kind: 'camt.054',
        account: MULE,
        entries: entry('in 50.00 2024-03-12', { svcr: 'A1', details: details.join('') }),
      }),
    })
    expect(problems).toEqual([])
    expect(counts).toMatchObject({ rows: 4, accepted: 3, merged: 1 })
    expect(records.map(({ from, amount }) => `${from} ${amount}`)).toEqual([
      `${MULE} 5.00`,
      'mule-2 20.00',
      'mule-3 30.00',
    ])
    expect(accounts.find(({ id }) => id === MULE)?.statement).toEqual([{ from: '2024-03-12', to: '2024-03-12' }])
  })

  it('two equal entries of a statement stay two, in a copy of the file as well', async () => {
    const twice = accountMessage({
      account: MULE,
      entries: entry('in 5 2024-03-12', { e2e: 'RENT' }) + entry('in 5 2024-03-12', { e2e: 'RENT' }),
    })
    const { records, counts } = await read({ 'a.xml': twice, 'b.xml': twice })
    expect(records).toHaveLength(2)
    expect(counts).toMatchObject({ rows: 4, accepted: 2, merged: 2 })
  })

  it('a copy of a statement whose entries have no references adds nothing', async () => {
    const copied = accountMessage({
      account: MULE,
      balances: ['OPBD 0 2024-03-12'],
      entries: entry('in 5 2024-03-12').repeat(2),
    })
    const { records, counts, accounts } = await read({ 'a.xml': copied, 'b.xml': copied })
    expect(records).toHaveLength(2)
    expect(counts).toMatchObject({ rows: 4, accepted: 2, merged: 2 })
    expect(accounts[0]?.statement).toHaveLength(1)
  })

  it('statements that overlap are told', async () => {
    const of = (id: string, from: string, to: string) =>
      accountMessage({
        account: MULE,
        id,
        balances: [`OPBD 0 ${from}`, `CLBD 5 ${to}`],
        entries: entry(`in 5 ${to}`, { svcr: 'A1' }),
      })
    const { records, problems } = await read({
      'month.xml': of('M', '2024-03-01', '2024-03-31'),
      'day.xml': of('D', '2024-03-29', '2024-03-31'),
    })
    expect(told(problems)).toEqual(['day.xml - statement-overlap'])
    expect(records).toHaveLength(1)
  })

  it('what a complete statement of that day does not have is left out, and told', async () => {
    const { records, counts, problems } = await read({
      'm.xml': STATEMENT,
      'n.xml': accountMessage({ kind: 'camt.054', account: MULE, entries: entry('in 7 2024-03-12', { svcr: 'A9' }) }),
    })
    expect(told(problems)).toEqual(['n.xml 1 not-on-statement'])
    expect(records).toHaveLength(2)
    expect(counts).toMatchObject({ rows: 3, accepted: 2, excluded: 1 })
  })

  it('notifications give no period; a report does where its balances prove it complete, up to its making', async () => {
    const notified = await read({
      'n.xml': accountMessage({ kind: 'camt.054', account: MULE, entries: entry('in 7 2024-03-12') }),
    })
    expect(notified.accounts[0]).toEqual({ id: MULE })
    const report = (balances: string[]) =>
      accountMessage({
        kind: 'camt.052',
        account: MULE,
        created: '2024-03-12T14:00:00Z',
        balances,
        entries: entry('in 7 2024-03-12T10:00:00Z'),
      })
    const proven = await read({ 'r.xml': report(['OPBD 1 2024-03-12', 'ITBD 8 2024-03-12']) })
    expect(proven.accounts[0]).toEqual({
      id: MULE,
      statement: [{ from: '2024-03-12', to: '2024-03-12T14:00:00Z' }],
      openingBalance: { EUR: '1' },
    })
    expect((await read({ 'r.xml': report(['OPBD 1 2024-03-12', 'ITBD 9 2024-03-12']) })).accounts[0]).toEqual({
      id: MULE,
    })
  })
})

describe('both sides of a payment', () => {
  it("one bank's camt.053 and the other's CSV are one transfer, with the time of day", async () => {
    const { records, accounts, counts, problems } = await read(
      {
        'm.xml': accountMessage({
          account: '6222000000000000102',
          currency: 'CNY',
          balances: ['OPBD 0 2024-03-12', 'CLBD 50000.00 2024-03-12'],
          entries: entry('in 50000.00 2024-03-12', { with: '6222000000000000011', currency: 'CNY' }),
        }),
        'v.csv': policeFile(
          '6222000000000000011',
          '受害人',
          '2024-03-12_10:03:21 出 50000.00 1234.50 6222000000000000102 张某 转账',
        ),
      },
      { currency: 'CNY', timeZone: 'Asia/Shanghai' },
    )
    expect(problems).toEqual([])
    expect(counts).toEqual({ rows: 2, accepted: 1, merged: 1, excluded: 0, rejected: 0 })
    expect(brief(records)).toEqual(['m.xml#1 6222000000000000011 6222000000000000102 50000.00 2024-03-12 10:03:21'])
    const { graph, problems: built } = buildMoneyGraph(records, { accounts, timeZone: 'Asia/Shanghai' })
    expect(problemLines(built)).toEqual([])
    expect(endings(trace(graph, { from: 'm.xml#1' }))).toEqual(['6222000000000000102 held 50000'])
  })

  it('a UETR joins entries that name no account, booked on two days, and the fee between them', async () => {
    const { records, accounts, problems, counts } = await read({
      'v.xml': accountMessage({
        account: VICTIM,
        balances: ['OPBD 200 2024-03-12', 'CLBD 100 2024-03-12'],
        entries: entry('out 100 2024-03-12', { uetr: UETR, name: 'mule-1' }),
      }),
      'm.xml': accountMessage({
        account: MULE,
        balances: ['OPBD 0 2024-03-13', 'CLBD 95 2024-03-13'],
        entries: entry('in 95 2024-03-13', { uetr: UETR.toUpperCase() }),
      }),
    })
    expect(problems).toEqual([])
    expect(counts).toMatchObject({ rows: 3, accepted: 2, merged: 1 })
    expect(brief(records)).toEqual([
      `v.xml#1 ${VICTIM} ${MULE} 95 2024-03-12`,
      `v.xml#1.charges ${VICTIM} fee:${VICTIM} 5 2024-03-12 fee`,
    ])
    const { graph } = buildMoneyGraph(records, { accounts, currency: 'EUR' })
    expect(graph.statement(VICTIM).closing.toFixed()).toBe('100')
    expect(graph.statement(MULE).closing.toFixed()).toBe('95')
  })

  it('a payer reference joins only where one row fits; NOTPROVIDED joins nothing', async () => {
    const side = (account: string, direction: string, ids: string[]) =>
      accountMessage({ account, entries: ids.map((e2e) => entry(`${direction} 5 2024-03-12`, { e2e })).join('') })
    const one = await read({ 'a.xml': side(VICTIM, 'out', ['E1']), 'b.xml': side(MULE, 'in', ['E1']) })
    expect(one.records.map(({ from, to }) => `${from} ${to}`)).toEqual([`${VICTIM} ${MULE}`])
    const several = await read({ 'a.xml': side(VICTIM, 'out', ['E1']), 'b.xml': side(MULE, 'in', ['E1', 'E1']) })
    expect(several.records).toHaveLength(3)
    const none = await read({
      'a.xml': side(VICTIM, 'out', ['NOTPROVIDED']),
      'b.xml': side(MULE, 'in', ['NOTPROVIDED']),
    })
    expect(none.records).toHaveLength(2)
  })

  it('a payment between banks and what the accounts show of it are one transfer', async () => {
    const line = `100.00 2024-03-12 ${VICTIM} ${MULE}`
    const { records, counts, problems } = await read({
      'p.xml': pacs008(line, { uetr: UETR, time: '2024-03-12T10:03:21Z' }),
      'm.xml': accountMessage({ account: MULE, entries: entry('in 100 2024-03-12', { uetr: UETR }) }),
      'v.xml': accountMessage({ account: VICTIM, entries: entry('out 100 2024-03-12', { uetr: UETR }) }),
    })
    expect(problems).toEqual([])
    expect(counts).toEqual({ rows: 3, accepted: 1, merged: 2, excluded: 0, rejected: 0 })
    expect(records.map(({ from, to, amount }) => `${from} ${to} ${amount}`)).toEqual([`${VICTIM} ${MULE} 100`])
    const alone = await read({ 'p.xml': pacs008(line, { uetr: UETR, time: '2024-03-12T10:03:21Z' }) })
    expect(brief(alone.records)).toEqual([`p.xml#1 ${VICTIM} ${MULE} 100.00 2024-03-12T10:03:21Z`])
    expect(alone.accounts.every(({ statement }) => statement === undefined)).toBe(true)
  })

  it('the legs of a payment are one, of as much as arrived', async () => {
    const legs = [100, 97, 95].map((amount) => pacs008(`${amount}.00 2024-03-12 ${VICTIM} ${MULE}`, { uetr: UETR }))
    const { records, problems, counts } = await read({ 'a.xml': legs[0]!, 'b.xml': legs[2]!, 'c.xml': legs[1]! })
    expect(records.map(({ amount, aliases }) => [amount, aliases])).toEqual([['95.00', ['a.xml#1', 'c.xml#1']]])
    expect(told(problems)).toEqual(['b.xml 1 charged-payment'])
    expect(problems[0]?.message).toContain('took 5')
    expect(counts).toMatchObject({ rows: 3, accepted: 1, merged: 2 })
  })

  it('a return undoes its original, by UETR or by the payer reference, on accounts that only that one names', async () => {
    for (const ids of [{ uetr: UETR }, { e2e: 'E1' }]) {
      const { records, problems } = await read({
        'r.xml': pacs004('5.00 2024-03-13', ids),
        'p.xml': pacs008(`5.00 2024-03-12 ${VICTIM} ${MULE}`, ids),
      })
      expect(problems).toEqual([])
      expect(records[0]).toMatchObject({ from: MULE, to: VICTIM, reverses: 'p.xml#1', memo: 'AC04' })
      expect(buildMoneyGraph(records).counts).toMatchObject({ excluded: 2 })
    }
  })

  it('a return of an unknown payment is an ordinary transfer the other way', async () => {
    const { records, problems } = await read({ 'r.xml': pacs004('5.00 2024-03-13', { uetr: UETR }) })
    expect(told(problems)).toEqual(['r.xml 1 unknown-original'])
    expect(brief(records)).toEqual(['r.xml#1 unnumbered:payee unnumbered:payer 5.00 2024-03-13T09:00:00Z'])
  })

  it('a return that the account shows as well is one', async () => {
    const { records, problems, counts } = await read({
      'm.xml': accountMessage({
        account: VICTIM,
        entries:
          entry('out 5.00 2024-03-12', { uetr: UETR, with: MULE }) +
          entry('in 5.00 2024-03-13', { uetr: UETR, with: MULE, returned: true }),
      }),
      'r.xml': pacs004('5.00 2024-03-13', { uetr: UETR }),
    })
    expect(problems).toEqual([])
    expect(counts).toMatchObject({ accepted: 2, merged: 1 })
    expect(records.map(({ id, reverses }) => `${id} ${reverses ?? '-'}`)).toEqual(['m.xml#1 -', 'm.xml#2 m.xml#1'])
  })
})

describe('dates without a time', () => {
  const DAY = ['OPBD 0 2024-03-12', 'CLBD 30000 2024-03-12']
  const CREDIT = entry('in 50000 2024-03-12', { with: VICTIM })
  const DEBIT = entry('out 20000 2024-03-12', { with: LAST })
  const other = policeFile(VICTIM, 'victim-1', `2024-03-12_10:03:21 出 50000 0 ${MULE} mule-1`).replaceAll(
    '人民币',
    'EUR',
  )

  it('what a statement lists behind a payment of a known time is not earlier', async () => {
    const { records, accounts } = await read({
      'm.xml': accountMessage({ account: MULE, balances: DAY, entries: CREDIT + DEBIT }),
      'v.csv': other,
    })
    expect(brief(records)).toEqual([
      `m.xml#1 ${VICTIM} ${MULE} 50000 2024-03-12 10:03:21`,
      `m.xml#2 ${MULE} ${LAST} 20000 2024-03-12 10:03:21`,
    ])
    const { graph, problems } = buildMoneyGraph(records, { accounts, currency: 'EUR' })
    expect(problemLines(problems)).toEqual([])
    expect(endings(trace(graph, { from: 'm.xml#1' }))).toEqual([`${MULE} held 30000`, `${LAST} no-statement 20000`])
  })

  it('what it lists before that stays at the start of the day', async () => {
    const { records } = await read({
      'm.xml': accountMessage({ account: MULE, balances: DAY, entries: DEBIT + CREDIT }),
      'v.csv': other,
    })
    expect(records.map(({ time }) => time)).toEqual(['2024-03-12', '2024-03-12 10:03:21'])
  })

  it('a statement whose times do not rise says nothing of its dates', async () => {
    const { records } = await read({
      'm.xml': accountMessage({
        account: MULE,
        entries:
          entry('in 1 2024-03-12T10:00:00Z') +
          DEBIT +
          entry('in 2 2024-03-12T09:00:00Z') +
          entry('in 3 2024-03-12T11:00:00Z'),
      }),
    })
    expect(records[1]?.time).toBe('2024-03-12')
  })
})

describe('the format', () => {
  const GOOD = accountMessage({ account: MULE, entries: entry('in 5 2024-03-12', { with: VICTIM }) })

  it('prefixes and the names of first versions are read', async () => {
    const prefixed = GOOD.replace(/<(\/?)(?=[A-Z])/g, '<$1c:').replace('xmlns=', 'xmlns:c=')
    const first = document(
      'camt.053.001.01',
      `<BkToCstmrStmtV01>${/<Stmt>.*<\/Stmt>/.exec(GOOD)![0].replace('<Id>S1</Id>', '<Id>S2</Id>')}</BkToCstmrStmtV01>`,
    )
    const { records, problems } = await read({ 'a.xml': prefixed, 'b.xml': first })
    expect(problems).toEqual([])
    expect(records.map(({ id }) => id)).toEqual(['a.xml#1', 'b.xml#1'])
  })

  it('another namespace is told; a message of no known kind is not read; the caller may say which to read', async () => {
    const wrong = GOOD.replace('camt.053.001.08', 'camt.054.001.08')
    const other = document('camt.056.001.08', tag('FIToFIPmtCxlReq', ''))
    const { problems, files } = await read(
      { 'w.xml': wrong, 'o.xml': other, 'g.xml': GOOD },
      { formats: { 'g.xml': 'pacs.008' } },
    )
    expect(told(problems)).toEqual(['w.xml - wrong-namespace', 'o.xml - unknown-format', 'g.xml - unknown-format'])
    expect(files.map(({ format }) => format)).toEqual(['camt.053', 'unknown', 'unknown'])
  })

  it.each([
    ['UTF-8 with a mark', 'utf-8', Buffer.from(`\ufeff${GOOD}`)],
    ['UTF-16 with a mark', 'utf-16le', Buffer.from(`\ufeff${GOOD.replace('UTF-8', 'UTF-16')}`, 'utf16le')],
    ['UTF-16, big end first', 'utf-16be', Buffer.from(`\ufeff${GOOD}`, 'utf16le').swap16()],
    ['UTF-16 without a mark', 'utf-16le', Buffer.from(GOOD, 'utf16le')],
    ['Latin-1 as declared', 'iso-8859-1', Buffer.from(GOOD.replace('UTF-8', 'ISO-8859-1'), 'latin1')],
    ['declared as UTF-16, and none', 'utf-8', Buffer.from(GOOD.replace('UTF-8', 'UTF-16'))],
  ])('%s', async (_, encoding, data) => {
    const { files, records, problems } = await readStatements([{ name: 'a.xml', data }], { currency: 'EUR' })
    expect(problems).toEqual([])
    expect(files[0]?.encoding).toBe(encoding)
    expect(records).toHaveLength(1)
  })

  it('an umlaut in Latin-1; bytes that are no UTF-8 are told', async () => {
    const named = GOOD.replace('<DbtrAcct>', '<Dbtr><Pty><Nm>M\u00fcller</Nm></Pty></Dbtr><DbtrAcct>')
    const latin = Buffer.from(named.replace('UTF-8', 'iso-8859-1'), 'latin1')
    const broken = Buffer.from(named, 'latin1')
    const { accounts, problems } = await readStatements([
      { name: 'a.xml', data: latin },
      { name: 'b.xml', data: broken },
    ])
    expect(accounts.find(({ id }) => id === VICTIM)?.holder).toBe('M\u00fcller')
    expect(told(problems)).toEqual(['b.xml - undecodable'])
  })
})
