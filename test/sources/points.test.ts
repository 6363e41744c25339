import { expect, test } from 'vitest'
import { withoutPoint, withPoint } from '../../src/sources/points.js'

test.each([
  ['1205', 2, '12.05'],
  ['-5', 2, '-0.05'],
  ['0', 3, '0.000'],
  ['-7', 0, '-7'],
  ['9007199254740991', 2, '90071992547409.91'],
])('%s units of %i places are %s, and back', (units, places, amount) => {
  expect(withPoint(units, places)).toBe(amount)
  expect(BigInt(withoutPoint(amount, places))).toBe(BigInt(units))
})

test('a store may write more zeros than a currency has, and nothing else', () => {
  expect(withoutPoint('12.050000', 2)).toBe('1205')
  expect(withoutPoint('12', 2)).toBe('1200')
  expect(() => withoutPoint('12.051', 2)).toThrow('more decimals')
})
