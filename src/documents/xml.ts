/** An element: its name, what is in it, its attributes. An absent child is left out. */
export interface Element {
  name: string
  content: string | readonly (Element | undefined)[]
  attributes?: Readonly<Record<string, string>>
}

export function element(name: string, content: Element['content'], attributes?: Element['attributes']): Element {
  return { name, content, ...(attributes !== undefined && { attributes }) }
}

/** The whole document, two spaces a level. A writer this small keeps the core free of an XML library. */
export function writeXml(root: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${write(root, '')}`
}

function write({ name, content, attributes = {} }: Element, indent: string): string {
  const start = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escapeXml(value)}"`)].join(' ')
  if (typeof content === 'string') return `${indent}<${start}>${escapeXml(content)}</${name}>\n`
  const inside = content.map((child) => (child === undefined ? '' : write(child, `${indent}  `))).join('')
  return `${indent}<${start}>\n${inside}${indent}</${name}>\n`
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => ESCAPES[mark]!)
}

/** Characters that XML 1.0 forbids (most controls, halves of surrogate pairs, U+FFFE and U+FFFF), and the C1 controls. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|\p{Surrogate}/gu

/** Text that XML can hold: what it forbids becomes U+FFFD, white space one blank; cut to `most` characters. */
export function cleanText(text: string, most: number): { text: string; replaced: number; isCut: boolean } {
  let replaced = 0
  const allowed = text.replace(FORBIDDEN, () => {
    replaced++
    return '\ufffd'
  })
  const characters = [...allowed.replace(/\s+/g, ' ').trim()]
  return { text: characters.slice(0, most).join('').trim(), replaced, isCut: characters.length > most }
}
