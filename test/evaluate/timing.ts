import {
  buildMoneyGraph,
  findCashOut,
  findCommonControl,
  findCycles,
  findGatherScatter,
  findLayers,
  findMerges,
  findPassThrough,
  findPeelChains,
  findScatterGather,
  findSplits,
  findStructuring,
  type Shape,
  type Trace,
  type TransferRecord,
  trace,
} from 'fundtrail'
import { random } from './plant.js'

const FINDERS = {
  findSplits,
  findMerges,
  findPassThrough,
  findCycles,
  findScatterGather,
  findGatherScatter,
  findPeelChains,
  findLayers,
  findStructuring,
  findCashOut,
  findCommonControl,
} satisfies Record<string, (trace: Trace) => unknown[]>

/** What each shape takes to look for in a trace of many transfers among accounts that hold nothing else. */
export function timing(count: number, accountCount: number): string[][] {
  const { records, stolen } = onlyStolen(count, accountCount)
  const { graph } = buildMoneyGraph(records)
  const result = trace(graph, { from: stolen })
  const rows: string[][] = []
  for (const [name, find] of Object.entries(FINDERS)) {
    const start = performance.now()
    const found = find(result)
    const ms = performance.now() - start
    const last = found.at(-1) as Partial<Shape> | undefined
    const cut = last?.transfers?.length === 0 ? last.traced!.toFixed(0) : ''
    rows.push([name, String(found.length), ms.toFixed(0), cut])
  }
  return [[`${result.transfers.length} traced transfers`, '', '', ''], ...rows]
}

/** Random payments of stolen money, each of an account that has some: of whole units, a minute apart. */
function onlyStolen(count: number, accountCount: number): { records: TransferRecord[]; stolen: string[] } {
  const next = random(7)
  const balance = new Map<number, number>()
  const records: TransferRecord[] = []
  const pay = (from: string, to: number, amount: number) => {
    balance.set(to, (balance.get(to) ?? 0) + amount)
    const time = Date.UTC(2024, 0, 1) + records.length * 60_000
    records.push({ id: `t${records.length}`, from, to: `account-${to}`, amount, time })
  }
  for (let account = 0; account < 50; account++) pay('victim', account, 1_000_000)
  const holders = [...balance.keys()]
  while (records.length < count) {
    const from = holders[Math.floor(next() * holders.length)]!
    const to = Math.floor(next() * accountCount)
    const has = balance.get(from)!
    if (from === to || has < 10) continue
    const amount = Math.max(1, Math.floor(has * (0.2 + 0.8 * next())))
    if (!balance.has(to)) holders.push(to)
    balance.set(from, has - amount)
    pay(`account-${from}`, to, amount)
  }
  return { records, stolen: records.slice(0, 50).map(({ id }) => id!) }
}
