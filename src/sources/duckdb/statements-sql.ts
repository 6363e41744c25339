/** The statements that `duckdbSource` runs on the layout's columns. */
import { entriesOf, isAmong, type Slice } from './entries-of.js'
import type { ReadRelation } from './relation.js'
import { type Statement, statement } from './statement.js'

/** What an account's openings and page are found for; instants in microseconds. */
export interface HistoryQuestion {
  asked: string
  /** The balance just before this is wanted; null: it is not. */
  since: number | null
  /** The declared opening of the history, as the entries count, and its currency. */
  opening: string | null
  openingCurrency: string
  /** Rows are counted in this stretch; the one that fills the page is sought. Null: there are no pages. */
  first: number
  last: number
  pageRows: number | null
}

const HISTORY_QUESTION = `[{"asked":"VARCHAR","since":"BIGINT","opening":"VARCHAR","openingCurrency":"VARCHAR",
  "first":"BIGINT","last":"BIGINT","pageRows":"BIGINT"}]`

/** The rows that reverse any, and those that they name (see `pairReversals`). */
export function reversalsSql(entries: ReadRelation, slices: readonly Slice[], currency: string): Statement {
  return statement((bind) => {
    const columns = `account, time, seq, id, counterparty, amount, coalesce(currency, ${bind(currency)}) as currency, reverses`
    const row = 'account, time, seq, id, counterparty, amount::varchar as amount, currency, reverses'
    return `with reversing as materialized (
    select * from ${entriesOf(entries, slices, columns, bind, 'and reverses is not null')})
  select ${row} from reversing
  union all
  select ${row} from ${entriesOf(entries, slices, columns, bind, 'and reverses is null')}
  where (account, id) in (select (account, reverses) from reversing)`
  })
}

/** Which of some accounts state any balance. */
export function statedSql(entries: ReadRelation, slices: readonly Slice[]): Statement {
  return statement(
    (bind) =>
      `select distinct account from ${entriesOf(entries, slices, 'account', bind, 'and balance is not null')} stated`,
  )
}

/**
 * By account and currency the balance just before an instant, as `reconcile` would have it. From the last balance stated
 * before, else from the declared opening, the one that follows from the first balance stated later, or under 'opening'
 * the least that explains every debit of the whole history. On from there, a debit beyond the balance leaves zero:
 * the least running sum at a debit says how much came in unseen; under 'overdraft' nothing did.
 *
 * Beside them, by account without a currency: how many rows there are, the time of the row that fills a page, and of the
 * last row. The history is read once.
 */
export function historySql(
  entries: ReadRelation,
  slices: readonly Slice[],
  questions: readonly HistoryQuestion[],
  to: { currency: string; shortfall: string; paired: readonly { owner: string; ref: string }[] },
): Statement {
  const amount = entries.minor ? 'hugeint' : 'decimal(38,12)'
  const withPairs = to.paired.length > 0
  return statement((bind) => {
    const asked = `asked as (
      select unnest(from_json(${bind(JSON.stringify(questions))}, '${HISTORY_QUESTION}'), recursive := true))`
    const shortfall = bind(to.shortfall)
    const columns = `account, time, seq, amount, coalesce(currency, ${bind(to.currency)}) as currency,
      balance${withPairs ? ', id' : ''}`
    const paired = withPairs
      ? `left join (select unnest(from_json(${bind(JSON.stringify(to.paired))}, '[{"owner":"VARCHAR","ref":"VARCHAR"}]'),
          recursive := true)) p on p.owner = m.account and p.ref = m.id`
      : 'left join (select null as ref) p on false'
    return `with ${asked},
  mine as materialized (
    select * from asked join ${entriesOf(entries, slices, columns, bind)} e on e.account = asked
  ),
  summed as (
    select m.*, p.ref is not null as paired,
      sum(m.amount) over entry as total,
      sum(case when p.ref is null then m.amount else 0 end) over entry as net,
      row_number() over entry as place
    from mine m ${paired}
    where m.since is not null
    window entry as (partition by m.account, m.currency order by m.time, m.seq rows unbounded preceding)
  ),
  known as (
    select account, currency, any_value(since) as since,
      any_value(case when currency = openingCurrency then opening end)::${amount} as opening,
      coalesce(arg_max(total, place) filter (time < since), 0) as total,
      arg_max(balance, place) filter (time < since and balance is not null) as stated,
      coalesce(arg_max(total, place) filter (time < since and balance is not null), 0) as statedTotal,
      coalesce(max(place) filter (time < since and balance is not null), 0) as statedPlace,
      arg_min(balance - total, place) filter (balance is not null) as later,
      coalesce(max(-net) filter (amount < 0 and not paired), 0) as least
    from summed group by account, currency
  ),
  based as (
    select *, coalesce(stated, opening, later) is null and ${shortfall} = 'opening' as inferred,
      coalesce(stated, opening, later, case when ${shortfall} = 'opening' then greatest(least, 0) else 0 end) as base
    from known
  ),
  lows as (
    select b.account, b.currency, min(s.total) as low
    from based b join summed s on s.account = b.account and s.currency = b.currency
    where s.amount < 0 and s.time < b.since and s.place > b.statedPlace
    group by b.account, b.currency
  ),
  filled as (
    select account, max(time) filter (place = pageRows) as filled, max(time) as final
    from (
      select account, time, pageRows, row_number() over (partition by account order by time, seq) as place
      from mine where pageRows is not null and time >= first and time <= last)
    group by account
  )
  select b.account, b.currency,
    (base + total - statedTotal
      + case when inferred or ${shortfall} = 'overdraft' or low is null then 0 else greatest(0, statedTotal - base - low) end
    )::varchar as balance, null as entries, null as filled, null as final
  from based b left join lows l on l.account = b.account and l.currency = b.currency
  union all
  select account, null, null, count(*), any_value(filled), any_value(final)
  from mine left join filled using (account) group by account
  order by 1, 2`
  })
}

const ROW = `account, time, seq, id, counterparty, abs(amount)::varchar as amount, amount > 0 as isCredit, currency,
  balance::varchar as balance, kind, reverses, memo`

/** The rows of accounts, each from and to an instant in microseconds, both included. */
export function rowsSql(
  entries: ReadRelation,
  slices: readonly Slice[],
  windows: readonly { asked: string; since: number; until: number }[],
  currency: string,
): Statement {
  return statement((bind) => {
    const asked = bind(JSON.stringify(windows))
    const columns = `account, time, seq, id, counterparty, amount, coalesce(currency, ${bind(currency)}) as currency, balance,
      kind, reverses, memo`
    return `with asked as (
      select unnest(from_json(${asked}, '[{"asked":"VARCHAR","since":"BIGINT","until":"BIGINT"}]'), recursive := true))
    select ${ROW} from asked join ${entriesOf(entries, slices, columns, bind)} e
      on e.account = asked and e.time >= since and e.time <= until
    order by seq, account`
  })
}

/** Transfers by their ids, and what reverses them; `among`: the accounts whose rows they are, where those are known. */
export function transfersSql(
  entries: ReadRelation,
  ids: readonly string[],
  currency: string,
  among: readonly Slice[] | undefined,
): Statement {
  return statement((bind) => {
    const columns = `account, time, seq, id, counterparty, amount, coalesce(currency, ${bind(currency)}) as currency, balance,
      kind, reverses, memo`
    const found = ['id', 'reverses'].map((column) => {
      const isAsked = isAmong(column, ids, bind)
      if (among !== undefined) return `select * from ${entriesOf(entries, among, columns, bind, `and ${isAsked}`)}`
      return `select ${columns} from ${entries.sql} where ${isAsked} and amount <> 0`
    })
    return `select distinct ${ROW} from (${found.join(' union all ')}) order by seq, account`
  })
}

/** The accounts of transfers, by a table that is sorted by id. */
export function accountsOfSql(places: ReadRelation, ids: readonly string[]): Statement {
  return statement((bind) => `select distinct account from ${places.sql} where ${isAmong('id', ids, bind)}`)
}

export function accountsSql(accounts: ReadRelation, ids: readonly string[]): Statement {
  return statement(
    (bind) =>
      `select * replace (opening::varchar as opening) from ${accounts.sql} where ${isAmong('id', ids, bind)} order by id`,
  )
}

/** Which of some accounts have any row. */
export function seenSql(entries: ReadRelation, slices: readonly Slice[]): Statement {
  return statement((bind) => `select distinct account as id from ${entriesOf(entries, slices, 'account', bind)} seen`)
}

/** The first and the last time: by sorting, for that looks at the row groups alone that may have them. */
export function spanSql(entries: ReadRelation): Statement {
  const moved = `from ${entries.sql} where amount <> 0 and account <> counterparty`
  const sql = `select (select time ${moved} order by stamp limit 1) as first,
    (select time ${moved} order by stamp desc limit 1) as last`
  return { sql, values: [] }
}
