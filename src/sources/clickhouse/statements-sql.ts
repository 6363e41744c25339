/**
 * The statements that `clickhouseSource` runs, in what version 18.16 already knows: no window functions, no parameters.
 * Ids are never part of a statement: they come in external tables (`asked`, `paired`), which go to the shards with it.
 * All rows of an account are on one shard, so that sums over its history are made there.
 *
 * Columns in an answer are named otherwise than those of the table, for a name given in a statement hides the column.
 */
import type { ReadClickHouseRelation } from './relation.js'

/** Answers of a shard are taken as they are: an account's rows are on no other. */
export const BY_SHARD = { distributed_group_by_no_merge: 1 }

/**
 * What the balance before an instant takes: nothing, where it is known; the sum alone; the least opening that explains
 * all; the lowest running sum before; or, where balances are stated, all of that beside them.
 */
export type HistoryNeed = 'none' | 'total' | 'least' | 'low' | 'all'

/** Before and behind every row, in microseconds. */
export const EVER = { from: -8e15, to: 8e15 }

/** More than any running sum can be. */
export const NO_LOW = '9223372036854775807'

/** Statements over one table of entries; rows without a currency are in `currency`. */
export class EntriesSql {
  readonly #name: string
  readonly #c: Readonly<Record<string, string>>
  readonly #code: string
  readonly #row: string

  constructor({ name, columns }: ReadClickHouseRelation, currency: string) {
    this.#name = name
    this.#c = columns
    // As digits, so that a code of the caller's stays one text.
    const fallback = `unhex('${hexOf(currency)}')`
    this.#code = `if(${columns['currency']} = '', ${fallback}, ${columns['currency']})`
    const texts = ['account', 'id', 'counterparty', 'reverses'].map((column) => `length(${columns[column]})`)
    this.#row = `account as owner, id as ref, counterparty as other, toString(time) as at, toString(${columns['seq']}) as place,
      toString(${columns['amount']}) as units, ${this.#code} as code, toString(${columns['balance']}) as balanceUnits,
      ${columns['kind']} as sort, ${columns['reverses']} as undoes, ${columns['memo']} as note, ${texts.join(' + ')} as size`
  }

  /**
   * What accounts are like from an instant on: how many rows, the last one's time, whether any states a balance, whether any
   * reverses another.
   */
  summary(from: number): string {
    return `select account as owner, ${this.#code} as code, toString(count()) as rows, sum(${this.#c['reverses']} != '') as reversals,
      sum(isNotNull(${this.#c['balance']})) as stated, sum(abs(toFloat64(${this.#c['amount']}))) as turnover,
      any(toTypeName(amount)) as amountType, toString(max(time)) as last
    from ${this.#name} prewhere account in (select account from asked) and ${within(from, EVER.to)}
    where ${this.#moves} group by owner, code`
  }

  reversals(from: number): string {
    return `select ${this.#row} from ${this.#name} prewhere account in (select account from asked)
      and ${within(from, EVER.to)}
    where ${this.#moves} and ${this.#c['reverses']} != ''`
  }

  /** Rows of accounts by their ids: `asked` has both. */
  originals(from: number): string {
    return `select ${this.#row} from ${this.#name} prewhere account in (select account from asked)
      and ${within(from, EVER.to)}
    where ${this.#moves} and (account, id) in (select account, id from asked)`
  }

  /** Rows by account, time and place. */
  at(): string {
    return `select ${this.#row} from ${this.#name} prewhere account in (select account from asked)
    where ${this.#moves} and (account, time, ${this.#c['seq']}) in (select account, time, seq from asked)`
  }

  /** Transfers by their ids, and what reverses them, by reading all of the table. The payer's side is enough. */
  scan(): string {
    return `select ${this.#row} from ${this.#name}
    where ${this.#c['amount']} < 0 and account != counterparty
      and (id in (select id from asked) or ${this.#c['reverses']} in (select id from asked))`
  }

  /** Which of some accounts have any row. */
  seen(): string {
    return `select account as owner from ${this.#name} prewhere account in (select account from asked) group by owner`
  }

  span(): string {
    return `select toString(count()) as rows, toString(min(time)) as first, toString(max(time)) as last
    from ${this.#name} where ${this.#moves}`
  }

  /** The rows of accounts, each within its window; `from` and `to` are around all of these. */
  rows(from: number, to: number): string {
    return `select ${this.#row} from ${this.#name} all inner join (select account, asked_since, asked_until from asked) using account
    prewhere account in (select account from asked) and ${within(from, to + 1)}
    where ${this.#moves} and time >= asked_since and time <= asked_until`
  }

  /** By account, how many rows a stretch of it has, and the time of the one that fills its page. */
  filled(from: number, to: number): string {
    return `select account as owner, toString(count()) as there, toString(arraySort(groupArray(time))[asked_page]) as filled
    from ${this.#name} all inner join (select account, asked_first, asked_until, asked_page from asked) using account
    prewhere account in (select account from asked) and ${within(from, to + 1)}
    where ${this.#moves} and time >= asked_first and time <= asked_until group by owner, asked_page`
  }

  /** The same of one account that has too many rows for an array: no row, where they do not fill the page. */
  filledOfLong(pageRows: number, from: number, to: number): string {
    return `select account as owner, toString(time) as filled
    from ${this.#name} prewhere account in (select account from asked) and ${within(from, to + 1)}
    where ${this.#moves} order by time limit ${whole(pageRows - 1)}, 1`
  }

  /** Instants that part an account's rows of some stretch into about as many equal lots. */
  cuts(lots: number, from: number, to: number): string {
    const levels = Array.from({ length: lots - 1 }, (_, index) => ((index + 1) / lots).toFixed(4))
    return `select arrayMap(x -> toString(toInt64(x)), quantiles(${levels.join(', ')})(time)) as cuts
    from ${this.#name} prewhere account in (select account from asked) and ${within(from, to)} where ${this.#moves}
    group by account`
  }

  /**
   * By account and currency what its balance before `asked_since` follows from (see `joinHistory`), and how many rows
   * there are, in all and in the window; of a stretch of time alone, if one is given. Running sums are arrays sorted by
   * time and place: about 120 bytes of memory a row.
   */
  history(need: HistoryNeed, stretch?: { from: number; to: number }): string {
    const amount = this.#c['amount']!
    const named: string[] = []
    const found: string[] = []
    const name = (alias: string, value: string) => named.push(`${value} as ${alias}`)
    const find = (alias: string, value: string) => found.push(`toString(${value}) as ${alias}`)
    find('rows', 'count()')
    find('inWindow', 'countIf(time >= asked_since and time <= asked_until)')
    find('before', `sumIf(${amount}, time < asked_since)`)
    find('moved', `sum(${amount})`)
    if (need === 'least' || need === 'all') {
      // What was reversed is explained by no opening: it adds nothing, and is no debit.
      name('nets', this.#inOrder(`if((account, id) in (select account, id from paired), toInt64(0), ${amount})`))
      find('movedNet', 'arraySum(nets)')
      find('lowNet', lowest('arrayCumSum(nets)', 'nets'))
    }
    if (need === 'low') {
      name('amounts', this.#inOrder(amount, 'time < asked_since'))
      find('low', lowest('arrayCumSum(amounts)', 'amounts'))
    }
    if (need === 'all') {
      const balance = this.#c['balance']
      name('amounts', this.#inOrder(amount))
      name('totals', 'arrayCumSum(amounts)')
      name('states', this.#inOrder(`isNotNull(${balance})`))
      name('balances', this.#inOrder(`ifNull(${balance}, toInt64(0))`))
      // Places count from 1; 0 is none, and what stands there is 0.
      name('early', 'toInt64(countIf(time < asked_since))')
      const places =
        'arrayMap((v, place) -> toInt64(if(v and place <= early, place, 0)), states, arrayEnumerate(states))'
      name('lastPlace', `arrayReduce('max', arrayPushBack(${places}, toInt64(0)))`)
      name('firstPlace', 'arrayFirstIndex(v -> v, states)')
      const slice = (array: string) => `arraySlice(${array}, lastPlace + 1, early - lastPlace)`
      find('statedPlace', 'lastPlace')
      find('stated', 'balances[lastPlace]')
      find('statedTotal', 'totals[lastPlace]')
      find('laterPlace', 'firstPlace')
      find('later', 'balances[firstPlace] - totals[firstPlace]')
      find('low', lowest(slice('totals'), slice('amounts')))
    }
    const times = stretch === undefined ? '' : ` and ${within(stretch.from, stretch.to)}`
    return `${named.length > 0 ? `with ${named.join(', ')} ` : ''}
    select account as owner, ${this.#code} as code, ${found.join(', ')}
    from ${this.#name} all inner join (select account, asked_since, asked_until from asked) using account
    prewhere account in (select account from asked)${times} where ${this.#moves} group by owner, code`
  }

  /** The values of an account in the order of its rows. */
  #inOrder(value: string, when?: string): string {
    const [group, and] = when === undefined ? ['groupArray', ''] : ['groupArrayIf', `, ${when}`]
    const arrays = [value, 'time', this.#c['seq']].map((each) => `${group}(${each}${and})`)
    return `arraySort((v, at, place) -> (at, place), ${arrays.join(', ')})`
  }

  get #moves(): string {
    return `${this.#c['amount']} != 0 and account != counterparty`
  }
}

/** The lowest running sum at a debit. */
function lowest(sums: string, amounts: string): string {
  const debits = `arrayMap((sum, v) -> if(v < 0, sum, toInt64(${NO_LOW})), ${sums}, ${amounts})`
  return `arrayReduce('min', arrayPushBack(${debits}, toInt64(${NO_LOW})))`
}

/** From an instant on, up to another without it. */
function within(from: number, to: number): string {
  return `time >= ${whole(from)} and time < ${whole(to)}`
}

/** Accounts of a table of accounts. */
export function accountsSql({ name, columns: c }: ReadClickHouseRelation): string {
  return `select id as owner, ${c['holder']} as holderName, ${c['holder_id']} as holderNumber,
    ${c['institution']} as bank, ${c['kind']} as sort, ${c['status']} as state, toString(${c['opening']}) as openingUnits,
    length(id) as size
  from ${name} where id in (select id from asked)`
}

/** Where transfers and their reversals are, by id. */
export function placesSql({ name, columns: c }: ReadClickHouseRelation): string {
  return `select account as owner, toString(time) as at, toString(${c['seq']}) as place
  from ${name} where id in (select id from asked)`
}

function whole(value: number): string {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no whole number of microseconds`)
  return String(value)
}

function hexOf(text: string): string {
  return [...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
