import type { FieldType } from './fields.js'

/** Fields as a map of Cypher; names are this library's own, values anybody's. */
export function cypherMap(fields: readonly (readonly [string, FieldType, string | undefined])[]): string {
  const parts = fields.flatMap(([name, type, value]) => {
    if (value === undefined) return []
    return [`${name}: ${type === 'string' ? literal(value) : numeral(value, type)}`]
  })
  return `{${parts.join(', ')}}`
}

/**
 * A text as Cypher writes it. Some versions turn \u0027 into a quote before they look for the end of the text, whatever
 * stands before it: a backslash therefore ends its piece of the text, so that nothing of the text follows it.
 */
function literal(text: string): string {
  const inside = text.replace(UNWRITABLE, '\ufffd').replace(/['"\\\n\r\t]/g, (mark) => ESCAPES[mark]!)
  return `'${inside}'`
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029]|\p{Surrogate}/gu
const ESCAPES: Readonly<Record<string, string>> = {
  "'": "\\'",
  '"': '\\"',
  '\\': "\\\\' + '",
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

function numeral(value: string, type: FieldType): string {
  return type === 'double' && /^-?\d+$/.test(value) ? `${value}.0` : value
}
