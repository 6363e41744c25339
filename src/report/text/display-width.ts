/** Characters that a terminal draws two columns wide: East Asian Wide and Fullwidth (UAX #11), and emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18cff}\u{1aff0}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u
const MARK = /\p{M}/u
const NARROW = /^[\u0020-\u007e]*$/

/** The columns that a text takes in a terminal: 4 for 张某, 5 for Zhang. */
export function displayWidth(text: string): number {
  if (NARROW.test(text)) return text.length
  let width = 0
  for (const character of text) width += widthOf(character)
  return width
}

/** As much of a text as `width` columns take, with … where something is cut; `keepEnd` cuts at its start. */
export function fitWidth(text: string, width: number, keepEnd = false): string {
  if (displayWidth(text) <= width) return text
  const characters = keepEnd ? [...text].reverse() : [...text]
  let room = width - 1
  const kept: string[] = []
  for (const character of characters) {
    room -= widthOf(character)
    if (room < 0) break
    kept.push(character)
  }
  return keepEnd ? `…${kept.reverse().join('')}` : `${kept.join('')}…`
}

function widthOf(character: string): number {
  if (MARK.test(character)) return 0
  return WIDE.test(character) ? 2 : 1
}
