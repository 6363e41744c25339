import type { Decimal } from 'decimal.js'
import { compareIds } from '../compare-ids.js'
import { FundtrailError } from '../errors.js'
import { dataOf, type MoneyGraph } from '../graph/money-graph.js'
import { decimalMaker, MAX_MINOR } from '../money.js'
import { rerouting } from './bounds/reroute.js'
import { unroll } from './bounds/unroll.js'
import { readOptions } from './read-options.js'
import type { TraceOptions } from './types.js'

/**
 * The least and the most of all claims' money together that any allocation of each account's debits to its credits
 * could leave in each account at `until` (as `TracedAccount.held`), exactly. Money is conserved and nobody sends what
 * it did not hold; nothing else is asked, so every conserving rule lies inside. The map holds the accounts whose `max`
 * is above 0, the largest `max` first, then by id. Each figure stands alone: the accounts' maxima, or minima, are
 * seldom reached together.
 *
 * Claims are not told apart: a victim's account takes in every claim's money for good, so a rule can lie outside only
 * where one claim's money passes through another claim's victim. `rule`, `between`, `maxLevel`, `minAmount`, `stopAt`
 * and `freezes` change nothing.
 *
 * The bounds are maximum flows in the history of the reached ledgers, unrolled (see `unroll` and `rerouting`, Dinic
 * 1970).
 *
 * @throws FundtrailError as `trace` does
 */
export function attributionBounds(
  graph: MoneyGraph,
  options: TraceOptions,
): Map<string, { min: Decimal; max: Decimal }> {
  const data = dataOf(graph)
  const settled = readOptions(data, options)
  const { claims, currency, until } = settled
  let stolen = 0
  for (const row of claims.flatMap((claim) => claim.rows)) {
    if (!data.rows.isAfter(row, until.ms, until.sub)) stolen += data.rows.amount[row]!
  }
  if (stolen > MAX_MINOR) {
    throw new FundtrailError('amount-too-large', 'the claims together are beyond 2^53-1 minor units; bound them apart')
  }
  const { network, resting } = unroll(data, settled)
  const reroute = rerouting(network)
  const money = decimalMaker(data.decimals[currency]!)
  // Every search starts from the first flow, which ends in few places: from it much is near.
  const found = resting.map(({ account, node, amount, least, most }) => {
    const max = amount + reroute(node, 'to', Math.min(most, stolen) - amount)
    network.takeBack()
    const min = amount - reroute(node, 'away', amount - least)
    network.takeBack()
    return { id: data.accounts.ids.at(account), min, max }
  })
  found.sort((a, b) => b.max - a.max || compareIds(a.id, b.id))
  return new Map(found.map(({ id, min, max }) => [id, { min: money(min), max: money(max) }]))
}
