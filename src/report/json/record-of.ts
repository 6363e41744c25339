import type { Decimal } from 'decimal.js'
import type { Shares, Trace } from '../../index.js'
import type { InputHash, RecordedShares, TraceRecord } from '../types.js'
import { VERSION } from '../version.js'

/** A trace as plain values, keys in a fixed order. */
export function recordOf(trace: Trace, inputs: readonly InputHash[] = [], library = VERSION): TraceRecord {
  const { graph } = trace
  const order = trace.claims.map(({ id }) => id)
  return {
    format: 'fundtrail-trace',
    version: 1,
    library,
    inputs: inputs.map(({ name, sha256 }) => ({ name, sha256 })),
    graph: {
      accounts: graph.order,
      transfers: graph.size,
      currencies: graph.currencies,
      ...instant('firstTime', graph.firstTime),
      ...instant('lastTime', graph.lastTime),
    },
    settings: settingsOf(trace),
    currency: trace.currency,
    stolen: text(trace.stolen),
    claims: trace.claims.map(({ id, stolen, transferred, pending, accounts }) => ({
      id,
      stolen: text(stolen),
      transferred: text(transferred),
      pending: [...pending],
      accounts: [...accounts],
    })),
    transfers: trace.transfers.map(({ id, from, to, time, amount, traced, level, shares }) => ({
      id,
      from,
      to,
      time: time.toISOString(),
      amount: text(amount),
      traced: text(traced),
      level,
      shares: sharesOf(shares),
    })),
    accounts: trace.accounts.map((account) => ({
      id: account.id,
      level: account.level,
      levels: [...account.levels],
      ...(account.holder !== undefined && { holder: account.holder }),
      ...(account.institution !== undefined && { institution: account.institution }),
      kind: account.kind,
      received: text(account.received),
      sent: text(account.sent),
      held: text(account.held),
      ended: text(account.ended),
      shares: sharesOf(account.shares),
      ...(account.balance !== undefined && { balance: text(account.balance) }),
      ...instant('firstReceived', account.firstReceived),
      ...instant('lastReceived', account.lastReceived),
      ...instant('lastSent', account.lastSent),
    })),
    endings: trace.endings.map(({ account, code, amount, shares, level, since }) => ({
      account,
      code,
      amount: text(amount),
      shares: sharesOf(shares),
      level,
      since: since.toISOString(),
    })),
    assumptions: trace.assumptions.map(({ code, account, amount, transfer }) => ({
      code,
      account,
      amount: text(amount),
      ...(transfer !== undefined && { transfer }),
    })),
  }

  function sharesOf(shares: Shares): RecordedShares {
    return order.flatMap((claim) => {
      const share = shares[claim]
      return share === undefined ? [] : [{ claim, amount: text(share) }]
    })
  }
}

/** Every setting of a trace as plain values, in the order of the record. */
export function settingsOf(trace: Trace): TraceRecord['settings'] {
  const { claims, until, untilText, maxLevel, minAmount, freezes, stopAt, ...plain } = trace.settings
  return {
    claims: claims.map(({ id, transfers, accounts }) => ({
      id,
      transfers: [...transfers],
      accounts: [...accounts],
    })),
    rule: plain.rule,
    between: plain.between,
    until: untilText ?? until.toISOString(),
    ...(maxLevel !== undefined && { maxLevel }),
    ...(minAmount !== undefined && { minAmount: text(minAmount) }),
    ...(stopAt !== undefined && { stoppedAt: stoppedAt(trace, stopAt) }),
    freezes: freezes.map(({ account, at, atText }) => ({ account, at: atText ?? at.toISOString() })),
    maxPieces: plain.maxPieces,
    coverage: plain.coverage,
    shortfall: plain.shortfall,
    ties: plain.ties,
    timeZone: plain.timeZone,
  }
}

/**
 * A function cannot be written down; what it did can. Under a rule that follows amounts the endings tell: where it said
 * yes and nothing ended 'stopped', all had ended otherwise before it mattered. 'poison' has no endings, so the function is
 * asked once more.
 */
function stoppedAt(trace: Trace, stopAt: NonNullable<Trace['settings']['stopAt']>): string[] {
  if (trace.rule !== 'poison') {
    return trace.endings.filter(({ code }) => code === 'stopped').map(({ account }) => account)
  }
  const victims = new Set(trace.claims.flatMap(({ accounts }) => accounts))
  return trace.accounts
    .filter(({ id }) => !victims.has(id) && stopAt(trace.graph.account(id)) === true)
    .map(({ id }) => id)
}

function instant<Key extends string>(key: Key, time: Date | undefined): { [key in Key]?: string } {
  return time === undefined ? {} : ({ [key]: time.toISOString() } as { [key in Key]: string })
}

/** Every digit and none too many: 500, 20.5. */
function text(amount: Decimal): string {
  return amount.toFixed()
}
