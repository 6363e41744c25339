import type { Attempt, AttemptTransfer } from './attempts.js'

/**
 * Why an attempt cannot be told from its payments, if it cannot: too few of them to have its family's shape, or money that
 * goes on before it came. Such attempts are counted apart: no trace could find them.
 */
export function unfit(attempt: Attempt): string | undefined {
  const check = CHECKS[attempt.family]
  if (check === undefined) throw new Error(`no family ${attempt.family}`)
  return check(attempt.transfers)
}

const few = 'too few payments for its shape'
const early = 'money goes on before it came'

type Check = (transfers: readonly AttemptTransfer[]) => string | undefined

const CHECKS: Record<string, Check> = {
  'FAN-OUT': (rows) => (distinct(rows, 'to') < 2 ? few : undefined),
  'FAN-IN': (rows) => (distinct(rows, 'from') < 2 ? few : undefined),
  BIPARTITE: (rows) => (distinct(rows, 'from') < 2 || distinct(rows, 'to') < 2 ? few : undefined),
  CYCLE: (rows) => (rows.length < 2 ? few : isWalk(rows) && rows.at(-1)!.to === rows[0]!.from ? undefined : early),
  RANDOM: (rows) => (rows.length < 2 ? few : isWalk(rows) ? undefined : early),
  'SCATTER-GATHER': branched,
  'GATHER-SCATTER': (rows) => {
    const ways = twoSteps(rows)
    const isWide = (some: TwoSteps[]) =>
      new Set(some.map(({ first }) => first.from)).size > 1 && new Set(some.map(({ second }) => second.to)).size > 1
    if (!isWide(ways)) return few
    return isWide(ways.filter(isInTime)) ? undefined : early
  },
  STACK: branched,
}

interface TwoSteps {
  first: AttemptTransfer
  second: AttemptTransfer
}

/** Several accounts hand on what they had from others, most of them after it came. */
function branched(rows: readonly AttemptTransfer[]): string | undefined {
  if (rows.length < 4) return few
  const ways = twoSteps(rows)
  const inTime = new Set(ways.filter(isInTime).map(({ first }) => first.to)).size
  return inTime < 2 || inTime * 2 < new Set(ways.map(({ first }) => first.to)).size ? early : undefined
}

function twoSteps(rows: readonly AttemptTransfer[]): TwoSteps[] {
  return rows.flatMap((first) => rows.filter(({ from }) => from === first.to).map((second) => ({ first, second })))
}

function isInTime({ first, second }: TwoSteps): boolean {
  return first.ms <= second.ms
}

/** Whether each payment leaves the account that the one before came to. */
function isWalk(rows: readonly AttemptTransfer[]): boolean {
  return rows.slice(1).every(({ from }, at) => from === rows[at]!.to)
}

function distinct(rows: readonly AttemptTransfer[], end: 'from' | 'to'): number {
  return new Set(rows.map((row) => row[end])).size
}
