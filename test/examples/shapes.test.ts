import { readFileSync } from 'node:fs'
import { afterEach, expect, test, vi } from 'vitest'

const page = readFileSync(new URL('../../docs/shapes.md', import.meta.url), 'utf8')
const example = readFileSync(new URL('../../examples/which-shapes.ts', import.meta.url), 'utf8')

afterEach(() => vi.restoreAllMocks())

test('docs/shapes.md shows the example as it is, and what it prints', async () => {
  expect(page).toContain(`\`\`\`ts\n${example}\`\`\``)
  const printed: string[] = []
  vi.spyOn(console, 'log').mockImplementation((...words) => void printed.push(words.join(' ')))
  await import('../../examples/which-shapes.js')
  expect(page).toContain(printed.map((line) => `    ${line}\n`).join(''))
})
