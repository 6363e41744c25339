import { alipayBalance } from './alipay-balance.js'
import { alipayExport } from './alipay-export.js'
import { alipayTrades } from './alipay-trades.js'
import { alipayTransfers } from './alipay-transfers.js'
import { bankExport } from './bank-export.js'
import { brokerTransfers } from './broker-transfers.js'
import type { Format } from './format.js'
import { inspectionTransactions } from './inspection-transactions.js'
import { policeAccounts } from './police-accounts.js'
import { policeMeasures } from './police-measures.js'
import { policeSubAccounts } from './police-sub-accounts.js'
import { policeTransactions } from './police-transactions.js'
import { tenpayTrades } from './tenpay-trades.js'
import { wechatExport } from './wechat-export.js'

/** Every format that is recognised; of two that know a header equally well the earlier wins. */
export const FORMATS: readonly Format[] = [
  policeTransactions,
  inspectionTransactions,
  policeAccounts,
  policeMeasures,
  policeSubAccounts,
  tenpayTrades,
  alipayTransfers,
  alipayTrades,
  alipayBalance,
  alipayExport,
  wechatExport,
  brokerTransfers,
  bankExport,
]
