import { readFileSync } from 'node:fs'
import type { Decimal } from 'decimal.js'
import {
  type AccountRecord,
  buildMoneyGraph,
  findMerges,
  findSplits,
  freezable,
  type TransferRecord,
  trace,
} from 'fundtrail'
import { describe, expect, it } from 'vitest'
import { localTime } from '../../examples/support/format.js'
import { readCsv } from '../../examples/support/read-csv.js'
import { makeCase } from '../../scripts/make-urumqi-case.js'

const CASE = new URL('../../fixtures/urumqi-safe-account/', import.meta.url)
const TIME_ZONE = 'Asia/Shanghai'
/** Worked out by hand: the README beside it shows how. */
const expected = JSON.parse(readFileSync(new URL('expected.json', CASE), 'utf8'))

const records = readCsv<TransferRecord>(new URL('transfers.csv', CASE))
const accounts = readCsv<AccountRecord>(new URL('accounts.csv', CASE))
const built = buildMoneyGraph(records, { accounts, timeZone: TIME_ZONE })
const result = trace(built.graph, { from: expected.claim })

const yuan = (amount: Decimal) => amount.toFixed(2)
const time = (date: Date) => localTime(date, TIME_ZONE)
/** A field only where it is present, as in JSON. */
const given = <Value, Text>(key: string, value: Value | undefined, show: (value: Value) => Text) =>
  value === undefined ? {} : { [key]: show(value) }
const same = (text: string) => text
const branchesOf = (branches: { account: string; traced: Decimal; transfers: string[] }[]) =>
  branches.map(({ account, traced, transfers }) => ({ account, traced: yuan(traced), transfers }))
/** The contract leaves the order of splits, merges and freezable accounts open. */
const byAccount = <Item extends { account: string }>(items: Item[]) =>
  items.toSorted((a, b) => (a.account < b.account ? -1 : 1))

describe('the Urumqi safe-account case', () => {
  it('is what its script writes', () => {
    const { transfers, accounts } = makeCase()
    expect(readFileSync(new URL('transfers.csv', CASE), 'utf8')).toBe(transfers)
    expect(readFileSync(new URL('accounts.csv', CASE), 'utf8')).toBe(accounts)
  })

  it('accounts for every row', () => {
    expect(built.counts).toEqual(expected.counts)
    expect(built.problems.filter(({ severity }) => severity === 'error')).toEqual([])
    const excluded = built.problems.map(({ row }) => records[(row ?? 0) - 1]?.id)
    expect([...new Set(excluded)].sort()).toEqual(expected.excludedRows)
    for (const id of expected.excludedRows) expect(built.graph.hasTransfer(id)).toBe(false)
  })

  it('ends every case account with the balance that its rows add up to', () => {
    for (const { id, balance } of expected.accounts)
      expect([id, yuan(built.graph.statement(id).closing)]).toEqual([id, balance])
  })

  it('orders the rows of one second by their balances', () => {
    const inSecond = (account: string, second: string) =>
      built.graph
        .statement(account)
        .entries.filter((entry) => time(entry.time) === second)
        .map(({ transfer }) => transfer)
    expect(inSecond('6222000000000000102', '2024-03-12 10:31:05')).toEqual(['M35', 'M36', 'M37'])
    expect(inSecond('6222000000000000103', '2024-03-12 10:31:05')).toEqual(['M35', 'M38'])
    expect(inSecond('6222000000000000303', '2024-03-12 10:47:20')).toEqual(['M56', 'M57'])
  })

  it('would trace otherwise without the balances', () => {
    const bare = records.map(({ fromBalance, toBalance, ...record }) => record)
    const { graph } = buildMoneyGraph(bare, { accounts, timeZone: TIME_ZONE })
    const traced = trace(graph, { from: expected.claim }).transfers.find(({ id }) => id === 'M37')?.traced
    expect(traced && yuan(traced)).toBe('250000.00')
  })

  it('traces the transfers, hop by hop', () => {
    expect(
      result.transfers.map(({ id, level, from, to, time: at, amount, traced }) => ({
        id,
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
        inflows,
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
            transfer,
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
