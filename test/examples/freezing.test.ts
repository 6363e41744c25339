import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { run } from '../../examples/freeze-orders.js'

const ROOT = new URL('../../', import.meta.url)
const read = (name: string) => readFileSync(new URL(name, ROOT), 'utf8')
const page = read('docs/freezing.md')
const printed: string[] = []
await run((text) => printed.push(text))
const lines = printed.join('\n').split('\n')

afterEach(() => vi.restoreAllMocks())

test('the README shows examples/how-fast.ts as it is, and what it prints', async () => {
  const readme = read('README.md')
  expect(readme).toContain(`\`\`\`ts\n${read('examples/how-fast.ts')}\`\`\``)
  const shown: string[] = []
  vi.spyOn(console, 'log').mockImplementation((...words) => void shown.push(words.join(' ')))
  await import('../../examples/how-fast.js')
  expect(shown).toHaveLength(5)
  expect(readme).toContain(shown.map((line) => `    ${line}\n`).join(''))
})

describe('docs/freezing.md', () => {
  test('shows what examples/freeze-orders.ts prints', () => {
    const blocks = [...page.matchAll(/^```\n([\s\S]*?)^```/gm)].map(([, block = '']) => block.trimEnd().split('\n'))
    expect(blocks).toHaveLength(5)
    for (const [title, ...rows] of blocks) {
      const start = lines.indexOf(title!)
      expect([title, start >= 0]).toEqual([title, true])
      const end = lines.indexOf('', start)
      const section = lines.slice(start + 1, end < 0 ? undefined : end)
      expect(rows.length).toBeGreaterThan(4)
      // Of the best orders two instants are shown; of the others every line.
      expect(section.filter((line) => rows.includes(line))).toEqual(rows)
      if (!title!.startsWith('The three')) expect(rows).toEqual(section)
    }
  })

  test('what the three orders would have caught is what the table adds up to', () => {
    const caught = (time: string) =>
      lines
        .filter((line) => line.startsWith(`  ${time}  6`) || line.startsWith(`  ${time}  S`))
        .map((line) => Number(line.split(/\s+/).at(-1)!.replaceAll(',', '')))
        .reduce((a, b) => a + b, 0)
    expect(caught('10:20')).toBe(2_050_000)
    expect(caught('10:30')).toBe(1_409_550)
    expect(page).toContain('1,409,550.00')
  })

  test('names every caution and reason of the types', () => {
    const types = read('src/freeze/types.ts')
    const codesOf = (name: string) =>
      [...(new RegExp(`export type ${name} =([^/]*?)\\n\\n`).exec(types)?.[1] ?? '').matchAll(/'([a-z-]+)'/g)].map(
        ([, code]) => code!,
      )
    const codes = [...codesOf('Caution'), ...codesOf('ExclusionReason')].filter((code) => code !== 'code')
    expect(codes.length).toBeGreaterThan(11)
    expect(codes.filter((code) => !page.includes(`\`${code}\``))).toEqual([])
  })
})

test('examples/freeze-orders.ts runs as a script', async () => {
  const script = fileURLToPath(new URL('examples/freeze-orders.ts', ROOT))
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script])
  expect(stdout).toBe(`${lines.join('\n')}\n`)
})
