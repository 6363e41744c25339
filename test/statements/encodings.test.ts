import fc from 'fast-check'
import { readStatements } from 'fundtrail/statements'
import { describe, expect, it } from 'vitest'
import { file, gb18030, inPieces, POLICE, policeFile, rowsUnder } from '../support/statement-files.js'

const TEXT = policeFile(
  '6222000000000000102',
  '张某',
  `20240312100323 进 50000.00 50500.00 6222000000000000011 受害人 转账 B1
   20240312100740 出 1,000.10 49499.90 6222000000000000201 李某 转账 B2`,
)

const utf8 = (text: string) => new TextEncoder().encode(text)
function utf16(text: string, isLittle: boolean): Uint8Array {
  const bytes = Buffer.from(text, 'utf16le')
  return isLittle ? bytes : bytes.swap16()
}

describe('encodings', () => {
  const forms: [name: string, encoding: string, data: Uint8Array | string][] = [
    ['UTF-8', 'utf-8', utf8(TEXT)],
    ['UTF-8 with a mark', 'utf-8', utf8(`\ufeff${TEXT}`)],
    ['UTF-16 LE with a mark', 'utf-16le', utf16(`\ufeff${TEXT}`, true)],
    ['UTF-16 BE with a mark', 'utf-16be', utf16(`\ufeff${TEXT}`, false)],
    ['UTF-16 LE without', 'utf-16le', utf16(TEXT, true)],
    ['GB18030', 'gb18030', gb18030(TEXT)],
    ['text', 'string', TEXT],
    ['text with a mark', 'string', `\ufeff${TEXT}`],
  ]
  it.each(forms)('%s', async (_, encoding, data) => {
    const { records, problems, files } = await readStatements([file('a.csv', data)])
    expect(problems).toEqual([])
    expect(files).toEqual([{ name: 'a.csv', format: 'police-transactions', encoding, rows: 2 }])
    expect(records.map(({ amount, memo }) => `${amount} ${memo}`)).toEqual(['50000.00 转账', '1000.10 转账'])
  })

  it('finds GB18030 where the first Chinese comes late', async () => {
    const early = Array.from({ length: 3000 }, (_, i) => `a-1,b-1,${i + 1}.00,2024-03-01 10:00:00,note`)
    const text = ['payer,payee,amount,time,memo', ...early, 'a-1,b-1,5.00,2024-03-01 11:00:00,转账'].join('\n')
    const mapping = { from: 'payer', to: 'payee', amount: 'amount', time: 'time', memo: 'memo' }
    const { records } = await readStatements([file('a.csv', gb18030(text))], { formats: { 'a.csv': mapping } })
    expect(records.at(-1)?.memo).toBe('转账')
  })

  it('any pieces of a stream give the same result', async () => {
    const many = rowsUnder(
      POLICE,
      Array.from(
        { length: 900 },
        (_, i) =>
          `交易卡号=6222000000000000102|账户开户名称=张某|交易时间=20240312${String(100000 + (i % 60))}|收付标志=进|交易金额=${i + 1}.10|对手户名=李某|摘要说明=转账${i}|交易流水号=S${i}`,
      ).join('\n'),
    )
    const all = forms.map(([, , data]) => data).filter((data) => typeof data !== 'string')
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...all, gb18030(many), utf8(many), utf16(`\ufeff${many}`, false)),
        fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 5 }),
        async (data, sizes) => {
          const whole = await readStatements([file('a.csv', data)])
          expect(await readStatements([file('a.csv', inPieces(data, sizes))])).toEqual(whole)
          expect(whole.counts.accepted).toBe(whole.counts.rows)
        },
      ),
      { numRuns: 40 },
    )
  })

  it('bytes that are no character of the encoding are told once, with the row', async () => {
    const good = `a-1,b-1,1.00,2024-03-01 10:00:00,转账\n`.repeat(3000)
    const text = utf8(`payer,payee,amount,time,memo\n${good}a-1,b-1,1.00,2024-03-01 10:00:00,?\n`)
    text[text.length - 2] = 0xff
    const mapping = { from: 'payer', to: 'payee', amount: 'amount', time: 'time', memo: 'memo' }
    const { problems } = await readStatements([file('a.csv', text)], { formats: { 'a.csv': mapping } })
    expect(problems.map(({ code, row }) => `${code} ${row}`)).toEqual(['undecodable 3002'])
  })
})
