/** What stands between signs of its own in place of a tag. */
const ASIDE = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const

/**
 * Whether elements stand within each other more than this deep. Looked at before anything is parsed: a parser keeps
 * every element that is open, and a file of nothing but open ones takes more memory than there is.
 */
export function isDeeper(text: string, most: number): boolean {
  let depth = 0
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const aside = ASIDE.find(([open]) => text.startsWith(open, at))
    if (aside !== undefined) {
      const end = text.indexOf(aside[1], at + aside[0].length)
      if (end < 0) return false
      at = end
      continue
    }
    const end = endOfTag(text, at)
    if (end < 0) return false
    if (text[at + 1] === '/') depth--
    else if (text[end - 1] !== '/' && ++depth > most) return true
    at = end
  }
  return false
}

/** The place of the `>` of a tag; one in quotes is not it. */
function endOfTag(text: string, start: number): number {
  let quote = ''
  for (let at = start; at < text.length; at++) {
    const sign = text[at]!
    if (quote !== '') {
      if (sign === quote) quote = ''
    } else if (sign === '>') return at
    else if (sign === '"' || sign === "'") quote = sign
  }
  return -1
}
