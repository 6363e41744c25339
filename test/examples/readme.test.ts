import { readFileSync } from 'node:fs'
import { afterEach, expect, test, vi } from 'vitest'
import { run } from '../../examples/urumqi-safe-account.js'

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
const example = readFileSync(new URL('../../examples/first-look.ts', import.meta.url), 'utf8')

afterEach(() => vi.restoreAllMocks())

test('the README shows the first example as it is, and what it prints', async () => {
  expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``)
  const printed: string[] = []
  vi.spyOn(console, 'log').mockImplementation((...words) => void printed.push(words.join(' ')))
  await import('../../examples/first-look.js')
  expect(readme).toContain(printed.map((line) => `    ${line}\n`).join(''))
})

test('every line of the demo that the README shows is one that the demo prints', async () => {
  const lines = new Set<string>()
  await run((text) => {
    for (const line of text.split('\n')) lines.add(line)
  })
  const [, shown = ''] = /```\n(Files[\s\S]*?)```/.exec(readme) ?? []
  expect(shown.split('\n').length).toBeGreaterThan(20)
  for (const line of shown.split('\n')) expect(lines).toContain(line)
})
