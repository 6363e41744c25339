/**
 * The "safe account" case at half past ten: which orders to write, to which bank, on what evidence; how much could have
 * been frozen ten minutes earlier or later; which three orders hold the most; and the loss taken level by level.
 *
 *     npx tsx examples/freeze-orders.ts
 */
import { fileURLToPath } from 'node:url'
import { bestFreezes, cascade, freezable, recoveryCurve, trace } from 'fundtrail'
import { localTime, money } from './support/format.js'
import { table } from './support/table.js'
import { readUrumqiCase } from './support/urumqi-case.js'

const TIME_ZONE = 'Asia/Shanghai'
const HALF_PAST_TEN = '2024-03-12 10:30'

export async function run(print: (text: string) => void): Promise<void> {
  const { built, reported } = await readUrumqiCase()
  const { graph } = built
  const clock = (time: Date) => localTime(time, TIME_ZONE).slice(11, 16)
  const minutes = (ms: number | undefined) => (ms === undefined ? '' : (ms / 60_000).toFixed(1))

  const list = freezable(trace(graph, { from: reported, until: HALF_PAST_TEN }))
  print(`Orders at ${clock(list.at)}, the most urgent first`)
  print(
    table(
      [
        'account',
        'institution',
        'kind',
        { figure: 'hold' },
        { figure: 'balance' },
        { figure: 'dwell, min' },
        'cautions',
      ],
      list.accounts.map(({ account, institution = '', kind, hold, balance, dwell, cautions }) => [
        account,
        institution,
        kind,
        money(hold),
        balance ? money(balance) : '',
        minutes(dwell),
        cautions.join(', '),
      ]),
    ),
  )

  print('\nThe same by institution')
  print(
    table(
      ['institution', { figure: 'orders' }, { figure: 'hold' }, 'last credit of the first order'],
      list.byInstitution.map(({ institution = '', hold, accounts }) => {
        const { from, time, amount } = accounts[0]!.evidence.at(-1)!
        return [institution, String(accounts.length), money(hold), `${from} ${clock(time)} ${money(amount)}`]
      }),
    ),
  )

  print('\nWhat could be frozen when')
  const steps = [0, 10, 20, 30, 40, 50].map((minute) => `2024-03-12 10:${String(minute).padStart(2, '0')}`)
  print(
    table(
      ['time', ...['stolen', 'freezable', 'gone', 'returned', 'unresolved'].map((figure) => ({ figure }))],
      recoveryCurve(graph, { from: reported }, steps).map(({ at, stolen, freezable, gone, returned, unresolved }) => [
        clock(at),
        ...[stolen, freezable, gone, returned, unresolved].map(money),
      ]),
    ),
  )

  print('\nThe three orders that hold the most, and what they would have caught by the end')
  const whole = trace(graph, { from: reported })
  print(
    table(
      ['time', 'account', { figure: 'level' }, { figure: 'hold' }, { figure: 'caught' }],
      steps.slice(1).flatMap((at) => {
        const freezes = bestFreezes(whole, { at })
        const caught = freezable(trace(graph, { from: reported, freezes })).accounts
        return freezes.map(({ account, level, hold, at: time }) => [
          clock(time),
          account,
          String(level),
          money(hold),
          money(caught.find((each) => each.account === account)!.hold),
        ])
      }),
    ),
  )

  print('\nThe loss taken level by level, with the balances at the end')
  print(
    table(
      ['layer', ...['asked', 'held', 'gone', 'open', 'passed on'].map((figure) => ({ figure }))],
      cascade(whole).layers.map(({ layer, asked, held, gone, open, passed }) => [
        String(layer),
        ...[asked, held, gone, open, passed].map(money),
      ]),
    ),
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run(console.log)
