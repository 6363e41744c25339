import { cleanText } from '../../cells.js'
import { text, type Xml } from './node.js'

/** What banks write where there is no reference. */
const NONE = /^(?:NOT ?PROVIDED|NONREF|NOREF|NONE|N\/?A|UNKNOWN|0+|-+)$/i

/** A reference as it can be compared, '' where it is none. */
export function reference(written: string): string {
  const found = cleanText(written)
  return NONE.test(found) ? '' : found
}

/** References with their kind before them; `kinds` says under which element each kind stands. */
export function referencesOf(node: Xml | undefined, kinds: Readonly<Record<string, string>>): string[] {
  const found: string[] = []
  for (const [kind, name] of Object.entries(kinds)) {
    const value = reference(text(node, name))
    if (value !== '') found.push(`${kind}:${kind === 'uetr' ? value.toLowerCase() : value}`)
  }
  return found
}
