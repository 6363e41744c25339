import { buildMoneyGraph } from 'fundtrail'
import { expect, test } from 'vitest'

test('more currencies than a column can number: too-large', () => {
  const currencies = Object.fromEntries(Array.from({ length: 65_536 }, (_, n) => [`X${n}`, 2]))
  expect(() => buildMoneyGraph([], { currencies })).toThrowError(expect.objectContaining({ code: 'too-large' }))
})

test('an account record of very many periods is one account with them all', () => {
  const day = 86_400_000
  const statement = Array.from({ length: 150_000 }, (_, n) => ({ from: n * day, to: n * day + 1000 }))
  const { problems } = buildMoneyGraph([], { accounts: [{ id: 'mule-1', statement }] })
  expect(problems).toEqual([])
})
