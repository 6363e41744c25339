/**
 * Two thefts on chain, followed by hand to the addresses at which the trail ends. The amounts are prices in dollars and
 * do not add up, so the question is reach alone: does rule 'poison' come to every terminal, in the order of time?
 */
import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { buildMoneyGraph, type Ties, type TransferRecord, trace } from 'fundtrail'
import { describe, expect, it } from 'vitest'

/** Third-party data: it lies beside the project where it is tested at all, and is no part of it. */
const DATA = new URL('../../../shared/data/mftracer/', import.meta.url)

describe.each([
  {
    name: '54m',
    flows: 292,
    sources: 2,
    terminals: 13,
    accounts: 151,
    atOnce: ['0x8315177ab297ba92a06054ce80a67ed4dbd7ed3a'],
  },
  { name: 'Atomic', flows: 1080, sources: 17, terminals: 101, accounts: 381, atOnce: [] },
])('the theft $name', ({ name, ...expected }) => {
  if (!existsSync(new URL(`${name}/flows.csv`, DATA))) {
    it.skip(`needs ../shared/data/mftracer/${name} beside the project, which is not there`)
    return
  }
  const read = (file: string) => readFileSync(new URL(`${name}/${file}`, DATA), 'utf8')
  /** Capitals in an address are a checksum: one source is written with them. */
  const addresses = (file: string) => read(file).toLowerCase().trim().split(/\s+/)
  const sources = addresses('source_addresses.csv')
  const terminals = addresses('terminal_addresses.csv')
  /** Several flows share a transaction, so rows are told apart by their number. Prices keep six decimals. */
  const records = parse<Record<'Timestamp' | 'From' | 'To' | 'Value_in_USD', string>>(read('flows.csv'), {
    columns: true,
    bom: true,
  }).map((row, n) => ({
    id: `row-${n + 1}`,
    from: row.From.toLowerCase(),
    to: row.To.toLowerCase(),
    amount: Number(row.Value_in_USD).toFixed(6),
    currency: 'PRICE',
    time: row.Timestamp,
  }))
  /** All that each source paid out is its claim. */
  const claims = sources.map((id) => ({
    id,
    transfers: records.filter(({ from }) => from === id).map((record) => record.id),
  }))
  const build = (ties: Ties, rows: TransferRecord[] = records) =>
    buildMoneyGraph(rows, { currencies: { PRICE: 6 }, ties })
  const reached = (ties: Ties, rows?: TransferRecord[]) =>
    trace(build(ties, rows).graph, { claims, rule: 'poison' }).accounts.map(({ id }) => id)

  it('is read whole', () => {
    expect([records.length, sources.length, terminals.length]).toEqual([
      expected.flows,
      expected.sources,
      expected.terminals,
    ])
    const { counts, problems } = build('records')
    expect(counts).toMatchObject({ rows: expected.flows, accepted: expected.flows })
    expect(problems).toEqual([])
  })

  it('poison reaches every terminal in the order of time', () => {
    const touched = reached('records')
    expect(terminals.filter((id) => touched.includes(id))).toHaveLength(expected.terminals)
  })

  it('and no other address than a walk through the rows by time', () => {
    const tainted = new Set(sources)
    const byTime = records.toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0))
    for (const { from, to } of byTime) if (tainted.has(from)) tainted.add(to)
    expect(reached('records').toSorted()).toEqual([...tainted].sort())
    expect(tainted.size).toBe(expected.accounts)
  })

  // A contract passes on what it receives within one transaction, so both rows are of one second: its credits come first.
  it('in any order of the file, as long as what is received can go on in the same second', () => {
    const other = reached('credits-first', records.toReversed())
    expect(terminals.filter((id) => !other.includes(id))).toEqual([])
    const otherwise = reached('debits-first')
    expect(terminals.filter((id) => !otherwise.includes(id))).toEqual(expected.atOnce)
  })
})
