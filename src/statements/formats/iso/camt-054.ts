import { accountMessage } from './account-message.js'

/** Notifications of single entries: no balances, and no period in which they are all there is. */
export const camt054 = accountMessage('camt.054', 'BkToCstmrDbtCdtNtfctn', 'Ntfctn')
