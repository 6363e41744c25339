/** The pages on giving back, on orders and on papers show what the examples print. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type DistributionRule, restitution } from 'fundtrail'
import { afterEach, expect, test, vi } from 'vitest'
import { run } from '../../examples/case-papers.js'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

/** As code blocks stand on a page; an empty line has no margin. */
const block = (printed: string[]) => printed.map((line) => (line === '' ? '\n' : `    ${line}\n`)).join('')

afterEach(() => vi.restoreAllMocks())

test.each([
  ['docs/restitution.md', 'give-back', 6, () => import('../../examples/give-back.js')],
  ['docs/orders.md', 'order-clock', 5, () => import('../../examples/order-clock.js')],
])('%s shows examples/%s.ts as it is, and what it prints', async (page, name, count, example) => {
  const text = read(page)
  expect(text).toContain(`\`\`\`ts\n${read(`examples/${name}.ts`)}\`\`\``)
  const printed: string[] = []
  vi.spyOn(console, 'log').mockImplementation((...words) => void printed.push(words.join(' ')))
  await example()
  expect(printed).toHaveLength(count)
  expect(text).toContain(block(printed))
})

test('docs/documents.md shows what examples/case-papers.ts prints', async () => {
  const printed: string[] = []
  await run((text) => printed.push(...text.split('\n')))
  expect(read('docs/documents.md')).toContain(block(printed.slice(1)))
  const script = fileURLToPath(new URL('../../examples/case-papers.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script])
  expect(stdout).toBe(`${printed.join('\n')}\n`)
})

test('docs/restitution.md: three investors under each rule', () => {
  const losses = [60_000, 30_000, 0].map((withdrawn, at) => ({ id: 'ABC'[at]!, loss: 150_000, withdrawn, at }))
  const rules: DistributionRule[] = ['pari-passu', 'last-credit-first', 'net-loss', 'rising-tide']
  const printed = rules.map((rule) => {
    const { shares } = restitution({ amount: 60_000, currency: 'USD' }, losses, { rule })
    return [rule.padEnd(17), ...Object.values(shares).map((share) => share.toFixed(2).padStart(10))].join(' ')
  })
  const head = [' '.repeat(17), ...['A', 'B', 'C'].map((id) => id.padStart(10))].join(' ')
  expect(read('docs/restitution.md')).toContain(block([head, ...printed]))
})
