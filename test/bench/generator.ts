/**
 * A seeded stream of transfers shaped like a bank's: few accounts with very many movements, many with few, and payers
 * that usually hold what they pay, so that money travels on over several hops. Only additions, multiplications and
 * divisions decide a value, so a seed means the same transfers on every machine.
 */
import type { TransferRecord } from 'fundtrail'

export interface Shape {
  transfers: number
  accounts: number
  seed: number
}

export interface RecordOptions extends Shape {
  /** Amounts as JavaScript numbers instead of strings with two decimals. */
  numbers?: boolean
  /** Times as epoch milliseconds instead of ISO strings. */
  epoch?: boolean
  /** Records in a random order instead of in the order of time. */
  shuffled?: boolean
}

/** One movement by indexes and minor units. */
export interface Movement {
  payer: number
  payee: number
  cents: number
  time: number
}

const DAYS = 90
const DAY_MS = 86_400_000
const FIRST_DAY = Date.UTC(2025, 0, 1)
const ID_WIDTH = 19

/** mulberry32: small, fast, and the same everywhere. */
export function random(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** The movements in the order of time, no two at the same instant. The yielded object is one and the same. */
export function* movements({ transfers, accounts, seed }: Shape): Generator<Movement> {
  const next = random(seed)
  const spread = scatter(accounts, next)
  const balances = new Float64Array(accounts)
  for (let account = 0; account < accounts; account++) {
    balances[account] = Math.floor(20_000 / (next() + 0.01))
  }
  // The cube of a uniform number gives ranks a power law: degrees fall off with an exponent of 2.5.
  const pick = () => {
    const uniform = next()
    return spread[Math.floor(accounts * uniform * uniform * uniform)] as number
  }
  const step = (DAYS * DAY_MS) / transfers
  const movement: Movement = { payer: 0, payee: 0, cents: 0, time: 0 }
  for (let index = 0; index < transfers; index++) {
    let payer = pick()
    for (let tries = 0; tries < 8 && (balances[payer] as number) < 10_000; tries++) payer = pick()
    let payee = pick()
    while (payee === payer) payee = pick()
    const cents = amountFrom(balances[payer] as number, next)
    balances[payer] = (balances[payer] as number) - cents
    balances[payee] = (balances[payee] as number) + cents
    movement.payer = payer
    movement.payee = payee
    movement.cents = cents
    // Within its own step, below the next one's.
    movement.time = FIRST_DAY + Math.floor(index * step) + Math.floor(next() * Math.max(1, Math.floor(step)) * 0.99)
    yield movement
  }
}

/** The same stream as records with string ids: fresh strings for each row, as a file parser would give them. */
export function* records(options: RecordOptions): Generator<TransferRecord> {
  const accountId = accountIds(options)
  const transferId = transferIds(options)
  const record = (movement: Movement, index: number): TransferRecord => ({
    id: transferId(index),
    from: accountId(movement.payer),
    to: accountId(movement.payee),
    amount: options.numbers ? movement.cents / 100 : (movement.cents / 100).toFixed(2),
    time: options.epoch ? movement.time : new Date(movement.time).toISOString(),
  })
  if (!options.shuffled) {
    let index = 0
    for (const movement of movements(options)) yield record(movement, index++)
    return
  }
  const table = columns(options)
  for (const index of scatter(options.transfers, random(~options.seed))) yield record(rowOf(table, index), index)
}

export interface Columns {
  payer: Int32Array
  payee: Int32Array
  cents: Float64Array
  time: Float64Array
}

/** The stream as columns, in the order of time: what a replay over indexes starts from. */
export function columns(shape: Shape): Columns {
  const table: Columns = {
    payer: new Int32Array(shape.transfers),
    payee: new Int32Array(shape.transfers),
    cents: new Float64Array(shape.transfers),
    time: new Float64Array(shape.transfers),
  }
  let index = 0
  for (const movement of movements(shape)) {
    table.payer[index] = movement.payer
    table.payee[index] = movement.payee
    table.cents[index] = movement.cents
    table.time[index] = movement.time
    index++
  }
  return table
}

/** Names of the transfers, numbered from 1 in the order of time: t0000001. */
export function transferIds({ transfers }: Pick<Shape, 'transfers'>): (index: number) => string {
  const width = Math.max(6, String(transfers).length)
  return (index) => `t${String(index + 1).padStart(width, '0')}`
}

/** Names of the accounts: 16 to 19 digits, like account numbers. Every call makes a new string. */
export function accountIds({ accounts, seed }: Pick<Shape, 'accounts' | 'seed'>): (account: number) => string {
  const next = random(seed ^ 0x5bd1e995)
  const digits = Buffer.alloc(accounts * ID_WIDTH)
  const lengths = new Uint8Array(accounts)
  for (let account = 0; account < accounts; account++) {
    // The last nine digits number the account, so that no two are the same.
    const lead = `62${String(Math.floor(next() * 100_000_000)).padStart(8, '0')}`.slice(0, 7 + Math.floor(next() * 4))
    const id = lead + String(account).padStart(9, '0')
    digits.write(id, account * ID_WIDTH, 'latin1')
    lengths[account] = id.length
  }
  return (account) => digits.toString('latin1', account * ID_WIDTH, account * ID_WIDTH + (lengths[account] as number))
}

/** A part of what the payer has, but seldom a very large one; whole units in most cases, as people pay. */
function amountFrom(balance: number, next: () => number): number {
  const usual = 20_000 / (next() * next() + 0.0005)
  const share = balance * (next() < 0.2 ? 1 : next())
  const cents = Math.max(100, Math.floor(Math.min(usual, share)))
  return next() < 0.6 ? cents - (cents % 100) : cents
}

/** 0 .. size-1 in a random order. */
function scatter(size: number, next: () => number): Int32Array {
  const order = new Int32Array(size)
  for (let index = 0; index < size; index++) {
    const other = Math.floor(next() * (index + 1))
    order[index] = order[other] as number
    order[other] = index
  }
  return order
}

function rowOf(table: Columns, index: number): Movement {
  return {
    payer: table.payer[index] as number,
    payee: table.payee[index] as number,
    cents: table.cents[index] as number,
    time: table.time[index] as number,
  }
}
