import type { AccountRecord, Trace, TransferRecord } from 'fundtrail'

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

/** Transfers as a table; the fields are those of a TransferRecord. */
export function transfers(text: string): TransferRecord[] {
  return table(text).map((row) => ({ ...row, time: at(row['time'] ?? '') }) as unknown as TransferRecord)
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
