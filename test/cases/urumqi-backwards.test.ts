/** The Urumqi case from the other side; fixtures/urumqi-safe-account/README.md has each figure in its queues. */
import { findOtherVictims, trace, traceSources } from 'fundtrail'
import { expect, test } from 'vitest'
import { urumqi } from '../support/urumqi-case.js'

const { expected, reported, serial } = urumqi
const { graph } = urumqi.built

const VICTIM = '6222000000000000011'

test.each([
  ['SEC-0000000101', '817000.00', '800000.00'],
  ['SEC-0000000201', '835000.00', '799000.00'],
  ['SEC-0000000301', '455000.00', '450000.00'],
])('%s holds the victim’s money, by the four transfers', (account, balance, stolen) => {
  const shares = traceSources(graph, { account })
  expect(
    shares.reduce((sum, { amount }) => amount.plus(sum), graph.transfer(urumqi.id('M01')).amount.times(0)).toFixed(2),
  ).toBe(balance)
  const theirs = shares.find((share) => share.account === VICTIM)
  expect(theirs?.amount.toFixed(2)).toBe(stolen)
  for (const id of theirs!.transfers) expect(expected.claim).toContain(serial(id))
})

test('the victim’s money in the last transfer to S2 came by four to six transfers', () => {
  const [first, ...others] = traceSources(graph, { transfer: urumqi.id('M60') })
  expect([first?.account, first?.amount.toFixed(2), first?.level]).toEqual([VICTIM, '254750.00', 4])
  expect(others.reduce((sum, { amount }) => amount.plus(sum), first!.amount.times(0)).toFixed(2)).toBe('10250.00')
})

test('who else paid the suspects, and whose money went on with the victim’s', () => {
  const found = findOtherVictims(trace(graph, { from: reported }))
  const lines = found.map(({ account, credits, moved }) => [
    account,
    moved.toFixed(2),
    ...credits.map((credit) => `${serial(credit.transfer)} ${credit.moved.toFixed(2)} by ${credit.via.map(serial)}`),
  ])
  expect(lines).toEqual([
    ['6222000000000000912', '11000.00', 'M12 2550.00 by M50', 'M18 6000.00 by M37', 'M41 2450.00 by M49'],
    [
      '6222000000000000901',
      '8529.50',
      'M27 979.50 by M33',
      'M31 5000.00 by M40',
      'M52 1550.00 by M58',
      'M59 1000.00 by M60',
    ],
    [
      '6222000000000000911',
      '6960.50',
      'M05 940.00 by M28',
      'M09 2000.00 by M24',
      'M36 2000.00 by M53',
      'M45 2020.50 by M56',
    ],
  ])
})
