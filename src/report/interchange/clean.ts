import { cleanText } from '../../documents/xml.js'

/** A text as XML can hold it, of any length. */
export function clean(text: string): string {
  return cleanText(text, Number.POSITIVE_INFINITY).text
}
