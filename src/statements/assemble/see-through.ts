import { groupBy } from '../../group-by.js'
import { Money } from '../../money.js'
import { clearerOf, clearingName, isClearing } from '../words.js'
import { areNear, type Entry, isDay, plain } from './entry.js'

/** Shorter numbers meet by chance. */
const LEAST_ORDER = 8
/** In a bank's summary a number of an order is longer than an account's. */
const ORDER = /[0-9A-Za-z]{16,}/g
/** The most that a payment institution takes as its fee: one part in so many of what was sent. */
const MOST_FEE = 20
/** How many rows of one order number are compared, of either side. */
const MOST_ROWS = 100

/** Two rows of one order, on the bank's statement and on the payment institution's. */
interface Match {
  bank: Entry
  wallet: Entry
  isDirect: boolean
  isExact: boolean
  apart: number
  nth: number
}

/**
 * Sees through clearing accounts: a bank's row that names one (网联, 银联, 备付金 …) is joined with the payment
 * institution's row of the same order, so that the money goes from the card to the wallet, or back, and is never mixed
 * with that of other orders. By a number of the order that both rows state, within `longest`; else by the card that the
 * institution's row names, with equal amounts, as close in time as `within`.
 *
 * Two rows of opposite directions are one movement (a top-up, a withdrawal), whose amounts may differ by a fee. Two of
 * one direction are two movements: the wallet's payment was taken from the card, or paid back to it, so the bank's row
 * goes to the wallet and the institution's row on from there.
 */
export function seeThrough(entries: readonly Entry[], within: number, longest: number): void {
  const wallets = entries.filter((entry) => entry.accountKind === 'payment' && !entry.isFailed && sideOf(entry))
  if (wallets.length === 0) return
  const banks = entries.filter(
    (entry) => entry.accountKind !== 'payment' && entry.direction !== undefined && !entry.isFailed && passesOn(entry),
  )
  if (banks.length === 0) return
  const taken = new Set<Entry>()
  for (const match of byOrder(banks, wallets, within, longest)) join(match, taken)
  for (const match of byCard(banks, wallets, within, taken)) join(match, taken)
}

function passesOn({ counterHolder, counterparty, memo }: Entry): boolean {
  return isClearing(counterHolder, counterparty, memo)
}

/** Whose money the institution's row moves: a row that names a payer and no payee is money out of the payer's wallet. */
function sideOf({ direction, other }: Entry): 'in' | 'out' | undefined {
  return direction ?? (other === '' ? 'out' : undefined)
}

/** Matches by a number of the order, the best first. */
function byOrder(banks: readonly Entry[], wallets: readonly Entry[], within: number, longest: number): Match[] {
  const byNumber = new Map<string, Entry[]>()
  for (const wallet of wallets) {
    for (const number of new Set([wallet.serial, ...wallet.orders.split(' ')])) {
      if (number.length < LEAST_ORDER || /^0+$/.test(number)) continue
      const rows = byNumber.get(number)
      if (rows === undefined) byNumber.set(number, [wallet])
      else if (rows.length < MOST_ROWS) rows.push(wallet)
    }
  }
  const matches: Match[] = []
  const compared = new Map<string, number>()
  const walletsOf = (number: string) => {
    const found = byNumber.get(number)
    const count = (compared.get(number) ?? 0) + 1
    if (found !== undefined) compared.set(number, count)
    return found === undefined || count > MOST_ROWS ? [] : found
  }
  banks.forEach((bank, nth) => {
    const numbers = new Set([bank.serial, ...bank.orders.split(' '), ...(bank.memo.match(ORDER) ?? [])])
    for (const wallet of new Set([...numbers].flatMap(walletsOf))) {
      const match = matchOf(bank, wallet, nth, within, longest)
      if (match !== undefined) matches.push(match)
    }
  })
  return matches.sort(
    (a, b) =>
      Number(b.isDirect) - Number(a.isDirect) ||
      Number(b.isExact) - Number(a.isExact) ||
      a.apart - b.apart ||
      a.nth - b.nth,
  )
}

function matchOf(bank: Entry, wallet: Entry, nth: number, within: number, longest: number): Match | undefined {
  if (bank.unit !== wallet.unit) return undefined
  if (!areOfOne(bank, wallet)) return undefined
  const isDirect = bank.direction !== sideOf(wallet)
  const isOut = bank.direction === 'out'
  const [sent, received] = isOut ? [bank, wallet] : [wallet, bank]
  const isExact = plain(bank.amount) === plain(wallet.amount)
  if (!isExact && !(isDirect && isFee(sent.amount, received.amount))) return undefined
  // Money does not arrive before it is sent, but for the clocks of two institutions.
  const apart = received.ms - sent.ms
  if (!areNear(bank, wallet, within) && (apart < 0 || apart > longest)) return undefined
  return { bank, wallet, isDirect, isExact, apart: Math.abs(apart), nth }
}

/** Whether what is missing at the receiver may be the institution's fee. */
function isFee(sent: string, received: string): boolean {
  const fee = new Money(sent).minus(received)
  return fee.greaterThan(0) && fee.times(MOST_FEE).lessThanOrEqualTo(sent)
}

/** Whether the clearing account that the bank names may be that institution's. */
function areOfOne(bank: Entry, wallet: Entry): boolean {
  return areEqual(clearerNamed(bank), clearerOf(wallet.institution))
}

function areEqual(named: Clearer, own: Clearer): boolean {
  return named === undefined || own === undefined || named === own
}

function clearerNamed({ counterHolder, counterparty, memo }: Entry): Clearer {
  return clearerOf(`${counterHolder} ${counterparty} ${memo}`)
}

/** Matches by the card that the institution's row names, the earliest rows with each other. */
function* byCard(
  banks: readonly Entry[],
  wallets: readonly Entry[],
  within: number,
  taken: ReadonlySet<Entry>,
): Generator<Match> {
  const inOrder = banks.filter((bank) => !taken.has(bank)).sort((a, b) => a.ms - b.ms)
  const order = new Map(inOrder.map((bank, at) => [bank, at]))
  const free = groupBy(inOrder, (bank) => keyOf(bank, bank.own, bank.direction!))
  const queues = new Map<string, Queue[]>()
  for (const [key, rows] of free) queues.set(key, [...groupBy(rows, clearerNamed)].map(asQueue))
  const sorted = wallets.filter((wallet) => !taken.has(wallet)).sort((a, b) => a.ms - b.ms)
  for (const wallet of sorted) {
    const side = sideOf(wallet)!
    const isDirect = wallet.other !== '' && free.has(keyOf(wallet, wallet.other, opposite(side)))
    const key = isDirect
      ? keyOf(wallet, wallet.other, opposite(side))
      : wallet.paidFrom === ''
        ? ''
        : keyOf(wallet, wallet.paidFrom, side)
    const own = clearerOf(wallet.institution)
    let first: Entry | undefined
    for (const queue of queues.get(key) ?? []) {
      if (!areEqual(queue.clearer, own)) continue
      const { rows } = queue
      // Rows too early for this one are too early for the later ones.
      while (
        queue.next < rows.length &&
        (taken.has(rows[queue.next]!) || isBefore(rows[queue.next]!, wallet, within))
      ) {
        queue.next++
      }
      const row = rows[queue.next]
      if (row === undefined || !areNear(row, wallet, within)) continue
      if (first === undefined || order.get(row)! < order.get(first)!) first = row
    }
    if (first !== undefined) yield { bank: first, wallet, isDirect, isExact: true, apart: 0, nth: 0 }
  }
}

type Clearer = ReturnType<typeof clearerOf>

/** Rows that name one clearing account, in the order of time; those before `next` are taken or too early. */
interface Queue {
  clearer: Clearer
  rows: Entry[]
  next: number
}

function asQueue([clearer, rows]: [Clearer, Entry[]]): Queue {
  return { clearer, rows, next: 0 }
}

function isBefore(bank: Entry, wallet: Entry, within: number): boolean {
  return bank.ms < wallet.ms && !areNear(bank, wallet, within)
}

function keyOf({ amount, unit }: Entry, account: string, direction: string): string {
  return `${account}\u0000${direction}\u0000${plain(amount)}\u0000${unit}`
}

function opposite(side: 'in' | 'out'): 'in' | 'out' {
  return side === 'in' ? 'out' : 'in'
}

function join({ bank, wallet, isDirect }: Match, taken: Set<Entry>): void {
  if (taken.has(bank) || taken.has(wallet)) return
  taken.add(bank)
  taken.add(wallet)
  bank.via = clearingName(bank.counterHolder, bank.memo) || bank.counterparty
  bank.other = wallet.own
  bank.counterHolder = wallet.holder
  bank.counterId = wallet.holderId
  bank.counterBank = ''
  bank.counterKind = undefined
  if (isDirect) {
    wallet.other = bank.own
    wallet.counterHolder = bank.holder
    wallet.counterId = ''
    wallet.counterBank = bank.institution
    wallet.counterKind = undefined
    bank.mirror = wallet
    wallet.mirror = bank
    return
  }
  bank.feeds = wallet
  passThrough(bank, wallet)
}

/** Puts the card's money into the wallet before the payment that it is for, or out of it after the one that it is of. */
function passThrough(bank: Entry, wallet: Entry): void {
  const isFirst = bank.direction === 'out'
  if (isDay(bank) || (isFirst ? bank.ms > wallet.ms : bank.ms < wallet.ms)) {
    bank.time = wallet.time
    bank.ms = wallet.ms
  }
  if (wallet.balance === '') return
  // The institution states the wallet's balance after both, which changes nothing.
  const between = new Money(wallet.balance).plus(wallet.amount).toFixed()
  if (isFirst) {
    bank.counterBalance = between
    wallet.isFed = true
  } else {
    bank.counterBalance = wallet.balance
    wallet.balance = between
  }
}
