import { buildMoneyGraph, findShapes, type Rule, type Shape, trace } from 'fundtrail'
import { type Background, backgroundRecords } from './plant.js'

const DAY = 86_400_000

/**
 * The background's own labels: from each account that is labelled as fraud the payments of its first five days are
 * traced for ten days. How many of the accounts that a shape names are labelled, and how many of the accounts that the
 * money reached?
 */
export function fraudNodes(background: Background, rule: Rule): string {
  const records = backgroundRecords(background, 1)
  const { graph } = buildMoneyGraph(records, { currency: 'USD' })
  const paid = new Map<string, { id: string; time: number }[]>()
  for (const { id, from, time } of records) {
    if (!background.fraud.has(from)) continue
    const own = paid.get(from) ?? []
    paid.set(from, own)
    own.push({ id: id!, time: time as number })
  }
  let reached = 0
  let reachedFraud = 0
  let named = 0
  let namedFraud = 0
  for (const [account, own] of paid) {
    const start = Math.min(...own.map(({ time }) => time))
    const from = own.filter(({ time }) => time <= start + 5 * DAY).map(({ id }) => id)
    const result = trace(graph, { from, rule, until: start + 10 * DAY })
    const others = result.accounts.filter(({ id }) => id !== account)
    reached += others.length
    reachedFraud += others.filter(({ id }) => background.fraud.has(id)).length
    const { splits: _, merges: __, ...shapes } = findShapes(result)
    const inShapes = new Set((Object.values(shapes).flat() as Shape[]).flatMap(({ accounts }) => accounts))
    inShapes.delete(account)
    named += inShapes.size
    namedFraud += [...inShapes].filter((id) => background.fraud.has(id)).length
  }
  const share = (part: number, all: number) => `${part} of ${all} (${((100 * part) / all).toFixed(1)} %)`
  return [
    `accounts labelled: ${share(background.fraud.size, background.accounts.length)}`,
    `among those that the money reached: ${share(reachedFraud, reached)}`,
    `among those that a shape names: ${share(namedFraud, named)}`,
  ].join('\n')
}
