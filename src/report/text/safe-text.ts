/**
 * Controls of both sets, separators of lines, marks that turn the direction of text round or are not seen, half pairs, and
 * what will never be a character. (Not what is none yet: that changes with the version of Unicode, and so of Node.)
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}\p{Co}\p{Noncharacter_Code_Point}]/gu

/**
 * A text of the records as a terminal may show it: nothing in it moves the cursor, changes colours, turns the direction
 * of writing round or begins a line. What would becomes U+FFFD.
 */
export function safeText(text: string): string {
  return text.replace(UNSAFE, '\ufffd')
}
