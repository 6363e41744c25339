/** Large stores, asked account by account: `fundtrail/sources`. */
export type { DuckDBConnectionLike } from './duckdb/query.js'
export type { DuckDBRelation } from './duckdb/relation.js'
export { type DuckDBSourceOptions, duckdbSource } from './duckdb-source.js'
export { expandTrace } from './expand-trace.js'
export { type MemorySource, memorySource } from './memory-source.js'
export type * from './types.js'
