import type { AccountRecord, Problem, Statement, Trace, TransferRecord } from 'fundtrail'

/**
 * Scenarios as ledgers. The first line of a table names the fields, one row a line, fields apart by spaces; '-' leaves
 * a field out, '_' stands for a space, and a time such as 09:30 is of 2024-03-01 in UTC.
 */
function table(text: string): Record<string, string>[] {
  const [head, ...lines] = text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
  return lines.map((cells) => {
    const row: Record<string, string> = {}
    head?.forEach((field, at) => {
      const cell = cells[at]
      if (cell !== undefined && cell !== '-') row[field] = cell.replaceAll('_', ' ')
    })
    return row
  })
}

/** A time of the day on which scenarios play. */
export function at(time: string): string {
  return /^\d\d:\d\d/.test(time) ? `2024-03-01T${time}Z` : time
}

/** Transfers as a table; the fields are those of a TransferRecord, and `file` is the file that the row came from. */
export function transfers(text: string): TransferRecord[] {
  return table(text).map(({ file, ...row }) => {
    const record = { ...row, time: at(row['time'] ?? ''), ...(file !== undefined && { source: { file } }) }
    return record as unknown as TransferRecord
  })
}

/** Accounts as a table; `opening` is the opening balance, `from` and `to` are a statement period. */
export function accounts(text: string): AccountRecord[] {
  return table(text).map(({ opening, from, to, ...row }) => ({
    ...(row as unknown as AccountRecord),
    ...(opening !== undefined && { openingBalance: opening }),
    ...(from !== undefined && to !== undefined && { statement: { from: at(from), to: at(to) } }),
  }))
}

/** Where the money is: one line an ending, "account code amount", with shares by claim where there are several. */
export function endings(trace: Trace): string[] {
  return trace.endings.map(({ account, code, amount, shares }) => {
    const parts = Object.entries(shares).map(([claim, share]) => `${claim} ${share.toFixed()}`)
    return `${account} ${code} ${amount.toFixed()}${trace.claims.length > 1 ? ` (${parts.join(', ')})` : ''}`
  })
}

/** What moved: one line a transfer, "id level traced". */
export function moves(trace: Trace): string[] {
  return trace.transfers.map(({ id, level, traced }) => `${id} ${level} ${traced.toFixed()}`)
}

/** The lines of a table without its margins, as the functions here write them: to compare with. */
export function lines(text: string): string[] {
  return text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).join(' '))
}

/** A statement: "opening <balance>", then one line an entry, "time direction transfer counterparty amount balance". */
export function ledgerLines(statement: Statement): string[] {
  const entries = statement.entries.map(({ time, direction, transfer, counterparty, amount, balance }) =>
    [clock(time), direction, transfer ?? '-', counterparty ?? '-', amount.toFixed(), balance.toFixed()].join(' '),
  )
  return [`opening ${statement.opening.toFixed()}`, ...entries]
}

/** Problems: one line each, "row severity code", with '-' for the row of an account's problem. */
export function problemLines(problems: readonly Problem[]): string[] {
  return problems.map(({ row, severity, code }) => `${row ?? '-'} ${severity} ${code}`)
}

/** A time as scenarios write it: 09:30 on the day on which they play, else in full. */
function clock(time: Date): string {
  const [day, rest] = time.toISOString().split('T')
  return day === '2024-03-01' ? rest!.replace(/(:00)?\.000Z$/, '').replace(/Z$/, '') : time.toISOString()
}
