import { type Place, rowsOf } from './place.js'
import type { State } from './state.js'

/** Dims what does not touch the place. */
export function highlight(canvas: HTMLElement, state: State, place: Place | undefined): void {
  const { nodes, links } = state.network
  const { from, to } = state.data.transfers
  for (const each of canvas.querySelectorAll('.near')) each.classList.remove('near')
  canvas.classList.toggle('dimmed', place !== undefined)
  if (place === undefined) return
  const rows = new Set(place.rows)
  const members = new Set(place.node === undefined ? [] : (nodes[place.node]?.members ?? []))
  const isNear = (row: number) => rows.has(row) || members.has(from[row] as number) || members.has(to[row] as number)
  const mark = (selector: string) => {
    for (const each of canvas.querySelectorAll(selector)) each.classList.add('near')
  }
  if (place.node !== undefined) mark(`[data-node="${place.node}"]`)
  links.forEach((link, at) => {
    if (!link.rows.some(isNear)) return
    mark(`[data-link="${at}"]`)
    mark(`[data-node="${link.from}"]`)
    mark(`[data-node="${link.to}"]`)
  })
  for (const line of canvas.querySelectorAll('[data-rows]')) {
    if (rowsOf(line).some(isNear)) line.classList.add('near')
  }
}
