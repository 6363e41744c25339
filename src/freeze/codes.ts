import type { EndCode } from '../trace/types.js'

/** What an order asks for. */
export const REQUESTED: ReadonlySet<EndCode> = new Set(['held', 'frozen', 'no-statement', 'statement-ended'])

/** Beyond any order. */
export const GONE: ReadonlySet<EndCode> = new Set(['cash-out', 'spent', 'overdraft'])
