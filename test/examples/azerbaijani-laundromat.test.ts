import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { investigate, print } from '../../examples/azerbaijani-laundromat.js'

/** Third-party data: it lies beside the project where it is tested at all, and is no part of it. */
const FILE = fileURLToPath(new URL('../../../shared/data/azerbaijani_laundromat/transactions.csv', import.meta.url))
const SCRIPT = fileURLToPath(new URL('../../examples/azerbaijani-laundromat.ts', import.meta.url))
const present = existsSync(FILE)

describe('the Azerbaijani Laundromat', () => {
  if (!present) {
    it.skip('needs ../shared/data/azerbaijani_laundromat/transactions.csv beside the project, which is not there')
    return
  }
  const found = investigate(FILE)
  const { built, result } = found

  it('reads every row and joins what two statements show', () => {
    expect(found.records).toHaveLength(16_940)
    expect(found.mirrored).toBe(256)
    expect(built.counts).toEqual({ rows: 16_684, accepted: 16_684, merged: 0, excluded: 0, rejected: 0 })
    expect([...built.graph.currencies].sort()).toEqual(['CHF', 'EUR', 'GBP', 'RUB', 'SEK', 'USD'])
  })

  it('answers to both rows of a mirrored transfer', () => {
    const pairs = [...built.graph.transfers()].filter(({ aliases }) => aliases?.length)
    expect(pairs).toHaveLength(256)
    for (const { id, aliases = [], source } of pairs) {
      expect(aliases).toHaveLength(1)
      expect(built.graph.transfer(aliases[0] as string).id).toBe(id)
      expect(source).toHaveLength(2)
    }
  })

  it('infers the least openings, apart by currency', () => {
    // Worked out apart from the library: the depth to which the sums of the four statements fall.
    const opening = (account: string, currency: string) => built.graph.statement(account, currency).opening.toFixed(2)
    expect(opening('EE273300333505610002', 'USD')).toBe('3244449.00')
    expect(opening('EE273300333505610002', 'EUR')).toBe('73053136.04')
    expect(opening('EE123300333516150001', 'USD')).toBe('3007924.03')
    expect(opening('EE353300333516220009', 'USD')).toBe('3357664.57')
    expect(opening('EE773300333487040004', 'CHF')).toBe('813384.65')
  })

  it('follows the first payment to where no statement reaches', () => {
    expect(result.stolen.toFixed(2)).toBe('535470.00')
    expect(result.currency).toBe('USD')
    expect(result.transfers.map(({ id, to, traced, level }) => [id, to, traced.toFixed(2), level])).toEqual([
      ['row-1', 'EE273300333505610002', '535470.00', 1],
      ['row-361', '333484540002', '535470.00', 2],
    ])
    expect(result.endings.map(({ account, code, amount }) => [account, code, amount.toFixed(2)])).toEqual([
      ['333484540002', 'no-statement', '535470.00'],
    ])
    expect(result.assumptions).toContainEqual(
      expect.objectContaining({ code: 'inferred-opening', account: 'EE273300333505610002' }),
    )
  })

  it('sends it elsewhere where the account is taken to have held nothing before', () => {
    const otherwise = investigate(FILE, 'unseen-credit').result
    expect(otherwise.transfers.map(({ id, to, traced, level }) => [id, to, traced.toFixed(2), level])).toEqual([
      ['row-1', 'EE273300333505610002', '535470.00', 1],
      ['row-2', '333504500003', '535000.00', 2],
      ['row-252', '333504500003', '470.00', 2],
    ])
    expect(otherwise.endings.map(({ code, amount }) => [code, amount.toFixed(2)])).toEqual([
      ['no-statement', '535470.00'],
    ])
  })

  it('prints it', () => {
    const lines: string[] = []
    print(found, (text) => lines.push(...text.split('\n')))
    expect(lines).toContain('16940 rows, 256 of them the other side of a transfer already there')
    expect(lines).toContain('stolen 535,470.00 = no-statement 535,470.00')
    expect(lines).toContain('Statements to ask for next: 1, for 535,470.00 USD')
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}333484540002 .* 2012-08-20 +535,470\.00$/))
  })

  it('runs as a script', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', SCRIPT, FILE])
    expect(stdout).toContain('stolen 535,470.00 = no-statement 535,470.00')
    expect(stdout).toMatch(/535,470\.00 reached 333504500003 \(.+\) from 2012-07-03 on/)
  })
})
