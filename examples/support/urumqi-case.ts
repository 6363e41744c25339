import { fileURLToPath } from 'node:url'
import { type BuildResult, buildMoneyGraph } from 'fundtrail'
import { readStatements, type StatementsResult } from 'fundtrail/statements'
import { fromDisk } from './from-disk.js'
import { outgoing } from './outgoing.js'

const FILES = new URL('../../fixtures/urumqi-safe-account/files/', import.meta.url)
/** What four banks, a broker and a payment institution sent. */
const NAMES = [
  '甲银行账户明细.csv',
  '乙银行交易明细信息.csv',
  '乙银行账户信息.csv',
  '丙银行流水.xlsx',
  '丁银行camt053.xml',
  '戊证券银证转账.csv',
  'TenpayTrades.txt',
]
const TIME_ZONE = 'Asia/Shanghai'
/** The victim reported four transfers of that half hour. */
const VICTIM = '6222000000000000011'
const REPORTED = { after: '2024-03-12 10:00', before: '2024-03-12 10:29', timeZone: TIME_ZONE }

export interface UrumqiCase {
  read: StatementsResult
  built: BuildResult
  /** The ids of the transfers that the victim reported. */
  reported: string[]
}

/** The "safe account" case of fixtures/urumqi-safe-account, from its files. */
export async function readUrumqiCase(): Promise<UrumqiCase> {
  const files = fromDisk(NAMES.map((name) => fileURLToPath(new URL(encodeURIComponent(name), FILES))))
  const read = await readStatements(files, { timeZone: TIME_ZONE })
  const built = buildMoneyGraph(read.records, { accounts: read.accounts, timeZone: TIME_ZONE })
  return { read, built, reported: outgoing(built.graph, VICTIM, REPORTED).map(({ id }) => id) }
}
