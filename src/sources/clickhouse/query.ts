import { type AnswerRow, readAnswer } from './answer.js'
import { type ExternalTable, externalBody } from './external-table.js'

/** The part of a client of @clickhouse/client that is used. */
export interface ClickHouseClientLike {
  exec(params: {
    query: string
    // biome-ignore lint/suspicious/noExplicitAny: the client's own type is a stream of Node, which a browser has not.
    values?: any
    clickhouse_settings?: Record<string, string | number>
    http_headers?: Record<string, string>
    abort_signal?: AbortSignal
  }): Promise<{ stream: AsyncIterable<unknown> & { destroy(error?: Error): unknown } }>
}

/** Runs one statement, with tables of ids beside it. */
export type ClickHouseQuery = (
  sql: string,
  tables: readonly ExternalTable[],
  signal?: AbortSignal,
  settings?: Record<string, number>,
) => Promise<AnswerRow[]>

/** Nothing may make an answer smaller: a missing shard, a stale replica or a limit that is reached is an error. */
const NOTHING_LEFT_OUT = {
  skip_unavailable_shards: 0,
  fallback_to_stale_replicas_for_distributed_queries: 0,
  read_overflow_mode: 'throw',
  group_by_overflow_mode: 'throw',
  sort_overflow_mode: 'throw',
  result_overflow_mode: 'throw',
  timeout_overflow_mode: 'throw',
  set_overflow_mode: 'throw',
  join_overflow_mode: 'throw',
  transfer_overflow_mode: 'throw',
  distinct_overflow_mode: 'throw',
  extremes: 0,
  join_use_nulls: 0,
  // Sets of ids choose the parts of the table that are read.
  use_index_for_in_with_subqueries: 1,
} as const

export function queryOn(client: ClickHouseClientLike): ClickHouseQuery {
  return async (sql, tables, signal, settings) => {
    signal?.throwIfAborted()
    const form = tables.length === 0 ? undefined : externalBody(tables)
    const { stream } = await client.exec({
      query: `${sql}\nformat JSONCompact`,
      clickhouse_settings: { ...NOTHING_LEFT_OUT, ...settings, ...form?.parameters },
      ...(form !== undefined && {
        // The client makes a stream of them, as it does for `insert`; so nothing of Node's is needed here.
        values: form.body,
        // With its length: old servers leave the end of a chunked form unread, and take it for the next request.
        http_headers: { 'Content-Type': form.contentType, 'Content-Length': String(form.body.length) },
      }),
      ...(signal !== undefined && { abort_signal: signal }),
    })
    return readAnswer(await textOf(stream, signal))
  }
}

/** The client lets go of the signal once an answer begins; a long one is ended here. */
async function textOf(
  stream: AsyncIterable<unknown> & { destroy(error?: Error): unknown },
  signal: AbortSignal | undefined,
): Promise<string> {
  const stop = () => stream.destroy(new Error('the answer is no longer wanted'))
  signal?.addEventListener('abort', stop, { once: true })
  if (signal?.aborted) stop()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const parts: string[] = []
  try {
    for await (const chunk of stream) {
      parts.push(typeof chunk === 'string' ? chunk : decoder.decode(chunk as Uint8Array, { stream: true }))
    }
    parts.push(decoder.decode())
    return parts.join('')
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}
