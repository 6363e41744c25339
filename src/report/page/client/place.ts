import type { State } from './state.js'

/** A place in the chart: a node, or the transfers of a link. */
export interface Place {
  node?: number
  rows?: number[]
}

export function placeOf(state: State, target: Element): Place | undefined {
  const at = (name: string) => target.closest(`[data-${name}]`)?.getAttribute(`data-${name}`)
  const node = at('node')
  if (node != null) return { node: Number(node) }
  const link = at('link')
  if (link != null) return { rows: state.network.links[Number(link)]?.rows ?? [] }
  const line = target.closest('[data-rows]')
  return line === null ? undefined : { rows: rowsOf(line) }
}

/** The transfers of a line of the time view. */
export function rowsOf(line: Element): number[] {
  return (line.getAttribute('data-rows') ?? '').split(' ').map(Number)
}
