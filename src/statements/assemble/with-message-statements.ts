import { TimeReader } from '../../time.js'
import type { AccountRecord, AmountInput, Period, TransferRecord } from '../../types.js'
import type { Entry } from './entry.js'
import type { MessageStatement } from './message-statements.js'

/** A period of an account, and the balances at its beginning. */
interface Known {
  period: Period
  fromMs: number
  openings: Record<string, AmountInput>
}

/**
 * Adds the periods and openings of messages' statements to the accounts of other files. Of several openings in one
 * currency the one of the earliest period counts. Where a payment was joined with its mirror image its record may have
 * an earlier time than the statement: the period reaches back to it.
 */
export function withMessageStatements(
  accounts: readonly AccountRecord[],
  statements: readonly MessageStatement[],
  entries: readonly Entry[],
  records: readonly TransferRecord[],
  timeZone: string,
  currency: string,
): AccountRecord[] {
  if (statements.length === 0) return [...accounts]
  const reader = new TimeReader(timeZone)
  const ms = (time: Period['from'], isEnd: boolean) => {
    if (reader.read(time) !== undefined) return Number.NaN
    if (isEnd) reader.toEnd()
    return reader.ms
  }
  const times = new Map<string, TransferRecord['time']>()
  for (const { id, time, aliases } of records) for (const name of [id!, ...(aliases ?? [])]) times.set(name, time)
  const told = new Map<string, TransferRecord['time'][]>()
  for (const { payment, copies, file, id } of entries) {
    if (payment === undefined) continue
    const time = times.get(id)
    if (time === undefined) continue
    for (const part of [
      `${file}#${payment.part}`,
      ...(copies ?? []).map((one) => `${one.file}#${one.payment?.part}`),
    ]) {
      const group = told.get(part)
      if (group === undefined) told.set(part, [time])
      else group.push(time)
    }
  }
  const known = new Map<string, Known[]>()
  for (const statement of statements) {
    const period = { from: statement.from as Period['from'], to: statement.to as Period['to'] }
    for (const time of statement.parts.flatMap((part) => told.get(part) ?? [])) {
      if (ms(time, false) < ms(period.from, false)) period.from = time
      if (ms(time, false) > ms(period.to, true)) period.to = time
    }
    const fromMs = ms(period.from, false)
    if (Number.isNaN(fromMs) || Number.isNaN(ms(period.to, true))) continue
    const openings: Record<string, AmountInput> = Object.create(null)
    if (statement.opening !== undefined) openings[statement.currency || currency] = statement.opening
    const group = known.get(statement.account)
    if (group === undefined) known.set(statement.account, [{ period, fromMs, openings }])
    else group.push({ period, fromMs, openings })
  }
  const all = accounts.map((account) => {
    const own = known.get(account.id)
    known.delete(account.id)
    return own === undefined ? account : united(account, own, (time) => ms(time, false))
  })
  for (const [id, own] of known) all.push(united({ id }, own, (time) => ms(time, false)))
  return all
}

function united(account: AccountRecord, own: readonly Known[], ms: (time: Period['from']) => number): AccountRecord {
  const { statement, openingBalance, ...record } = account
  const periods = statement === undefined ? [] : Array.isArray(statement) ? statement : [statement]
  const all: Known[] = periods.map((period) => ({ period, fromMs: ms(period.from), openings: Object.create(null) }))
  if (all[0] !== undefined && typeof openingBalance === 'object' && openingBalance !== null) {
    all[0].openings = openingBalance as Record<string, AmountInput>
  }
  all.push(...own)
  all.sort((a, b) => a.fromMs - b.fromMs)
  const openings: Record<string, AmountInput> = Object.create(null)
  for (const { openings: some } of all) {
    for (const [code, amount] of Object.entries(some)) if (!Object.hasOwn(openings, code)) openings[code] = amount
  }
  return {
    ...record,
    statement: all.map(({ period }) => period),
    ...(Object.keys(openings).length > 0 && { openingBalance: { ...openings } }),
  }
}
