/** What decides no amount, under any rule: names, the order of the records, and rows that move nothing. */
import fc from 'fast-check'
import { type Trace, type TransferRecord, trace } from 'fundtrail'
import { expect, test } from 'vitest'
import type { CentsByClaim, Figures } from '../support/figures.js'
import { build, holdsFor, traceFigures, traceNetwork, traceOptions } from '../support/network-trace.js'
import { type Network, networks } from '../support/networks.js'
import { allWays } from '../support/ways.js'

test('names carry no money: other ids of accounts and claims, the same amounts', () => {
  // Reversed alphabetically, so that a tie broken by name shows.
  const account = (id: string) => `account-${9 - Number(/\d+$/.exec(id)?.[0] ?? 0)}`
  const claim = (id: string) => `case-${9 - Number(/\d+$/.exec(id)![0])}`
  const renamed = ({ input, options }: Network): Network => ({
    input: {
      ...input,
      records: input.records.map((each) => ({ ...each, from: account(each.from), to: account(each.to) })),
      accounts: input.accounts.map((each) => ({ ...each, id: account(each.id) })),
    },
    options: {
      ...options,
      claims: options.claims.map((each) => ({
        ...each,
        id: claim(each.id),
        ...(each.accounts === undefined ? {} : { accounts: each.accounts.map(account) }),
      })),
      ...(options.stopAt === undefined ? {} : { stopAt: options.stopAt.map(account) }),
      ...(options.freezes === undefined
        ? {}
        : { freezes: options.freezes.map((each) => ({ ...each, account: account(each.account) })) }),
    },
  })
  const either = fc.oneof(networks({ ways: allWays }), networks({ ways: allWays, crowded: true }))
  holdsFor(either, 1500, (network) => {
    const before = withNames(traceFigures(network), account, claim)
    expect(
      withNames(
        traceFigures(renamed(network)),
        (id) => id,
        (id) => id,
      ),
    ).toEqual(before)
  })
})

type Rename = (id: string) => string

/** The figures under other names, in an order of their own: the listing may break ties by id, the amounts may not. */
function withNames(figures: Figures, account: Rename, claim: Rename): unknown {
  const shares = (all: CentsByClaim) =>
    Object.fromEntries(Object.entries(all).map(([id, amount]) => [claim(id), amount]))
  const byId = <T extends { id: string }>(list: T[]) => list.sort((a, b) => (a.id < b.id ? -1 : 1))
  return {
    stolen: figures.stolen,
    claims: Object.fromEntries(
      Object.entries(figures.claims).map(([id, each]) => [
        claim(id),
        { ...each, accounts: each.accounts.map(account).sort() },
      ]),
    ),
    transfers: figures.transfers.map((each) => ({ ...each, shares: shares(each.shares) })),
    accounts: byId(figures.accounts.map((each) => ({ ...each, id: account(each.id), shares: shares(each.shares) }))),
    endings: byId(
      figures.endings.map((each) => ({ ...each, id: `${account(each.account)} ${each.code}`, account: '' })),
    ).map((each) => ({ ...each, shares: shares(each.shares) })),
  }
}

test('the order of the records decides nothing where no two share an instant', () => {
  const shuffled = networks({ distinct: true, ways: allWays }).chain((network) =>
    fc.record({
      network: fc.constant(network),
      records: fc.shuffledSubarray(network.input.records, { minLength: network.input.records.length }),
    }),
  )
  holdsFor(shuffled, 1000, ({ network, records }) => {
    const other = { ...network, input: { ...network.input, records } }
    expect(asText(traceNetwork(other))).toBe(asText(traceNetwork(network)))
  })
})

/** All of a trace but its graph, byte for byte. */
function asText({ graph, ...rest }: Trace): string {
  expect(graph.size).toBeGreaterThan(0)
  return JSON.stringify(rest)
}

test('the same input gives the same bytes', () => {
  holdsFor(networks({ ways: allWays }), 1500, (network) => {
    const copy: Network = structuredClone(network)
    expect(asText(traceNetwork(copy))).toBe(asText(traceNetwork(network)))
  })
})

/** Rows that change nothing but the counts. */
const noise = fc.array(
  fc.record({
    kind: fc.constantFrom('again', 'contradicting', 'zero', 'no-time', 'failed', 'self'),
    row: fc.nat(39),
    at: fc.nat(50),
  }),
  { maxLength: 6 },
)

function addNoise(records: readonly TransferRecord[], added: { kind: string; row: number; at: number }[]) {
  const noisy = [...records]
  const expected = { merged: 0, excluded: 0, rejected: 0 }
  for (const [index, { kind, row, at }] of added.entries()) {
    const original = records[row % records.length]!
    const fresh = { ...original, id: `noise-${index + 1}`, fromBalance: undefined, toBalance: undefined }
    const { reverses: _, ...plain } = Object.fromEntries(
      Object.entries(fresh).filter(([, value]) => value !== undefined),
    ) as unknown as TransferRecord
    if (kind === 'again') noisy.push({ ...original })
    if (kind === 'contradicting') noisy.push({ ...original, amount: '999.99' })
    if (kind === 'zero') noisy.splice(at % noisy.length, 0, { ...plain, amount: 0 })
    if (kind === 'no-time') noisy.splice(at % noisy.length, 0, { ...plain, time: 'yesterday' })
    if (kind === 'failed') noisy.splice(at % noisy.length, 0, { ...plain, status: 'failed' })
    if (kind === 'self') noisy.splice(at % noisy.length, 0, { ...plain, status: 'ok', to: plain.from })
    if (kind === 'again') expected.merged += 1
    else if (kind === 'failed' || kind === 'self') expected.excluded += 1
    else expected.rejected += 1
  }
  return { noisy, expected }
}

test('every row is counted once, and noise among the rows changes no figure', () => {
  holdsFor(fc.tuple(networks({ ways: allWays }), noise), 1000, ([network, added]) => {
    const { noisy, expected } = addNoise(network.input.records, added)
    const clean = build(network.input)
    const result = build({ ...network.input, records: noisy })
    expect(addsUp(clean)).toBe(clean.counts.rows)
    expect(result.counts).toEqual({
      rows: noisy.length,
      accepted: clean.counts.accepted,
      merged: expected.merged,
      excluded: clean.counts.excluded + expected.excluded,
      rejected: expected.rejected,
    })
    expect(result.graph.size).toBe(result.counts.accepted)
    expect(asText(trace(result.graph, traceOptions(network.options)))).toBe(asText(traceNetwork(network)))
  })
})

function addsUp({ counts }: ReturnType<typeof build>): number {
  return counts.accepted + counts.merged + counts.excluded + counts.rejected
}
