import type { AccountRecord, TransferRecord } from 'fundtrail'
import type { StatementSource } from 'fundtrail/sources'

/** The part of a pool of `pg` that is used. */
interface Pool {
  query(sql: string, values: unknown[]): Promise<{ rows: Record<string, unknown>[] }>
}

const ROW = `id, seq, floor(extract(epoch from time) * 1000)::bigint as ms, abs(amount)::text as amount,
  case when amount < 0 then account else counterparty end as payer,
  case when amount < 0 then counterparty else account end as payee`
const OPENING = `select (greatest(0, max(case when amount < 0 then -running else 0 end))
    + coalesce(sum(amount) filter (where time < $2::timestamp), 0))::text as balance
  from (select time, amount, sum(amount) over (order by time, seq) as running from entries where account = $1) history`

/** Entries in PostgreSQL as a source: the layout above, amounts as numeric, times in UTC, no balances, no reversals. */
export function postgresSource(pool: Pool): StatementSource {
  const recordOf = ({ id, seq, payer, payee, amount, ms }: Record<string, unknown>) =>
    ({ id, place: Number(seq), from: payer, to: payee, amount, time: Number(ms) }) as unknown as TransferRecord
  const lastTime = async () => {
    const sql = 'select floor(extract(epoch from max(time)) * 1000)::bigint as ms from entries'
    return new Date(Number((await pool.query(sql, [])).rows[0]?.['ms']))
  }
  return {
    shortfall: 'opening',
    lastTime,
    async transfers(ids) {
      const { rows } = await pool.query(`select ${ROW} from entries where id = any($1) and amount < 0`, [ids])
      return rows.map(recordOf)
    },
    async statements(requests) {
      const answer = { records: [] as TransferRecord[], accounts: [] as AccountRecord[] }
      const to = await lastTime()
      for (const { account, since = new Date(0) } of requests) {
        const asked = [account, since.toISOString()]
        const { rows } = await pool.query(
          `select ${ROW} from entries where account = $1 and time >= $2::timestamp`,
          asked,
        )
        const [opening] = (await pool.query(OPENING, asked)).rows
        answer.records.push(...rows.map(recordOf))
        const openingBalance = String(opening?.['balance'] ?? 0)
        answer.accounts.push({ id: account, statement: { from: since, to }, openingBalance })
      }
      return answer
    },
  }
}
