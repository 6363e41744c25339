import type { Flow } from './flow.js'
import type { Link } from './links.js'

/**
 * Parts links into windows of time: one begins with the arrival of a link and takes those that arrived from then on and
 * left within `within` of it. A window counts where `keysOf` finds at least `minDistinct` of each of its keys; it takes
 * all of its links, so that no money is in two. Both ends only move forward: each link is looked at twice.
 */
export function* linkWindows(
  { moves }: Flow,
  links: readonly Link[],
  within: number,
  keysOf: ((link: Link) => number)[],
  minDistinct: number,
): IterableIterator<Link[]> {
  const byStart = [...links].sort((a, b) => a.in - b.in || a.out - b.out)
  const byEnd = [...links].sort((a, b) => a.out - b.out || a.in - b.in)
  const counts = keysOf.map(() => new Map<number, number>())
  const inside = new Set<Link>()
  let entered = 0
  for (let first = 0; first < byStart.length; ) {
    const start = byStart[first]!.in
    const end = moves[start]!.time + within
    for (; entered < byEnd.length && moves[byEnd[entered]!.out]!.time <= end; entered++) {
      const link = byEnd[entered]!
      if (link.in < start) continue
      inside.add(link)
      keysOf.forEach((keyOf, at) => {
        counts[at]!.set(keyOf(link), (counts[at]!.get(keyOf(link)) ?? 0) + 1)
      })
    }
    if (inside.has(byStart[first]!) && counts.every(({ size }) => size >= minDistinct)) {
      yield [...inside].sort((a, b) => a.in - b.in || a.out - b.out)
      inside.clear()
      for (const count of counts) count.clear()
    }
    for (; first < byStart.length && byStart[first]!.in === start; first++) leave(byStart[first]!)
  }

  function leave(link: Link): void {
    if (!inside.delete(link)) return
    keysOf.forEach((keyOf, at) => {
      const count = counts[at]!.get(keyOf(link))! - 1
      if (count === 0) counts[at]!.delete(keyOf(link))
      else counts[at]!.set(keyOf(link), count)
    })
  }
}
