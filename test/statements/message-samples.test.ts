import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { buildMoneyGraph } from 'fundtrail'
import { readStatements } from 'fundtrail/statements'
import { describe, expect, it } from 'vitest'

const FOLDER = new URL('../../../shared/data/iso20022/', import.meta.url)
const isThere = existsSync(FOLDER)
if (!isThere) console.warn('skipped: the sample messages of ../shared/data/iso20022 are not there')

const load = (folder: string, name: string) => ({
  name,
  data: readFileSync(new URL(`${folder}/${encodeURIComponent(name)}`, FOLDER)),
})

async function read(folder: string, ...names: string[]) {
  const result = await readStatements(
    names.map((name) => load(folder, name)),
    { currency: 'EUR' },
  )
  const { rows, accepted, merged, excluded, rejected } = result.counts
  expect(rows).toBe(accepted + merged + excluded + rejected)
  expect(buildMoneyGraph(result.records, { accounts: result.accounts }).counts.rejected).toBe(0)
  return result
}

const told = (problems: readonly { code: string; row?: number }[]) =>
  problems.map(({ code, row }) => (row === undefined ? code : `${code} ${row}`))

describe.skipIf(!isThere)('sample messages about one account', () => {
  it.each([
    // file, format, accepted and excluded rows, sum, problems
    ['camt052.v1.xml', 'camt.052', 1, 0, '200000 SEK', []],
    ['camt052.v2.xml', 'camt.052', 1, 0, '200000 SEK', []],
    ['camt052.v2.other-account.xml', 'camt.052', 1, 0, '200000 SEK', []],
    ['camt052.v2.with-account-name.xml', 'camt.052', 1, 0, '200000 SEK', ['assumed-date 1']],
    ['camt052.v4.xml', 'camt.052', 0, 1, '', ['not-booked 1']],
    ['camt052.v6.xml', 'camt.052', 0, 1, '', ['not-booked 1']],
    ['camt052.v6.Amt-zero.xml', 'camt.052', 0, 1, '', ['not-booked 1']],
    ['camt052.v8.xml', 'camt.052', 1, 0, '200000 SEK', []],
    // Opens with 1.01, closes with 4.04.
    ['camt053.v2.all-balance-types.xml', 'camt.053', 1, 0, '8.850 EUR', ['closing-difference']],
    // Closes with 27.050.
    ['camt053.v2.five.decimals.xml', 'camt.053', 1, 0, '8.850 EUR', ['closing-difference']],
    // The closing balance is in SEK, the stated period seven years before the entry.
    ['camt053.v2.minimal.xml', 'camt.053', 1, 0, '8.85 EUR', ['foreign-balance', 'period-contradicted']],
    ['camt053.v2.minimal.ultimate.xml', 'camt.053', 1, 0, '8.85 EUR', ['foreign-balance', 'period-contradicted']],
    ['camt053.v2.with-party-ids.xml', 'camt.053', 1, 0, '8.85 EUR', ['foreign-balance', 'period-contradicted']],
    ['camt053.v3.xml', 'camt.053', 1, 0, '8.85 EUR', ['foreign-balance', 'period-contradicted']],
    // The second page alone.
    ['camt053.v4.xml', 'camt.053', 1, 0, '8.85 EUR', ['foreign-balance', 'missing-page', 'period-contradicted']],
    ['camt053.v8.xml', 'camt.053', 1, 0, '8.85 EUR', ['foreign-balance', 'missing-page', 'period-contradicted']],
    ['camt053.v2.with-account-name.xml', 'camt.053', 1, 0, '8.85 EUR', []],
    ['camt053.v2.wrong.xml', 'camt.053', 0, 0, '', ['empty-message']],
    ['camt53.only-Dt-with-DtTm.xml', 'camt.053', 0, 0, '', []],
    ['camt054.v2.with-account-name.xml', 'camt.054', 1, 0, '200000 SEK', ['assumed-date 1']],
    // Its payments are of a few francs, the entry of 200,000 crowns.
    ['camt054.v2.xml', 'camt.054', 1, 0, '200000 SEK', ['batch-difference 1']],
    ['camt054.v4.xml', 'camt.054', 1, 0, '200000 SEK', ['batch-difference 1']],
    ['camt054.v8.xml', 'camt.054', 1, 0, '200000 SEK', ['batch-difference 1']],
    ['camt054.v8-with-UETR.xml', 'camt.054', 1, 0, '200000 SEK', ['assumed-date 1']],
    ['camt054.v8-with-financial-institution.xml', 'camt.054', 1, 0, '200000 SEK', ['assumed-date 1']],
  ] as const)('%s', async (name, format, accepted, excluded, sum, problems) => {
    const result = await read('genkgo_camt', name)
    expect(result.files).toEqual([{ name, format, encoding: 'utf-8', rows: accepted + excluded }])
    expect(result.counts).toMatchObject({ accepted, excluded, rejected: 0, merged: 0 })
    expect(result.records.map(({ amount, currency }) => `${amount} ${currency}`).join()).toBe(sum)
    expect(told(result.problems)).toEqual(problems)
    expect(result.accounts.some(({ statement }) => statement !== undefined)).toBe(format === 'camt.053' && accepted > 0)
  })

  it('camt053.v2.multi.statement.xml: opening + entries = closing, twice', async () => {
    const { records, accounts, problems } = await read('genkgo_camt', 'camt053.v2.multi.statement.xml')
    expect(told(problems)).toEqual(['period-contradicted'])
    const { graph } = buildMoneyGraph(records, { accounts, currency: 'EUR' })
    const statement = graph.statement('NL26VAYB8060476890')
    // 18.15 + 8.85 = 27.00, and 27.00 - 7.00 = 20.00, as its balances say.
    expect(
      [statement.opening, ...statement.entries.map(({ balance }) => balance)].map((balance) => balance.toFixed(2)),
    ).toEqual(['18.15', '27.00', '20.00'])
  })

  it('every file is one of these', () => {
    const names = readdirSync(new URL('genkgo_camt/', FOLDER)).filter((name) => name.endsWith('.xml'))
    expect(names).toHaveLength(26)
  })
})

describe.skipIf(!isThere)('sample messages in envelopes', () => {
  const xml = (folder: string) => readdirSync(new URL(`${folder}/`, FOLDER)).filter((name) => name.endsWith('.xml'))

  it('what is neither a statement nor a payment of customers is told', async () => {
    for (const folder of ['c_29_1_1', 'c_53_5', 'c_56_4_1', 'p_2_1_1', 'p_2_1_2']) {
      const { files, problems } = await read(folder, ...xml(folder))
      const other = files.filter(({ name }) => /camt\.029|camt\.056|pacs\.002|pacs\.009/.test(name))
      expect(other.every(({ format }) => format === 'unknown')).toBe(true)
      expect(files.filter(({ format }) => format === 'unknown')).toEqual(other)
      expect(problems.filter(({ code }) => code === 'unknown-format')).toHaveLength(other.length)
    }
  })

  it('the legs of one payment are one transfer', async () => {
    for (const [folder, amount] of [
      ['c_29_1_1', '591636'],
      ['p_2_1_1', '15669.38'],
    ] as const) {
      const { records, counts } = await read(folder, ...xml(folder).filter((name) => name.includes('pacs.008')))
      expect(records.map((record) => record.amount)).toEqual([amount])
      expect(counts).toMatchObject({ rows: 3, accepted: 1, merged: 2 })
    }
  })

  it('a payment of three legs, each less than the one before, and its return of two', async () => {
    const { records, problems, counts } = await read(
      'p_2_1_2',
      ...xml('p_2_1_2').filter((name) => !name.includes('002-D')),
    )
    expect(counts).toEqual({ rows: 5, accepted: 2, merged: 3, excluded: 0, rejected: 0 })
    expect(told(problems)).toEqual(['charged-payment 1'])
    const [back, paid] = records
    expect(paid).toMatchObject({ from: '96325874', to: '254178963', amount: '136480', currency: 'USD' })
    expect(back).toMatchObject({ from: '254178963', to: '96325874', amount: '136480', reverses: paid?.id })
    expect(buildMoneyGraph(records, { currency: 'USD' }).counts).toMatchObject({ accepted: 0, excluded: 2 })
  })

  it('a notification and the statement after it tell of one entry; another bank is told of another', async () => {
    const { records, accounts, problems, counts } = await read(
      'c_56_4_1',
      ...xml('c_56_4_1').filter((name) => /camt\.05[34]/.test(name)),
    )
    expect(problems).toEqual([])
    expect(counts).toEqual({ rows: 3, accepted: 2, merged: 1, excluded: 0, rejected: 0 })
    expect(accounts.find(({ id }) => id === '9875687')).toMatchObject({
      statement: [{ from: '2021-04-27', to: '2021-04-27' }],
      openingBalance: { CAD: '-96544' },
    })
    const { graph } = buildMoneyGraph(records, { accounts, currency: 'CAD' })
    expect(graph.statement('9875687').closing.toFixed()).toBe('2469428')
  })

  it('a single payment', async () => {
    const { records } = await read('c_53_5', 'CBPR+ c.53.5 pacs.008 AtoB.xml')
    expect(records.map(({ from, to, amount, currency }) => [from, to, amount, currency])).toEqual([
      ['458756241', '985412687', '500000', 'SGD'],
    ])
  })
})
