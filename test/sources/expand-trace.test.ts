import { buildMoneyGraph, FundtrailError, nextStatements, trace } from 'fundtrail'
import { type ExpandState, expandTrace, memorySource, type StatementSource } from 'fundtrail/sources'
import { describe, expect, test } from 'vitest'
import { accounts, endings, transfers } from '../support/ledger.js'

const records = transfers(`
  id  time   from      to        amount
  o1  08:00  employer  mule-1       30
  t1  09:00  victim    mule-1      100
  t2  09:10  mule-1    mule-2       60
  t3  09:20  mule-1    mule-3       40
  t4  09:30  mule-2    mule-4       60
  t5  09:40  mule-4    mule-5       60
  t6  09:50  employer  mule-5        7
  t7  10:00  mule-3    mule-1       40
  t8  10:10  mule-1    mule-6       30`)

/** A source of which one answer at a time is spoiled. */
function spoiled(
  answer: (call: number, good: () => ReturnType<StatementSource['statements']>) => unknown,
): StatementSource {
  const source = memorySource(records)
  let calls = 0
  return {
    ...source,
    statements: (requests) =>
      answer(++calls, () => source.statements(requests)) as ReturnType<StatementSource['statements']>,
  }
}

async function failure(promise: Promise<unknown>): Promise<FundtrailError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(FundtrailError)
  return error as FundtrailError
}

const whole = endings(trace(buildMoneyGraph(records).graph, { from: 't1' }))

describe('the loop', () => {
  test('reads the accounts that the money reached, from its arrival on, and no others', async () => {
    const asked: string[] = []
    const source = memorySource(records)
    const watching: StatementSource = {
      ...source,
      statements(requests) {
        for (const { account, since } of requests) asked.push(`${account} ${since?.toISOString().slice(11, 16)}`)
        return source.statements(requests)
      },
    }
    const { trace: found, rounds, read, limits } = await expandTrace(watching, { from: 't1' })
    expect(asked).toEqual([
      'mule-1 09:00',
      'mule-3 09:20',
      'mule-2 09:10',
      'mule-6 10:10',
      'mule-4 09:30',
      'mule-5 09:40',
    ])
    expect(endings(found)).toEqual(whole)
    expect({ rounds, limits, accounts: read.accounts }).toEqual({ rounds: 4, limits: [], accounts: 6 })
    expect(found.graph.hasTransfer('o1')).toBe(false)
  })
})

describe('limits', () => {
  const lost = (found: Awaited<ReturnType<typeof expandTrace>>) =>
    nextStatements(found.trace).map(({ account, amount }) => `${account} ${amount.toFixed()}`)

  test('what a limit on rounds leaves out ends with its amount, and is what to ask for next', async () => {
    const found = await expandTrace(memorySource(records), { from: 't1', maxRounds: 2 })
    expect(found.limits).toEqual(['maxRounds'])
    expect(lost(found)).toEqual(['mule-4 30'])
    expect(endings(found.trace)).toContain('mule-4 no-statement 30')
  })

  test('a limit on accounts reads those with the most money', async () => {
    const found = await expandTrace(memorySource(records), { from: 't1', maxAccounts: 2, batchSize: 1 })
    expect(found.limits).toEqual(['maxAccounts'])
    expect(found.read.accounts).toBe(2)
    expect(lost(found)).toEqual(['mule-2 30', 'mule-6 30'])
  })

  test.each([{ maxRows: 6 }, { maxBytes: 700 }])('a limit on what is read stops between batches: %j', async (limit) => {
    const found = await expandTrace(memorySource(records), { from: 't1', ...limit })
    expect(found.limits).toEqual(Object.keys(limit))
    expect(lost(found).length).toBeGreaterThan(0)
    expect(found.trace.stolen.toFixed()).toBe('100')
  })

  test('without any, nothing is asked: all is lost from sight at the first account', async () => {
    const found = await expandTrace(memorySource(records), { from: 't1', maxRounds: 0 })
    expect(endings(found.trace)).toEqual(['mule-1 no-statement 100'])
  })

  test('an account at which to stop is never read, only asked who it is', async () => {
    const source = memorySource(records, { accounts: [{ id: 'mule-2', kind: 'exchange' }] })
    const asked: string[] = []
    const watching: StatementSource = {
      ...source,
      statements(requests) {
        asked.push(...requests.map(({ account }) => account))
        return source.statements(requests)
      },
    }
    const found = await expandTrace(watching, { from: 't1', stopAt: ({ kind }) => kind === 'exchange' })
    expect(asked).not.toContain('mule-2')
    expect(endings(found.trace)).toContain('mule-2 stopped 30')
  })
})

describe('faults', () => {
  test('a question that fails is asked again', async () => {
    const source = spoiled((call, good) => (call % 2 === 1 ? Promise.reject(new Error('shard down')) : good()))
    const found = await expandTrace(source, { from: 't1', batchSize: 1, concurrency: 1 })
    expect(endings(found.trace)).toEqual(whole)
  })

  test('one that fails every time is an error that names the cause and holds what was read', async () => {
    const source = spoiled((call, good) => (call > 2 ? Promise.reject(new Error('shard down')) : good()))
    const error = await failure(expandTrace(source, { from: 't1', retries: 1 }))
    expect(error.code).toBe('source-failed')
    expect(error.message).toContain('2 attempts failed, the last with: shard down')
    expect(error.cause).toBeInstanceOf(Error)
    // In the meantime it was written to disk.
    const resume = JSON.parse(JSON.stringify(error.details['state'])) as ExpandState
    expect(resume.rounds).toBe(2)
    const asked: string[] = []
    const good = memorySource(records)
    const watching: StatementSource = {
      ...good,
      statements(requests) {
        asked.push(...requests.map(({ account }) => account))
        return good.statements(requests)
      },
    }
    const found = await expandTrace(watching, { from: 't1', resume })
    expect(asked).toEqual(['mule-4', 'mule-5'])
    expect(endings(found.trace)).toEqual(whole)
  })

  test('no answer in time is a failure', async () => {
    const source = spoiled(() => new Promise(() => {}))
    const error = await failure(expandTrace(source, { from: 't1', timeout: 5, retries: 1 }))
    expect(error.message).toContain('no answer within 5 ms')
  })

  test.each([
    ['nothing', undefined],
    ['records that are none', { records: [null], accounts: [] }],
    ['no accounts', { records: [] }],
    ['an account that was not asked for', { records: [], accounts: [{ id: 'stranger' }] }],
    ['a transfer of other accounts', { records: [records[0]], accounts: [] }],
    ['a transfer without an id', { records: [{ ...records[1], id: undefined }], accounts: [] }],
  ])('an answer of %s is a failure', async (_, answer) => {
    const source = spoiled(async (call, good) => (call > 1 ? answer : good()))
    const error = await failure(expandTrace(source, { from: 't1' }))
    expect(error.code).toBe('source-failed')
  })

  test('an account that is not answered is final: the money there is lost from sight', async () => {
    const source = spoiled(async (_, good) => {
      const { records, accounts } = await good()
      const others = accounts.filter(({ id }) => id !== 'mule-2')
      return { records: records.filter(({ from }) => from !== 'mule-2'), accounts: others }
    })
    const found = await expandTrace(source, { from: 't1' })
    expect(found.unanswered).toEqual(['mule-2'])
    expect(found.limits).toEqual([])
    expect(endings(found.trace)).toContain('mule-2 no-statement 30')
  })

  test.each([
    ['another amount', (record: (typeof records)[number]) => ({ ...record, amount: '59' })],
    ['another payee', (record: (typeof records)[number]) => ({ ...record, to: 'mule-7' })],
    ['a row that one side lacks', (record: (typeof records)[number]) => ({ ...record, id: 'new' })],
  ])('a store that changes between two rounds is an error: %s', async (_, change) => {
    const source = spoiled(async (call, good) => {
      const answer = await good()
      if (call < 2) return answer
      return { ...answer, records: answer.records.map((record) => (record.id === 't2' ? change(record) : record)) }
    })
    const error = await failure(expandTrace(source, { from: 't1', batchSize: 1 }))
    expect(['source-changed', 'source-failed']).toContain(error.code)
    expect(error.message).toMatch(/changed while it was read|not asked for|no account that was asked for/)
  })

  test('an aborted signal ends it with its reason', async () => {
    const controller = new AbortController()
    const source = spoiled(async (_, good) => {
      controller.abort(new Error('enough'))
      return good()
    })
    await expect(expandTrace(source, { from: 't1', signal: controller.signal })).rejects.toThrow('enough')
  })

  test('progress says what was read, and its state goes on', async () => {
    const states: ExpandState[] = []
    const onProgress = ({ round, state }: { round: number; state(): ExpandState }) => {
      expect(round).toBe(states.length)
      states.push(JSON.parse(JSON.stringify(state())))
    }
    await expandTrace(memorySource(records), { from: 't1', onProgress })
    expect(states.length).toBe(5)
    for (const resume of states) {
      const found = await expandTrace(memorySource(records), { from: 't1', resume })
      expect(endings(found.trace)).toEqual(whole)
      expect(found.rounds).toBe(4)
    }
  })

  test.each([
    ['coverage', { coverage: 'complete' as const }],
    ['shortfall', { shortfall: 'overdraft' as const }],
    ['batchSize', { batchSize: 0 }],
    ['maxRows', { maxRows: 1.5 }],
    ['resume', { resume: {} as ExpandState }],
    ['accounts', { accounts: accounts('id opening\n mule-1 5') }],
  ])('%s that makes no sense is refused', async (_, options) => {
    const error = await failure(expandTrace(memorySource(records), { from: 't1', ...options }))
    expect(error.code).toBe('bad-option')
  })

  test('a claim that the store does not have, and wrong options of the trace, are told as by trace', async () => {
    expect((await failure(expandTrace(memorySource(records), { from: 'nope' }))).code).toBe('unknown-transfer')
    expect((await failure(expandTrace(memorySource(records), {}))).code).toBe('bad-option')
    const freezes = [{ account: 'nobody', at: '2024-03-01' }]
    expect((await failure(expandTrace(memorySource(records), { from: 't1', freezes }))).code).toBe('unknown-account')
  })
})

test('a source of two functions is enough', async () => {
  const { transfers: find, statements } = memorySource(records)
  const found = await expandTrace({ transfers: find, statements }, { from: 't1' })
  expect(endings(found.trace)).toEqual(whole)
})

test('hostile ids are ids', async () => {
  const hostile = records.map((record) => ({
    ...record,
    from: record.from === 'mule-1' ? '__proto__' : record.from,
    to: record.to === 'mule-1' ? '__proto__' : record.to,
  }))
  const found = await expandTrace(memorySource(hostile), { from: 't1' })
  expect(endings(found.trace)).toEqual(endings(trace(buildMoneyGraph(hostile).graph, { from: 't1' })))
})
