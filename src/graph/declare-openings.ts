import { parseAmount } from '../money.js'
import { show } from '../show.js'
import type { Problem } from '../types.js'
import type { AccountBook, DeclaredOpening } from './account-book.js'
import { type Anchor, compareInstants, isReached } from './anchor.js'
import { type LedgerTable, OPENING_DECLARED } from './ledger-table.js'
import type { TransferRows } from './transfer-rows.js'

/**
 * Gives each ledger its declared opening. A declaration for a later instant than the ledger's first row (or its first
 * stretch) is returned as an anchor instead, in the order of time.
 */
export function declareOpenings(to: {
  order: Int32Array
  rows: TransferRows
  ledgers: LedgerTable
  accounts: AccountBook
  currencies: string[]
  decimals: ReadonlyMap<string, number>
  currency: string
  problems: Problem[]
}): Anchor[] {
  const { rows, ledgers, accounts, currencies } = to
  const declaring: number[] = []
  for (let account = 0; account < accounts.size; account++) {
    if ((accounts.info(account)?.openings.length ?? 0) > 0) declaring.push(account)
  }
  if (declaring.length === 0) return []
  const firstRow = firstRows(to.order, rows, ledgers)
  const anchors: Anchor[] = []
  const usedCurrencies = new Map<number, Set<number>>()
  const declared = new Map<string, number>()
  for (const account of declaring) {
    const { openings } = accounts.info(account)!
    for (const opening of [...openings].sort(compareInstants)) declare(account, opening)
  }
  return anchors.sort((a, b) => compareInstants(a, b) || a.ledger - b.ledger)

  function declare(account: number, { at, sub, currency: stated, amount }: DeclaredOpening): void {
    const code = stated ?? soleCurrency(account)
    const decimals = to.decimals.get(code)
    if (decimals === undefined) return ignore(account, 'unknown-currency', `its currency ${show(code)} is unknown`)
    const balance = parseAmount(amount, decimals)
    if (typeof balance === 'string') return ignore(account, balance, `${show(amount)} is no amount of ${code}`)
    let currency = currencies.indexOf(code)
    if (currency < 0) currency = currencies.push(code) - 1
    const ledger = ledgerAt(account, currency, at, sub)
    if (ledger < 0) return
    const known = declared.get(`${ledger} ${at} ${sub}`)
    if (known !== undefined) {
      if (known !== balance) ignore(account, 'account-conflict', 'another record declares another; the first stays')
      return
    }
    declared.set(`${ledger} ${at} ${sub}`, balance)
    if (!ledgers.takeRoom(ledger, Math.abs(balance))) {
      return ignore(account, 'amount-too-large', 'with it the turnover is beyond 2^53-1 minor units')
    }
    const first = firstRow[ledger]
    const begins = ledgers.from(ledger)
    const opens = begins > Number.NEGATIVE_INFINITY ? at <= begins : isReached({ at, sub }, rows, first)
    if (opens && ledgers.openingFrom[ledger] !== OPENING_DECLARED) {
      ledgers.setOpening(ledger, balance, OPENING_DECLARED)
      usedCurrencies.get(account)?.add(currency)
    } else {
      anchors.push({ ledger, at, sub, balance })
    }
  }

  /** An opening without a currency is in the account's own, where it has but one. */
  function soleCurrency(account: number): string {
    const used = usedBy(account)
    if (used.size === 1) return currencies[[...used][0]!]!
    if (used.size > 1) {
      ignore(account, 'ambiguous-opening', `the account has several currencies; it is read as ${to.currency}`, true)
    }
    return to.currency
  }

  /** The currencies that an account's rows and declared openings are in: found once, then kept. */
  function usedBy(account: number): Set<number> {
    let used = usedCurrencies.get(account)
    if (used === undefined) {
      const isUsed = (ledger: number) =>
        firstRow[ledger] !== undefined || ledgers.openingFrom[ledger] === OPENING_DECLARED
      used = new Set(
        ledgers
          .of(account)
          .filter(isUsed)
          .map((ledger) => ledgers.currency[ledger]!),
      )
      usedCurrencies.set(account, used)
    }
    return used
  }

  /** The ledger that is known at an instant; before the first record: the account's first. */
  function ledgerAt(account: number, currency: number, at: number, sub: number): number {
    if (!ledgers.isFollowed(account)) {
      ignore(account, 'opening-ignored', 'money is not followed through an account of this kind')
      return -1
    }
    const first = accounts.info(account)?.stretches[0]
    const ledger =
      at > Number.NEGATIVE_INFINITY
        ? ledgers.at(account, currency, at, sub)
        : ledgers.at(account, currency, first?.from ?? 0, first?.fromSub ?? 0)
    if (ledgers.covered[ledger]) return ledger
    ignore(account, 'opening-ignored', 'the account has no statement')
    return -1
  }

  function ignore(account: number, code: string, why: string, kept = false): void {
    const id = accounts.ids.at(account)
    const treatment = kept ? '' : '; it is ignored'
    to.problems.push({
      code,
      severity: 'warning',
      message: `opening balance of account ${show(id)}: ${why}${treatment}`,
      id,
    })
  }
}

function firstRows(order: Int32Array, rows: TransferRows, ledgers: LedgerTable): (number | undefined)[] {
  const first: (number | undefined)[] = new Array(ledgers.size)
  for (let at = order.length - 1; at >= 0; at--) {
    const row = order[at]!
    first[rows.fromLedger[row]!] = row
    first[rows.toLedger[row]!] = row
  }
  return first
}
