import { FundtrailError } from '../errors.js'
import { show } from '../show.js'

export interface AskOptions {
  batchSize: number
  concurrency: number
  retries: number
  /** Milliseconds; undefined: no end. */
  timeout: number | undefined
  signal: AbortSignal | undefined
}

/**
 * Asks one question, and again where it fails, comes too late or is answered with what cannot be used.
 * @throws FundtrailError 'source-failed' after the last attempt; the signal's reason once it is aborted
 */
export async function ask<T>(
  what: string,
  question: (signal: AbortSignal) => Promise<T>,
  { retries, timeout, signal }: AskOptions,
): Promise<T> {
  let fault: unknown
  for (let attempt = 0; attempt <= retries; attempt++) {
    signal?.throwIfAborted()
    try {
      return await once(question, timeout, signal)
    } catch (error) {
      signal?.throwIfAborted()
      fault = error
    }
  }
  const why = fault instanceof Error ? fault.message : show(fault)
  const error = new FundtrailError('source-failed', `${what}: ${retries + 1} attempts failed, the last with: ${why}`)
  error.cause = fault
  throw error
}

/**
 * Puts questions in batches, several at once, and takes the answers in the order of the questions, so that how fast each
 * comes decides nothing. Stops early where `take` says false: what was asked beyond is let go.
 */
export async function askInBatches<Q, T>(
  questions: readonly Q[],
  question: (batch: readonly Q[], signal: AbortSignal) => Promise<T>,
  take: (answer: T, batch: readonly Q[]) => boolean,
  options: AskOptions,
): Promise<void> {
  const { batchSize, concurrency } = options
  const batches: (readonly Q[])[] = []
  for (let at = 0; at < questions.length; at += batchSize) batches.push(questions.slice(at, at + batchSize))
  const letGo = new AbortController()
  const signal = options.signal === undefined ? letGo.signal : AbortSignal.any([options.signal, letGo.signal])
  const waiting: Promise<T>[] = []
  let next = 0
  const start = () => {
    const batch = batches[next++]
    if (batch === undefined) return
    const answer = ask(`${batch.length} accounts`, (inner) => question(batch, inner), { ...options, signal })
    // Its failure is seen when its turn comes; until then it must not count as unhandled.
    answer.catch(() => {})
    waiting.push(answer)
  }
  try {
    for (let at = 0; at < concurrency; at++) start()
    for (const batch of batches) {
      const answer = await waiting.shift()!
      if (!take(answer, batch)) return
      start()
    }
  } finally {
    letGo.abort()
  }
}

async function once<T>(
  question: (signal: AbortSignal) => Promise<T>,
  timeout: number | undefined,
  signal: AbortSignal | undefined,
): Promise<T> {
  const controller = new AbortController()
  return new Promise<T>((resolve, reject) => {
    const stop = (reason: unknown) => {
      reject(reason)
      controller.abort(reason)
    }
    const onAbort = () => stop(signal?.reason)
    signal?.addEventListener('abort', onAbort, { once: true })
    const tooLate = () => stop(new Error(`no answer within ${timeout} ms`))
    const timer = timeout === undefined ? undefined : setTimeout(tooLate, timeout)
    const settle = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    }
    // A source may throw before it promises anything.
    Promise.resolve()
      .then(() => question(controller.signal))
      .then(resolve, reject)
      .finally(settle)
      .catch(() => {})
  })
}
