/**
 * The statements that `duckdbSource` runs. `entries` is a subquery of the layout's columns; $1 is the question as JSON, so
 * that no account id is ever part of a statement; $2 the default currency.
 */

/** The rows of the accounts asked for, and which of them are transfers with their reversals (see `pairReversals`). */
function mine(entries: string, shape: string): string {
  return `with asked as (select unnest(from_json($1, '${shape}'), recursive := true)),
  mine as (
    select a.*, e.account, e.time, e.seq, e.id, e.counterparty, e.amount, coalesce(e.currency, $2) as currency,
      e.balance, e.kind, e.reverses, e.memo
    from ${entries} e join asked a on a.asked = e.account
    where e.amount <> 0 and e.account <> e.counterparty
  ),
  pairs as (
    select r.account, r.id as reversal, o.id as original, least(o.time, r.time) as first, greatest(o.time, r.time) as last
    from mine r join mine o on o.account = r.account and o.id = r.reverses
    where o.amount = -r.amount and o.counterparty = r.counterparty and o.currency = r.currency
      and o.id <> r.id and o.reverses is null
    qualify row_number() over (partition by o.account, o.id order by r.time, r.seq) = 1
  )`
}

/** By account: whether any row states a balance. */
export function statedSql(entries: string): string {
  return `${mine(entries, '[{"asked":"VARCHAR"}]')}
  select account, bool_or(balance is not null) as stated from mine group by account`
}

export function pairsSql(entries: string): string {
  return `${mine(entries, '[{"asked":"VARCHAR"}]')} select account, first, last from pairs`
}

/**
 * By account and currency the balance just before an instant, as `reconcile` would have it. From the last balance stated
 * before, else from the declared opening, the one that follows from the first balance stated later, or under 'opening'
 * ($3) the least that explains every debit of the whole history. On from there, a debit beyond the balance leaves zero:
 * the least running sum at a debit says how much came in unseen; under 'overdraft' nothing did.
 */
export function openingsSql(entries: string, minor: boolean): string {
  const amount = minor ? 'hugeint' : 'decimal(38,12)'
  return `${mine(entries, '[{"asked":"VARCHAR","since":"BIGINT","opening":"VARCHAR","openingCurrency":"VARCHAR"}]')},
  summed as (
    select m.*, p.account is not null as paired,
      sum(m.amount) over entry as total,
      sum(case when p.account is null then m.amount else 0 end) over entry as net,
      row_number() over entry as place
    from mine m left join pairs p on p.account = m.account and m.id in (p.original, p.reversal)
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
    select *, coalesce(stated, opening, later) is null and $3 = 'opening' as inferred,
      coalesce(stated, opening, later, case when $3 = 'opening' then greatest(least, 0) else 0 end) as base
    from known
  ),
  lows as (
    select b.account, b.currency, min(s.total) as low
    from based b join summed s on s.account = b.account and s.currency = b.currency
    where s.amount < 0 and s.time < b.since and s.place > b.statedPlace
    group by b.account, b.currency
  )
  select b.account, b.currency,
    (base + total - statedTotal
      + case when inferred or $3 = 'overdraft' or low is null then 0 else greatest(0, statedTotal - base - low) end
    )::varchar as balance
  from based b left join lows l on l.account = b.account and l.currency = b.currency
  order by b.account, b.currency`
}

const ROW = `account, time, seq, id, counterparty, abs(amount)::varchar as amount, amount > 0 as isCredit, currency,
  balance::varchar as balance, kind, reverses, memo`

export function rowsSql(entries: string): string {
  return `${mine(entries, '[{"asked":"VARCHAR","since":"BIGINT","until":"BIGINT"}]')}
  select ${ROW} from mine where time >= since and time <= until order by seq, account`
}

/** Transfers by their ids, and what reverses them. */
export function transfersSql(entries: string): string {
  return `with asked as (select unnest(from_json($1, '["VARCHAR"]')) as id)
  select ${ROW.replace(' currency,', ' coalesce(currency, $2) as currency,')} from ${entries}
  where amount <> 0 and (id in (from asked) or reverses in (from asked)) order by seq, account`
}

export function accountsSql(accounts: string): string {
  return `with asked as (select unnest(from_json($1, '["VARCHAR"]')) as id)
  select * replace (opening::varchar as opening) from ${accounts} where id in (from asked) order by id`
}

/** Which of some accounts have any row. */
export function seenSql(entries: string): string {
  return `with asked as (select unnest(from_json($1, '["VARCHAR"]')) as id)
  select distinct account as id from ${entries} where account in (from asked)`
}

export function spanSql(entries: string): string {
  return `select min(time) as first, max(time) as last from ${entries} where amount <> 0 and account <> counterparty`
}
