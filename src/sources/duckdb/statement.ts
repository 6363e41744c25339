/** A statement with its values: no id is ever part of its text. */
export interface Statement {
  sql: string
  values: string[]
}

/** Puts a statement together: `bind` keeps a value and gives the text that stands for it. */
export function statement(write: (bind: (value: string) => string) => string): Statement {
  const values: string[] = []
  const sql = write((value) => `$${values.push(value)}`)
  return { sql, values }
}
