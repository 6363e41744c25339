import type { Statement } from './statement.js'

/** The part of a `DuckDBConnection` of @duckdb/node-api that is used. */
export interface DuckDBConnectionLike {
  runAndReadAll(sql: string, values?: string[]): Promise<{ getRowObjects(): Record<string, unknown>[] }>
  interrupt?(): void
}

/** Runs one statement with bound values. */
export type Query = (statement: Statement, signal?: AbortSignal) => Promise<Record<string, unknown>[]>

/** Statements on one connection, one after the other; one whose answer is no longer wanted is interrupted. */
export function queryOn(connection: DuckDBConnectionLike): Query {
  let last: Promise<unknown> = Promise.resolve()
  return ({ sql, values }, signal) => {
    const run = async () => {
      signal?.throwIfAborted()
      const interrupt = () => connection.interrupt?.()
      signal?.addEventListener('abort', interrupt, { once: true })
      try {
        const reader = await connection.runAndReadAll(sql, values)
        return reader.getRowObjects()
      } finally {
        signal?.removeEventListener('abort', interrupt)
      }
    }
    const result = last.then(run)
    last = result.catch(() => {})
    return result
  }
}
