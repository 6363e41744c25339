import { readStatements } from 'fundtrail/statements'
import { describe, expect, it } from 'vitest'
import { file, POLICE, policeFile } from '../support/statement-files.js'

const GOOD = policeFile('6222000000000000102', '张某', '20240312100323 进 5.00 505.00 6222000000000000011 李某 转账 B1')
const ROW = GOOD.split('\r\n')[1]!

async function* repeated(start: string, part: string, times: number, end: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(start)
  const piece = Buffer.from(part)
  for (let i = 0; i < times; i++) yield piece
  yield Buffer.from(end)
}

const codes = (problems: { code: string; row?: number }[]) => problems.map(({ code, row }) => `${code} ${row ?? '-'}`)

describe('hostile files', () => {
  it('a cell of 100 MB: its row is told, the rows beside it are read', async () => {
    const before = process.memoryUsage().rss
    const data = repeated(`${GOOD}${ROW.slice(0, -20)},`, 'x'.repeat(1_000_000), 100, `\r\n${ROW}\r\n`)
    const { problems, counts } = await readStatements([file('a.csv', data)])
    expect(codes(problems)).toEqual(['row-too-large 3'])
    expect(counts).toMatchObject({ rows: 3, rejected: 1 })
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000)
  })

  it('a quoted cell of 100 MB that never closes', async () => {
    const data = repeated(`${GOOD}"`, 'x'.repeat(1_000_000), 100, `\r\n${ROW}\r\n`)
    const { problems, counts } = await readStatements([file('a.csv', data)])
    expect(codes(problems)).toEqual(['row-too-large 3'])
    expect(counts.rows).toBe(3)
  })

  it('a million columns, and ten million', async () => {
    for (const times of [1, 10]) {
      const data = repeated(GOOD, ','.repeat(1_000_000), times, `\r\n${ROW}\r\n`)
      const { problems, counts } = await readStatements([file('a.csv', data)])
      expect(codes(problems)).toEqual(['row-too-large 3'])
      expect(counts.rows).toBe(3)
    }
  })

  it('a header of a million columns is no header', async () => {
    const { problems } = await readStatements([file('a.csv', repeated('', '余额,'.repeat(1000), 1000, '\n'))])
    expect(codes(problems)).toEqual(['unknown-format -'])
  })

  it('a quote that does not close costs its own row the quoting, and no other row', async () => {
    const stray = ROW.replace('转账', '"转账')
    const rows = [stray, ...Array.from({ length: 5 }, (_, i) => ROW.replace('B1', `B${i + 2}`))]
    const { problems, counts, records } = await readStatements([file('a.csv', [POLICE, ...rows].join('\r\n'))])
    expect(codes(problems)).toEqual(['stray-quote 2'])
    expect(counts).toMatchObject({ rows: 6, accepted: 6 })
    expect(records[0]?.memo).toBe('"转账')
  })

  it('a stray quote in every row', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => ROW.replace('转账', '"转账').replace('B1', `B${i}`))
    const { problems, counts } = await readStatements([file('a.csv', [POLICE, ...rows].join('\n'))])
    expect(counts).toMatchObject({ rows: 3000, accepted: 3000 })
    // After a thousand of them quotes are letters for the rest of the file, and no problem.
    expect(problems.length).toBe(1000)
  })

  it('a hundred thousand bad rows: a thousand problems of each kind and file, how many more, exact counts', async () => {
    const bad = ROW.replace('20240312100323', 'soon')
    const worse = ROW.replace(',5.00,', ',five,')
    const data = repeated(`${POLICE}\r\n`, `${bad}\r\n${worse}\r\n`, 50_000, `${ROW}\r\n`)
    const { problems, counts } = await readStatements([file('a.csv', data), file('b.csv', GOOD + bad)])
    expect(counts).toEqual({ rows: 100_003, accepted: 1, merged: 1, excluded: 0, rejected: 100_001 })
    expect(problems).toHaveLength(2003)
    expect(problems.slice(-2)).toEqual(
      ['invalid-time', 'invalid-amount'].map((code) => ({
        code,
        severity: 'error',
        message: '49000 more rows have this problem; the first 1000 are told one by one',
        file: 'a.csv',
      })),
    )
  })

  it('a quote inside a cell is a letter, also beside quoted cells', async () => {
    const { problems, records } = await readStatements([
      file('a.csv', GOOD.replace('转账', '转"5"账').replace(',5.00,', ',"1,005.00",')),
    ])
    expect(problems).toEqual([])
    expect(records[0]).toMatchObject({ amount: '1005.00', memo: '转"5"账' })
  })

  it('a cell of two lines is one cell', async () => {
    const { problems, records, counts } = await readStatements([
      file('a.csv', GOOD.replace('转账', '"转\r\n账"') + ROW),
    ])
    expect(problems).toEqual([])
    expect(records[0]?.memo).toBe('转 账')
    expect(counts.rows).toBe(2)
  })

  it('an empty file, a wrong extension, a truncated file, zeros, a failing stream: a problem each', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(GOOD)
      throw new Error('the disk is gone')
    }
    const { problems, files, counts } = await readStatements([
      file('empty.csv', new Uint8Array()),
      file('blank.csv', '\r\n\r\n'),
      file('book.csv', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0])),
      file('old.csv', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1])),
      file('cut.csv', GOOD.slice(0, GOOD.indexOf(',5.00,'))),
      file('zeros.csv', new Uint8Array(300_000)),
      file('gone.csv', failing()),
      file('text.csv', 'Dear sir, here is nothing; at all, to read'),
    ])
    expect(problems.map(({ file: name, code }) => `${name} ${code}`)).toEqual([
      'empty.csv empty-file',
      'blank.csv unknown-format',
      'book.csv unreadable-file',
      'old.csv unreadable-file',
      'cut.csv invalid-amount',
      'zeros.csv unknown-format',
      'gone.csv unreadable-file',
      'text.csv unknown-format',
    ])
    expect(files).toHaveLength(8)
    expect(counts.rows).toBe(counts.accepted + counts.rejected + counts.excluded + counts.merged)
  })

  it('zeros inside cells are no part of them', async () => {
    const { records, problems } = await readStatements([file('a.csv', GOOD.replace('转账', '转\u0000账\u200b'))])
    expect(problems).toEqual([])
    expect(records[0]?.memo).toBe('转 账')
  })

  it('cells that look like properties of objects', async () => {
    const { problems, records } = await readStatements([
      file(
        'a.csv',
        GOOD.replace('人民币', '__proto__').replace('转账', 'constructor').replace('6222000000000000011', 'toString'),
      ),
    ])
    expect(problems).toEqual([])
    expect(records[0]).toMatchObject({ from: 'toString', currency: '__PROTO__', memo: 'constructor' })
  })
})

describe('wrong use', () => {
  it.each([
    ['no files', undefined],
    ['a file without a name', [{ data: '' }]],
    ['data of no kind', [{ name: 'a.csv', data: 5 }]],
  ])('%s', async (_, files) => {
    await expect(readStatements(files as never)).rejects.toMatchObject({ code: 'bad-option' })
  })

  it.each([
    ['a format that is none', { formats: { 'a.csv': 'xls' } }],
    ['a mapping without a payee', { formats: { 'a.csv': { from: 'a', amount: 'b', time: 'c' } } }],
    ['a zone that is none', { timeZone: 'Mars/Olympus' }],
    ['a window that is none', { within: { weeks: 1 } }],
    ['no object', null],
  ])('%s', async (_, options) => {
    await expect(readStatements([file('a.csv', GOOD)], options as never)).rejects.toMatchObject({ code: 'bad-option' })
  })
})
