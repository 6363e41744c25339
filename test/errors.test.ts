import { type BuildOptions, buildMoneyGraph, FundtrailError, mergeMirrored, trace } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { transfers } from './support/ledger.js'

const records = transfers(`
  id  time   from    to      amount  currency  status  reverses
  t1  09:00  victim  mule-1  100     -         -       -
  t2  09:05  mule-1  mule-2  100     USD       -       -
  f1  09:10  mule-1  mule-2   50     -         failed  -
  s1  09:11  mule-1  mule-1   50     -         -       -
  r1  09:12  mule-1  mule-2   50     -         -       -
  r2  09:13  mule-2  mule-1   50     -         -       r1`)
const { graph } = buildMoneyGraph(records)

/** What a call throws; it must be a FundtrailError. */
function thrownBy(call: () => unknown): FundtrailError {
  try {
    call()
  } catch (error) {
    expect(error).toBeInstanceOf(FundtrailError)
    return error as FundtrailError
  }
  throw new Error('nothing was thrown')
}

test('an error is an Error with a name, a stable code, a message and details', () => {
  const error = thrownBy(() => graph.account('mule-9'))
  expect(error).toBeInstanceOf(Error)
  expect(error.name).toBe('FundtrailError')
  expect(error.code).toBe('unknown-account')
  expect(error.message).toContain('"mule-9"')
  expect(error.details).toMatchObject({ account: 'mule-9' })
  expect(error.stack).toContain('FundtrailError')
})

describe('options of buildMoneyGraph that make no sense', () => {
  const revoked = Proxy.revocable({}, {})
  revoked.revoke()
  const thrower = () => {
    throw new Error('not yours')
  }
  const wrong: [string, unknown, RegExp][] = [
    ['an unknown currency', { currency: 'XYZ' }, /currency is "XYZ".*ISO 4217/],
    ['a currency in small letters', { currency: 'cny' }, /currency is "cny"/],
    ['a currency that is no text', { currency: 156 }, /currency is 156/],
    ['a currency of a prototype', { currency: '__proto__' }, /currency is "__proto__"/],
    ['decimals that are no whole number', { currencies: { USDT: 1.5 } }, /USDT is 1\.5.*0 to 12/],
    ['negative decimals', { currencies: { USDT: -1 } }, /USDT is -1/],
    ['too many decimals', { currencies: { WEI: 18 } }, /WEI is 18/],
    ['decimals that are no number', { currencies: { USDT: '6' } }, /USDT is "6"/],
    ['decimals that throw', { currencies: { USDT: { toString: thrower } } }, /USDT/],
    ['decimals other than those of ISO 4217', { currencies: { JPY: 2 } }, /JPY is 2.*0 decimals/],
    ['currencies that are no table', { currencies: null }, /currencies is null/],
    ['a text of currencies', { currencies: 'USDT' }, /currencies is "USDT"/],
    ['an unknown zone', { timeZone: 'Mars/Olympus' }, /timeZone is "Mars\/Olympus".*IANA/],
    ['an empty zone', { timeZone: '' }, /timeZone is ""/],
    ['a zone that is no text', { timeZone: 8 }, /timeZone is 8/],
    ['a zone that JSON cannot write', { timeZone: 8n }, /timeZone is 8n/],
    ['an unknown coverage', { coverage: 'full' }, /coverage is "full".*complete, statements/],
    ['a coverage of a prototype', { coverage: 'constructor' }, /coverage is "constructor"/],
    ['an unknown shortfall', { shortfall: 'none' }, /shortfall is "none".*opening, unseen-credit, overdraft/],
    ['a revoked proxy', { shortfall: revoked.proxy }, /shortfall/],
    ['accounts that are no list', { accounts: { id: 'a' } }, /accounts is a value of type object.*iterable/],
    ['accounts that are a text', { accounts: 'mule-1' }, /accounts is "mule-1"/],
    ['options that are null', null, /options (is|are) null/],
    ['options that are a text', 'CNY', /options (is|are) "CNY"/],
  ]
  test.each(wrong)('%s', (_, options, message) => {
    const error = thrownBy(() => buildMoneyGraph([], options as BuildOptions))
    expect(error.code).toBe('bad-option')
    expect(error.message).toMatch(message)
  })

  test.each([[undefined], [null], [5], ['id,from,to'], [{ id: 't1' }], [() => []]])(
    'records must be iterable, not %s',
    (value) => {
      const error = thrownBy(() => buildMoneyGraph(value as never))
      expect(error.code).toBe('bad-option')
      expect(error.message).toMatch(/records is/)
    },
  )

  test('wrong options are found before a record is taken', () => {
    let taken = 0
    function* one() {
      taken++
      yield records[0]!
    }
    thrownBy(() => buildMoneyGraph(one(), { shortfall: 'none' as never }))
    thrownBy(() => buildMoneyGraph(one(), { coverage: 'none' as never }))
    expect(taken).toBe(0)
  })

  test('undefined is the default of every option', () => {
    const options = { accounts: undefined, currency: undefined, currencies: undefined, timeZone: undefined }
    const { counts } = buildMoneyGraph(records, { ...options, coverage: undefined, shortfall: undefined } as never)
    expect(counts.accepted).toBe(2)
  })
})

describe('asking a graph for what it does not have', () => {
  const asked: [string, () => unknown, string, RegExp][] = [
    ['an account', () => graph.account('mule-9'), 'unknown-account', /"mule-9"/],
    ['an account of the prototype', () => graph.account('__proto__'), 'unknown-account', /"__proto__"/],
    ['an account that is no text', () => graph.account(5 as never), 'unknown-account', /5/],
    ['a statement', () => graph.statement('mule-9'), 'unknown-account', /"mule-9"/],
    ['a statement in an unknown currency', () => graph.statement('mule-1', 'EUR'), 'unknown-currency', /"EUR".*CNY/],
    ['a statement in several currencies', () => graph.statement('mule-1'), 'mixed-currencies', /CNY, USD/],
    ['a transfer', () => graph.transfer('t9'), 'unknown-transfer', /"t9".*no record/],
    ['a transfer that failed', () => graph.transfer('f1'), 'unknown-transfer', /row 3.*failed/],
    ['a payment to oneself', () => graph.transfer('s1'), 'unknown-transfer', /row 4.*self/],
    ['a reversed transfer', () => graph.transfer('r1'), 'unknown-transfer', /row 5.*revers/],
    ['a reversal', () => graph.transfer('r2'), 'unknown-transfer', /row 6.*revers/],
    ['a claim on a failed transfer', () => trace(graph, { from: 'f1' }), 'unknown-transfer', /row 3.*failed/],
    ['no graph at all', () => trace({} as never, { from: 't1' }), 'bad-option', /buildMoneyGraph/],
  ]
  test.each(asked)('%s', (_, call, code, message) => {
    const error = thrownBy(call)
    expect(error.code).toBe(code)
    expect(error.message).toMatch(message)
  })

  test('a message never repeats an endless id', () => {
    expect(thrownBy(() => graph.account('x'.repeat(1_000_000))).message.length).toBeLessThan(200)
  })

  test('has-questions answer no instead', () => {
    for (const id of ['mule-9', '', '__proto__', 5, null, undefined, {}] as never[]) {
      expect(graph.hasAccount(id)).toBe(false)
      expect(graph.hasTransfer(id)).toBe(false)
    }
    for (const id of ['f1', 's1', 'r1', 'r2']) expect(graph.hasTransfer(id)).toBe(false)
  })
})

describe('options of mergeMirrored that make no sense', () => {
  const wrong: [string, unknown, RegExp][] = [
    ['a window in milliseconds', { within: 5 }, /within is 5.*duration/],
    ['a negative window', { within: { minutes: -1 } }, /within/],
    ['a window that is no length', { within: { minutes: Number.NaN } }, /within/],
    ['an unknown zone', { timeZone: 'Mars/Olympus' }, /timeZone is "Mars\/Olympus"/],
    ['a side that is no function', { side: 'from' }, /side is "from".*function/],
    ['options that are null', null, /options (is|are) null/],
  ]
  test.each(wrong)('%s', (_, options, message) => {
    const error = thrownBy(() => mergeMirrored(records, options as never))
    expect(error.code).toBe('bad-option')
    expect(error.message).toMatch(message)
  })

  test.each([[undefined], [null], [5], ['id,from'], [{}]])('records must be iterable, not %s', (value) => {
    const error = thrownBy(() => mergeMirrored(value as never))
    expect(error.code).toBe('bad-option')
    expect(error.message).toMatch(/records is/)
  })
})
