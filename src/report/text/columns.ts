import { displayWidth, fitWidth } from './display-width.js'
import { safeText } from './safe-text.js'

/** A column of text: its title, and whether figures stand in it (to the right), times, or ids (whose end says the most). */
export interface TextColumn {
  title: string
  kind: 'text' | 'id' | 'time' | 'figure'
}

const GAP = 2
/** The least that a column is cut to. */
const LEAST = 6

/**
 * Rows as aligned lines with a margin of two, made safe for a terminal. Where they are wider than `width`, the widest
 * columns of text are cut, times only where that is not enough; figures and titles of figures never are.
 */
export function textColumns(columns: TextColumn[], rows: string[][], width: number | undefined): string[] {
  const cells = [columns.map(({ title }) => title), ...rows].map((row) =>
    columns.map((_, at) => safeText(row[at] ?? '')),
  )
  const widths = columns.map((_, at) => cells.reduce((most, row) => Math.max(most, displayWidth(row[at]!)), 0))
  if (width !== undefined) shrink(columns, widths, width)
  const line = (row: string[]) =>
    row
      .map((cell, at) => {
        const { kind } = columns[at]!
        const text = kind === 'figure' ? cell : fitWidth(cell, widths[at]!, kind === 'id')
        const room = ' '.repeat(Math.max(0, widths[at]! - displayWidth(text)))
        return kind === 'figure' ? room + text : text + room
      })
      .join(' '.repeat(GAP))
      .trimEnd()
  const [head = [], ...body] = cells
  const rule = widths.map((room) => '-'.repeat(room))
  return [line(head), rule.join(' '.repeat(GAP)), ...body.map(line)].map((text) => `  ${text}`)
}

/** Takes columns off the widest text, one by one, until the line fits or nothing is left to cut; off times at the last. */
function shrink(columns: TextColumn[], widths: number[], width: number): void {
  let over = widths.reduce((sum, room) => sum + room + GAP, 0) - width
  for (const kinds of [['text', 'id'], ['time']]) {
    while (over > 0) {
      let widest = -1
      columns.forEach(({ kind }, at) => {
        if (kinds.includes(kind) && widths[at]! > LEAST && (widest < 0 || widths[at]! > widths[widest]!)) widest = at
      })
      if (widest < 0) break
      widths[widest]!--
      over--
    }
  }
}
