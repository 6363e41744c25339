import type { TransferRecord } from 'fundtrail'

/** A time in microseconds since 1970, in UTC. */
export function microseconds(time: TransferRecord['time']): string {
  const ms = new Date(time).getTime()
  const beyond = typeof time === 'string' ? (/\.\d{3}(\d{1,3})/.exec(time)?.[1] ?? '') : ''
  return String(BigInt(ms) * 1000n + BigInt(beyond.padEnd(3, '0')))
}
