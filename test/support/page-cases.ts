/** Cases that a page has to cope with. */
import {
  type BuildOptions,
  buildMoneyGraph,
  type Trace,
  type TraceOptions,
  type TransferRecord,
  trace,
} from 'fundtrail'

export const START = Date.parse('2024-03-01T01:00:00Z')
const MINUTE = 60_000

/** Transfers of 2024-03-01, a minute apart: "victim mule-1 100.00". */
export function minuteByMinute(lines: readonly string[]): TransferRecord[] {
  return lines.map((line, at) => {
    const [from = '', to = '', amount = ''] = line.split(' ')
    return {
      id: `t${at + 1}`,
      from,
      to,
      amount,
      time: START + at * MINUTE,
      source: { file: 'ledger.csv', row: at + 2 },
    }
  })
}

export function traceOf(records: TransferRecord[], options: TraceOptions, build: BuildOptions = {}): Trace {
  const { graph, problems } = buildMoneyGraph(records, build)
  const errors = problems.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new Error(`the case is not what it was meant to be: ${JSON.stringify(errors)}`)
  return trace(graph, options)
}

/**
 * Two victims pay one mule, who splits the money over 30 accounts of three banks; each pays a part back, a part on to one
 * of five collectors and one in three takes cash. Every transfer beyond the victims' carries money of both.
 */
export function twoVictims(): Trace {
  const mules = Array.from({ length: 30 }, (_, at) => `mule-${at + 2}`)
  const lines = ['victim-1 mule-1 100000.00', 'victim-2 mule-1 50000.01']
  lines.push(...mules.map((mule, at) => `mule-1 ${mule} ${(3000 + at * 97.13).toFixed(2)}`))
  mules.forEach((mule, at) => {
    lines.push(`${mule} mule-1 ${(100 + at).toFixed(2)}`)
    lines.push(`${mule} collector-${(at % 5) + 1} ${(1500 + at * 31.07).toFixed(2)}`)
    if (at % 3 === 0) lines.push(`${mule} cash 700.00`)
  })
  for (let at = 1; at <= 5; at++) lines.push(`collector-${at} wallet ${(at * 1111.11).toFixed(2)}`)
  const bankOf = (at: number) => `Bank ${'ABC'[at % 3]}`
  return traceOf(
    minuteByMinute(lines),
    {
      rule: 'pro-rata',
      claims: [
        { id: 'victim-1', transfers: ['t1'] },
        { id: 'victim-2', transfers: ['t2'] },
      ],
    },
    {
      accounts: [
        ...['victim-1', 'victim-2', 'mule-1', ...mules].map((id, at) => ({ id, institution: bankOf(at) })),
        ...[1, 2, 3, 4, 5].map((at) => ({ id: `collector-${at}`, institution: 'Bank A', holder: '张某' })),
        { id: 'wallet', institution: 'Pay', kind: 'payment' as const },
        { id: 'cash', kind: 'cash' as const },
      ],
    },
  )
}

/** The smallest case. */
export function oneTransfer(): Trace {
  return traceOf(minuteByMinute(['victim mule-1 100.00']), { from: 't1' })
}

/** A claim whose transfers all come after the end of the trace. */
export function allPending(): Trace {
  const records = minuteByMinute(['someone mule-1 5.00', 'victim mule-1 100.00'])
  return traceOf(records, { from: 't2', until: START })
}

/** Money that goes from account to account, `levels` times. */
export function chain(levels: number): Trace {
  const lines = Array.from({ length: levels }, (_, at) => `${at === 0 ? 'victim' : `mule-${at}`} mule-${at + 1} 100.00`)
  return traceOf(minuteByMinute(lines), { from: 't1' })
}

/** One account that pays very many. */
export function fan(width: number): Trace {
  const lines = Array.from({ length: width }, (_, at) => `mule-1 leaf-${at + 1} ${1 + (at % 7)}.25`)
  return traceOf(minuteByMinute([`victim mule-1 ${width * 9}.00`, ...lines]), { from: 't1' })
}

/** Round in circles, to and fro within a level, and a part back to the victim. */
export function circles(): Trace {
  const lines = [
    'victim mule-1 1000.00',
    'victim mule-2 500.00',
    'mule-1 mule-2 700.00',
    'mule-2 mule-1 400.00',
    'mule-1 mule-3 600.00',
    'mule-3 mule-4 500.00',
    'mule-4 mule-1 450.00',
    'mule-2 mule-3 200.00',
    'mule-3 mule-2 150.00',
    'mule-1 victim 120.00',
  ]
  return traceOf(minuteByMinute(lines), { claims: [{ id: 'victim', transfers: ['t1', 't2'] }] })
}

/** As large as a loss can be; what moved is together more than a number holds exactly. */
export function hugeAmounts(): Trace {
  const lines = [
    'victim-1 mule-1 45035996273704.96',
    'victim-2 mule-2 45035996273704.95',
    'mule-1 mule-3 45035996273704.94',
    'mule-2 mule-4 45035996273704.92',
  ]
  return traceOf(minuteByMinute(lines), {
    claims: [
      { id: 'victim-1', transfers: ['t1'] },
      { id: 'victim-2', transfers: ['t2'] },
    ],
  })
}
