/**
 * Small random networks of payments, drawn as plain numbers first so that a counterexample shrinks to few rows, and
 * then put together: times, reversals, balances as a bank would state them, statements, claims and trace options.
 */
import fc from 'fast-check'
import type { AccountKind, AccountRecord, Period, TransferRecord } from '../../src/types.js'
import { drawClaims, drawOptions, rawTrace } from './network-options.js'
import type { ReplayInput, ReplayOptions } from './slow-replay.js'
import type { Way } from './ways.js'

export interface Network {
  input: ReplayInput
  options: ReplayOptions
}

const START = Date.parse('2024-01-01T00:00:00Z')
const HOUR = 3_600_000
const DAY = 24 * HOUR

const often = <T>(usual: T, rare: fc.Arbitrary<T>, weight = 9): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: rare })

const rawTransfer = fc.record({
  // Without bias: towards the ends of the range it makes two accounts play ping-pong.
  from: fc.noBias(fc.nat(7)),
  to: fc.noBias(fc.nat(7)),
  amount: fc.noBias(fc.integer({ min: 1, max: 40 })),
  /** Hours since the row before; 0 is the same instant, or half a second later. */
  step: fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 1, max: 3 }) }, { weight: 1, arbitrary: fc.constant(0) }),
  late: often(false, fc.constant(true)),
  kind: often(
    'transfer' as const,
    fc.constantFrom('cash' as const, 'purchase' as const, 'fee' as const, 'interest' as const),
  ),
  fate: often('ok' as const, fc.constantFrom('failed', 'self', 'reversal', 'odd-reversal', 'foreign'), 6),
  /** How many transfers stand between a reversal and what it undoes. */
  back: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 6 })),
  states: fc.integer({ min: 0, max: 3 }),
  /** How far the stated balance is off, and what moved unseen just before. */
  slip: often(0, fc.integer({ min: -12, max: 12 }), 12),
  unseen: often(0, fc.integer({ min: -12, max: 12 }), 12),
})

const rawPeriod = fc.record({
  skip: fc.constantFrom(1, 1000, 1001, 2 * HOUR, 9 * HOUR),
  hours: fc.integer({ min: 0, max: 40 }),
  byDay: fc.boolean(),
})

const rawAccount = fc.record({
  kind: fc.oneof(
    { weight: 4, arbitrary: fc.constant('bank' as const) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<AccountKind>(
        'clearing',
        'clearing',
        'payment',
        'securities',
        'exchange',
        'merchant',
        'cash',
        'external',
      ),
    },
  ),
  holder: often(0, fc.integer({ min: 1, max: 2 }), 4),
  opening: fc.oneof(
    { weight: 6, arbitrary: fc.constant(0) },
    { weight: 6, arbitrary: fc.integer({ min: 1, max: 90 }) },
    { weight: 1, arbitrary: fc.integer({ min: -30, max: -1 }) },
  ),
  /** Which of the account's records declare an opening; 'later': those of all periods but the first. */
  declares: fc.constantFrom('none', 'all', 'later'),
  slip: often(0, fc.integer({ min: -9, max: 9 }), 5),
  states: fc.constantFrom('never', 'sometimes', 'always'),
  statement: fc.oneof(
    { weight: 2, arbitrary: fc.constant('none' as const) },
    { weight: 5, arbitrary: fc.constant('all' as const) },
    { weight: 4, arbitrary: fc.array(rawPeriod, { minLength: 1, maxLength: 3 }) },
  ),
  /** One record a period, each with an opening of its own. */
  apart: fc.boolean(),
})

const rawNetwork = fc.record({
  size: fc.oneof(
    { weight: 1, arbitrary: fc.integer({ min: 2, max: 4 }) },
    { weight: 3, arbitrary: fc.integer({ min: 5, max: 8 }) },
  ),
  transfers: fc.oneof(
    { withCrossShrink: true },
    { weight: 1, arbitrary: fc.array(rawTransfer, { minLength: 1, maxLength: 12, size: 'max' }) },
    { weight: 3, arbitrary: fc.array(rawTransfer, { minLength: 12, maxLength: 40, size: 'max' }) },
  ),
  accounts: fc.array(rawAccount, { minLength: 8, maxLength: 8 }),
  /** No account is described, so all is known of all. */
  plain: fc.boolean(),
  statements: fc.boolean(),
  /** Accounts pay what they have, as far as they can: the money goes further. */
  sober: often(true, fc.constant(false), 2),
  coverage: often(undefined, fc.constantFrom('complete' as const, 'complete' as const, 'statements' as const), 2),
  shortfall: fc.constantFrom('opening' as const, 'unseen-credit' as const, 'overdraft' as const),
  trace: rawTrace,
})

type RawNetwork = typeof rawNetwork extends fc.Arbitrary<infer T> ? T : never

interface NetworkSettings {
  /** No two records share an instant. */
  distinct?: boolean
  /** The rules to draw from, the simplest first; fifo alone when absent. */
  ways?: readonly Way[]
  /** Three victims from outside pay one account first, and all of all accounts is known: debits have to be shared out. */
  crowded?: boolean
}

export function networks(settings: NetworkSettings = {}): fc.Arbitrary<Network> {
  const { crowded = false } = settings
  return rawNetwork
    .map((raw) => assemble(crowded ? crowd(raw) : raw, settings))
    .filter((network): network is Network => network !== undefined)
    .map((network) => (crowded ? withThefts(network) : network))
}

/** What the victims of a crowded network pay, in turn: hundredths. */
const thefts = [7, 13, 20, 11, 17, 22]

/** The account that they pay has their money to spend from the beginning. */
function crowd(raw: RawNetwork): RawNetwork {
  const opening = thefts.reduce((sum, cents) => sum + cents, 0)
  const accounts = raw.accounts.map((account, index) => (index === 1 ? { ...account, opening } : account))
  return { ...raw, plain: true, coverage: 'complete', accounts }
}

function withThefts({ input, options }: Network): Network {
  const records = thefts.map((cents, index): TransferRecord => {
    const time = START - (thefts.length - index) * HOUR
    return { id: `theft-${index + 1}`, from: `victim-${(index % 3) + 8}`, to: nameOf(1), amount: money(cents), time }
  })
  const claims = [1, 2, 3].map((n) => ({ id: `claim-${n}`, transfers: [`theft-${n}`, `theft-${n + 3}`] }))
  return { input: { ...input, records: [...records, ...input.records] }, options: { ...options, claims } }
}

interface Draft extends TransferRecord {
  id: string
  time: number
  /** Hundredths. */
  cents: number
}

function money(cents: number): string {
  return (cents / 100).toFixed(2)
}

function nameOf(index: number): string {
  return index === 0 ? 'victim' : `mule-${index}`
}

function assemble(
  raw: RawNetwork,
  { distinct = false, ways = [{ rule: 'fifo' }] }: NetworkSettings,
): Network | undefined {
  const drafts = draftTransfers(raw, distinct)
  const openings = stateBalances(raw, drafts)
  const accounts = raw.plain ? [] : draftAccounts(raw, drafts, openings)
  const input: ReplayInput = {
    records: drafts.map(({ cents, ...record }) => ({ ...record, amount: money(cents) })),
    accounts,
    shortfall: raw.shortfall,
    ...(raw.coverage === undefined ? {} : { coverage: raw.coverage }),
  }
  const claims = drawClaims(raw.trace, input)
  if (claims.length === 0) return undefined
  return { input, options: { claims, ...drawOptions(raw.trace, input, ways) } }
}

function moves(draft: TransferRecord): boolean {
  return draft.status !== 'failed' && draft.from !== draft.to
}

function draftTransfers(raw: RawNetwork, distinct: boolean): Draft[] {
  const drafts: Draft[] = []
  const undone = new Set<Draft>()
  const purse = raw.accounts.slice(0, raw.size).map((account) => account.opening)
  let time = START
  for (const [index, row] of raw.transfers.entries()) {
    const step = distinct ? Math.max(1, row.step) : row.step
    time += step * HOUR + (row.late ? 500 : 0)
    const original = drafts
      .filter(
        (draft) => moves(draft) && !undone.has(draft) && draft.currency === undefined && draft.reverses === undefined,
      )
      .at(-1 - row.back)
    let [from, to] = [row.from % raw.size, row.to % raw.size]
    // Who has nothing is paid by the richest instead.
    if (raw.sober && purse[from]! <= 0) [from, to] = [purse.indexOf(Math.max(...purse)), from]
    if (row.fate === 'self') to = from
    else if (to === from) to = (from + 1) % raw.size
    const cents = raw.sober && purse[from]! > 0 ? Math.min(row.amount, purse[from]!) : row.amount
    purse[from]! -= cents
    purse[to]! += cents
    const draft: Draft = { id: `t${index + 1}`, from: nameOf(from), to: nameOf(to), amount: 0, cents, time }
    if (row.kind !== 'transfer') draft.kind = row.kind
    if (row.fate === 'failed') draft.status = 'failed'
    if (row.fate === 'foreign') draft.currency = 'USD'
    if (row.fate === 'odd-reversal' && original !== undefined) draft.reverses = original.id
    if (row.fate === 'reversal' && original !== undefined) {
      Object.assign(draft, { from: original.to, to: original.from, cents: original.cents, reverses: original.id })
      undone.add(original)
    }
    drafts.push(draft)
  }
  return drafts
}

/** Plays the bank: true balances, stated on some rows, sometimes wrong. Returns the true openings by instant. */
function stateBalances(raw: RawNetwork, drafts: Draft[]): (account: number, at: number) => number {
  const history: { account: string; time: number; change: number }[] = []
  const balance = new Map(raw.accounts.map((account, index) => [nameOf(index), account.opening]))
  const change = (account: string, time: number, by: number) => {
    balance.set(account, balance.get(account)! + by)
    history.push({ account, time, change: by })
  }
  const instants = new Map<number, number>()
  for (const { time } of drafts) instants.set(time, (instants.get(time) ?? 0) + 1)
  for (const [index, draft] of drafts.entries()) {
    const row = raw.transfers[index]!
    if (!moves(draft) || draft.currency !== undefined) continue
    if (row.unseen !== 0) change(row.unseen % 2 === 0 ? draft.from : draft.to, draft.time, row.unseen)
    change(draft.from, draft.time, -draft.cents)
    change(draft.to, draft.time, draft.cents)
    // The order within an instant is the library's to find where balances are stated; here it has to be given.
    if (instants.get(draft.time) !== 1) continue
    if (states(raw, draft.from, row.states % 2 === 1)) draft.fromBalance = money(balance.get(draft.from)! + row.slip)
    if (states(raw, draft.to, row.states >= 2)) draft.toBalance = money(balance.get(draft.to)! + row.slip)
  }
  return (account, at) =>
    history
      .filter((entry) => entry.account === nameOf(account) && entry.time < at)
      .reduce((sum, entry) => sum + entry.change, raw.accounts[account]!.opening)
}

function states(raw: RawNetwork, name: string, sometimes: boolean): boolean {
  const account = raw.accounts.find((_, index) => nameOf(index) === name)!
  return account.states === 'always' || (account.states === 'sometimes' && sometimes)
}

function draftAccounts(
  raw: RawNetwork,
  drafts: Draft[],
  openings: (account: number, at: number) => number,
): AccountRecord[] {
  const foreign = drafts.some((draft) => draft.currency !== undefined)
  return raw.accounts.slice(0, raw.size).flatMap((account, index) => {
    const facts: AccountRecord = {
      id: nameOf(index),
      kind: account.kind,
      ...(account.holder === 0 ? {} : { holderId: `holder-${account.holder}` }),
    }
    const opening = (at: number, period = 0) => {
      if (account.declares === 'none' || (account.declares === 'later' && period === 0)) return {}
      const amount = money(openings(index, at) + account.slip)
      return { openingBalance: foreign ? { CNY: amount, USD: '1.00' } : amount }
    }
    const periods = raw.statements ? draftPeriods(account.statement) : []
    const first = periods[0]
    if (first === undefined) return [{ ...facts, ...opening(-Infinity) }]
    if (account.apart)
      return periods.map(({ start, period }, at) => ({ ...facts, ...opening(start, at), statement: period }))
    const statement = periods.length === 1 ? first.period : periods.map(({ period }) => period)
    return [{ ...facts, ...opening(first.start), statement }]
  })
}

function draftPeriods(raw: RawNetwork['accounts'][number]['statement']): { start: number; period: Period }[] {
  if (raw === 'none') return []
  if (raw === 'all') return [{ start: START, period: { from: '2024-01-01', to: '2024-02-29' } }]
  let cursor = START
  return raw.map(({ skip, hours, byDay }) => {
    const start = byDay ? Math.floor((cursor + skip) / DAY) * DAY : cursor + skip
    const end = byDay ? Math.floor((cursor + skip + hours * HOUR) / DAY) * DAY + DAY - 1 : start + hours * HOUR
    cursor = end
    const day = (time: number) => new Date(time).toISOString().slice(0, 10)
    const period = byDay ? { from: day(start), to: day(end) } : { from: new Date(start), to: end }
    return { start, period }
  })
}
