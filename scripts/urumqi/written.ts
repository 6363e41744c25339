/** A file as an institution sent it. */
export interface WrittenFile {
  name: string
  data: Uint8Array
}

/** Cells as CSV, quoted where they must be; lines end as on Windows. */
export function csv(rows: readonly (readonly string[])[], separator = ','): string {
  return rows.map((row) => `${row.map((cell) => quoted(cell, separator)).join(separator)}\r\n`).join('')
}

function quoted(cell: string, separator: string): string {
  return cell.includes(separator) || cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell
}

/** 2050000.00 as 2,050,000.00 */
export function grouped(yuan: string): string {
  return yuan.replace(/\B(?=(\d{3})+\.)/g, ',')
}
