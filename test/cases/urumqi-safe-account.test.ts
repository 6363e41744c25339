import { readdirSync, readFileSync } from 'node:fs'
import type { Decimal } from 'decimal.js'
import { buildMoneyGraph, findMerges, findSplits, freezable, trace } from 'fundtrail'
import { describe, expect, it } from 'vitest'
import { localTime } from '../../examples/support/format.js'
import { makeCase } from '../../scripts/make-urumqi-case.js'
import { urumqi } from '../support/urumqi-case.js'

const FILES = new URL('../../fixtures/urumqi-safe-account/files/', import.meta.url)
const TIME_ZONE = 'Asia/Shanghai'
const { read, built, ledger, expected, serial } = urumqi
const result = trace(built.graph, { from: expected.claim.map(urumqi.id) })

const yuan = (amount: Decimal) => amount.toFixed(2)
const time = (date: Date) => localTime(date, TIME_ZONE)
/** A field only where it is present, as in JSON. */
const given = <Value, Text>(key: string, value: Value | undefined, show: (value: Value) => Text) =>
  value === undefined ? {} : { [key]: show(value) }
const same = (text: string) => text
const branchesOf = (branches: { account: string; traced: Decimal; transfers: string[] }[]) =>
  branches.map(({ account, traced, transfers }) => ({
    account,
    traced: yuan(traced),
    transfers: transfers.map(serial),
  }))
/** The contract leaves the order of splits, merges and freezable accounts open. */
const byAccount = <Item extends { account: string }>(items: Item[]) =>
  items.toSorted((a, b) => (a.account < b.account ? -1 : 1))

describe('the Urumqi safe-account case', () => {
  it('is what its script writes, byte for byte', async () => {
    const files = await makeCase()
    expect(readdirSync(FILES).sort()).toEqual(files.map(({ name }) => name).sort())
    for (const { name, data } of files) {
      const stored = readFileSync(new URL(encodeURIComponent(name), FILES))
      expect([name, stored.equals(Buffer.from(data))]).toEqual([name, true])
    }
  })

  it('is in files of six institutions', () => {
    expect(read.files.map(({ name, format, encoding, rows }) => `${name} ${format} ${encoding} ${rows}`)).toEqual(
      expected.files,
    )
    expect(read.problems).toEqual([])
    expect(read.counts).toEqual(expected.read)
  })

  it('gives back every movement of the ledger once, joined from both sides', () => {
    const known = read.records.map(({ id }) => serial(id!))
    expect(known.toSorted()).toEqual(ledger.map(({ id }) => id).toSorted())
    // Whose other side has no statement: merchants, the cash machine; what failed only the payer's bank knows.
    const single = ledger.filter(
      ({ payee, status }) => !/bank|payment|securities/.test(payee.kind) || status === 'failed',
    )
    const alone = read.records.filter(({ source }) => !Array.isArray(source) || source.length === 1)
    expect(alone.map(({ id }) => serial(id!)).toSorted()).toEqual(single.map(({ id }) => id).toSorted())
  })

  it('accounts for every record', () => {
    expect(built.counts).toEqual(expected.counts)
    expect(built.problems.filter(({ severity }) => severity === 'error')).toEqual([])
    const excluded = built.problems.map(({ row }) => serial(read.records[(row ?? 0) - 1]?.id ?? ''))
    expect([...new Set(excluded)].sort()).toEqual(expected.excludedRows)
    for (const id of expected.excludedRows) expect(built.graph.hasTransfer(urumqi.id(id))).toBe(false)
  })

  it('takes the four transfers that left the victim in that half hour for the claim', () => {
    expect(urumqi.reported.map(serial)).toEqual(expected.claim)
  })

  it('ends every account with the balance that its movements add up to', () => {
    const balances = new Map<string, number>()
    for (const { payer, payee, payerBalance, payeeBalance } of ledger) {
      balances.set(payer.id, payerBalance)
      balances.set(payee.id, payeeBalance)
    }
    const kept = [...balances].filter(([id]) => !/^(?:MCH|ATM)/.test(id))
    expect(kept).toHaveLength(67)
    for (const [id, fen] of kept) {
      expect([id, yuan(built.graph.statement(id).closing)]).toEqual([id, (fen / 100).toFixed(2)])
    }
  })

  it('orders the rows of one second by their balances', () => {
    const inSecond = (account: string, second: string) =>
      built.graph
        .statement(account)
        .entries.filter((entry) => time(entry.time) === second)
        .map(({ transfer }) => serial(transfer ?? ''))
    expect(inSecond('6222000000000000102', '2024-03-12 10:31:05')).toEqual(['M35', 'M36', 'M37'])
    expect(inSecond('6222000000000000103', '2024-03-12 10:31:05')).toEqual(['M35', 'M38'])
    expect(inSecond('6222000000000000303', '2024-03-12 10:47:20')).toEqual(['M56', 'M57'])
  })

  it('would trace otherwise without the balances', () => {
    const bare = read.records.map(({ fromBalance, toBalance, ...record }) => record)
    const { graph } = buildMoneyGraph(bare, { accounts: read.accounts, timeZone: TIME_ZONE })
    const { transfers } = trace(graph, { from: urumqi.reported })
    const traced = transfers.find(({ id }) => serial(id) === 'M38')?.traced
    expect(traced && yuan(traced)).toBe('149000.00')
  })

  it('traces the transfers, hop by hop', () => {
    expect(
      result.transfers.map(({ id, level, from, to, time: at, amount, traced }) => ({
        id: serial(id),
        level,
        from,
        to,
        time: time(at),
        amount: yuan(amount),
        traced: yuan(traced),
      })),
    ).toEqual(expected.transfers)
  })

  it('sums up the accounts, level by level', () => {
    expect(
      result.accounts.map((account) => ({
        id: account.id,
        level: account.level,
        levels: account.levels,
        ...given('holder', account.holder, same),
        ...given('institution', account.institution, same),
        kind: account.kind,
        received: yuan(account.received),
        sent: yuan(account.sent),
        held: yuan(account.held),
        ended: yuan(account.ended),
        ...given('balance', account.balance, yuan),
        ...given('firstReceived', account.firstReceived, time),
        ...given('lastReceived', account.lastReceived, time),
        ...given('lastSent', account.lastSent, time),
      })),
    ).toEqual(expected.accounts)
  })

  it('says where all of it is', () => {
    expect(yuan(result.stolen)).toBe(expected.stolen)
    expect(time(result.until)).toBe(expected.until)
    expect(
      result.endings.map(({ account, code, amount, level, since }) => ({
        account,
        code,
        amount: yuan(amount),
        level,
        since: time(since),
      })),
    ).toEqual(expected.endings)
    expect(result.assumptions).toEqual([])
  })

  it('finds the splits', () => {
    const splits = findSplits(result).map(
      ({ account, level, start, end, received, traced, share, inflows, branches }) => ({
        account,
        level,
        start: time(start),
        end: time(end),
        received: yuan(received),
        traced: yuan(traced),
        share,
        inflows: inflows.map(serial),
        branches: branchesOf(branches),
      }),
    )
    expect(byAccount(splits)).toEqual(byAccount(expected.splits))
  })

  it('finds the merges', () => {
    const merges = findMerges(result).map(({ account, level, start, end, traced, branches }) => ({
      account,
      level,
      start: time(start),
      end: time(end),
      traced: yuan(traced),
      branches: branchesOf(branches),
    }))
    expect(byAccount(merges)).toEqual(byAccount(expected.merges))
  })

  it('lists what can be frozen, with the evidence', () => {
    const list = freezable(result)
    const { total, gone, returned, unresolved, stolen } = list
    expect({
      at: time(list.at),
      accounts: byAccount(
        list.accounts.map((account) => ({
          account: account.account,
          level: account.level,
          ...given('holder', account.holder, same),
          ...given('institution', account.institution, same),
          kind: account.kind,
          hold: yuan(account.hold),
          request: yuan(account.request),
          ...given('balance', account.balance, yuan),
          confidence: account.confidence,
          lastMovement: time(account.lastMovement),
          evidence: account.evidence.map(({ transfer, from, time: at, amount, traced }) => ({
            transfer: serial(transfer),
            from,
            time: time(at),
            amount: yuan(amount),
            traced: yuan(traced),
          })),
        })),
      ),
      excluded: list.excluded,
      total: yuan(total),
      gone: yuan(gone),
      returned: yuan(returned),
      unresolved: yuan(unresolved),
      stolen: yuan(stolen),
    }).toEqual(expected.freeze)
    expect(yuan(total.plus(gone).plus(returned).plus(unresolved))).toBe(expected.stolen)
  })
})
