import { existsSync, readFileSync } from 'node:fs'
import { buildMoneyGraph } from 'fundtrail'
import { readStatements } from 'fundtrail/statements'
import { describe, expect, it } from 'vitest'

const FOLDER = new URL('../../../shared/data/cn_statements/', import.meta.url)
const isThere = existsSync(FOLDER)
if (!isThere) console.warn('skipped: the sample statements of ../shared/data/cn_statements are not there')

describe.skipIf(!isThere)('samples of real exports', () => {
  it.each([
    // Two rows without a direction, one trade that was closed.
    ['alipay/example-alipay-records.csv', 'alipay-export', 'gb18030', { rows: 10, accepted: 7, excluded: 3 }],
    ['boc_debit/example-boc-records.csv', 'bank-export', 'utf-8', { rows: 17, accepted: 17 }],
    ['bocom_debit/example-bocom_debit-records.csv', 'bank-export', 'utf-8', { rows: 6, accepted: 6 }],
    // The twelfth row is a total.
    [
      'icbc_debit_v1/example-icbc-debit-v1-records.csv',
      'bank-export',
      'utf-8',
      { rows: 12, accepted: 11, excluded: 1 },
    ],
    // Six rows go between pots of one user.
    ['wechat/example-wechat-records.csv', 'wechat-export', 'utf-8', { rows: 27, accepted: 21, excluded: 6 }],
  ])('%s', async (path, format, encoding, counts) => {
    const name = path.split('/')[1]!
    const result = await readStatements([{ name, data: readFileSync(new URL(path, FOLDER)) }])
    expect(result.files).toEqual([{ name, format, encoding, rows: counts.rows }])
    expect(result.counts).toMatchObject({ merged: 0, rejected: 0, ...counts })
    const { counts: built } = buildMoneyGraph(result.records, { accounts: result.accounts, timeZone: 'Asia/Shanghai' })
    expect(built.rejected).toBe(0)
  })

  it('the BOC file is newest first, and all its balances follow', async () => {
    const data = readFileSync(new URL('boc_debit/example-boc-records.csv', FOLDER))
    const { records, accounts } = await readStatements([{ name: 'boc.csv', data }])
    const { graph, problems } = buildMoneyGraph(records, { accounts, timeZone: 'Asia/Shanghai' })
    expect(graph.statement('3167').closing.toFixed(2)).toBe('3240.28')
    expect(problems.map(({ code }) => code)).toEqual([])
  })
})
