import { show } from '../../show.js'

/** One row of an answer by the names of its columns. Every value is text, null or a small number. */
export type AnswerRow = Record<string, unknown>

/**
 * Reads an answer in the format JSONCompact. Old servers write an exception into the middle of a body that began well, and
 * a body may be cut: what is not a whole answer, with as many rows as it says, is an error.
 */
export function readAnswer(body: string): AnswerRow[] {
  let answer: { meta?: { name: string }[]; data?: unknown[][]; rows?: number; exception?: unknown }
  try {
    answer = JSON.parse(body)
  } catch {
    throw new Error(
      `the answer of ClickHouse is not whole: ${exceptionIn(body) ?? `it ends with ${show(body.slice(-40))}`}`,
    )
  }
  if (answer?.exception !== undefined) throw new Error(`ClickHouse answered with ${answer.exception}`)
  const { meta, data, rows } = answer ?? {}
  if (!Array.isArray(meta) || !Array.isArray(data) || data.length !== rows) {
    throw new Error(`the answer of ClickHouse is not whole: it has ${data?.length} rows and says ${show(rows)}`)
  }
  const names = meta.map(({ name }) => name)
  return data.map((values) => Object.fromEntries(names.map((name, at) => [name, values[at]])))
}

function exceptionIn(body: string): string | undefined {
  return /Code: \d+[.,] [\s\S]*/.exec(body)?.[0].slice(0, 500)
}
