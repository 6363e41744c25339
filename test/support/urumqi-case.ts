import { readFileSync } from 'node:fs'
import type { TransferRecord } from 'fundtrail'
import { localTime } from '../../examples/support/format.js'
import { readUrumqiCase } from '../../examples/support/urumqi-case.js'
import { type Settled, settleLedger } from '../../scripts/urumqi/ledger.js'

const { read, built, reported } = await readUrumqiCase()
const ledger = settleLedger()

/** Worked out by hand: the README beside it shows how. It names movements by their serial numbers. */
const expected = JSON.parse(
  readFileSync(new URL('../../fixtures/urumqi-safe-account/expected.json', import.meta.url), 'utf8'),
)

function keyOf(from: string, to: string, amount: string, time: string): string {
  return `${from} > ${to} ${amount} ${time}`
}

function ledgerKey({ payer, payee, amount, time }: Settled): string {
  return keyOf(payer.id, payee.kind === 'cash' ? `cash:${payer.institution}` : payee.id, amount, time)
}

const serials = new Map(ledger.map((movement) => [ledgerKey(movement), movement.id]))

/** The serial number of a record's movement: what the files say of it is what happened. */
function serialOf({ from, to, amount, time }: TransferRecord): string {
  const local = String(time).includes('+') ? localTime(new Date(String(time)), 'Asia/Shanghai') : String(time)
  const key = keyOf(from, to, Number(amount).toFixed(2), local)
  const serial = serials.get(key)
  if (serial === undefined) throw new Error(`the ledger has no movement ${key}`)
  return serial
}

const bySerial = new Map(read.records.map((record) => [serialOf(record), record.id!]))
const byId = new Map([...bySerial].map(([serial, id]) => [id, serial]))

/** The case as its files tell it. */
export const urumqi = {
  read,
  built,
  reported,
  ledger,
  expected,
  /** The serial number of a transfer, and the transfer of a serial number. */
  serial: (id: string) => byId.get(id) ?? id,
  id: (serial: string) => bySerial.get(serial) ?? serial,
}
