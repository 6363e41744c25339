/** Texts that are remembered at once, and letters in each. */
const MOST = 65_536
const LONGEST = 100

/**
 * A function of a text that remembers what it made of it: the cells of a file repeat, and what is made of equal ones is
 * one and the same string.
 */
export function remembering<T>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  const nothing = make('')
  return (text) => {
    if (text === '') return nothing
    const found = known.get(text)
    if (found !== undefined) return found
    const made = make(text)
    if (text.length > LONGEST) return made
    if (known.size >= MOST) known.clear()
    known.set(text, made)
    return made
  }
}
