import { bankExport } from './bank-export.js'
import type { Format } from './format.js'
import { inspectionTransactions } from './inspection-transactions.js'
import { policeAccounts } from './police-accounts.js'
import { policeSubAccounts } from './police-sub-accounts.js'
import { policeTransactions } from './police-transactions.js'

/** Every format that is recognised; of two that know a header equally well the earlier wins. */
export const FORMATS: readonly Format[] = [
  policeTransactions,
  inspectionTransactions,
  policeAccounts,
  policeSubAccounts,
  bankExport,
]
