import { type AccountRecord, buildMoneyGraph } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { problemLines, transfers } from '../support/ledger.js'

const rows = transfers(`
  id  time   from    to      amount
  t1  09:00  victim  mule-1  100`)

/** What becomes of account records: the problems, and the account mule-1 where it is known. */
function read(...records: unknown[]) {
  const { graph, problems, counts } = buildMoneyGraph(rows, { accounts: records as AccountRecord[] })
  expect(counts).toEqual({ rows: 1, accepted: 1, merged: 0, excluded: 0, rejected: 0 })
  return { lines: problemLines(problems), problems, graph, account: graph.account('mule-1') }
}

const id = 'mule-1'
const year = { from: '2024-01-01', to: '2024-12-31' }

describe('a gallery: the record or the field is left out, the rest is used', () => {
  const gallery: [string, unknown, string][] = [
    ['null', null, 'error not-an-object'],
    ['a string', 'mule-1', 'error not-an-object'],
    ['no id', { holder: 'Mule' }, 'error invalid-id'],
    ['an empty id', { id: '' }, 'error invalid-id'],
    ['a numeric id', { id: 100 }, 'error invalid-id'],
    ['a holder that is no text', { id, holder: 5 }, 'warning invalid-field'],
    ['a holderId that is no text', { id, holderId: {} }, 'warning invalid-field'],
    ['an institution that is no text', { id, institution: [] }, 'warning invalid-field'],
    ['a frozenBy that is no text', { id, frozenBy: true }, 'warning invalid-field'],
    ['an unknown kind', { id, kind: 'wallet' }, 'warning invalid-field'],
    ['a kind from the prototype', { id, kind: 'constructor' }, 'warning invalid-field'],
    ['an unknown status', { id, status: 'dormant' }, 'warning invalid-field'],
    ['a statement that is no period', { id, statement: 'all' }, 'warning invalid-period'],
    ['a period without an end', { id, statement: { from: '2024-01-01' } }, 'warning invalid-period'],
    ['an impossible begin', { id, statement: { from: '2024-02-30', to: '2024-12-31' } }, 'warning invalid-period'],
    ['an end before the begin', { id, statement: { from: '2024-02-02', to: '2024-02-01' } }, 'warning invalid-period'],
    ['an opening that is no amount', { id, openingBalance: 'n/a' }, 'warning invalid-amount'],
    ['an opening that is a list', { id, openingBalance: ['1'] }, 'warning invalid-amount'],
    ['too many decimals', { id, openingBalance: '1.001' }, 'warning too-many-decimals'],
    ['an opening beyond 2^53', { id, openingBalance: '1e5'.repeat(9) }, 'warning invalid-amount'],
    ['a very large opening', { id, openingBalance: '9'.repeat(30) }, 'warning amount-too-large'],
    ['an unknown currency', { id, openingBalance: { XYZ: '1' } }, 'warning unknown-currency'],
    ['an opening outside the known world', { id, kind: 'external', openingBalance: '5' }, 'warning opening-ignored'],
  ]
  test.each(gallery)('%s', (_, record, line) => {
    const { lines, account } = read(record)
    expect(lines).toEqual([`- ${line}`])
    expect(account.statement).toEqual([])
  })

  test('a good field beside a bad one is used, and the good period beside a bad one', () => {
    const { account, lines } = read({ id, holder: 'Mule', kind: 'wallet', statement: [{ from: 1 }, year] })
    expect(lines.sort()).toEqual(['- warning invalid-field', '- warning invalid-period'])
    expect(account).toMatchObject({ holder: 'Mule', kind: 'bank' })
    expect(account.statement).toHaveLength(1)
  })
})

describe('hostile account records are never thrown', () => {
  const thrower = () => {
    throw new Error('not yours')
  }
  class Impostor {
    toStringTag = '[object Decimal]'
    isFinite = thrower
  }
  const names = ['id', 'holder', 'holderId', 'institution', 'kind', 'status', 'frozenBy', 'openingBalance', 'statement']
  const hostile: [string, unknown][] = [
    ...names.map((name): [string, unknown] => [
      `a getter of ${name} that throws`,
      Object.defineProperty({ id }, name, { get: thrower }),
    ]),
    ['a proxy that throws', new Proxy({ id }, { get: thrower })],
    ['an opening that passes for a Decimal', { id, openingBalance: new Impostor() }],
    ['an opening by currency that passes for a Decimal', { id, openingBalance: { CNY: new Impostor() } }],
    ['an opening by currency whose getter throws', { id, openingBalance: { get CNY() { return thrower() } } }], // biome-ignore format: one line
    ['a period that throws', { id, statement: new Proxy({}, { get: thrower }) }],
  ]
  test.each(hostile)('%s', (_, record) => {
    const { problems, graph } = read(record, { id: 'mule-2', holder: 'Second' })
    expect(problems).toHaveLength(1)
    expect(problems[0]!.message).not.toContain('not yours')
    expect(graph.account('mule-2').holder).toBe('Second')
  })

  test('a record that is left out is left out whole', () => {
    const { account, lines } = read(Object.defineProperty({ id, holder: 'Mule' }, 'statement', { get: thrower }))
    expect(lines).toEqual(['- error unreadable-account'])
    expect(account.holder).toBeUndefined()
  })
})

describe('records of one id are merged', () => {
  test('each fills in what the others leave open', () => {
    const { account, lines } = read(
      { id, holder: 'Mule', kind: 'payment' },
      { id, holderId: 'ID-1', institution: 'Bank', status: 'frozen', frozenBy: 'Police', statement: year },
      { id, holder: 'Mule' },
    )
    expect(lines).toEqual([])
    expect(account).toMatchObject({
      holder: 'Mule',
      holderId: 'ID-1',
      institution: 'Bank',
      kind: 'payment',
      status: 'frozen',
      frozenBy: 'Police',
    })
    expect(account.statement).toEqual([{ from: new Date('2024-01-01'), to: new Date('2024-12-31T23:59:59.999Z') }])
  })

  test.each([
    ['holder', 'A', 'B'],
    ['holderId', 'A', 'B'],
    ['institution', 'A', 'B'],
    ['kind', 'bank', 'merchant'],
    ['status', 'active', 'closed'],
    ['frozenBy', 'A', 'B'],
    ['openingBalance', '100', '200'],
  ])('of two that differ in %s the first stays, with a warning', (name, first, second) => {
    const { lines, account, graph } = read({ id, [name]: first }, { id, [name]: second })
    expect(lines).toEqual(['- warning account-conflict'])
    if (name === 'openingBalance') expect(graph.statement(id).opening.toFixed()).toBe('100')
    else expect(account).toMatchObject({ [name]: first })
  })

  test('openings that are equal in another spelling agree', () => {
    expect(read({ id, openingBalance: '100' }, { id, openingBalance: 100 }).lines).toEqual([])
    expect(read({ id, openingBalance: '100' }, { id, openingBalance: '100.00' }).lines).toEqual([])
    expect(read({ id, openingBalance: '100' }, { id, openingBalance: { CNY: 100n } }).lines).toEqual([])
  })

  test('a second opening is a conflict also where only one names the currency', () => {
    const { lines, graph } = read({ id, openingBalance: '100' }, { id, openingBalance: { CNY: '200' } })
    expect(lines).toEqual(['- warning account-conflict'])
    const { opening, entries } = graph.statement(id)
    expect(opening.toFixed()).toBe('100')
    expect(entries.map(({ transfer }) => transfer)).toEqual(['t1'])
  })
})

test('an opening in no currency is read in the account’s own, else in the default with a warning', () => {
  const records = transfers(`
    id  time   from    to      amount  currency
    t1  09:00  victim  mule-1  100     USD
    t2  09:05  victim  mule-2  100     USD
    t3  09:06  victim  mule-2  100     EUR`)
  const accounts = [
    { id: 'mule-1', openingBalance: 5 },
    { id: 'mule-2', openingBalance: 7 },
  ]
  const { graph, problems } = buildMoneyGraph(records, { accounts, currency: 'EUR' })
  expect(graph.statement('mule-1').opening.toFixed()).toBe('5')
  expect(problemLines(problems)).toEqual(['- warning ambiguous-opening'])
  expect(graph.statement('mule-2', 'EUR').opening.toFixed()).toBe('7')
  expect(graph.statement('mule-2', 'USD').opening.toFixed()).toBe('0')
})

test('an opening gives an account its only currency where no row names the account', () => {
  const records = transfers(`
    id  time   from    to      amount  currency
    t1  09:00  victim  mule-1  100     EUR`)
  const accounts = [
    { id: 'spare-1', openingBalance: { USD: 7 } },
    { id: 'spare-2', openingBalance: 7 },
  ]
  const { graph } = buildMoneyGraph(records, { accounts, currency: 'CNY' })
  expect(graph.statement('spare-1').currency).toBe('USD')
  expect(graph.statement('spare-2').currency).toBe('CNY')
})
