/** What is asked of a random network: claims that are allowed, and the options of the trace. */
import fc from 'fast-check'
import type { ClaimInput } from '../../src/trace/types.js'
import type { TimeInput } from '../../src/types.js'
import type { ReplayInput, ReplayOptions } from './slow-replay.js'
import { type Row, readRows, victimAccounts } from './slow-rows.js'
import type { Way } from './ways.js'

// Early transfers are the ones whose money has the longest way to go.
const pick = fc.oneof({ weight: 3, arbitrary: fc.nat(4) }, { weight: 1, arbitrary: fc.nat(39) })
const perhaps = <T>(arbitrary: fc.Arbitrary<T>, weight = 5) =>
  fc.oneof({ weight, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })

export const rawTrace = fc.record({
  claims: fc.array(
    fc.record({
      transfers: fc.array(pick, { minLength: 1, maxLength: 3 }),
      account: perhaps(fc.nat(7), 8),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  until: perhaps(
    fc.record({
      row: fc.nat(39),
      shift: fc.constantFrom(0, 1, -1, -3_600_000, 7_200_000),
      form: fc.constantFrom('date', 'number', 'text'),
    }),
  ),
  after: perhaps(fc.constantFrom(1, 86_400_000), 12),
  maxLevel: perhaps(fc.integer({ min: 1, max: 4 })),
  minAmount: perhaps(fc.integer({ min: 1, max: 30 })),
  stopAt: perhaps(fc.array(fc.nat(7), { minLength: 1, maxLength: 2 })),
  freezes: perhaps(
    fc.array(fc.record({ account: fc.nat(7), row: fc.nat(39), shift: fc.constantFrom(0, 1, -1) }), {
      minLength: 1,
      maxLength: 2,
    }),
  ),
  /** Three claims begin at one account in turn, so that its debits have to be shared out among them. */
  gathered: fc.boolean(),
  way: fc.nat(839),
})

export type RawTrace = typeof rawTrace extends fc.Arbitrary<infer T> ? T : never

function accepted(input: ReplayInput): Row[] {
  return readRows(input.records, input.currency ?? 'CNY').filter((row) => row.moves)
}

/** An account that no accepted transfer touches may be unknown to the graph. */
function usedBy(rows: readonly Row[]): string[] {
  return [...new Set(rows.flatMap((row) => [row.from, row.to]))]
}

/** The transfers to the account that is paid most often. */
function toTheBusiest(rows: readonly Row[]): readonly Row[] {
  const credits = usedBy(rows).map((account) => rows.filter((row) => row.to === account))
  return credits.sort((a, b) => b.length - a.length)[0] ?? []
}

const inTurn: RawTrace['claims'] = [0, 1, 2].map((first) => ({ transfers: [first, first + 3], account: undefined }))

/** Claims name accepted transfers of one currency, each in one claim, and never a payment to the victim's own. */
export function drawClaims(raw: RawTrace, input: ReplayInput): ClaimInput[] {
  const all = accepted(input).filter((row) => row.currency === 'CNY')
  const rows = raw.gathered ? toTheBusiest(all) : all
  const used = usedBy(all)
  const taken = new Set<string>()
  const claims: ClaimInput[] = []
  for (const { transfers, account } of raw.gathered ? inTurn : raw.claims) {
    const further = account === undefined ? [] : [used[account % used.length]!]
    let named: Row[] = []
    for (const index of transfers) {
      const row = rows[index % rows.length]
      if (row === undefined || (taken.has(row.id) && !named.includes(row))) continue
      const wider = [...named, row]
      const payers = wider.map((each) => each.from)
      const own = victimAccounts(payers, input.accounts, further)
      if (wider.some((each) => own.has(each.to))) continue
      named = wider
      taken.add(row.id)
    }
    const ids = named.map((row) => row.id)
    const accounts = further.length === 0 ? {} : { accounts: further }
    if (ids.length > 0) claims.push({ id: `claim-${claims.length + 1}`, transfers: ids, ...accounts })
  }
  return claims
}

/** The rule is one of `ways`. */
export function drawOptions(raw: RawTrace, input: ReplayInput, ways: readonly Way[]): Omit<ReplayOptions, 'claims'> {
  const rows = accepted(input)
  const used = usedBy(rows)
  const account = (index: number) => used[index % used.length]!
  const timeOf = (index: number) => rows[index % rows.length]!.time
  return {
    ...ways[raw.way % ways.length]!,
    ...(raw.until === undefined ? {} : { until: inForm(timeOf(raw.until.row) + raw.until.shift, raw.until.form) }),
    ...(raw.after === undefined ? {} : { until: rows.at(-1)!.time + raw.after }),
    ...(raw.maxLevel === undefined ? {} : { maxLevel: raw.maxLevel }),
    ...(raw.minAmount === undefined ? {} : { minAmount: raw.minAmount / 100 }),
    ...(raw.stopAt === undefined ? {} : { stopAt: raw.stopAt.map(account) }),
    ...(raw.freezes === undefined
      ? {}
      : {
          freezes: raw.freezes.map((freeze) => ({
            account: account(freeze.account),
            at: timeOf(freeze.row) + freeze.shift,
          })),
        }),
  }
}

function inForm(time: number, form: string): TimeInput {
  if (form === 'date') return new Date(time)
  return form === 'text' ? new Date(time).toISOString() : time
}
