/**
 * The "safe account" case at half past ten: which orders to write, to which bank, on what evidence; how much could have
 * been frozen ten minutes earlier or later; which three orders hold the most; and the loss taken level by level.
 *
 *     npx tsx examples/freeze-orders.ts
 */
import { fileURLToPath } from 'node:url'
import {
  type AccountRecord,
  bestFreezes,
  buildMoneyGraph,
  cascade,
  freezable,
  recoveryCurve,
  type TransferRecord,
  trace,
} from 'fundtrail'
import { localTime, money } from './support/format.js'
import { readCsv } from './support/read-csv.js'
import { table } from './support/table.js'

const CASE = new URL('../fixtures/urumqi-safe-account/', import.meta.url)
const TIME_ZONE = 'Asia/Shanghai'
/** The transfers that the victim reported. */
const REPORTED = ['M06', 'M08', 'M13', 'M21']
const HALF_PAST_TEN = '2024-03-12 10:30'

export function run(print: (text: string) => void): void {
  const { graph } = buildMoneyGraph(readCsv<TransferRecord>(new URL('transfers.csv', CASE)), {
    accounts: readCsv<AccountRecord>(new URL('accounts.csv', CASE)),
    timeZone: TIME_ZONE,
  })
  const clock = (time: Date) => localTime(time, TIME_ZONE).slice(11, 16)
  const minutes = (ms: number | undefined) => (ms === undefined ? '' : (ms / 60_000).toFixed(1))

  const list = freezable(trace(graph, { from: REPORTED, until: HALF_PAST_TEN }))
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
      recoveryCurve(graph, { from: REPORTED }, steps).map(({ at, stolen, freezable, gone, returned, unresolved }) => [
        clock(at),
        ...[stolen, freezable, gone, returned, unresolved].map(money),
      ]),
    ),
  )

  print('\nThe three orders that hold the most, and what they would have caught by the end')
  const whole = trace(graph, { from: REPORTED })
  print(
    table(
      ['time', 'account', { figure: 'level' }, { figure: 'hold' }, { figure: 'caught' }],
      steps.slice(1).flatMap((at) => {
        const freezes = bestFreezes(whole, { at })
        const caught = freezable(trace(graph, { from: REPORTED, freezes })).accounts
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

if (process.argv[1] === fileURLToPath(import.meta.url)) run(console.log)
