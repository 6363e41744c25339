import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { type AmountInput, buildMoneyGraph } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { decimalMaker, toDecimal } from '../src/money.js'

const currencies = { USDT: 6, SHARE: 0, WEI: 12 }

/** The amount that comes out, or the code of the problem that keeps the row out. */
function read(amount: AmountInput, currency = 'CNY'): string {
  const record = { id: 't1', from: 'victim', to: 'mule-1', amount, time: '2024-03-01', currency }
  const { graph, problems } = buildMoneyGraph([record], { currencies })
  if (graph.size === 0) return problems[0]!.code
  expect(problems).toEqual([])
  expect(Decimal.isDecimal(graph.transfer('t1').amount)).toBe(true)
  return graph.transfer('t1').amount.toFixed()
}

/** A balance may be zero and negative, where an amount may not. */
function readBalance(toBalance: AmountInput, currency = 'CNY'): string {
  const record = { id: 't1', from: 'victim', to: 'mule-1', amount: 1, time: '2024-03-01', currency, toBalance }
  const { graph, problems } = buildMoneyGraph([record], { currencies })
  return graph.transfer('t1').toBalance?.toFixed() ?? problems[0]!.code
}

describe('a string is ASCII digits, with a point before decimals', () => {
  test.each([
    ['1', '1'],
    ['0.01', '0.01'],
    ['00012.30', '12.3'],
    ['100.10', '100.1'],
    ['1.5000000000000000000000000000', '1.5'],
    ['90071992547409.91', '90071992547409.91'],
    [`${'0'.repeat(5000)}7`, '7'],
  ])('%j is %s', (text, value) => expect(read(text)).toBe(value))

  test.each([
    ...['', ' ', ' 1', '1 ', '1\n', '+1', '.5', '5.', '.', '-', '--1', '1-', '1e3', '1E3', '0x10', '0b1', '0o7', '1n'],
    ...['1,000', '1,000.00', '1.000.00', "1'000", '1_000', '1 000', '¥5', '5元', 'NaN', 'Infinity', '-Infinity'],
    ...['１２', '١٢', '²', '1\u0000', '\u00001', '1\u00000', '\ufeff1', '1\u00a0', '−1', '1..0', '1.0.0', 'ten'],
  ])('%j is no amount', (text) => expect(read(text)).toBe('invalid-amount'))

  test('a very long cell is no amount, and quickly found out', () => {
    expect(read('1'.repeat(5_000_000))).toBe('amount-too-large')
    expect(read(`${'1'.repeat(5_000_000)}x`)).toBe('invalid-amount')
    expect(read(`0.${'0'.repeat(5_000_000)}1`)).toBe('too-many-decimals')
  })
})

describe('a number counts by its shortest decimal form', () => {
  test.each([
    [0.1, '0.1'],
    [0.07, '0.07'],
    [1.1, '1.1'],
    [4.35, '4.35'],
    [8.29, '8.29'],
    [1e6, '1000000'],
    [1e-2, '0.01'],
    [90071992547409.9, '90071992547409.9'],
  ])('%d is %s', (number, value) => expect(read(number)).toBe(value))

  test.each([
    ['the sum 0.1 + 0.2', 0.1 + 0.2, 'too-many-decimals'],
    ['1.005', 1.005, 'too-many-decimals'],
    ['the double after 0.1', 0.1 + Number.EPSILON / 8, 'too-many-decimals'],
    ['1e-7', 1e-7, 'too-many-decimals'],
    ['the least double', Number.MIN_VALUE, 'too-many-decimals'],
    ['1e21', 1e21, 'amount-too-large'],
    ['the largest double', Number.MAX_VALUE, 'amount-too-large'],
    ['NaN', Number.NaN, 'invalid-amount'],
    ['Infinity', Number.POSITIVE_INFINITY, 'invalid-amount'],
  ])('%s is refused', (_, number, code) => expect(read(number)).toBe(code))

  test('the sum 0.1 + 0.2 is an amount where the currency has that many decimals or not at all', () => {
    expect(read(0.1 + 0.2, 'USDT')).toBe('too-many-decimals')
    expect(read(0.3, 'USDT')).toBe('0.3')
    expect(read(1e-7, 'WEI')).toBe('0.0000001')
  })
})

describe('a bigint is major units', () => {
  test.each([
    [1n, '1'],
    [90071992547409n, '90071992547409'],
    [90071992547410n, 'amount-too-large'],
    [10n ** 400n, 'amount-too-large'],
    [0n, 'non-positive-amount'],
    [-5n, 'non-positive-amount'],
  ])('%s gives %s', (amount, value) => expect(read(amount)).toBe(value))
})

describe('a Decimal of any clone is read exactly', () => {
  const Foreign = Decimal.clone({ precision: 3, toExpPos: 2, toExpNeg: -2, defaults: true })
  test.each([
    ['of few digits', new Foreign('123456.78'), '123456.78'],
    ['written with an exponent', new Foreign('1e5'), '100000'],
    ['with trailing zeros', new Decimal('7.5000'), '7.5'],
    ['finer than the currency', new Foreign('0.001'), 'too-many-decimals'],
    ['that is NaN', new Decimal(Number.NaN), 'invalid-amount'],
    ['that is infinite', new Foreign(Number.POSITIVE_INFINITY), 'invalid-amount'],
    ['of 400 digits', new Decimal('1e400'), 'amount-too-large'],
    ['too large to write out', new Decimal('1e9000000000000000'), 'amount-too-large'],
    ['too small to write out', new Decimal('1e-9000000000000000'), 'too-many-decimals'],
    ['of minus zero', new Decimal(-0), 'non-positive-amount'],
  ])('one %s', (_, amount, value) => expect(read(amount)).toBe(value))
})

describe('values that are no amount at all', () => {
  test.each([[true], [{}], [[]], [['1']], [{ toString: () => '1' }], [new Date(1)], [Symbol('1')], [() => 1]])(
    '%j is refused',
    (amount) => expect(read(amount as never)).toBe('invalid-amount'),
  )
})

describe('the minor unit is that of the currency', () => {
  test.each([
    ['CNY', '1.23', '1.23'],
    ['CNY', '1.234', 'too-many-decimals'],
    ['CNY', '1.230000', '1.23'],
    ['JPY', '500', '500'],
    ['JPY', '500.00', '500'],
    ['JPY', '500.01', 'too-many-decimals'],
    ['JPY', '9007199254740991', '9007199254740991'],
    ['JPY', '9007199254740992', 'amount-too-large'],
    ['KWD', '1.234', '1.234'],
    ['KWD', '1.2345', 'too-many-decimals'],
    ['KWD', '9007199254740.991', '9007199254740.991'],
    ['KWD', '9007199254740.992', 'amount-too-large'],
    ['USDT', '0.000001', '0.000001'],
    ['USDT', '0.0000001', 'too-many-decimals'],
    ['SHARE', '3', '3'],
    ['SHARE', '3.5', 'too-many-decimals'],
    ['CNY', '90071992547409.91', '90071992547409.91'],
    ['CNY', '90071992547409.92', 'amount-too-large'],
    ['CNY', '9'.repeat(400), 'amount-too-large'],
    ['CLF', '1.2345', '1.2345'],
  ])('%s %s gives %s', (currency, amount, value) => expect(read(amount, currency)).toBe(value))

  test.each([['XYZ'], ['cny'], ['usdt'], ['__proto__'], ['constructor'], ['CNY ']])(
    '%j is an unknown currency',
    (currency) => expect(read('1', currency)).toBe('unknown-currency'),
  )
})

describe('amounts are above zero; balances need not be', () => {
  test.each<[AmountInput]>([['0'], ['0.00'], ['-0'], [0], [-0], ['-1'], [-0.01], [new Decimal(-3)]])(
    'no transfer of %s',
    (amount) => expect(read(amount)).toBe('non-positive-amount'),
  )
  test.each<[AmountInput, string]>([
    ['-1.50', '-1.5'],
    ['-0', '0'],
    [-0, '0'],
    ['-0.00', '0'],
    [0n, '0'],
    [-12.34, '-12.34'],
    ['-90071992547409.91', '-90071992547409.91'],
    ['-90071992547409.92', 'amount-too-large'],
    ['- 1', 'invalid-balance'],
    ['(1.50)', 'invalid-balance'],
  ])('a balance of %s gives %s', (balance, value) => {
    // A balance beyond the range is a fault of the balance: the row stays.
    expect(readBalance(balance)).toBe(value === 'amount-too-large' ? 'invalid-balance' : value)
  })
})

test('any whole number of minor units comes out as it went in, in every spelling', () => {
  const minor = fc.bigInt({ min: 1n, max: BigInt(Number.MAX_SAFE_INTEGER) })
  const places = fc.constantFrom<[string, number]>(['JPY', 0], ['CNY', 2], ['KWD', 3], ['USDT', 6], ['WEI', 12])
  fc.assert(
    fc.property(minor, places, fc.nat(5), (units, [currency, decimals], zeros) => {
      const digits = units.toString().padStart(decimals + 1, '0')
      const whole = digits.slice(0, digits.length - decimals)
      const fraction = decimals === 0 ? '' : `.${digits.slice(-decimals)}`
      const plain = fraction === '' ? whole : `${whole}${fraction}`.replace(/\.?0+$/, '')
      const padding = fraction === '' && zeros > 0 ? `.${'0'.repeat(zeros)}` : '0'.repeat(zeros)
      expect(read(`${whole}${fraction}${padding}`, currency)).toBe(plain)
      expect(read(new Decimal(plain), currency)).toBe(plain)
      if (fraction === '' || /^\.0+$/.test(fraction)) expect(read(BigInt(whole), currency)).toBe(plain)
      // A number, where the shortest form of the nearest double is this very decimal.
      if (new Decimal(Number(plain)).equals(plain)) expect(read(Number(plain), currency)).toBe(plain)
    }),
    { numRuns: 500 },
  )
})

test('any double is read exactly by its shortest form, or refused; never rounded', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e14, noNaN: true }), (number) => {
      const exact = new Decimal(String(number))
      const result = read(number)
      if (exact.isZero()) expect(result).toBe('non-positive-amount')
      else if (exact.decimalPlaces() > 2) expect(result).toBe('too-many-decimals')
      else if (exact.times(100).greaterThan(Number.MAX_SAFE_INTEGER)) expect(result).toBe('amount-too-large')
      else expect(new Decimal(result).equals(exact)).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('an amount made from its digits is, part by part, the quotient that decimal.js divides out', () => {
  const edges = [0, 1, 7, 9, 10, 100, 1e5, 1e6, 1e7 - 1, 1e7, 1e9, 1e12, 1e14, 123e12, 9e15, Number.MAX_SAFE_INTEGER]
  const minor = fc.oneof(
    fc.constantFrom(...edges),
    fc.nat(1e6),
    fc.maxSafeNat(),
    fc.nat(1e6).map((n) => n * 1e7),
  )
  const parts = ({ s, e, d }: Decimal) => ({ s, e, d })
  fc.assert(
    fc.property(minor, fc.nat(12), fc.boolean(), (size, decimals, isNegative) => {
      const units = isNegative && size > 0 ? -size : size
      const [made, divided] = [decimalMaker(decimals)(units), toDecimal(units, decimals)]
      expect(parts(made)).toEqual(parts(divided))
      expect(made.plus(divided).dividedBy(2).equals(divided)).toBe(true)
    }),
    { numRuns: 2000 },
  )
})
