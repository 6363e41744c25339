import { accountMessage } from './account-message.js'

/** Interim reports of an account: what they state may come again in a statement. */
export const camt052 = accountMessage('camt.052', 'BkToCstmrAcctRpt', 'Rpt')
