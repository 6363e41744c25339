import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { run } from '../../examples/compare-rules.js'

const SCRIPT = fileURLToPath(new URL('../../examples/compare-rules.ts', import.meta.url))
const printed: string[] = []
await run((text) => printed.push(text))
const lines = printed.join('\n').split('\n')

/** The figures of the line that has these words in front. */
function figures(words: string): number[] {
  const line = lines.find((line) => line.trim().startsWith(words)) ?? ''
  return line
    .trim()
    .slice(words.length)
    .trim()
    .split(/\s+/)
    .map((figure) => Number(figure.replaceAll(',', '')))
}

describe('the seed case under every rule', () => {
  it('names the rules over the columns', () => {
    const rules = 'fifo lifo pro-rata libr taint-first'
    expect(lines[1]?.split(/\s+/).join(' ').trim()).toBe(`level account ${rules} least most`)
  })

  it('shows what each leaves with the brokers, within the bounds', () => {
    expect(figures('4      SEC-0000000201')).toEqual([799_000, 812_700, 809_711.81, 823_250, 811_200, 784_944, 831_000])
    const accounts = lines.filter((line) => /^ {2}[1-9] {6}/.test(line)).map((line) => line.trim().split(/\s+/))
    expect(accounts).toHaveLength(45)
    for (const [level, account] of accounts) {
      const [most = 0, least = 0, ...byRule] = figures(`${level}      ${account}`).toReversed()
      expect(byRule).toHaveLength(5)
      expect(Math.min(...byRule)).toBeGreaterThanOrEqual(least)
      expect(Math.max(...byRule)).toBeLessThanOrEqual(most)
    }
  })

  it('adds up under each rule', () => {
    expect(figures('freezable')).toEqual([2_049_000, 2_048_179.5, 2_045_474.42, 2_046_264.5, 2_048_200])
    expect(figures('gone')).toEqual([1_000, 1_701.94, 1_078.61, 85, 1_759.74])
    // What 乙银行 and the wallets hold after their last rows is not known.
    expect(figures('unresolved')).toEqual([0, 118.56, 3_446.97, 3_650.5, 40.26])
    expect(figures('stolen')).toEqual(Array(5).fill(2_050_000))
    expect(lines.at(-1)).toBe("Accounts that could hold some of it: 45; touched at all (rule 'poison'): 62")
  })

  it('runs as a script', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', SCRIPT])
    expect(stdout).toBe(`${lines.join('\n')}\n`)
  })
})
