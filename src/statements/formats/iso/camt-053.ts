import { accountMessage } from './account-message.js'

/** Statements of an account: all that was booked in a period, between two balances. */
export const camt053 = accountMessage('camt.053', 'BkToCstmrStmt', 'Stmt')
