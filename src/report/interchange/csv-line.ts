/**
 * A line for a tool that reads CSV by the rules (RFC 4180): texts as they are, for a mark before one would make another
 * account of it. Such files are for tools and not for spreadsheets, which would calculate what they find.
 */
export function csvLine(cells: readonly (string | undefined)[]): string {
  return `${cells.map(cell).join(',')}\r\n`
}

function cell(text: string | undefined): string {
  if (text === undefined || text === '') return ''
  // A half of a surrogate pair has no bytes in UTF-8.
  const whole = text.replace(/\p{Surrogate}/gu, '\ufffd')
  return /^[A-Za-z0-9 .:_-]*$/.test(whole) ? whole : `"${whole.replaceAll('"', '""')}"`
}
