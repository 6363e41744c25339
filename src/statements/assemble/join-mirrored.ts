import { type MirrorOptions, mergeMirrored } from '../../graph/merge-mirrored.js'
import type { TransferRecord } from '../../types.js'
import type { Entry } from './entry.js'

/**
 * `mergeMirrored` over the records of entries, one each, given only those that can have a mirror image: between two
 * accounts whose rows are both here. Of most files these are few; the entries are told.
 */
export function joinMirrored(
  entries: readonly Entry[],
  records: readonly TransferRecord[],
  options: Omit<MirrorOptions, 'side'>,
): TransferRecord[] {
  const seen = new Set<string>()
  for (const { own, other, direction } of entries) {
    seen.add(own)
    if (direction === undefined) seen.add(other)
  }
  const places: number[] = []
  entries.forEach((entry, at) => {
    if (!seen.has(entry.other)) return
    entry.mayJoin = true
    places.push(at)
  })
  if (places.length === 0) return [...records]
  const joined = mergeMirrored(
    places.map((at) => records[at]!),
    { ...options, side: (_, nth) => sideOf(entries[places[nth]!]!) },
  )
  const result: TransferRecord[] = []
  let nextPlace = 0
  let nextJoined = 0
  records.forEach((record, at) => {
    if (at !== places[nextPlace]) {
      result.push(record)
      return
    }
    nextPlace++
    // What stays keeps its id and its turn; the others were joined with an earlier one.
    if (joined[nextJoined]?.id === record.id) result.push(joined[nextJoined++]!)
  })
  return result
}

function sideOf({ direction }: Entry): 'from' | 'to' | undefined {
  if (direction === undefined) return undefined
  return direction === 'out' ? 'from' : 'to'
}
