import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { displayWidth } from '../../examples/support/table.js'
import { run } from '../../examples/urumqi-safe-account.js'

const printed: string[] = []
const holds = await run((text) => printed.push(text))
const lines = printed.join('\n').split('\n')

/** The lines of a section, its title left out. */
function section(title: string): string[] {
  const start = lines.findIndex((line) => line.startsWith(title))
  expect(start).toBeGreaterThanOrEqual(0)
  const end = lines.indexOf('', start)
  return lines.slice(start + 1, end < 0 ? undefined : end)
}

describe('the demo', () => {
  it('closes with the line that must hold', () => {
    expect(holds).toBe(true)
    expect(lines.at(-1)).toBe(
      'stolen 2,050,000.00 = freezable 2,049,000.00 + gone 1,000.00 + returned 0.00 + unresolved 0.00',
    )
  })

  it('writes the case as a page in both languages, and says where', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'demo-'))
    try {
      const said: string[] = []
      await run((text) => said.push(text.trim()), directory)
      const pages = ['en', 'zh'].map((lang) => join(directory, `urumqi-safe-account.${lang}.html`))
      expect(said.slice(-2)).toEqual(pages.map((page) => `The case as a page: ${page}`))
      const [english, chinese] = pages.map((page) => readFileSync(page, 'utf8'))
      expect(english).toContain('<b>2,049,000.00</b> <small>freezable</small>')
      expect(chinese).toContain('<b>2,049,000.00</b> <small>可冻结</small>')
      expect(Buffer.byteLength(chinese!)).toBeLessThan(300_000)
    } finally {
      rmSync(directory, { recursive: true })
    }
  })

  it('says what was read of each file, and what became of the rows', () => {
    const files = section('Files')
    expect(files).toHaveLength(2 + 7 + 1)
    expect(files).toContain('  丙银行流水.xlsx [流水]  bank-export          xlsx       115')
    expect(files).toContain('  丁银行camt053.xml       camt.053             utf-8      176')
    expect(files.at(-1)).toBe(
      '769 rows: 324 pairs of both sides joined, 0 rejected; ' +
        '426 records: 423 accepted, 1 failed, 1 reversed, 0 rejected; 83 accounts',
    )
    expect(section('Problems').length).toBeGreaterThan(2)
  })

  it('prints a line for each account and each hop', () => {
    const accounts = section('Accounts by level')
    expect(accounts).toHaveLength(2 + 15)
    expect(accounts).toContain(
      '  4      SEC-0000000101       张某    戊证券       800,000.00          0.00  800,000.00',
    )
    const hops = section('Hop by hop')
    expect(hops).toHaveLength(2 + 42)
    expect(hops[2]).toBe(
      '  1      2024-03-12 10:03:21  6222000000000000011  ->  6222000000000000101  500,000.00  500,000.00',
    )
  })

  it('prints the branches of splits and merges', () => {
    expect(section('Splits')).toHaveLength(2 + 25)
    expect(section('Merges')).toHaveLength(2 + 22)
    expect(lines).toContain('  1      6222000000000000101  张某    987,000.00  ->  6222000000000000102  442,000.00')
  })

  it('lists what to freeze under its institution', () => {
    const heads = lines.filter((line) => /^ {2}.证券: | {2}freeze /.test(line))
    expect(heads).toEqual([
      '  戊证券: 2,049,000.00',
      '  SEC-0000000101  张某  freeze 800,000.00 of a balance of 817,000.00',
      '  SEC-0000000201  李某  freeze 799,000.00 of a balance of 835,000.00',
      '  SEC-0000000301  王某  freeze 450,000.00 of a balance of 455,000.00',
    ])
    expect(lines).toContain(
      '  乙银行交易明细信息.csv#35  6222000000000000303  2024-03-12 10:47:20  102,000.00  100,035.50',
    )
  })

  it('aligns columns that hold Chinese characters', () => {
    const [title = '', rule = '', ...rows] = section('Accounts by level')
    const ends = new Set(rows.map(displayWidth))
    expect([...ends]).toEqual([displayWidth(title)])
    expect(displayWidth(rule)).toBe(displayWidth(title))
    expect(displayWidth('张某 ok')).toBe(7)
  })
})
