import { Money } from '../../money.js'
import type { AccountRecord, TransferRecord } from '../../types.js'
import { areNear, type Entry, isDay } from './entry.js'

/** What two rows of one movement come to. */
export interface PairRecords {
  records: TransferRecord[]
  /** Stands for the way of an order whose money left one account long before it came to the other. */
  transit?: AccountRecord
}

/**
 * The records of a movement that both statements show, `first` being the row that came first. Usually one, with both
 * rows' balances and sources, at the time of the earlier. What the payee did not get is a fee of the payer's. Where the
 * two rows lie further apart than `within` the money is on its way in between: it goes through an account of this
 * order's own, so that both statements keep their times and no other order's money mixes with it.
 */
export function pairRecords(first: Entry, second: Entry, within: number, isWhole: boolean): PairRecords {
  const [payer, payee] =
    first.direction === 'out' || second.direction === 'in' ? [first, second] : ([second, first] as const)
  const fee = new Money(payer.amount).minus(payee.amount)
  const currency = payer.currency || payee.currency
  const memo = [...new Set([first.memo, second.memo, via(first), via(second)].filter((text) => text !== ''))].join('\n')
  const common = { ...(currency !== '' && { currency }), ...(memo !== '' && { memo }) }
  const payerOnly = { time: payer.time, source: sourcesOf(payer), ...aliasesOf(payer) }
  const payeeOnly = { time: payee.time, source: sourcesOf(payee), ...aliasesOf(payee) }
  const fromBalance = payer.balance
  // Of what the payer's statement states after both, the fee is the last.
  const beforeFee = fromBalance === '' || fee.isZero() ? fromBalance : new Money(fromBalance).plus(fee).toFixed()
  const institution = payer.institution || payee.institution
  const feeOf = (from: string, time: string, balance: string): TransferRecord => ({
    id: `${payer.id}/fee`,
    from,
    to: `fee:${institution || from}`,
    amount: fee.toFixed(),
    time,
    kind: 'fee',
    ...common,
    ...(balance !== '' && { fromBalance: balance }),
    source: sourcesOf(payer),
  })
  if (isWhole || areNear(payer, payee, within)) {
    const reverses = first.reverses ?? second.reverses
    const record: TransferRecord = {
      id: first.id,
      from: payer.own,
      to: payee.own,
      amount: payee.amount,
      time: earlier(first, second),
      ...common,
      ...(reverses !== undefined && { reverses }),
      ...(beforeFee !== '' && { fromBalance: beforeFee }),
      ...(payee.balance !== '' && { toBalance: payee.balance }),
      source: [...sourcesOf(first), ...sourcesOf(second)],
      aliases: [...idsOf(first).slice(1), ...idsOf(second)],
    }
    return { records: fee.isZero() ? [record] : [record, feeOf(payer.own, record.time as string, fromBalance)] }
  }
  const name = [payer.via, payee.via].find((text) => text !== '') ?? ''
  const way = `clearing:${payer.id}`
  const records: TransferRecord[] = [
    {
      id: payer.id,
      from: payer.own,
      to: way,
      amount: payer.amount,
      ...common,
      ...payerOnly,
      ...(fromBalance !== '' && { fromBalance }),
    },
    {
      id: payee.id,
      from: way,
      to: payee.own,
      amount: payee.amount,
      ...common,
      ...payeeOnly,
      ...(payee.balance !== '' && { toBalance: payee.balance }),
    },
  ]
  if (!fee.isZero()) records.push(feeOf(way, payee.time, ''))
  return {
    records,
    transit: {
      id: way,
      kind: 'clearing',
      ...(name !== '' && { holder: name }),
      ...(institution !== '' && { institution }),
      openingBalance: currency === '' ? '0' : { [currency]: '0' },
      statement: { from: payer.time, to: payee.time },
    },
  }
}

function via({ via: name }: Entry): string {
  return name === '' ? '' : `via ${name}`
}

function earlier(a: Entry, b: Entry): string {
  if (isDay(a) !== isDay(b)) return isDay(a) ? b.time : a.time
  return b.ms < a.ms ? b.time : a.time
}

/** Where a row stands, in the file that is kept and in those that export it again. */
export function sourcesOf(entry: Entry): { file: string; row: number }[] {
  return [entry, ...(entry.copies ?? [])].map(({ file, row }) => ({ file, row }))
}

function idsOf(entry: Entry): string[] {
  return [entry, ...(entry.copies ?? [])].map(({ id }) => id)
}

/** The ids of the rows that export it again. */
export function aliasesOf(entry: Entry): { aliases?: string[] } {
  return entry.copies === undefined ? {} : { aliases: entry.copies.map(({ id }) => id) }
}
