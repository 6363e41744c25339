/** Recalls of what the victims paid: well-formed, built like the messages of ../shared, safe with any name. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { type AccountRecord, buildMoneyGraph, type RecallOptions, recallMessages, trace } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { accounts, transfers } from '../support/ledger.js'

const records = transfers(`
  id  time   from      to      amount    kind
  v1  01:00  victim-1  mule-1  50000.00  -
  v2  17:30  victim-1  mule-2    999.9   -
  v3  02:00  victim-2  mule-1    100     -
  t1  03:00  mule-1    mule-3  40000.00  -`)
const known = accounts(`
  id        holder    institution
  victim-1  受害人甲    甲银行
  mule-1    张某       乙银行`)
const claims = [
  { id: 'victim-1', transfers: ['v1', 'v2'] },
  { id: 'victim-2', transfers: ['v3'] },
]

function recalls(options: Partial<RecallOptions> = {}, from = records, info: AccountRecord[] = known) {
  const { graph } = buildMoneyGraph(from, { accounts: info, timeZone: 'Asia/Shanghai' })
  return recallMessages(trace(graph, { claims }), { created: '2024-03-02 09:00', ...options })
}

const parser = new XMLParser({ preserveOrder: true, ignoreAttributes: false, parseTagValue: false })
type Node = Record<string, Node[]>

/** The paths of all elements, in order: what the message is built of, without what it says. */
function skeleton(nodes: Node[], path = ''): string[] {
  return nodes.flatMap((node) =>
    Object.entries(node)
      .filter(([name]) => !/^(#|:@|\?)/.test(name))
      .flatMap(([name, children]) => [`${path}/${name}`, ...skeleton(children, `${path}/${name}`)]),
  )
}

/** The texts at the end of a path. */
function texts(xml: string, path: string): string[] {
  let nodes = parser.parse(xml) as Node[]
  for (const name of path.split('/')) nodes = nodes.flatMap((node) => node[name] ?? [])
  return nodes.map((node) => String(node['#text']))
}

const IN_TX = 'Document/FIToFIPmtCxlReq/Undrlyg/TxInf'

describe('a recall for each payment of a victim', () => {
  const messages = recalls()

  test('none for what mules paid; ids of the day and a number', () => {
    expect(messages.map(({ id, transfer, claim, amount }) => [id, transfer, claim, amount.toFixed()])).toEqual([
      ['RECALL-20240302-0001', 'v1', 'victim-1', '50000'],
      ['RECALL-20240302-0002', 'v3', 'victim-2', '100'],
      ['RECALL-20240302-0003', 'v2', 'victim-1', '999.9'],
    ])
  })

  test('says what is recalled and why', () => {
    const { xml, notes } = messages[0]!
    expect(XMLValidator.validate(xml)).toBe(true)
    expect(xml).toContain('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.056.001.11">')
    expect(texts(xml, `${IN_TX}/CxlRsnInf/Rsn/Cd`)).toEqual(['FRAD'])
    expect(texts(xml, `${IN_TX}/CxlRsnInf/Orgtr/Nm`)).toEqual(['受害人甲'])
    expect(texts(xml, `${IN_TX}/OrgnlInstrId`)).toEqual(['v1'])
    expect(texts(xml, `${IN_TX}/OrgnlEndToEndId`)).toEqual(['NOTPROVIDED'])
    expect(xml).toContain('<OrgnlIntrBkSttlmAmt Ccy="CNY">50000.00</OrgnlIntrBkSttlmAmt>')
    expect(texts(xml, `${IN_TX}/OrgnlIntrBkSttlmDt`)).toEqual(['2024-03-01'])
    expect(texts(xml, `${IN_TX}/OrgnlTxRef/CdtrAcct/Id/Othr/Id`)).toEqual(['mule-1'])
    expect(texts(xml, `${IN_TX}/OrgnlTxRef/Cdtr/Pty/Nm`)).toEqual(['张某'])
    expect(texts(xml, 'Document/FIToFIPmtCxlReq/Assgnmt/Assgnr/Agt/FinInstnId/Nm')).toEqual(['甲银行'])
    expect(texts(xml, 'Document/FIToFIPmtCxlReq/Assgnmt/CreDtTm')).toEqual(['2024-03-02T09:00:00+08:00'])
    expect(notes).toEqual([
      "the BIC of the payer's institution is not known",
      "the BIC of the payee's institution is not known",
      'neither the message of the payment nor its UETR is known: the bank finds it by amount, day and accounts',
    ])
  })

  test('the day is that of the clocks of the case', () => {
    expect(texts(messages[2]!.xml, `${IN_TX}/OrgnlIntrBkSttlmDt`)).toEqual(['2024-03-02'])
    expect(texts(recalls({ timeZone: 'UTC' })[2]!.xml, `${IN_TX}/OrgnlIntrBkSttlmDt`)).toEqual(['2024-03-01'])
  })

  test('what is not known is left out, and noted', () => {
    const { xml, notes } = messages[1]!
    expect(XMLValidator.validate(xml)).toBe(true)
    expect(texts(xml, 'Document/FIToFIPmtCxlReq/Assgnmt/Assgnr/Agt/FinInstnId/Nm')).toEqual(['NOTPROVIDED'])
    expect(texts(xml, `${IN_TX}/CxlRsnInf/Orgtr/Nm`)).toEqual([])
    expect(notes[0]).toBe('the institution of the payer is not known')
  })

  test('the same input gives the same bytes', () => {
    expect(recalls()).toEqual(messages)
  })
})

const full: Partial<RecallOptions> = {
  caseId: 'CSE-001',
  envelope: true,
  service: 'swift.cbprplus.02',
  bic: ({ id }) => (id.startsWith('victim') ? 'TDOMUS33' : 'NWBKGB2L'),
  original: ({ id }) => ({
    messageId: `msg-${id}`,
    messageName: 'pacs.008.001.08',
    created: '2024-03-01 09:00',
    instructionId: `instr-${id}`,
    endToEndId: `e2e-${id}`,
    uetr: '7a562c67-ca16-48ba-b074-65581be6f001',
  }),
}

const SAMPLES = new URL('../../../shared/data/iso20022/', import.meta.url)
const present = existsSync(SAMPLES)
const samples = present
  ? readdirSync(SAMPLES, { recursive: true, encoding: 'utf8' }).filter((name) => /camt\.056.*\.xml$/.test(name))
  : []

describe.skipIf(!present)('beside the messages of ../shared, which are not everywhere', () => {
  const read = (name: string) =>
    readFileSync(new URL(name.split('/').map(encodeURIComponent).join('/'), SAMPLES), 'utf8')
  const { caseId: _, ...withoutCase } = full
  const built = (options: Partial<RecallOptions>) =>
    skeleton(parser.parse(recalls({ ...options, parties: false })[0]!.xml))
  /** The originator is who asks: a company with an address in some samples, a bank in others, a person here. */
  const plain = (paths: string[]) => paths.filter((path) => !/\/Orgtr\/.+/.test(path))

  test('there are some', () => expect(samples.length).toBeGreaterThan(3))

  test.each(samples)('%s has the same elements in the same order', (name) => {
    const sample = plain(skeleton(parser.parse(read(name))))
    const hasCase = sample.some((path) => path.endsWith('/TxInf/Case'))
    const ours = plain(built(hasCase ? full : withoutCase))
    expect(ours).toEqual(sample)
  })

  test.each(samples)('%s has the same namespaces', (name) => {
    const namespaces = (xml: string) => [...xml.matchAll(/ xmlns="([^"]+)"/g)].map(([, uri]) => uri)
    expect(namespaces(recalls(full)[0]!.xml)).toEqual(namespaces(read(name)))
  })

  test('the header names the version that the document is of', () => {
    for (const version of ['08', '11'] as const) {
      const { xml } = recalls({ ...full, version })[0]!
      expect(texts(xml, 'Envelope/AppHdr/MsgDefIdr')).toEqual([`camt.056.001.${version}`])
      expect(xml).toContain(`xsd:camt.056.001.${version}">`)
    }
  })
})

describe('names and ids of any content', () => {
  const hostile = '</Nm><x a="1">&amp; \u0000\u0007]]> \ud800<!--\u202e\ufffe\n\tö 张'

  test('are written as text, and what XML forbids is replaced and said', () => {
    const info = [
      { id: 'victim-1', holder: hostile, institution: hostile },
      { id: 'mule-1', holder: 'x'.repeat(200), institution: ' ' },
    ]
    const { xml, notes } = recalls({}, records, info)[0]!
    expect(XMLValidator.validate(xml)).toBe(true)
    expect(texts(xml, `${IN_TX}/CxlRsnInf/Orgtr/Nm`)).toEqual([
      '</Nm><x a="1">&amp; \ufffd\ufffd]]> \ufffd<!--\u202e\ufffd ö 张',
    ])
    expect(texts(xml, `${IN_TX}/OrgnlTxRef/Cdtr/Pty/Nm`)).toEqual(['x'.repeat(140)])
    expect(notes).toContain("4 characters of the payer's name cannot stand in XML and were replaced")
    expect(notes).toContain("4 characters of the payer's institution cannot stand in XML and were replaced")
    expect(notes).toContain("the payee's name is cut to 140 characters")
  })

  test('a name of 140 characters is whole, however many code units they take', () => {
    const { xml, notes } = recalls({}, records, [{ id: 'mule-1', holder: '\u{20000}'.repeat(140) }])[0]!
    expect(texts(xml, `${IN_TX}/OrgnlTxRef/Cdtr/Pty/Nm`)).toEqual(['\u{20000}'.repeat(140)])
    expect(notes.filter((note) => /cut/.test(note))).toEqual([])
  })

  test('an id that does not fit is left out: a cut one would be another', () => {
    const long = `9${'0'.repeat(40)}`
    const odd = [
      { id: long, from: 'victim-1', to: long, amount: 1, time: '2024-03-01' },
      { id: '__proto__', from: 'victim-1', to: 'a\u0001b', amount: 1, time: '2024-03-01' },
    ]
    const { graph } = buildMoneyGraph(odd)
    const messages = recallMessages(trace(graph, { from: [long, '__proto__'] }), { created: 0 })
    expect(messages).toHaveLength(2)
    for (const { xml, notes } of messages) {
      expect(XMLValidator.validate(xml)).toBe(true)
      expect(texts(xml, `${IN_TX}/OrgnlTxRef/CdtrAcct/Id/Othr/Id`)).toEqual([])
      expect(notes).toContain("the payee's account id does not fit into a payment message and is left out")
    }
    expect(texts(messages[0]!.xml, `${IN_TX}/OrgnlInstrId`)).toEqual([])
    expect(texts(messages[1]!.xml, `${IN_TX}/OrgnlInstrId`)).toEqual(['__proto__'])
  })

  test('an id that only says where the record stands is no reference: the bank would look for it in vain', () => {
    const payment = { from: 'victim-1', to: 'mule-1', amount: 1, time: '2024-03-01' }
    const { graph } = buildMoneyGraph([
      { ...payment, source: { file: 'bank.csv', row: 17 } },
      { ...payment, id: 'bank.csv#18', source: { file: 'bank.csv', row: 18 } },
      { ...payment, id: '#18' },
    ])
    const messages = recallMessages(trace(graph, { from: ['#1', 'bank.csv#18', '#18'] }), { created: 0 })
    expect(messages.map(({ xml }) => texts(xml, `${IN_TX}/OrgnlInstrId`))).toEqual([[], [], ['#18']])
    expect(messages[1]?.notes.at(-1)).toMatch(/its place in the records/)
  })

  test('an IBAN is one only with right check digits', () => {
    const iban = (to: string) => {
      const { graph } = buildMoneyGraph([{ id: 'v1', from: 'victim', to, amount: 1, time: 0, currency: 'JPY' }])
      const { xml } = recallMessages(trace(graph, { from: 'v1' }), { created: 0 })[0]!
      expect(xml).toContain('<OrgnlIntrBkSttlmAmt Ccy="JPY">1</OrgnlIntrBkSttlmAmt>')
      return texts(xml, `${IN_TX}/OrgnlTxRef/CdtrAcct/Id/IBAN`)
    }
    expect(iban('GB82WEST12345698765432')).toEqual(['GB82WEST12345698765432'])
    expect(iban('GB83WEST12345698765432')).toEqual([])
    expect(iban('6222000000000000101')).toEqual([])
  })
})

describe('what makes no sense is said, with the value', () => {
  const wrong: [string, unknown, RegExp][] = [
    ['no time', { created: undefined }, /created is undefined/],
    ['a time that is none', { created: 'today' }, /created is "today"/],
    ['a version that is none', { version: '09' }, /version is "09"/],
    ['an id that is too long', { messageId: () => 'x'.repeat(36) }, /messageId\(\) is "x+/],
    ['the same id twice', { messageId: () => 'one' }, /messageId\(\) is "one".*another one/],
    ['an id that is none', { messageId: () => undefined }, /messageId\(\) is undefined/],
    ['an id that is no function', { messageId: 'one' }, /messageId is "one"/],
    ['a BIC that is none', { bic: () => 'BANK' }, /bic\(\) is "BANK"/],
    ['a UETR that is none', { original: () => ({ uetr: 'x' }) }, /uetr is "x"/],
    ['half a message', { original: () => ({ messageId: 'x' }) }, /both messageId and messageName/],
    ['a case with a control character', { caseId: 'a\u0000b' }, /caseId is/],
    ['too much to say', { information: 'x'.repeat(106) }, /information is/],
    ['a zone that is none', { timeZone: 'Mars' }, /timeZone is "Mars"/],
  ]
  test.each(wrong)('%s', (_, options, message) => {
    expect(() => recalls(options as Partial<RecallOptions>)).toThrowError(message)
    expect(() => recalls(options as Partial<RecallOptions>)).toThrowError(
      expect.objectContaining({ code: 'bad-option' }),
    )
  })

  test('alerts, and currencies that no payment message has', () => {
    const { graph } = buildMoneyGraph(records)
    expect(() => recallMessages(trace(graph, { from: 'v1', rule: 'poison' }), { created: 0 })).toThrowError(/poison/)
    const { graph: coins } = buildMoneyGraph([{ id: 'v1', from: 'a', to: 'b', amount: 1, time: 0, currency: 'USDT' }], {
      currencies: { USDT: 6 },
    })
    expect(() => recallMessages(trace(coins, { from: 'v1' }), { created: 0 })).toThrowError(/currency is "USDT"/)
  })
})
