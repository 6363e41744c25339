import type { CaseData } from './data.js'
import type { Shown } from './filter.js'
import type { Network } from './flow/network.js'
import { type Format, total } from './format.js'

/**
 * What the chart shows and what it does not, with sums. The sum of all transfers counts money once a hop, and says so: it
 * is not the loss.
 */
export function statusText(data: CaseData, shown: Shown, network: Network, format: Format): string {
  const { say, count, transfers, money } = format
  const [colon, comma, stop, next] = data.lang === 'zh' ? ['：', '，', '。', ''] : [': ', ', ', '.', ' ']
  const parts = [
    `${say('shown')}${colon}${transfers(shown.rows.length)}${comma}${say('traced')} ${money(total(shown.amounts))} ${data.currency}${say('allHops')}`,
  ]
  if (shown.others > 0n) parts.push(`${say('otherClaims')}${colon}${money(shown.others)}`)
  if (shown.hidden > 0) {
    parts.push(`${say('hidden')}${colon}${transfers(shown.hidden)}${comma}${money(shown.hiddenAmount)}`)
  }
  const folded = network.nodes.filter((node) => node.folded)
  if (folded.length > 0) {
    const accounts = folded.reduce((sum, { members }) => sum + members.length, 0)
    const amount = folded.reduce((sum, { incoming }) => sum + incoming, 0n)
    parts.push(`${count(accounts)} ${say('folded')}${colon}${say('received')} ${money(amount)}`)
  }
  if (network.undrawn.length > 0) {
    const amounts = new Map(shown.rows.map((row, at) => [row, shown.amounts[at] as number]))
    const amount = total(network.undrawn.map((row) => amounts.get(row) as number))
    parts.push(`${say('undrawn')}${colon}${transfers(network.undrawn.length)}${comma}${money(amount)}`)
  }
  return `${parts.join(stop + next)}${stop}`
}
