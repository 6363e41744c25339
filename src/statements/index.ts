/** Bank files in: `fundtrail/statements`. */
export { readStatements } from './read-statements.js'
export type * from './types.js'
