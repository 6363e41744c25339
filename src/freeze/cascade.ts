import type { Decimal } from 'decimal.js'
import { compareIds } from '../compare-ids.js'
import { FundtrailError } from '../errors.js'
import type { GraphData } from '../graph/graph-data.js'
import { accountIndex, dataOf } from '../graph/money-graph.js'
import { groupBy } from '../group-by.js'
import { decimalMaker, parseAmount } from '../money.js'
import { show } from '../show.js'
import { shareOut } from '../trace/books/share-out.js'
import { refuseAlerts } from '../trace/refuse-alerts.js'
import { type TraceTables, tablesOf } from '../trace/trace-table.js'
import type { Shares, Trace } from '../trace/types.js'
import type { AmountInput } from '../types.js'
import { exclusionOf } from './exclusion.js'
import { onwardRoutes, type Route } from './onward-routes.js'
import type { Balances, Cascade, CascadeAccount, CascadeFigures, CascadeLayer } from './types.js'

/** A claim's money in a transfer, asked of the account that the transfer paid. */
interface Ticket {
  route: Route
  asked: number
}

/** The same figures as in `CascadeFigures`, in minor units. */
interface Sums {
  asked: number
  held: number
  gone: number
  returned: number
  open: number
  passed: number
}

/**
 * Takes the loss level by level, as banks do it with a lien on what is there and a ticket for the rest: the accounts that
 * the victims paid are asked first, each for what came to it; each holds as much of that as its balance has, whoever's
 * money it is, and passes the remainder on, in proportion to the traced transfers by which it left. India's CFCFRMS does
 * so, remaining(k+1) = remaining(k) - held(k), with the lien on the disputed sum alone (Ministry of Home Affairs,
 * procedure of 2 January 2026).
 *
 * Cash machines and merchants are not asked; accounts that a freeze list excludes hold nothing and pass on what left
 * them. An account that money reaches again is asked again, and has what earlier layers left it.
 *
 * @param balances what the banks say is there now; by default the trace's own balances at `until`
 * @throws FundtrailError 'unknown-account'; 'bad-option' for what is no amount of the currency, or a trace by rule
 *   'poison'; 'too-large' where the money has more than five million links from a debit back to a credit
 */
export function cascade(trace: Trace, balances: Balances = new Map()): Cascade {
  const tables = tablesOf(trace)
  refuseAlerts(tables, 'cascade')
  const data = dataOf(trace.graph)
  const money = decimalMaker(data.decimals[tables.settled.currency]!)
  const available = balancesOf(data, tables, balances)
  const routes = onwardRoutes(data, tables)
  const totals = noSums()
  const layers: CascadeLayer[] = []
  let tickets: Ticket[] = routes.filter(({ marked }) => marked > 0).map((route) => ({ route, asked: route.marked }))
  for (const { asked } of tickets) totals.asked += asked
  while (tickets.length > 0) {
    const next = new Map<Route, Ticket>()
    const sums = noSums()
    const accounts: CascadeAccount[] = []
    for (const [account, asked] of groupBy(tickets, ({ route }) => route.payee)) {
      accounts.push(askAccount(account, asked, sums, (route, amount) => pass(next, route, amount)))
    }
    accounts.sort(
      (a, b) => b.held.comparedTo(a.held) || b.asked.comparedTo(a.asked) || compareIds(a.account, b.account),
    )
    layers.push({ layer: layers.length + 1, ...figuresOf(sums), accounts })
    for (const name of ['held', 'gone', 'returned', 'open'] as const) totals[name] += sums[name]
    tickets = [...next.values()].sort((a, b) => a.route.place - b.route.place)
  }
  const { asked, ...ended } = totals
  if (asked !== ended.held + ended.gone + ended.returned + ended.open) {
    throw new FundtrailError('internal', 'what the layers hold, lose and leave open is not what was disputed')
  }
  const { held, gone, returned, open } = figuresOf(totals)
  return { disputed: money(asked), held, gone, returned, open, layers }

  function askAccount(
    account: number,
    tickets: readonly Ticket[],
    layer: Sums,
    passOn: (route: Route, amount: number) => void,
  ): CascadeAccount {
    const sums = noSums()
    // What arrived as cash, was spent or came back is no longer in any account.
    const open = tickets.map(({ route, asked }) => {
      const [left, gone, returned] = shareOut(asked, [
        route.amount - route.gone - route.returned,
        route.gone,
        route.returned,
      ]) as [number, number, number]
      route.amount -= asked
      route.gone -= gone
      route.returned -= returned
      sums.asked += asked
      sums.gone += gone
      sums.returned += returned
      return left
    })
    const isExcluded = exclusionOf(data, account) !== undefined
    const balance = available.get(account)
    const wanted = open.reduce((a, b) => a + b, 0)
    sums.held = isExcluded ? 0 : Math.min(wanted, balance ?? 0)
    if (balance !== undefined) available.set(account, balance - sums.held)
    const held = shareOut(sums.held, open)
    const byClaim = new Map<number, number>()
    tickets.forEach(({ route }, at) => {
      byClaim.set(route.claim, (byClaim.get(route.claim) ?? 0) + held[at]!)
      const rest = open[at]! - held[at]!
      const parts = shareOut(
        rest,
        route.onward.map(({ amount }) => amount),
      )
      route.onward.forEach((onward, index) => {
        onward.amount -= parts[index]!
        sums.passed += parts[index]!
        passOn(onward.route, parts[index]!)
      })
    })
    sums.open = wanted - sums.held - sums.passed
    for (const name of Object.keys(sums) as (keyof Sums)[]) layer[name] += sums[name]
    const info = data.accounts.info(account)
    return {
      account: data.accounts.ids.at(account),
      ...(info?.holder !== undefined && { holder: info.holder }),
      ...(info?.institution !== undefined && { institution: info.institution }),
      kind: data.accounts.kind(account),
      ...(balance !== undefined && { balance: money(balance) }),
      ...figuresOf(sums),
      shares: sharesOf(byClaim),
      tickets: [...groupBy(tickets, ({ route }) => route.row)].map(([row, asked]) => ({
        transfer: data.rows.ids.at(row),
        from: data.accounts.ids.at(data.ledgers.account[data.rows.fromLedger[row]!]!),
        asked: money(asked.reduce((sum, ticket) => sum + ticket.asked, 0)),
      })),
    }
  }

  function figuresOf({ asked, held, gone, returned, open, passed }: Sums): CascadeFigures {
    return {
      asked: money(asked),
      held: money(held),
      gone: money(gone),
      returned: money(returned),
      open: money(open),
      passed: money(passed),
    }
  }

  function sharesOf(byClaim: ReadonlyMap<number, number>): Shares {
    const shares: Shares = Object.create(null)
    tables.settled.claims.forEach(({ id }, claim) => {
      const amount = byClaim.get(claim) ?? 0
      if (amount > 0) shares[id] = money(amount)
    })
    return shares
  }
}

function noSums(): Sums {
  return { asked: 0, held: 0, gone: 0, returned: 0, open: 0, passed: 0 }
}

function pass(next: Map<Route, Ticket>, route: Route, amount: number): void {
  if (amount === 0) return
  const known = next.get(route)
  if (known === undefined) next.set(route, { route, asked: amount })
  else known.asked += amount
}

/** What each account has to hold, by index: never below zero. */
function balancesOf(data: GraphData, { settled, accounts }: TraceTables, given: Balances): Map<number, number> {
  const decimals = data.decimals[settled.currency]!
  const read = (amount: AmountInput | Decimal, id: string): number => {
    const minor = parseAmount(amount, decimals)
    if (typeof minor === 'number') return Math.max(0, minor)
    throw new FundtrailError(
      'bad-option',
      `balances[${show(id)}] is ${show(amount)}; it must be an amount of ${data.currencies[settled.currency]}`,
      { option: 'balances', account: id, value: amount },
    )
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new FundtrailError('bad-option', `balances is ${show(given)}; it must be a Map or an object by account id`, {
      option: 'balances',
      value: given,
    })
  }
  const result = new Map<number, number>()
  for (const { id, balance } of accounts) {
    if (balance !== undefined) result.set(accountIndex(data, id), read(balance, id))
  }
  const entries: Iterable<[string, AmountInput]> =
    Object.prototype.toString.call(given) === '[object Map]'
      ? (given as ReadonlyMap<string, AmountInput>)
      : Object.entries(given)
  for (const [id, amount] of entries) result.set(accountIndex(data, id), read(amount, id))
  return result
}
