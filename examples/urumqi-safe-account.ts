/**
 * A "safe account" fraud: a victim is talked into four transfers, 2,050,000 yuan within twenty minutes, and the money
 * runs through nine bank accounts and a wallet of three suspects. Where is it now, and what can be frozen? It starts from
 * the files that four banks, a broker and a payment institution sent.
 *
 *     npm run demo
 */
import { fileURLToPath } from 'node:url'
import { trace } from 'fundtrail'
import { printFiles, problemTable } from './support/print-files.js'
import { printTrace } from './support/print-trace.js'
import { readUrumqiCase } from './support/urumqi-case.js'

/** Traces the case and prints what an investigator asks for. Returns whether all of the money is accounted for. */
export async function run(print: (text: string) => void): Promise<boolean> {
  // 1. Files in, as they came; the money graph, once. What moved nothing, or cannot be used, comes back as problems.
  const { read, built, reported } = await readUrumqiCase()

  // 2. The trace: the oldest money in an account leaves first. Everything printed below is a view of it.
  const result = trace(built.graph, { from: reported, rule: 'fifo' })

  print('Urumqi "safe account" case\n')
  printFiles(print, read, built)
  print('\nProblems')
  print(problemTable([...read.problems, ...built.problems]))
  return printTrace(print, result)
}

async function main(): Promise<void> {
  if (await run(console.log)) return
  console.error('The sums do not hold.')
  process.exitCode = 1
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
