/**
 * A "safe account" fraud: a victim is talked into four transfers, 2,050,000 yuan within twenty minutes, and the money
 * runs through nine bank accounts and a wallet of three suspects. Where is it now, and what can be frozen? It starts from
 * the files that four banks, a broker and a payment institution sent, and ends with a page to show and print.
 *
 *     npm run demo
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { trace } from 'fundtrail'
import { renderReport } from 'fundtrail/report'
import { printFiles, problemTable } from './support/print-files.js'
import { printTrace } from './support/print-trace.js'
import { readUrumqiCase } from './support/urumqi-case.js'

/**
 * Traces the case and prints what an investigator asks for; into a directory, if one is given, go the pages. Returns
 * whether all of the money is accounted for.
 */
export async function run(print: (text: string) => void, directory?: string): Promise<boolean> {
  // 1. Files in, as they came; the money graph, once. What moved nothing, or cannot be used, comes back as problems.
  const { read, built, reported } = await readUrumqiCase()

  // 2. The trace: the oldest money in an account leaves first. Everything printed below is a view of it.
  const result = trace(built.graph, { from: reported, rule: 'fifo' })

  print('Urumqi "safe account" case\n')
  printFiles(print, read, built)
  print('\nProblems')
  const problems = [...read.problems, ...built.problems]
  print(problemTable(problems))
  const sumsHold = printTrace(print, result)

  // 3. The page: the same trace as charts and tables, in one file that needs nothing else.
  if (directory === undefined) return sumsHold
  mkdirSync(directory, { recursive: true })
  for (const lang of ['en', 'zh'] as const) {
    const page = join(directory, `urumqi-safe-account.${lang}.html`)
    writeFileSync(page, renderReport(result, { lang, problems }))
    print(`${lang === 'en' ? '\n' : ''}The case as a page: ${page}`)
  }
  return sumsHold
}

async function main(): Promise<void> {
  if (await run(console.log, 'out')) return
  console.error('The sums do not hold.')
  process.exitCode = 1
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
