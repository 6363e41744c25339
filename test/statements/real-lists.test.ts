import { existsSync, readFileSync } from 'node:fs'
import { buildMoneyGraph, trace } from 'fundtrail'
import { type Mapping, readStatements } from 'fundtrail/statements'
import { describe, expect, it } from 'vitest'

const DATA = new URL('../../../shared/data/', import.meta.url)
const BERKA = new URL('berka/trans.asc', DATA)
const LAUNDROMAT = new URL('azerbaijani_laundromat/transactions.csv', DATA)
for (const url of [BERKA, LAUNDROMAT]) {
  if (!existsSync(url)) console.warn(`skipped: ${url.pathname.split('/').slice(-2).join('/')} is not there`)
}

/** A mapping as a caller keeps it beside the file. */
const saved = (mapping: Mapping) => JSON.parse(JSON.stringify(mapping)) as Mapping

/** Berka's list: words in Czech, dates of two digits a part, a counterparty of two columns. */
const CZECH: Mapping = {
  account: 'account_id',
  counterparty: ['account', 'bank'],
  time: 'date',
  timeFormat: 'yyMMdd',
  amount: 'amount',
  direction: { column: 'type', in: ['PRIJEM'], out: ['VYDAJ', 'VYBER'] },
  balance: 'balance',
  memo: ['operation', 'k_symbol'],
  kind: [
    { column: 'k_symbol', interest: ['UROK'], fee: ['SLUZBY'] },
    { column: 'operation', cash: ['VKLAD', 'VYBER'] },
  ],
  id: 'trans_id',
}

/** Numbers from 0 to 1, the same for one seed. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function shuffle<Item>(items: Item[], next: () => number): Item[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1))
    ;[items[i], items[j]] = [items[j]!, items[i]!]
  }
  return items
}

function hundredths(amount: { toNumber(): number }): number {
  return Math.round(amount.toNumber() * 100)
}

interface Row {
  line: string
  account: string
  date: string
  amount: number
  balance: number
}

/** A row's amount and balance in hundredths, as the file writes them: "3372.70", with a sign by its word. */
function rowOf(line: string): Row {
  const cells = line.replaceAll('"', '').split(';')
  const minor = (cell: string | undefined) => Math.round(Number(cell) * 100)
  const sign = cells[3] === 'PRIJEM' ? 1 : -1
  return { line, account: cells[1]!, date: cells[2]!, amount: sign * minor(cells[5]), balance: minor(cells[6]) }
}

/** Whether each row's balance is the one before and its amount. */
function follows(rows: readonly Row[], opening: number): boolean {
  let balance = opening
  return rows.every((row) => {
    balance += row.amount
    return balance === row.balance
  })
}

describe.skipIf(!existsSync(BERKA))("25,000 rows of a Czech bank, shuffled within each account's days", () => {
  const [header, ...lines] = existsSync(BERKA) ? readFileSync(BERKA, 'latin1').trim().split(/\r?\n/) : ['']
  const rows = lines.map(rowOf)
  const byAccount = new Map<string, Row[]>()
  for (const row of rows) {
    const account = byAccount.get(row.account)
    if (account === undefined) byAccount.set(row.account, [row])
    else account.push(row)
  }
  const shuffled = (seed: number, newestFirst: boolean) => {
    const next = random(seed)
    const days = new Map<string, Row[]>()
    for (const row of rows) {
      const day = days.get(row.date)
      if (day === undefined) days.set(row.date, [row])
      else day.push(row)
    }
    const mixed = [...days.values()].flatMap((day) => shuffle([...day], next))
    if (newestFirst) mixed.reverse()
    return [header, ...mixed.map(({ line }) => line)].join('\n')
  }

  it.each([
    ['oldest first', 1, false],
    ['newest first', 2, true],
  ])('%s: balances give the order back', async (_, seed, newestFirst) => {
    const { records, accounts, problems, counts } = await readStatements(
      [{ name: 'trans.asc', data: shuffled(seed, newestFirst) }],
      { formats: { 'trans.asc': saved(CZECH) }, currency: 'CZK' },
    )
    expect(problems).toEqual([])
    expect(counts).toEqual({ rows: 25_000, accepted: 25_000, merged: 0, excluded: 0, rejected: 0 })
    const { graph, counts: built } = buildMoneyGraph(records, { accounts, currency: 'CZK' })
    expect(built.rejected).toBe(0)
    let chained = 0
    let gapless = 0
    for (const [id, original] of byAccount) {
      const { opening, entries } = graph.statement(id)
      const isGapless = entries.every(({ transfer }) => transfer !== undefined)
      if (isGapless) gapless++
      const before = original[0]!.balance - original[0]!.amount
      if (!follows(original, before)) continue
      chained++
      // As balances, for two rows of one amount may stand for each other.
      expect(isGapless).toBe(true)
      expect(hundredths(opening)).toBe(before)
      expect(entries.map((entry) => hundredths(entry.balance))).toEqual(original.map((row) => row.balance))
    }
    // In the file as published 407 accounts follow row by row; 116 more do in another order within a day. In the other
    // 568 a published balance is a tenth of a crown off, after interest for the most part.
    expect({ accounts: byAccount.size, chained, gapless }).toEqual({ accounts: 1091, chained: 407, gapless: 523 })
  })
})

describe.skipIf(!existsSync(LAUNDROMAT))('16,940 rows of the Azerbaijani Laundromat', () => {
  const STATEMENTS = ['EE123300333516150001', 'EE353300333516220009', 'EE773300333487040004', 'EE273300333505610002']

  it('the sign says whose statement a row is of: 256 are the other side of one already there', async () => {
    const mapping: Mapping = {
      from: 'payer_account',
      to: 'beneficiary_account',
      fromHolder: 'payer_name',
      toHolder: 'beneficiary_name',
      amount: 'amount_orig',
      currency: 'amount_orig_currency',
      time: 'date',
      memo: 'purpose',
      statementOf: 'sign',
      scientific: true,
    }
    const { records, accounts, problems, counts, files } = await readStatements(
      [{ name: 'transactions.csv', data: readFileSync(LAUNDROMAT) }],
      {
        formats: { 'transactions.csv': saved(mapping) },
        sameAccounts: STATEMENTS.map((iban) => [iban, iban.slice(-12)]),
      },
    )
    // Some of the list's IBANs fail their check.
    expect([...new Set(problems.map(({ code, severity }) => `${code} ${severity}`))]).toEqual(['wrong-iban warning'])
    expect(files).toEqual([{ name: 'transactions.csv', format: 'transfer-list', encoding: 'utf-8', rows: 16_940 }])
    expect(counts).toEqual({ rows: 16_940, accepted: 16_684, merged: 256, excluded: 0, rejected: 0 })
    expect(records.filter(({ aliases }) => aliases?.length === 1)).toHaveLength(256)
    // Payers and payees that the list only names get an account for the name.
    expect(accounts.filter(({ id }) => id.startsWith('unnumbered:')).length).toBeGreaterThan(10)
    const stated = accounts.filter(({ statement }) => statement !== undefined)
    expect(stated.map(({ id }) => id).sort()).toEqual([...STATEMENTS].sort())
    const { graph, counts: built } = buildMoneyGraph(records, { accounts })
    expect(built).toEqual({ rows: 16_684, accepted: 16_684, merged: 0, excluded: 0, rejected: 0 })
    // As examples/azerbaijani-laundromat.ts finds it by hand.
    expect(graph.statement('EE273300333505610002', 'USD').opening.toFixed(2)).toBe('3244449.00')
    const { endings } = trace(graph, { from: 'transactions.csv#2' })
    expect(endings.map(({ account, code, amount }) => `${account} ${code} ${amount.toFixed()}`)).toEqual([
      '333484540002 no-statement 535470',
    ])
  })
})
