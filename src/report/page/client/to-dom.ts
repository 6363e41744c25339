import type { Child } from '../markup/element.js'

const SVG = 'http://www.w3.org/2000/svg'

/** An element as nodes of the page. Every text in it is a text node or an attribute: nothing is parsed. */
export function toDom(child: Exclude<Child, undefined>, inDrawing = false): Node {
  if (typeof child === 'string') return document.createTextNode(child)
  const isDrawing = inDrawing || child.name === 'svg'
  const node = isDrawing ? document.createElementNS(SVG, child.name) : document.createElement(child.name)
  for (const [name, value] of Object.entries(child.attributes)) {
    if (value !== undefined && name !== 'xmlns') node.setAttribute(name, String(value))
  }
  for (const each of child.children) if (each !== undefined) node.append(toDom(each, isDrawing))
  return node
}
