/** Moves the focus from one account of a chart to another; false where the key does not, or there is none that way. */
export function moveFocus(chart: Element, current: Element, key: string): boolean {
  const next = neighbour(chart, current, key)
  if (next === undefined) return false
  focusOn(chart, next)
  return true
}

/** Of a chart one account is in the order of the tab key: the one that had the focus last. */
export function focusOn(chart: Element, next: SVGElement): void {
  for (const each of chart.querySelectorAll('[tabindex="0"]')) each.setAttribute('tabindex', '-1')
  next.setAttribute('tabindex', '0')
  next.focus()
}

/** Up and down go through a column, left and right to the nearest account of the next one. */
function neighbour(chart: Element, current: Element, key: string): SVGElement | undefined {
  const step = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[key]
  if (step === undefined) return undefined
  const [dx, dy] = step as [number, number]
  const middle = (element: Element) => {
    const { left, top, height } = (element.querySelector('.box, .base') ?? element).getBoundingClientRect()
    return { x: left, y: top + height / 2 }
  }
  const here = middle(current)
  let best: { element: SVGElement; distance: number } | undefined
  for (const element of chart.querySelectorAll<SVGElement>('[data-node]')) {
    const { x, y } = middle(element)
    const [along, across] =
      dx === 0 ? [(y - here.y) * dy, Math.abs(x - here.x)] : [(x - here.x) * dx, Math.abs(y - here.y)]
    if (element === current || along <= 0.5 || (dx === 0 && across > 0.5)) continue
    const distance = dx === 0 ? along : along * 10 + across
    if (best === undefined || distance < best.distance) best = { element, distance }
  }
  return best?.element
}
