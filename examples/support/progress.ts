const FIRST_AFTER_MS = 8_000
const AGAIN_AFTER_MS = 5_000

/**
 * Says on stderr how far the work has come: at once on a terminal, on one line that the next one replaces; elsewhere
 * only of work that goes on for seconds, and seldom, so that short runs and their logs stay clean.
 */
export class Progress {
  readonly #isTerminal = process.stderr.isTTY === true
  #next = Date.now() + FIRST_AFTER_MS

  say(text: string): void {
    if (this.#isTerminal) {
      process.stderr.write(`\r\u001b[K${text}`)
    } else if (Date.now() >= this.#next) {
      this.#next = Date.now() + AGAIN_AFTER_MS
      process.stderr.write(`${text}\n`)
    }
  }

  /** Clears the line for what is printed next. */
  done(): void {
    if (this.#isTerminal) process.stderr.write('\r\u001b[K')
  }
}
