import type { Edge, Node } from './parts.js'

/** A field of a node or an edge: its name, its type, its value as text; undefined is left out. */
export type Field<Part> = readonly [name: string, type: FieldType, value: (part: Part) => string | undefined]
export type FieldType = 'string' | 'integer' | 'double'

/** Amounts stand twice: as text with every digit, and as a number for tools that calculate. */
export const NODE_FIELDS: readonly Field<Node>[] = [
  ['account', 'string', ({ account }) => account],
  ['holder', 'string', ({ attributes }) => attributes.holder],
  ['institution', 'string', ({ attributes }) => attributes.institution],
  ['kind', 'string', ({ attributes }) => attributes.kind],
  ['level', 'integer', ({ attributes }) => String(attributes.level)],
  ['received', 'string', ({ attributes }) => attributes.received.toFixed()],
  ['sent', 'string', ({ attributes }) => attributes.sent.toFixed()],
  ['held', 'string', ({ attributes }) => attributes.held.toFixed()],
  ['ended', 'string', ({ attributes }) => attributes.ended.toFixed()],
  ['heldNumber', 'double', ({ attributes }) => String(attributes.held.toNumber())],
  ['firstReceived', 'string', ({ attributes }) => attributes.firstReceived?.toISOString()],
]

export const EDGE_FIELDS: readonly Field<Edge>[] = [
  ['transfer', 'string', ({ transfer }) => transfer],
  ['time', 'string', ({ attributes }) => attributes.time.toISOString()],
  ['level', 'integer', ({ attributes }) => String(attributes.level)],
  ['amount', 'string', ({ attributes }) => attributes.amount.toFixed()],
  ['traced', 'string', ({ attributes }) => attributes.traced.toFixed()],
]

/** What `traceGraph` gives every edge for algorithms. */
export function weightOf({ attributes }: Edge): string {
  return String(attributes.weight)
}
