import type { Decimal } from 'decimal.js'
import { FundtrailError } from '../errors.js'
import { Money } from '../money.js'
import { readAmount } from '../read-amount.js'
import { lossesAt } from '../restitution/losses-at.js'
import { restitution } from '../restitution/restitution.js'
import { restitutionBasis } from '../restitution/restitution-basis.js'
import type { Restitution, RestitutionBasis } from '../restitution/types.js'
import { show } from '../show.js'
import type { Trace } from '../trace/types.js'
import { type Columns, formOf, partyOf, tableOf } from './form.js'
import type { RestitutionRow, RestitutionTable, RestitutionTableOptions } from './types.js'

const COLUMNS: Columns<RestitutionRow> = [
  ['number', '序号', 'no.'],
  ['account', '冻结账户', 'frozen account'],
  ['holder', '户名', 'account name'],
  ['institution', '开户银行', 'institution'],
  ['frozen', '冻结金额', 'frozen'],
  ['victim', '被害人', 'victim'],
  ['firstCredit', '首次汇入时间', 'first credit'],
  ['lastCredit', '末次汇入时间', 'last credit'],
  ['credited', '汇入金额', 'credited'],
  ['method', '溯源方式', 'basis'],
  ['claim', '认定金额', 'claim'],
  ['ratio', '比例', 'part of all claims'],
  ['share', '应返还金额', 'to return'],
  ['residual', '余留冻结', 'stays frozen'],
]

const METHODS: Readonly<Record<1 | 2 | 3, readonly [string, string]>> = {
  1: ['第八条第（一）项 直接返还', 'art. 8(1), directly'],
  2: ['第八条第（二）项 直接返还', 'art. 8(2), directly'],
  3: ['第八条第（三）项 按比例返还', 'art. 8(3), pro rata'],
}

/**
 * How much of a frozen account each victim gets back (返还计算表), under art. 8 of China's return rules
 * (银监发〔2016〕41号). Items 1 and 2: what is left of each victim's money there, the least that any of the rules leaves.
 * Item 3: in proportion to the claims, as `lossesAt` counts them and `restitution` divides. What is frozen beyond that
 * stays. If what is frozen is less than what should go back directly, it is divided in proportion to that.
 *
 * A calculation for those who decide: the item can be stated, and `claimBase` and `shareBase`, which the statute leaves
 * open, are the caller's to choose. The table carries the finding that it rests on.
 *
 * @throws FundtrailError 'unknown-account'; 'bad-option', also where no item applies and none is stated
 */
export function restitutionTable(trace: Trace, account: string, options: RestitutionTableOptions): RestitutionTable {
  const form = formOf(trace, options)
  const { claimBase, shareBase, legitimate, window, residual = 'keep', tolerance } = options
  const basis = restitutionBasis(trace, account, tolerance === undefined ? {} : { tolerance })
  const item = itemOf(basis, options.item)
  const table = tableOf<RestitutionRow>(trace, form, ['返还计算表', 'Calculation of what is returned'], COLUMNS, [])
  const { decimals, currency } = table
  const frozen = readAmount('frozen', options.frozen, decimals)
  const claims = claimsUnder()
  const divided: Restitution = restitution({ amount: frozen, currency }, claims.losses, {
    residual,
    currencies: { [currency]: decimals },
    ...(claims.totalClaims !== undefined && { totalClaims: claims.totalClaims }),
  })
  const sum = claims.totalClaims ?? claims.losses.reduce((sum, { loss }) => sum.plus(loss), new Money(0))
  table.rows = claims.losses.map(rowOf)
  return { ...table, basis, item, residual: divided.residual }

  function claimsUnder(): { losses: { id: string; loss: Decimal }[]; totalClaims?: Decimal } {
    if (item !== 3) return { losses: basis.shares.map(({ claim, min }) => ({ id: claim, loss: min })) }
    return lossesAt(trace, account, {
      ...(claimBase !== undefined && { claimBase }),
      ...(shareBase !== undefined && { shareBase }),
      ...(legitimate !== undefined && { legitimate }),
      ...(window !== undefined && { window }),
    })
  }

  function rowOf({ id, loss }: { id: string; loss: Decimal }, at: number): RestitutionRow {
    const credits = basis.traced.filter(({ shares }) => shares[id] !== undefined)
    const time = (credit: { time: Date; transfer: string } | undefined) =>
      credit === undefined ? '' : form.time(credit.time, trace.graph.transfer(credit.transfer).precision)
    return {
      number: at + 1,
      account,
      ...partyOf(trace, account, 'holder', 'institution'),
      frozen,
      victim: id,
      firstCredit: time(credits[0]),
      lastCredit: time(credits.at(-1)),
      credited: credits.reduce((sum, { shares }) => sum.plus(shares[id]!), new Money(0)),
      method: form.word(...METHODS[item]),
      claim: loss,
      ...(item === 3 && !sum.isZero() && { ratio: `${loss.times(100).div(sum).toFixed(4, Money.ROUND_DOWN)}%` }),
      share: divided.shares[id]!,
      residual: divided.residual,
    }
  }
}

function itemOf({ item, account, reason }: RestitutionBasis, stated: 1 | 2 | 3 | undefined): 1 | 2 | 3 {
  if (stated !== undefined && stated !== 1 && stated !== 2 && stated !== 3) {
    throw new FundtrailError('bad-option', `item is ${show(stated)}; it must be 1, 2 or 3`, {
      option: 'item',
      value: stated,
    })
  }
  const applied = stated ?? item
  if (applied !== undefined) return applied
  throw new FundtrailError('bad-option', `no item of art. 8 applies to ${show(account)}: ${reason}; state \`item\``, {
    option: 'item',
    account,
  })
}
