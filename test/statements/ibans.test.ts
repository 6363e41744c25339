import { existsSync, readFileSync } from 'node:fs'
import { readStatements } from 'fundtrail/statements'
import { describe, expect, it } from 'vitest'
import { accountMessage, entry } from '../support/messages.js'
import { file, policeFile } from '../support/statement-files.js'

const MAPPING = { from: 'from', to: 'to', amount: 'amount', time: 'time' }
const list = (...rows: string[]) => ['from,to,amount,time', ...rows].join('\n')

async function pairs(...rows: string[]) {
  const { records, problems } = await readStatements([file('a.csv', list(...rows))], { formats: { 'a.csv': MAPPING } })
  return {
    pairs: records.map(({ from, to }) => `${from} ${to}`),
    problems: problems.map(({ code, row }) => `${code} ${row ?? '-'}`),
  }
}

describe('an IBAN', () => {
  it('with spaces, in small letters, with dashes, or with the word before it is one number', async () => {
    const found = await pairs(
      'EE77 3300 3334 8704 0004,x,1,2024-03-12',
      'ee773300333487040004,x,2,2024-03-12',
      'EE77-3300-3334-8704-0004,x,3,2024-03-12',
      'IBAN EE773300333487040004,x,4,2024-03-12',
    )
    expect(found).toEqual({ pairs: Array(4).fill('EE773300333487040004 x'), problems: [] })
  })

  it('and its domestic number are one account, in every format', async () => {
    expect(await pairs('EE773300333487040004,x,1,2024-03-12', 'y,333487040004,2,2024-03-12')).toEqual({
      pairs: ['EE773300333487040004 x', 'y EE773300333487040004'],
      problems: [],
    })
    const { records, counts } = await readStatements([
      file(
        'm.xml',
        accountMessage({
          account: 'EE773300333487040004',
          currency: 'CNY',
          entries: entry('in 5.00 2024-03-12T10:00:00Z', { with: '6222000000000000011', currency: 'CNY' }),
        }),
      ),
      file(
        'v.csv',
        policeFile('6222000000000000011', '受害人', '2024-03-12_10:00:05 出 5.00 1.00 333487040004 张某 转账'),
      ),
    ])
    expect(records.map(({ from, to }) => `${from} ${to}`)).toEqual(['6222000000000000011 EE773300333487040004'])
    expect(counts.merged).toBe(1)
  })

  it('of less than eight digits, of no digits, or of the country and the check the number is another', async () => {
    const rows = ['7040004', 'A487040004', '773300333487040004', '333487040005'].map(
      (number) => `y,${number},2,2024-03-12`,
    )
    const found = await pairs('EE773300333487040004,x,1,2024-03-12', ...rows)
    expect(found.pairs.slice(1)).toEqual(['y 7040004', 'y A487040004', 'y 773300333487040004', 'y 333487040005'])
  })

  it('two IBANs of one end: all stay apart, with a problem', async () => {
    // The same account number at two banks.
    const found = await pairs(
      'DE89370400440532013000,x,1,2024-03-12',
      'DE27370400450532013000,x,1,2024-03-12',
      'y,0532013000,2,2024-03-12',
    )
    expect(found.pairs[2]).toBe('y 0532013000')
    expect(found.problems).toEqual(['ambiguous-iban 4'])
  })

  it('with a wrong check is told once, and stays as it is', async () => {
    const found = await pairs(
      'EE783300333487040004,x,1,2024-03-12',
      'EE783300333487040004,x,2,2024-03-12',
      'y,333487040004,3,2024-03-12',
    )
    expect(found).toEqual({
      pairs: ['EE783300333487040004 x', 'EE783300333487040004 x', 'y 333487040004'],
      problems: ['wrong-iban 2'],
    })
  })

  it('a domestic number at a bank of another country, or of another BIC, is another account', async () => {
    const message = (bank: string) =>
      accountMessage({
        account: 'DE89370400440532013000',
        bank: 'COBADEFFXXX',
        entries: entry('out 5 2024-03-12', { with: 'LAST' }) + entry('in 5 2024-03-12', { with: '0532013000', bank }),
      })
    const own = async (bank: string) => (await readStatements([file('m.xml', message(bank))])).records[1]?.from
    expect(await own('DABAIE2D')).toBe('0532013000')
    expect(await own('DEUTDEFF')).toBe('0532013000')
    expect(await own('COBADEFF370')).toBe('DE89370400440532013000')
  })

  it('ids that only look a little like one are left alone', async () => {
    const ids = ['wxid-1234567890123', 'ZZ12345678901234567', 'DE8937040044', 'toString']
    const found = await pairs(...ids.map((id) => `${id},x,1,2024-03-12`))
    expect(found).toEqual({ pairs: ids.map((id) => `${id} x`), problems: [] })
  })
})

const REAL = new URL('../../../shared/data/azerbaijani_laundromat/transactions.csv', import.meta.url)
const isThere = existsSync(REAL)
if (!isThere) console.warn('skipped: the transfers of ../shared/data/azerbaijani_laundromat are not there')

describe.skipIf(!isThere)('the published transfers of the Azerbaijani Laundromat', () => {
  it('name the core accounts by IBAN and by domestic number', async () => {
    const { records, problems } = await readStatements([file('t.csv', readFileSync(REAL))], {
      formats: {
        't.csv': {
          from: 'payer_account',
          to: 'beneficiary_account',
          amount: 'amount_orig',
          time: 'date',
        },
      },
      currency: 'USD',
    })
    const ids = new Set(records.flatMap(({ from, to }) => [from, to]))
    expect(ids.has('EE773300333487040004')).toBe(true)
    expect(ids.has('333487040004')).toBe(false)
    expect(problems.filter(({ code }) => code === 'ambiguous-iban')).toEqual([])
  })
})
