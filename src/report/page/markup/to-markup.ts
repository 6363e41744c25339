import type { Child } from './element.js'

/** Elements of HTML that have no end tag. */
const EMPTY: ReadonlySet<string> = new Set(['input', 'meta', 'br'])

const SPECIAL: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** An element as HTML, which is also well-formed XML where the element is a drawing. Every text in it is escaped. */
export function toMarkup(child: Child): string {
  const parts: string[] = []
  write(child)
  return parts.join('')

  function write(one: Child): void {
    if (one === undefined) return
    if (typeof one === 'string') {
      parts.push(escaped(one))
      return
    }
    parts.push('<', one.name)
    for (const [name, value] of Object.entries(one.attributes)) {
      if (value !== undefined) parts.push(' ', name, '="', escaped(String(value)), '"')
    }
    parts.push('>')
    if (EMPTY.has(one.name)) return
    one.children.forEach(write)
    parts.push('</', one.name, '>')
  }
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => SPECIAL[character] as string)
}
