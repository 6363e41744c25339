/** docs/report.md shows what examples/case-report.ts prints, and marks of a CSV as they are. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { tableCsv } from 'fundtrail/report'
import { expect, test } from 'vitest'
import { run } from '../../examples/case-report.js'
import { FROM_SOURCES } from '../support/from-sources.js'

const page = readFileSync(new URL('../../docs/report.md', import.meta.url), 'utf8')

test('docs/report.md shows what the example prints, in this process and in its own', async () => {
  const printed: string[] = []
  const directory = mkdtempSync(join(tmpdir(), 'case-report-'))
  try {
    await run((text) => printed.push(...text.split('\n')), directory)
    expect(printed.splice(-2)).toEqual(['', `22 files in ${directory}`])
    expect(readdirSync(directory)).toHaveLength(22)
    expect(page).toContain(printed.map((line) => (line === '' ? '\n' : `    ${line}\n`)).join(''))
    const script = fileURLToPath(new URL('../../examples/case-report.ts', import.meta.url))
    const { stdout } = await promisify(execFile)(process.execPath, [...FROM_SOURCES, script])
    expect(stdout).toBe(`${printed.join('\n')}\n`)
  } finally {
    rmSync(directory, { recursive: true })
  }
})

test('docs/report.md shows the marks of a CSV', () => {
  const rows = [...page.matchAll(/^\| `([^`]+)` +\| `"([^`]+)"` +\|/gm)].map(([, text = '', cell = '']) => [text, cell])
  expect(rows).toHaveLength(6)
  for (const [text, cell] of rows) {
    const columns = [{ key: 'text', header: 'text', kind: 'text' as const }]
    const csv = tableCsv({ name: 'Flow', title: '', currency: 'CNY', decimals: 2, columns, rows: [[text]] })
    expect(csv).toBe(`\ufeff"text"\r\n"${cell!.replace('⇥', '\t')}"\r\n`)
  }
})
