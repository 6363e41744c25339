import type { Flow } from './flow.js'
import { LinkWindow } from './link-window.js'
import type { Link } from './links.js'

/**
 * Parts links into windows of time: one begins with the arrival of a link and takes those that arrived from then on and
 * left within `within` of it. A window counts where there are at least `minDistinct` of what each of `keysOf` says; it
 * takes all of its links, so that no money is in two.
 */
export function* linkWindows(
  { moves }: Flow,
  links: readonly Link[],
  within: number,
  keysOf: ((link: Link) => number)[],
  minDistinct: number,
): IterableIterator<Link[]> {
  const window = new LinkWindow(links, keysOf)
  for (const start of [...new Set(links.map((link) => link.in))].sort((a, b) => a - b)) {
    const end = moves[start]!.time + within
    window.moveTo(start, (link) => moves[link.out]!.time <= end)
    if (!window.isWide(minDistinct) || !window.holdsStart) continue
    const taken = window.links()
    yield taken
    for (const link of taken) window.remove(link)
  }
}
