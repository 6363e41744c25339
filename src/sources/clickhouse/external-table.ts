/** Rows that travel beside a statement, as a table of that name: ids in it are data, whatever is in them. */
export interface ExternalTable {
  name: string
  /** As ClickHouse writes a structure: 'account String, since Int64'. */
  structure: string
  rows: readonly (readonly (string | number)[])[]
}

export interface ExternalBody {
  contentType: string
  body: Uint8Array
  /** What the address has to say of the tables. */
  parameters: Record<string, string>
}

/** External tables as a form of several parts, which is how ClickHouse takes them over HTTP. */
export function externalBody(tables: readonly ExternalTable[]): ExternalBody {
  const parameters: Record<string, string> = {}
  const parts = tables.map(({ name, structure, rows }) => {
    parameters[`${name}_structure`] = structure
    parameters[`${name}_format`] = 'TabSeparated'
    return { name, text: rows.map((row) => `${row.map(escaped).join('\t')}\n`).join('') }
  })
  // Nothing in the parts may look like their border.
  let boundary = 'fundtrail'
  while (parts.some(({ text }) => text.includes(boundary))) boundary += '-'
  const body = parts.map(
    ({ name, text }) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${name}"\r\n` +
      `Content-Type: text/tab-separated-values\r\n\r\n${text}\r\n`,
  )
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: new TextEncoder().encode(`${body.join('')}--${boundary}--\r\n`),
    parameters,
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\0': '\\0' }

function escaped(value: string | number): string {
  return String(value).replace(/[\\\t\n\r\0]/g, (character) => ESCAPES[character]!)
}
