/** Large stores, asked account by account: `fundtrail/sources`. */
export { expandTrace } from './expand-trace.js'
export { type MemorySource, memorySource } from './memory-source.js'
export type * from './types.js'
