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
    let reconciled = 0
    let same = 0
    let followed = 0
    const odd: string[] = []
    for (const [id, original] of byAccount) {
      const entries = graph.statement(id).entries
      const gaps = entries.filter(({ transfer }) => transfer === undefined).length
      const [first] = original
      let balance = first!.balance - first!.amount
      const follows = original.every((row) => {
        balance += row.amount
        return balance === row.balance
      })
      if (!follows) continue
      followed++
      if (gaps > 0) {
        odd.push(id)
        continue
      }
      reconciled++
      const balances = entries.map((entry) => Math.round(entry.balance.toNumber() * 100))
      if (balances.every((value, at) => value === original[at]!.balance)) same++
      else odd.push(id)
    }
    console.log({ accounts: byAccount.size, followed, reconciled, same, odd: odd.length, sample: odd.slice(0, 3) })
    expect(reconciled).toBe(followed)
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
    console.log(
      counts,
      problems.slice(0, 5),
      problems.length,
      files,
      accounts.filter(({ statement }) => statement).map(({ id, statement }) => [id, statement]),
    )
    const { graph, counts: built } = buildMoneyGraph(records, { accounts })
    console.log(built, graph.order)
    const result = trace(graph, { from: 'transactions.csv#2' })
    console.log(result.endings.map((e) => [e.code, e.amount.toFixed(), e.account]))
  })
})
