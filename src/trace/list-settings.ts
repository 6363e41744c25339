import type { Decimal } from 'decimal.js'
import { compareIds } from '../compare-ids.js'
import type { GraphData } from '../graph/graph-data.js'
import type { Settled } from './read-options.js'
import type { TraceSettings } from './types.js'

/** The options of a trace as the public surface shows them, with every default filled in. */
export function listSettings(data: GraphData, settled: Settled, money: (minor: number) => Decimal): TraceSettings {
  const { claims, rule, between, until, maxLevel, minAmount, stopAt, freezes, maxPieces } = settled
  return {
    claims: claims.map((claim) => ({
      id: claim.id,
      transfers: claim.rows.map((row) => data.rows.ids.at(row)),
      accounts: [...claim.accounts].map((account) => data.accounts.ids.at(account)).sort(compareIds),
    })),
    rule: rule.name,
    between,
    until: new Date(until.ms),
    ...(until.text !== undefined && { untilText: until.text }),
    maxLevel: maxLevel === Number.POSITIVE_INFINITY ? undefined : maxLevel,
    minAmount: minAmount === 0 ? undefined : money(minAmount),
    stopAt,
    freezes: [...freezes]
      .map(([account, { ms, text }]) => ({
        account: data.accounts.ids.at(account),
        at: new Date(ms),
        ...(text !== undefined && { atText: text }),
      }))
      .sort((a, b) => compareIds(a.account, b.account)),
    maxPieces,
    coverage: data.coverage,
    shortfall: data.shortfall,
    ties: data.ties,
    timeZone: data.timeZone,
  }
}
