/**
 * Writes fixtures/urumqi-safe-account/files: what four banks, a broker and a payment institution would send of the case.
 * Its ledger is in urumqi/ledger.ts, each institution's way of writing beside it. The same bytes on every run; the test
 * of the case compares them.
 *
 *     npx tsx scripts/make-urumqi-case.ts
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bankBing } from './urumqi/bank-bing.js'
import { bankDing } from './urumqi/bank-ding.js'
import { bankJia } from './urumqi/bank-jia.js'
import { bankYi } from './urumqi/bank-yi.js'
import { broker } from './urumqi/broker.js'
import { settleLedger } from './urumqi/ledger.js'
import { tenpay } from './urumqi/tenpay.js'
import type { WrittenFile } from './urumqi/written.js'

/** The files of the case, in the order of their names. */
export async function makeCase(): Promise<WrittenFile[]> {
  const ledger = settleLedger()
  return [bankJia(ledger), ...bankYi(ledger), await bankBing(ledger), bankDing(ledger), broker(ledger), tenpay(ledger)]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = new URL('../fixtures/urumqi-safe-account/files/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  for (const { name, data } of await makeCase()) writeFileSync(new URL(encodeURIComponent(name), folder), data)
}
