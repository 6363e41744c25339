import type { CaseData } from './data.js'
import type { Shown } from './filter.js'
import type { Network } from './flow/network.js'
import { type Format, total } from './format.js'

/** What the chart shows and what it does not, with sums. */
export function statusText(data: CaseData, shown: Shown, network: Network, { say, count, money }: Format): string {
  const parts = [
    `${say('shown')}: ${count(shown.rows.length)} ${say('manyTransfers')}, ${say('traced')} ${money(total(shown.amounts))} ${data.currency}`,
  ]
  if (shown.others > 0n) parts.push(`${say('otherClaims')}: ${money(shown.others)}`)
  if (shown.hidden > 0) {
    parts.push(`${say('hidden')}: ${count(shown.hidden)} ${say('manyTransfers')}, ${money(shown.hiddenAmount)}`)
  }
  const folded = network.nodes.filter((node) => node.folded)
  if (folded.length > 0) {
    const accounts = folded.reduce((sum, { members }) => sum + members.length, 0)
    const amount = folded.reduce((sum, { incoming }) => sum + incoming, 0n)
    parts.push(`${count(accounts)} ${say('folded')}: ${say('received')} ${money(amount)}`)
  }
  if (network.undrawn.length > 0) {
    const amounts = new Map(shown.rows.map((row, at) => [row, shown.amounts[at] as number]))
    const amount = total(network.undrawn.map((row) => amounts.get(row) as number))
    parts.push(`${say('undrawn')}: ${count(network.undrawn.length)} ${say('manyTransfers')}, ${money(amount)}`)
  }
  return `${parts.join('. ')}.`
}
