import { safeText } from '../text/safe-text.js'

/** A name as a page repeats it many times; it may be a gigabyte in the records. */
const LONGEST = 120

/** A text of the records that is safe to show, cut with its length where it is no name any more. */
export function shortText(text: string): string {
  if (text.length <= LONGEST) return safeText(text)
  return `${safeText(text.slice(0, LONGEST - 20))}… (${text.length})`
}
