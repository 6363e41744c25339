import type { Problem } from '../types.js'

/** Problems of one code that are told of one file: a million bad rows are one finding. */
const MOST = 1_000

/** Collects problems, the first thousand of a code and file each; `rest` says how many more there were. */
export class CappedProblems {
  readonly all: Problem[] = []
  readonly #told = new Map<string, { count: number; first: Problem }>()

  add(problem: Problem): void {
    const key = `${problem.code}\u0000${problem.severity}\u0000${problem.file ?? ''}`
    const told = this.#told.get(key)
    if (told === undefined) this.#told.set(key, { count: 1, first: problem })
    else if (++told.count > MOST) return
    this.all.push(problem)
  }

  /** All problems, and for each code and file that had more than are told one that says how many, without a row. */
  rest(): Problem[] {
    for (const { count, first } of this.#told.values()) {
      if (count <= MOST) continue
      const { code, severity, file } = first
      const message = `${count - MOST} more rows have this problem; the first ${MOST} are told one by one`
      this.all.push({ code, severity, message, ...(file !== undefined && { file }) })
    }
    return this.all
  }
}
