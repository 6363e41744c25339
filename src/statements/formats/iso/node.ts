/** An element as fast-xml-parser leaves it: children by name, attributes with '@' before it; a leaf is its text. */
export type Xml = unknown

/** All children of that name along a path of names, in order. */
export function all(node: Xml, ...path: readonly string[]): Xml[] {
  let found: Xml[] = [node]
  for (const name of path) found = found.flatMap((parent) => childrenOf(parent, name))
  return found
}

/** The first element along a path of names. */
export function first(node: Xml, ...path: readonly string[]): Xml | undefined {
  let found: Xml | undefined = node
  for (const name of path) found = childrenOf(found, name)[0]
  return found
}

/** The text of the first element along a path of names, without the space around it; '' where there is none. */
export function text(node: Xml, ...path: readonly string[]): string {
  return textOf(first(node, ...path))
}

/** The first of several paths, names apart by '/', that leads to a text. */
export function firstText(node: Xml, ...paths: readonly string[]): string {
  for (const path of paths) {
    const found = text(node, ...path.split('/'))
    if (found !== '') return found
  }
  return ''
}

/** An attribute of an element, '' where it has none of that name. */
export function attribute(node: Xml, name: string): string {
  const value = fieldOf(node, `@${name}`)
  return typeof value === 'string' ? decoded(value).trim() : ''
}

/** The text of an element, whether it has attributes or not. */
export function textOf(node: Xml): string {
  if (typeof node === 'string') return apart(decoded(node))
  const plain = fieldOf(node, '#text')
  const parts = [typeof plain === 'string' ? decoded(plain) : '']
  for (const part of childrenOf(node, '#cdata')) if (typeof part === 'string') parts.push(part)
  return apart(parts.join('').trim())
}

function childrenOf(node: Xml, name: string): Xml[] {
  const value = fieldOf(node, name)
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}

function fieldOf(node: Xml, name: string): unknown {
  return typeof node === 'object' && node !== null && Object.hasOwn(node, name)
    ? (node as Record<string, unknown>)[name]
    : undefined
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The five entities that XML itself has, and numbered characters; any other stays as it is written. */
function decoded(written: string): string {
  if (!written.includes('&')) return written
  return written.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));/g, (whole, digits, hex, name) => {
    if (name !== undefined) return ENTITIES[name as string]!
    const code = digits === undefined ? Number.parseInt(hex, 16) : Number(digits)
    return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? whole : String.fromCodePoint(code)
  })
}

/** A copy, for a part of a string keeps the whole of it in memory: here a file. */
function apart(part: string): string {
  return part.length < 13 ? part : ` ${part}`.slice(1)
}
