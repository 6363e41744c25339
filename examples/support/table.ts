/** A column: its title, and whether its cells are figures, which stand to the right. */
export type Column = string | { figure: string }

/** Text columns aligned as a terminal shows them, where a Chinese character takes the room of two others. */
export function table(columns: Column[], rows: string[][]): string {
  const titles = columns.map((column) => (typeof column === 'string' ? column : column.figure))
  const widths = titles.map((title, n) => Math.max(...[title, ...rows.map((row) => row[n] ?? '')].map(displayWidth)))
  const line = (cells: string[]) =>
    cells
      .map((cell, n) => {
        const room = ' '.repeat((widths[n] ?? 0) - displayWidth(cell))
        return typeof columns[n] === 'string' ? cell + room : room + cell
      })
      .join('  ')
      .trimEnd()
  return [line(titles), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)]
    .map((text) => `  ${text}`)
    .join('\n')
}

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60]/gu

/** The room that a text takes in a terminal: 4 for 张某, 5 for Zhang. */
export function displayWidth(text: string): number {
  return [...text].length + (text.match(WIDE)?.length ?? 0)
}
