/**
 * A reference for the bounds of tiny networks: plays every whole-unit allocation there is. Before each row stand all the
 * ways in which claims' money may lie; the row turns each of them into all that may follow. It shares no code with the
 * library, and no idea: it knows no flow.
 */
import type { AccountRecord } from '../../src/types.js'
import { effectOn, type Ledger, openLedgers, statedFor, stretches } from './slow-ledgers.js'
import type { ReplayInput, ReplayOptions } from './slow-replay.js'
import { endOf, type Row, readRows, victimAccounts } from './slow-rows.js'

/** By account: the least and the most of all claims' money that may rest there, in hundredths. */
export type SlowBounds = Record<string, [min: number, max: number]>

/** Hundredths of claims' money by ledger, and by account what came to it outside its statements. */
type Way = readonly number[]

/** A ledger with its balance, which is the same in all ways. */
interface Account {
  ledger: Ledger
  balance: number
  pairs: number
}

/** Undefined where there are more ways than `most`. */
export function slowBounds(input: ReplayInput, options: ReplayOptions, most = 200_000): SlowBounds | undefined {
  const recordsOf = (id: string) => input.accounts.filter((record) => record.id === id)
  const kindOf = (id: string) => recordsOf(id)[0]?.kind ?? 'bank'
  const coverage =
    input.coverage ?? (input.accounts.some((record) => stretches([record]).length > 0) ? 'statements' : 'complete')
  const shortfall = input.shortfall ?? 'opening'
  const all = readRows(input.records, 'CNY')
  const rows = all.filter((row) => row.currency === 'CNY')
  const until = options.until === undefined ? Math.max(...moving(all)) : endOf(options.until)
  const claimed = new Set(options.claims.flatMap((claim) => claim.transfers))
  const victims = victimsOf(rows, input.accounts, options)
  const names = [...new Set([...all.flatMap((row) => [row.from, row.to]), ...input.accounts.map(({ id }) => id)])]
  const ledgers: Account[] = names
    .flatMap((id) => openLedgers(id, recordsOf(id), rows, { coverage, shortfall, currency: 'CNY' }))
    .map((ledger) => ({ ledger, balance: Number(sum(ledger)), pairs: 0 }))
  let ways: Way[] = [Array.from({ length: ledgers.length + names.length }, () => 0)]

  const ledgerAt = (id: string, time: number) =>
    ledgers.findIndex(({ ledger }) => ledger.account === id && ledger.from <= time && time <= ledger.to)

  for (const row of rows) {
    if (row.time > until) continue
    for (const id of [row.from, row.to]) {
      const at = ledgerAt(id, row.time)
      if (at >= 0) reconcile(at, row)
    }
    if (row.moves) enter(row)
    else {
      for (const id of [row.from, row.to]) {
        const account = ledgers[ledgerAt(id, row.time)]
        if (account !== undefined) account.pairs += Number(effectOn(id, row))
      }
    }
    if (ways.length > most) return undefined
  }
  for (const [at] of ledgers.entries()) anchors(at, until)

  const bounds: SlowBounds = {}
  for (const [index, id] of names.entries()) {
    const sums = ways.map((way) => {
      const inLedgers = ledgers.map(({ ledger }, at) => (ledger.account === id ? way[at]! : 0))
      return inLedgers.reduce((a, b) => a + b, way[ledgers.length + index]!)
    })
    const max = Math.max(...sums)
    if (max > 0) bounds[id] = [Math.min(...sums), max]
  }
  return bounds

  /** Every way that follows from every way, each once. */
  function branch(follow: (way: Way) => Way[]): void {
    const next = new Map<string, Way>()
    for (const way of ways) for (const each of follow(way)) next.set(each.join(), each)
    ways = [...next.values()]
  }

  function enter(row: Row): void {
    const amount = Number(row.amount)
    const payer = ledgerAt(row.from, row.time)
    const payee = ledgerAt(row.to, row.time)
    const payerBalance = ledgers[payer]?.balance ?? 0
    const payeeBalance = ledgers[payee]?.balance ?? 0
    branch((way) =>
      debits(way, payer, payerBalance, amount).flatMap(({ way: after, carried }) => {
        const brought = claimed.has(row.id) ? amount : carried
        return credits(after, row, payee, payeeBalance, brought)
      }),
    )
    if (payer >= 0) ledgers[payer]!.balance -= amount
    if (payee >= 0) ledgers[payee]!.balance += amount
  }

  /** The lots are claims' and own money; a debit takes any units of them, all where it is larger. */
  function debits(way: Way, payer: number, balance: number, amount: number): { way: Way; carried: number }[] {
    if (payer < 0 || balance <= 0) return [{ way, carried: 0 }]
    const claims = way[payer]!
    const own = balance - claims
    const results: { way: Way; carried: number }[] = []
    for (let carried = 0; carried <= claims; carried++) {
      const ownTaken = Math.min(amount, balance) - carried
      if (ownTaken < 0 || ownTaken > own) continue
      results.push({ way: way.with(payer, claims - carried), carried })
    }
    return results
  }

  /** Any units of a credit repay an overdraft. */
  function credits(way: Way, row: Row, payee: number, balance: number, brought: number): Way[] {
    const amount = Number(row.amount)
    const [from, to] = [kindOf(row.from), kindOf(row.to)]
    const isSpent = row.kind === 'purchase' || row.kind === 'fee' || to === 'merchant'
    const isCash = (row.kind === 'cash' && from !== 'cash') || to === 'cash'
    if (victims.has(row.to) || isSpent || isCash) return [way]
    if (payee < 0) {
      const outside = ledgers.length + names.indexOf(row.to)
      return [way.with(outside, way[outside]! + brought)]
    }
    const debt = Math.min(amount, Math.max(0, -balance))
    const results: Way[] = []
    for (let repaying = 0; repaying <= brought; repaying++) {
      const ownRepaying = debt - repaying
      if (ownRepaying < 0 || ownRepaying > amount - brought) continue
      results.push(way.with(payee, way[payee]! + brought - repaying))
    }
    return results
  }

  function reconcile(at: number, row: Row): void {
    anchors(at, row.time)
    const account = ledgers[at]!
    const { ledger, balance, pairs } = account
    const stated = statedFor(ledger.account, row)
    if (stated !== undefined) gap(at, Number(stated - effectOn(ledger.account, row)) - balance - pairs)
    else if (row.moves && row.from === ledger.account && shortfall !== 'overdraft') {
      if (Number(row.amount) > Math.max(0, balance)) account.balance = Number(row.amount)
    }
  }

  function anchors(at: number, time: number): void {
    const { ledger } = ledgers[at]!
    while (ledger.anchors.length > 0 && ledger.anchors[0]!.at <= time) {
      const { balance, pairs } = ledgers[at]!
      gap(at, Number(ledger.anchors.shift()!.balance) - balance - pairs)
    }
  }

  function gap(at: number, difference: number): void {
    const account = ledgers[at]!
    const { balance } = account
    if (difference < 0) branch((way) => debits(way, at, balance, -difference).map((each) => each.way))
    account.balance += difference
  }
}

function sum({ lots, debt }: Ledger): bigint {
  return lots.reduce((all, lot) => all + lot.amount.whole(), -debt)
}

function moving(rows: readonly Row[]): number[] {
  return rows.filter((row) => row.moves).map((row) => row.time)
}

function victimsOf(rows: readonly Row[], records: readonly AccountRecord[], { claims }: ReplayOptions): Set<string> {
  return new Set(
    claims.flatMap(({ transfers, accounts }) => {
      const payers = rows.filter((row) => transfers.includes(row.id)).map((row) => row.from)
      return [...victimAccounts(payers, records, accounts)]
    }),
  )
}
