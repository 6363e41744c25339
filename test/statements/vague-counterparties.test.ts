/** Rows that do not say, or not in full, who was on the other side; the other bank's rows do. */
import { readStatements } from 'fundtrail/statements'
import { describe, expect, it } from 'vitest'
import { file, policeFile } from '../support/statement-files.js'

const PAYER = '6222000000000000101'
const PAYEE = '6222000000000000202'

async function brief(payer: string, payee: string): Promise<string[]> {
  const { records } = await readStatements([
    file('乙银行.csv', policeFile(PAYER, '张某', payer)),
    file('甲银行.csv', policeFile(PAYEE, '李某', payee)),
  ])
  return records.map(({ from, to, amount, time, aliases = [] }) => `${from} ${to} ${amount} ${time} ${aliases.length}`)
}

describe('a counterparty with stars in its number', () => {
  const paid = `2024-03-12_10:00:00 出 100.00 900.00 ${PAYEE} 李某 转账 S1`

  it('is the account whose row fits, by the digits that are shown', async () => {
    expect(await brief(paid, '2024-03-12_10:00:02 进 100.00 100.00 622200*********0101 张某 转账 T1')).toEqual([
      `${PAYER} ${PAYEE} 100.00 2024-03-12 10:00:00 1`,
    ])
  })

  it('stays one of its own where the digits are others', async () => {
    expect(await brief(paid, '2024-03-12_10:00:02 进 100.00 100.00 622200*********0102 张某 转账 T1')).toEqual([
      `${PAYER} ${PAYEE} 100.00 2024-03-12 10:00:00 0`,
      `622200*********0102 张某 ${PAYEE} 100.00 2024-03-12 10:00:02 0`,
    ])
  })

  it('stays one of its own where two rows fit', async () => {
    const twice = `${paid}\n2024-03-12_10:00:01 出 100.00 800.00 ${PAYEE} 李某 转账 S2`
    const lines = await brief(twice, '2024-03-12_10:00:02 进 100.00 100.00 622200*********0101 张某 转账 T1')
    expect(lines).toHaveLength(3)
  })
})

it('a counterparty left out is found though the two had a like transfer ten minutes before', async () => {
  const lines = await brief(
    `2024-03-12_10:28:00 出 100.00 900.00 ${PAYEE} 李某 转账 S1
     2024-03-12_10:38:00 出 100.00 800.00 ${PAYEE} 李某 转账 S2`,
    `2024-03-12_10:28:01 进 100.00 100.00 ${PAYER} 张某 转账 T1
     2024-03-12_10:38:03 进 100.00 200.00 - - 转账 T2`,
  )
  expect(lines).toEqual([
    `${PAYER} ${PAYEE} 100.00 2024-03-12 10:28:00 1`,
    `${PAYER} ${PAYEE} 100.00 2024-03-12 10:38:00 1`,
  ])
})
