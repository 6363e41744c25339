import { Money } from '../../money.js'
import type { TransferKind } from '../../types.js'
import { cleanAccount, cleanAmount, cleanCode, cleanHeader, cleanText, fromCents } from '../cells.js'
import { remembering } from '../remembering.js'
import { readTime } from '../times.js'
import type { Column, KindWords, Mapping, StatementMapping, TransferMapping } from '../types.js'
import { type Direction, readCurrency } from '../words.js'
import { checkMapping } from './check-mapping.js'
import type { Format, Movement, Preamble, Reading } from './format.js'
import { readTimeFormat } from './time-format.js'

const KINDS = ['cash', 'purchase', 'fee', 'interest'] as const satisfies readonly TransferKind[]

const LONGEST_AMOUNT = 60

type Cells = readonly string[]
type Read = (cells: Cells) => string | undefined

/** What is wrong with a row. */
class Fault {
  readonly code: string
  readonly message: string
  constructor(code: string, message: string) {
    this.code = code
    this.message = message
  }
}

/**
 * A plain list by the caller's mapping: of transfers, or of movements each from one account's side.
 * @throws FundtrailError 'bad-option'
 */
export function mappedList(mapping: Mapping): Format {
  checkMapping(mapping)
  const wanted = [...namesIn(mapping)].map(cleanHeader)
  return {
    name: isTransfers(mapping) ? 'transfer-list' : 'statement-list',
    // Numbers of columns fit any row: then the header is the first one, unless `headerRow` names it.
    score: (header) => (wanted.every((name) => header.includes(name)) && header.length > 1 ? wanted.length + 1 : 0),
    open(header, preamble) {
      const list = new List(mapping, header)
      const read = isTransfers(mapping) ? transfers(mapping, list) : movements(mapping, list, preamble)
      return (cells): Reading => {
        const movement = read(cells)
        if (movement instanceof Fault) return { fault: movement }
        return movement === undefined ? { nothing: {} } : { movement }
      }
    },
  }
}

function isTransfers(mapping: Mapping): mapping is TransferMapping {
  return Object.hasOwn(mapping, 'from')
}

/** The names of columns, wherever they stand in a mapping. */
function* namesIn(mapping: Mapping): Generator<string> {
  const { timeFormat: _, unit: __, decimal: ___, ...rest } = mapping
  for (const value of Object.values(rest)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (value === 'sign' && isTransfers(mapping) && value === mapping.statementOf) continue
      if (typeof one === 'string') yield one
      else if (typeof one === 'object' && one !== null) {
        for (const key of ['column', 'in', 'out']) if (typeof one[key] === 'string') yield one[key]
      }
    }
  }
}

/** The columns of a list, and how its cells are read. */
class List {
  readonly #mapping: Mapping
  readonly #header: readonly string[]
  readonly #time: Read
  readonly #clock: Read
  readonly #parse: ((text: string) => string | undefined) | undefined
  readonly #currency: Read
  readonly #serial: Read
  readonly #memo: Read[]
  readonly #kinds: { cell: Read; kinds: [TransferKind, ReadonlySet<string>][] }[]
  readonly #failed: ReturnType<List['words']>
  /** One for all columns of a kind, so that an account's number is one string wherever it stands. */
  readonly text = remembering(cleanText)
  readonly account = remembering(cleanAccount)
  readonly #currencyOf = remembering((cell) => {
    const currency = cleanCode(cell)
    return currency === '' ? '' : readCurrency(currency)
  })

  constructor(mapping: Mapping, header: readonly string[]) {
    this.#mapping = mapping
    this.#header = header
    const { time, clock, timeFormat, currency, id, memo, kind, status } = mapping
    this.#time = this.cell(time)
    this.#clock = this.cell(clock)
    const parse = timeFormat === undefined ? undefined : readTimeFormat(timeFormat)
    this.#parse = typeof parse === 'function' ? parse : undefined
    this.#currency = this.cell(currency)
    this.#serial = this.cell(id)
    this.#memo = [memo ?? []].flat().map((column) => this.cell(column))
    this.#kinds = [kind ?? []].flat().map((words: KindWords) => ({
      cell: this.cell(words.column),
      kinds: KINDS.map((name) => [name, wordSet(words[name])]),
    }))
    this.#failed = this.words(status?.column, { failed: status?.failed })
  }

  /** A reader of a column's cells. */
  cell(column: Column | undefined): Read {
    if (column === undefined) return () => undefined
    const place = typeof column === 'number' ? column - 1 : this.#header.indexOf(cleanHeader(column))
    return (cells) => cells[place]
  }

  /** A reader of which list a column's word is in. */
  words<Name extends string>(
    column: Column | undefined,
    lists: Record<Name, string[] | undefined>,
  ): (cells: Cells) => Name | undefined {
    const cell = this.cell(column)
    const sets = (Object.keys(lists) as Name[]).map((name) => [name, wordSet(lists[name])] as const)
    const wordIn = remembering(wordOf)
    return (cells) => {
      const word = wordIn(cell(cells) ?? '')
      return sets.find(([, set]) => set.has(word))?.[0]
    }
  }

  /** An amount or balance in major units, '' for none, undefined for what is no amount. */
  money(cell: string | undefined): string | undefined {
    const { decimal, scientific, unit } = this.#mapping
    let text = cleanCode(cell)
    if (text.length > LONGEST_AMOUNT) return undefined
    if (scientific === true && /^[+-]?\d{1,20}(?:\.\d{1,20})?e[+-]?\d{1,2}$/i.test(text)) {
      text = new Money(text).toFixed()
    }
    // Books write a negative amount in brackets, or with its sign behind.
    const [, inside] = /^\((.*)\)$/.exec(text) ?? /^([^+-].*)-$/.exec(text) ?? []
    if (inside !== undefined) text = `-${inside}`
    if (decimal === ',') {
      if (!/^[^.,]*(?:\d{1,3}(?:[.']\d{3})+|\d+)?(?:,\d*)?[^\d.,]*$/.test(text)) return undefined
      text = text.replace(/[.']/g, '').replace(',', '.')
    }
    const amount = cleanAmount(text)
    return unit === 'cent' && amount !== undefined && amount !== '' ? fromCents(amount) : amount
  }

  /** What all lists have in common. */
  movement(cells: Cells): Movement | Fault {
    const given = cleanText(this.#time(cells))
    const time = readTime(this.#parse === undefined ? given : this.#parse(given), this.#clock(cells))
    if (time === undefined) return new Fault('invalid-time', `the time ${show(given)} is in no known form`)
    const memo = this.#memo.map((cell) => this.text(cell(cells) ?? '')).filter((text) => text !== '')
    let kind: TransferKind | undefined
    for (const { cell, kinds } of this.#kinds) kind ??= kinds.find(([, words]) => words.has(wordOf(cell(cells))))?.[0]
    return {
      direction: undefined,
      account: '',
      card: '',
      holder: '',
      holderId: '',
      institution: '',
      accountKind: 'bank',
      amount: '',
      balance: '',
      currency: this.#currencyOf(this.#currency(cells) ?? ''),
      time,
      counterparty: '',
      counterHolder: '',
      counterId: '',
      counterBank: '',
      counterKind: undefined,
      counterBalance: '',
      memo: [...new Set(memo)].join(' '),
      serial: cleanCode(this.#serial(cells)),
      orders: '',
      paidFrom: '',
      kind,
      isCash: false,
      isFailed: this.#failed(cells) !== undefined,
    }
  }
}

/** A reader of rows with a payer and a payee. */
function transfers(mapping: TransferMapping, list: List): (cells: Cells) => Movement | Fault {
  const amountOf = list.cell(mapping.amount)
  const sideOf = sides(mapping, list)
  const bySign = mapping.statementOf === 'sign'
  const party = (id: Column, name: Column | undefined, stated: Column | undefined) => {
    const [account, holder, balance] = [list.cell(id), list.cell(name), list.cell(stated)]
    return (cells: Cells) => ({
      account: list.account(account(cells) ?? ''),
      holder: list.text(holder(cells) ?? ''),
      balance: list.money(balance(cells)) ?? '',
    })
  }
  const payerOf = party(mapping.from, mapping.fromHolder, mapping.fromBalance)
  const payeeOf = party(mapping.to, mapping.toHolder, mapping.toBalance)
  return (cells) => {
    const movement = list.movement(cells)
    if (movement instanceof Fault) return movement
    const amount = list.money(amountOf(cells))
    if (amount === undefined || amount === '') {
      return new Fault('invalid-amount', `the amount ${show(amountOf(cells))} is none`)
    }
    const payer = payerOf(cells)
    const payee = payeeOf(cells)
    const side = sideOf(cells, amount)
    if (side instanceof Fault) return side
    const [own, other] = side === 'in' ? [payee, payer] : [payer, payee]
    // On a statement a counterparty may be a name alone; in a list of nobody's both are needed.
    if (own.account === '' || (side === undefined && other.account === '')) {
      return new Fault('missing-account', 'the row lacks a payer or a payee')
    }
    movement.direction = side
    movement.amount = bySign ? amount.replace('-', '') : amount
    movement.account = own.account
    movement.holder = own.holder
    movement.balance = own.balance
    movement.counterparty = other.account
    movement.counterHolder = other.holder
    movement.counterBalance = other.balance
    return movement
  }
}

/** A reader of whose statement a row is from. */
function sides(
  { statementOf }: TransferMapping,
  list: List,
): (cells: Cells, amount: string) => Direction | undefined | Fault {
  if (statementOf === undefined) return () => undefined
  if (statementOf === 'sign') return (_, amount) => (amount.startsWith('-') ? 'out' : 'in')
  const cell = list.cell(statementOf.column)
  const word = list.words(statementOf.column, { out: statementOf.from, in: statementOf.to })
  return (cells) =>
    word(cells) ?? new Fault('unknown-direction', `${show(cell(cells))} does not say whose statement the row is of`)
}

/** A reader of rows of one account's statement each; undefined for one that moves nothing. */
function movements(
  mapping: StatementMapping,
  list: List,
  preamble: Preamble,
): (cells: Cells) => Movement | Fault | undefined {
  const { account } = mapping
  const id = typeof account === 'object' ? account.id : undefined
  const [own, holder, name, balance] = [
    list.cell(typeof account === 'object' ? undefined : account),
    list.cell(mapping.holder),
    list.cell(mapping.counterpartyHolder),
    list.cell(mapping.balance),
  ]
  const counterparty = [mapping.counterparty ?? []].flat().map((column) => list.cell(column))
  const moneyOf = amounts(mapping, list)
  return (cells) => {
    const movement = list.movement(cells)
    if (movement instanceof Fault) return movement
    const money = moneyOf(cells)
    if (money instanceof Fault) return money
    if (!/[1-9]/.test(money.amount)) return undefined
    const parts = counterparty.map((cell) => list.account(cell(cells) ?? ''))
    movement.amount = money.amount
    movement.direction = money.direction
    movement.account = list.account(id ?? own(cells) ?? '') || preamble.account
    movement.holder = list.text(holder(cells) ?? '') || preamble.holder
    movement.institution = preamble.institution
    movement.balance = list.money(balance(cells)) ?? ''
    movement.counterparty = parts.filter((part) => part !== '').join('/')
    movement.counterHolder = list.text(name(cells) ?? '')
    return movement
  }
}

type Amount = { amount: string; direction: Direction }

/** A reader of amount and direction: by two columns, by a word, or by the sign. */
function amounts({ amount: place, direction: words }: StatementMapping, list: List): (cells: Cells) => Amount | Fault {
  if (typeof place === 'object') {
    const [came, went] = [list.cell(place.in), list.cell(place.out)]
    return (cells) => {
      const credit = list.money(came(cells))
      const debit = list.money(went(cells))
      const isIn = /[1-9]/.test(credit ?? '')
      if (credit === undefined || debit === undefined || (isIn && /[1-9]/.test(debit))) {
        return new Fault('invalid-amount', `of ${show(came(cells))} in and ${show(went(cells))} out one must be empty`)
      }
      return isIn ? { amount: credit, direction: 'in' } : { amount: debit, direction: 'out' }
    }
  }
  const cell = list.cell(place)
  const word = list.cell(words?.column)
  const said = list.words(words?.column, { in: words?.in, out: words?.out })
  return (cells) => {
    const amount = list.money(cell(cells))
    if (amount === undefined || amount === '') {
      return new Fault('invalid-amount', `the amount ${show(cell(cells))} is none`)
    }
    if (words === undefined) {
      return amount.startsWith('-') ? { amount: amount.slice(1), direction: 'out' } : { amount, direction: 'in' }
    }
    const direction = said(cells)
    if (direction !== undefined) return { amount, direction }
    return new Fault('unknown-direction', `${show(word(cells))} does not say whether the money came or went`)
  }
}

function wordSet(words: readonly string[] | undefined): ReadonlySet<string> {
  return new Set((words ?? []).map(wordOf))
}

function wordOf(cell: string | undefined): string {
  // A dash is a word here.
  return (cell ?? '')
    .normalize('NFKC')
    .replace(/\p{Cf}+/gu, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .toUpperCase()
}

function show(cell: string | undefined): string {
  return JSON.stringify((cell ?? '').slice(0, 40))
}
