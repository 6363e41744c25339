import { readStatements } from 'fundtrail/statements'
import { describe, expect, it } from 'vitest'
import { accountMessage, document, entry } from '../support/messages.js'
import { file } from '../support/statement-files.js'

const ENTRY = entry('in 5 2024-03-12', { with: 'victim-1' })
const GOOD = accountMessage({ account: 'mule-1', entries: ENTRY })
const [BEFORE, AFTER] = GOOD.split(ENTRY) as [string, string]

async function* repeated(start: string, part: string, times: number, end: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(start)
  const piece = Buffer.from(part)
  for (let i = 0; i < times; i++) yield piece
  yield Buffer.from(end)
}

async function codes(data: Parameters<typeof file>[1]) {
  const { problems, counts, records } = await readStatements([file('a.xml', data)], { currency: 'EUR' })
  expect(counts.rows).toBe(counts.accepted + counts.rejected + counts.excluded + counts.merged)
  return { codes: problems.map(({ code, row }) => `${code} ${row ?? '-'}`), records, message: problems[0]?.message }
}

describe('hostile XML', () => {
  it('a DOCTYPE is refused, with entities or without', async () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, i) => `<!ENTITY ${'bcdefghij'[i]} "${`&${'abcdefghi'[i]};`.repeat(10)}">`).join('')}]>`
    const outside = '<!DOCTYPE x SYSTEM "file:///etc/passwd">'
    for (const doctype of [bomb, outside, `<!-- c -->\n${outside}`, outside.toLowerCase()]) {
      expect((await codes(GOOD.replace('?>', `?>${doctype}`))).codes).toEqual(['doctype -'])
    }
  })

  it('one further below defines nothing', async () => {
    const { records } = await codes(
      GOOD.replace('<GrpHdr>', '<!DOCTYPE x [<!ENTITY a "1000000">]><GrpHdr>').replace('>5<', '>&a;5<'),
    )
    expect(records).toEqual([])
  })

  it('an entity that is not one of XML itself stays as it is written', async () => {
    const { records } = await codes(GOOD.replace('victim-1', '&who;&#xD800;&#1114112;'))
    expect(records[0]?.from).toBe('&who;&#xD800;&#1114112;')
  })

  it('100,000 levels, in an envelope and in an entry', async () => {
    const deep = (inner: string) => '<a>'.repeat(100_000) + inner + '</a>'.repeat(100_000)
    const outer = await codes(`<Envelope>${deep(GOOD.slice(GOOD.indexOf('<Doc')))}</Envelope>`)
    expect(outer.codes).toEqual(['unreadable-file -'])
    const inner = await codes(BEFORE + ENTRY.replace('<Refs>', `${deep('')}<Refs>`) + ENTRY + AFTER)
    expect(inner.codes).toEqual(['unreadable-entry 1'])
    expect(inner.records.map(({ id }) => id)).toEqual(['a.xml#2'])
  })

  it('open elements and nothing else: refused before a parser keeps each of them', async () => {
    for (const open of ['<a>', '<a b="/>" c=\'>\'>', '<!--</a>--><a><![CDATA[</a>]]>']) {
      const { codes: told, message } = await codes(repeated('<Envelope>', open.repeat(10_000), 100, ''))
      expect(told).toEqual(['unreadable-file -'])
      expect(message).toContain('131072 deep')
    }
    const beside = await codes(GOOD.replace('<GrpHdr>', `${'<a b="x"/><a></a>'.repeat(200_000)}<GrpHdr>`))
    expect(beside.codes).toEqual([])
  })

  it('a text of a gigabyte is given up after its first part', async () => {
    const before = process.memoryUsage().rss
    const { codes: told } = await codes(repeated(`${BEFORE}<Ntry><Amt>`, '1'.repeat(1_000_000), 1000, '</Amt></Ntry>'))
    expect(told).toEqual(['row-too-large -'])
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000)
  })

  it('an attribute, a name or a comment without end likewise', async () => {
    for (const start of ['<a b="', '<', '<!-- ', '<![CDATA[']) {
      expect((await codes(repeated(BEFORE + start, 'x'.repeat(100_000), 10, '')))?.codes).toEqual(['row-too-large -'])
    }
  })

  it('a file beyond the limit is not read, and says so', async () => {
    const { codes: told, message } = await codes(repeated(BEFORE, '<Ntry>x</Ntry>'.repeat(70_000), 200, AFTER))
    expect(told).toEqual(['file-too-large -'])
    expect(message).toContain('134217728 bytes')
  }, 60_000)

  it('cut off anywhere: a problem, and no half entries', async () => {
    for (let at = 60; at < GOOD.length - 2; at += 97) {
      expect(await codes(GOOD.slice(0, at))).toMatchObject({ codes: ['unreadable-file -'], records: [] })
    }
  })

  it('tags that do not close each other, stray text, zeros, two roots', async () => {
    for (const broken of [
      GOOD.replace('</Acct>', '</Bal>'),
      GOOD.replace('<Acct>', '<Acct'),
      GOOD.replace('</Document>', ''),
      '<Document',
      '<Document/>',
      '<?xml version="1.0"?>',
      `${GOOD}</Document>`,
      '<\u0000\u0000\u0000\u0000\u0000\u0000',
    ]) {
      const { codes: told, records } = await codes(broken)
      expect(told).toHaveLength(1)
      expect(records).toEqual([])
    }
  })

  it('names that are properties of objects cost their entry, or the file; as values they are values', async () => {
    for (const name of ['__proto__', 'constructor', 'prototype']) {
      const { codes: told, records } = await codes(
        BEFORE + ENTRY.replace('<Refs>', `<${name}>x</${name}><Refs>`) + ENTRY + AFTER,
      )
      expect(told).toEqual(['unreadable-entry 1'])
      expect(records).toHaveLength(1)
    }
    for (const name of ['toString', 'hasOwnProperty', 'valueOf']) {
      const { records } = await codes(GOOD.replace('<Refs>', `<${name}>x</${name}><Refs>`))
      expect(records).toHaveLength(1)
    }
    const { records } = await codes(GOOD.replace('victim-1', '__proto__'))
    expect(records[0]?.from).toBe('__proto__')
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
  })

  it('an entry within a comment or CDATA is none', async () => {
    const { records } = await codes(
      `${BEFORE}<!-- ${ENTRY} --><AddtlStmtInf><![CDATA[${ENTRY}]]></AddtlStmtInf>${ENTRY}${AFTER}`,
    )
    expect(records).toHaveLength(1)
    const inside = await codes(BEFORE + ENTRY.replace('<Refs>', '<!-- </Ntry> --><Refs>') + AFTER)
    expect(inside.records).toHaveLength(1)
  })

  it('an encoding that nobody knows, HTML, and a workbook in XML', async () => {
    expect((await codes(Buffer.from(GOOD.replace('UTF-8', 'klingon')))).codes).toEqual(['unreadable-file -'])
    expect((await codes('<html><table><tr><td>x</td></tr></table></html>')).codes).toEqual(['not-text -'])
    expect((await codes('<?xml version="1.0"?><Workbook xmlns="urn:x"><Worksheet/></Workbook>')).codes).toEqual([
      'not-text -',
    ])
  })

  it('amounts of a hundred digits, and references of a megabyte', async () => {
    expect((await codes(GOOD.replace('>5<', `>${'9'.repeat(100)}<`))).codes).toEqual(['invalid-amount 1'])
    const { records } = await codes(GOOD.replace('victim-1', 'v'.repeat(200_000)))
    expect(records).toHaveLength(1)
  })

  it('three thousand equal entries in two files take no time that grows with their square', async () => {
    const many = accountMessage({
      account: 'mule-1',
      entries: entry('in 5 2024-03-12', { e2e: 'E1', uetr: 'U1' }).repeat(3_000),
    })
    const other = accountMessage({
      account: 'victim-1',
      entries: entry('out 5 2024-03-12', { e2e: 'E1', uetr: 'U1' }).repeat(3_000),
    })
    const { counts } = await readStatements([file('a.xml', many), file('b.xml', many), file('c.xml', other)])
    expect(counts.rows).toBe(9_000)
    expect(counts.merged).toBeGreaterThanOrEqual(3_000)
  }, 60_000)

  it('a message with nothing in it', async () => {
    expect((await codes(document('camt.053.001.08', '<BkToCstmrStmt/>'))).codes).toEqual(['empty-message -'])
    expect((await codes(document('pacs.008.001.08', '<FIToFICstmrCdtTrf></FIToFICstmrCdtTrf>'))).codes).toEqual([
      'empty-message -',
    ])
    expect((await codes(document('camt.053.001.08', '<BkToCstmrStmt><Stmt/></BkToCstmrStmt>'))).codes).toEqual([])
    expect(
      (await codes(document('camt.053.001.08', '<BkToCstmrStmt><Stmt><Ntry/><Ntry>x</Ntry></Stmt></BkToCstmrStmt>')))
        .codes,
    ).toEqual(['invalid-amount 1', 'invalid-amount 2'])
  })
})
