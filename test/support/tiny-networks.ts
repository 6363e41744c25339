/** Random networks of a few rows and a few hundredths each: so small that every allocation can be played. */
import fc from 'fast-check'
import type { AccountKind, AccountRecord, TransferRecord } from '../../src/types.js'
import { drawClaims, rawTrace } from './network-options.js'
import type { Network } from './networks.js'

const START = Date.parse('2024-01-01T00:00:00Z')
const HOUR = 3_600_000

const often = <T>(usual: T, rare: fc.Arbitrary<T>, weight: number): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: rare })

const rawTransfer = fc.record({
  from: fc.noBias(fc.nat(4)),
  to: fc.noBias(fc.nat(4)),
  amount: fc.noBias(fc.integer({ min: 1, max: 3 })),
  kind: often('transfer' as const, fc.constantFrom('cash' as const, 'purchase' as const), 15),
  /** What the payer's or the payee's statement says besides the truth; 0 says nothing. */
  slip: often(0, fc.integer({ min: -2, max: 2 }), 9),
})

const rawAccount = fc.record({
  kind: often('bank' as const, fc.constantFrom<AccountKind>('cash', 'merchant', 'clearing', 'external'), 15),
  opening: fc.oneof(
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 4, arbitrary: fc.integer({ min: 1, max: 4 }) },
    { weight: 1, arbitrary: fc.integer({ min: -3, max: -1 }) },
  ),
  declares: often(true, fc.constant(false), 2),
  /** Hours between which the statement is known. */
  statement: fc.oneof(
    { weight: 1, arbitrary: fc.constant('none' as const) },
    { weight: 12, arbitrary: fc.constant('all' as const) },
    { weight: 3, arbitrary: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 2, maxLength: 4 }) },
  ),
})

const rawTiny = fc.record({
  size: fc.integer({ min: 3, max: 5 }),
  transfers: fc.array(rawTransfer, { minLength: 6, maxLength: 14, size: 'max' }),
  accounts: fc.array(rawAccount, { minLength: 5, maxLength: 5 }),
  statements: fc.boolean(),
  /** Accounts pay what they have, as far as they can: the money goes further. */
  sober: often(true, fc.constant(false), 2),
  shortfall: fc.constantFrom('opening' as const, 'unseen-credit' as const, 'overdraft' as const),
  trace: rawTrace,
})

export const tinyNetworks: fc.Arbitrary<Network> = rawTiny
  .map(assemble)
  .filter((network): network is Network => network !== undefined)

function assemble(raw: typeof rawTiny extends fc.Arbitrary<infer T> ? T : never): Network | undefined {
  const balance = raw.accounts.slice(0, raw.size).map(({ opening, declares }) => (declares ? opening : 0))
  const records = raw.transfers.map(({ kind, slip, ...row }, index): TransferRecord => {
    let [from, to] = [row.from % raw.size, row.to % raw.size]
    if (to === from) to = (from + 1) % raw.size
    if (raw.sober && balance[from]! <= 0) [from, to] = [to, from]
    const amount = raw.sober && balance[from]! > 0 ? Math.min(row.amount, balance[from]!) : row.amount
    balance[from]! -= amount
    balance[to]! += amount
    const [side, at] = row.from % 2 === 0 ? (['fromBalance', from] as const) : (['toBalance', to] as const)
    if (slip !== 0) balance[at]! += slip
    return {
      id: `t${index + 1}`,
      from: nameOf(from),
      to: nameOf(to),
      amount: money(amount),
      time: START + index * HOUR,
      kind,
      ...(slip !== 0 && { [side]: money(balance[at]!) }),
    }
  })
  const accounts = raw.accounts.slice(0, raw.size).map(({ kind, opening, declares, statement }, index) => ({
    id: nameOf(index),
    kind,
    ...(declares && { openingBalance: money(opening) }),
    ...(raw.statements && periods(statement)),
  }))
  const input = { records, accounts, shortfall: raw.shortfall }
  const claims = drawClaims(raw.trace, input)
  if (claims.length === 0) return undefined
  const { until } = raw.trace
  return {
    input,
    options: { claims, ...(until !== undefined && { until: START + (until.row % records.length) * HOUR }) },
  }
}

function periods(raw: 'none' | 'all' | number[]): Pick<AccountRecord, 'statement'> {
  if (raw === 'none') return {}
  if (raw === 'all') return { statement: { from: '2024-01-01', to: '2024-01-31' } }
  const hours = [...new Set(raw)].sort((a, b) => a - b)
  const statement = hours.flatMap((hour, at) => {
    const end = hours[at + 1]
    return at % 2 === 1 || end === undefined ? [] : [{ from: START + hour * HOUR, to: START + end * HOUR }]
  })
  return statement.length === 0 ? {} : { statement }
}

function nameOf(index: number): string {
  return index === 0 ? 'victim' : `mule-${index}`
}

function money(hundredths: number): string {
  return (hundredths / 100).toFixed(2)
}
