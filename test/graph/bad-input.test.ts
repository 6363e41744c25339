import { type BuildOptions, buildMoneyGraph, FundtrailError, type TransferRecord } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { problemLines } from '../support/ledger.js'

const good = { id: 'good', from: 'victim', to: 'mule-1', amount: '100', time: '2024-03-01T09:00Z' }
const next = { id: 'next', from: 'mule-1', to: 'mule-2', amount: '40', time: '2024-03-01T10:00Z' }

/** What becomes of a record between two good ones: its problems, its treatment, and the transfer where it is kept. */
function among(record: unknown, options?: BuildOptions) {
  const { graph, problems, counts } = buildMoneyGraph([good, record as TransferRecord, next], options)
  expect(graph.transfer('good').amount.toFixed()).toBe('100')
  expect(graph.transfer('next').amount.toFixed()).toBe('40')
  expect(counts.rows).toBe(3)
  expect(counts.accepted + counts.merged + counts.excluded + counts.rejected).toBe(3)
  const { accepted, rejected, excluded, merged } = counts
  const treatment = rejected > 0 ? 'rejected' : excluded > 0 ? 'excluded' : merged > 0 ? 'merged' : 'accepted'
  expect(graph.size).toBe(accepted)
  return { lines: problemLines(problems), treatment, problems, graph }
}

const record = { id: 'odd', from: 'victim', to: 'mule-1', amount: '7', time: '2024-03-01T09:30Z' }

describe('a gallery: one fault, one code, one treatment', () => {
  const gallery: [string, unknown, string, string][] = [
    ['null', null, 'error not-an-object', 'rejected'],
    ['undefined', undefined, 'error not-an-object', 'rejected'],
    ['a string', 'victim,mule-1,7', 'error not-an-object', 'rejected'],
    ['a number', 7, 'error not-an-object', 'rejected'],
    ['a function', () => record, 'error not-an-object', 'rejected'],
    ['an empty object', {}, 'error missing-field', 'rejected'],
    ['an array', ['victim', 'mule-1', '7'], 'error missing-field', 'rejected'],
    ['a Map', new Map(Object.entries(record)), 'error missing-field', 'rejected'],
    ['an empty id', { ...record, id: '' }, 'error invalid-id', 'rejected'],
    ['a numeric id', { ...record, id: 5 }, 'error invalid-id', 'rejected'],
    ['no payer', { ...record, from: undefined }, 'error missing-field', 'rejected'],
    ['an empty payer', { ...record, from: '' }, 'error missing-field', 'rejected'],
    ['a numeric payer', { ...record, from: 6222021234567890 }, 'error invalid-field', 'rejected'],
    ['no payee', { ...record, to: null }, 'error missing-field', 'rejected'],
    ['a payee that is a list', { ...record, to: ['mule-1'] }, 'error invalid-field', 'rejected'],
    ['no amount', { ...record, amount: undefined }, 'error missing-field', 'rejected'],
    ['NaN', { ...record, amount: Number.NaN }, 'error invalid-amount', 'rejected'],
    ['an amount in hexadecimal', { ...record, amount: '0x10' }, 'error invalid-amount', 'rejected'],
    ['an amount in full-width digits', { ...record, amount: '１００' }, 'error invalid-amount', 'rejected'],
    ['an amount with a NUL', { ...record, amount: '100\u0000' }, 'error invalid-amount', 'rejected'],
    ['an amount with an exponent', { ...record, amount: '1e400' }, 'error invalid-amount', 'rejected'],
    ['an endless amount', { ...record, amount: '9'.repeat(400) }, 'error amount-too-large', 'rejected'],
    ['a negative amount', { ...record, amount: '-7' }, 'error non-positive-amount', 'rejected'],
    ['nothing paid', { ...record, amount: 0 }, 'error non-positive-amount', 'rejected'],
    ['a third of a fen', { ...record, amount: '7.001' }, 'error too-many-decimals', 'rejected'],
    ['no time', { ...record, time: undefined }, 'error missing-field', 'rejected'],
    ['an impossible date', { ...record, time: '2024-02-30' }, 'error invalid-time', 'rejected'],
    ['an invalid Date', { ...record, time: new Date(Number.NaN) }, 'error invalid-time', 'rejected'],
    ['an unknown currency', { ...record, currency: 'XYZ' }, 'error unknown-currency', 'rejected'],
    ['a currency that is no text', { ...record, currency: 156 }, 'error unknown-currency', 'rejected'],
    ['an unknown status', { ...record, status: 'pending' }, 'error invalid-status', 'rejected'],
    ['an id taken by another', { ...record, id: 'good' }, 'error duplicate-id', 'rejected'],
    ['a failed transfer', { ...record, status: 'failed' }, 'warning failed-transfer', 'excluded'],
    ['a payment to oneself', { ...record, to: 'victim' }, 'warning self-transfer', 'excluded'],
    ['an unknown kind', { ...record, kind: 'gift' }, 'warning invalid-kind', 'accepted'],
    ['a balance that is no amount', { ...record, fromBalance: 'n/a' }, 'warning invalid-balance', 'accepted'],
    ['a reversal of nothing', { ...record, reverses: 'none' }, 'warning unmatched-reversal', 'accepted'],
    ['a reversal that is no id', { ...record, reverses: 5 }, 'warning invalid-field', 'accepted'],
    ['an alias that is no id', { ...record, aliases: [5] }, 'warning invalid-field', 'accepted'],
    ['an alias taken by another', { ...record, aliases: ['good'] }, 'warning duplicate-id', 'accepted'],
    ['a memo that is no text', { ...record, memo: 5 }, 'warning invalid-field', 'accepted'],
    ['a source that is no source', { ...record, source: 'a.csv' }, 'warning invalid-field', 'accepted'],
  ]
  test.each(gallery)('%s', (_, odd, line, treatment) => {
    const result = among(odd)
    expect(result.lines).toEqual([`2 ${line}`])
    expect(result.treatment).toBe(treatment)
    expect(result.graph.size).toBe(treatment === 'accepted' ? 3 : 2)
    expect(result.problems[0]!.message).toContain('row 2')
  })

  test('a local time that the zone skips or repeats', () => {
    const timeZone = 'America/New_York'
    expect(among({ ...record, time: '2024-03-10T02:30' }, { timeZone }).lines).toEqual(['2 error skipped-local-time'])
    const twice = among({ ...record, time: '2024-11-03T01:30' }, { timeZone })
    expect(twice.lines).toEqual(['2 warning ambiguous-local-time'])
    expect(twice.treatment).toBe('accepted')
  })

  test('null counts as absent in every optional field', () => {
    const names = ['currency', 'kind', 'status', 'reverses', 'fromBalance', 'toBalance', 'memo', 'source', 'aliases']
    const empty = Object.fromEntries(names.map((name) => [name, null]))
    const { graph, lines } = among({ ...record, id: null, ...empty })
    expect(lines).toEqual([])
    expect(graph.transfer('#2')).toMatchObject({ currency: 'CNY', kind: 'transfer' })
  })
})

describe('a problem leads back to its row', () => {
  test('by number, id, file and a message that names the value', () => {
    const { problems } = among({ ...record, amount: '7,5', source: { file: 'bank.csv', row: 12 } })
    expect(problems).toEqual([
      {
        code: 'invalid-amount',
        severity: 'error',
        row: 2,
        id: 'odd',
        file: 'bank.csv',
        message: expect.stringContaining('"7,5"'),
      },
    ])
  })

  test('endless cells are shortened in messages', () => {
    const endless = 'x'.repeat(5_000_000)
    const fields = ['amount', 'time', 'currency', 'status', 'kind', 'fromBalance', 'reverses'] as const
    for (const field of fields) {
      const { problems } = among({ ...record, [field]: endless })
      expect(problems[0]!.message.length).toBeLessThan(250)
    }
    const { problems, graph } = among({ ...record, from: endless, to: endless })
    expect(problems[0]!.message.length).toBeLessThan(250)
    expect(graph.hasAccount('victim')).toBe(true)
  })
})

describe('hostile records are counted and never thrown', () => {
  const thrower = () => {
    throw new Error('not yours')
  }
  const revoked = Proxy.revocable({ ...record }, {})
  revoked.revoke()
  const fields = ['id', 'from', 'to', 'amount', 'time', 'currency', 'kind', 'status', 'reverses', 'memo'] as const
  const hostile: [string, unknown][] = [
    ...[...fields, 'fromBalance', 'toBalance', 'source', 'aliases'].map((field): [string, unknown] => [
      `a getter of ${field} that throws`,
      Object.defineProperty({ ...record }, field, { get: thrower }),
    ]),
    ['a proxy that throws', new Proxy({ ...record }, { get: thrower })],
    ['a revoked proxy', revoked.proxy],
    ['a source that throws', { ...record, source: new Proxy({}, { get: thrower }) }],
    ['an amount that passes for a Decimal', { ...record, amount: { toStringTag: '[object Decimal]' } }],
    ['a time that passes for a Date', { ...record, time: Object.create(Date.prototype) }],
    ['an amount that is a revoked proxy', { ...record, amount: revoked.proxy }],
  ]
  test.each(hostile)('%s', (_, odd) => {
    const { treatment, problems, graph } = among(odd)
    expect(treatment).toBe('rejected')
    expect(problems).toMatchObject([{ severity: 'error', row: 2 }])
    expect(graph.order).toBe(3)
  })

  test('a record without a prototype and one made by a class with getters are read', () => {
    expect(among(Object.assign(Object.create(null), record)).treatment).toBe('accepted')
    class Row {
      get from() {
        return 'victim'
      }
      to = 'mule-1'
      amount = 7n
      time = new Date(0)
    }
    expect(among(new Row()).graph.transfer('#2').from).toBe('victim')
  })

  test.each(['__proto__', 'constructor', 'toString', ' ', '\u0000', '\ud800'])(
    '%j is an id like any other, of accounts and of transfers',
    (id) => {
      const { graph, lines } = among({ ...record, id, to: id })
      expect(lines).toEqual([])
      expect(graph.transfer(id).to).toBe(id)
      expect(graph.account(id)).toMatchObject({ id, kind: 'bank' })
      expect(graph.hasAccount('valueOf')).toBe(false)
      expect(graph.hasTransfer('hasOwnProperty')).toBe(false)
    },
  )

  test('a record is not changed, and changing it later changes nothing', () => {
    const source = { file: 'a.csv', row: 1 }
    const mine = { ...record, memo: 'rent', source, aliases: ['other'] }
    const copy = structuredClone(mine)
    const { graph } = among(mine)
    expect(mine).toEqual(copy)
    source.file = 'b.csv'
    mine.aliases.push('third')
    expect(graph.transfer('odd').source).toEqual([{ file: 'a.csv', row: 1 }])
    expect(graph.transfer('odd').aliases).toEqual(['other'])
  })
})

test('rows that are all bad make an empty graph, not an error', () => {
  const { graph, counts } = buildMoneyGraph([null, 5, {}, []] as never)
  expect(counts).toEqual({ rows: 4, accepted: 0, merged: 0, excluded: 0, rejected: 4 })
  expect([graph.order, graph.size, graph.firstTime, graph.lastTime]).toEqual([0, 0, undefined, undefined])
  expect(graph.currencies).toEqual([])
})

test('what a rejected row was is still known to a trace that names it', () => {
  const { graph } = among({ ...record, amount: '0x10' })
  expect(graph.hasTransfer('odd')).toBe(false)
  expect(() => graph.transfer('odd')).toThrow(FundtrailError)
  expect(() => graph.transfer('odd')).toThrow(/row 2 was rejected: amount "0x10"/)
})
