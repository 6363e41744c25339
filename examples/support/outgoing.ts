import type { MoneyGraph, Transfer } from 'fundtrail'
import { localTime } from './format.js'

/** A stretch of local time, both ends in it: 2024-03-12 is that whole day, 2024-03-12 10:03 that whole minute. */
export interface Stretch {
  after?: string | undefined
  before?: string | undefined
  timeZone: string
}

/** Every movement that left an account in that time for accounts that are not the same person's. */
export function outgoing(graph: MoneyGraph, account: string, { after, before, timeZone }: Stretch): Transfer[] {
  const { holderId } = graph.account(account)
  const isOwn = (other: string) =>
    other === account || (holderId !== undefined && graph.account(other).holderId === holderId)
  return [...graph.transfers()].filter(({ from, to, time }) => {
    if (from !== account || isOwn(to)) return false
    const local = localTime(time, timeZone)
    if (after !== undefined && local < after) return false
    return before === undefined || local.slice(0, before.length) <= before
  })
}
