/** A part of a page: what the page is written from in Node (`toMarkup`) and drawn from in the browser (`toDom`). */
export interface Element {
  name: string
  attributes: Readonly<Record<string, string | number | undefined>>
  children: readonly Child[]
}

export type Child = Element | string | undefined

/** Attributes and children that are undefined are left out. Text is text: nothing in it can become markup. */
export function el(name: string, attributes: Element['attributes'] = {}, ...children: readonly Child[]): Element {
  return { name, attributes, children }
}
