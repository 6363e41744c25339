/** What a column holds; each engine says which of its types can be that. */
type ColumnKind = 'text' | 'time' | 'whole' | 'amount'

/** Columns by name, and whether they must be there. */
export type Columns = Readonly<Record<string, { required: boolean; is: ColumnKind }>>

/** The layout of docs/scale.md: a row for each side of a transfer. */
export const ENTRY_COLUMNS: Columns = {
  account: { required: true, is: 'text' },
  time: { required: true, is: 'time' },
  seq: { required: true, is: 'whole' },
  id: { required: true, is: 'text' },
  counterparty: { required: true, is: 'text' },
  amount: { required: true, is: 'amount' },
  currency: { required: false, is: 'text' },
  balance: { required: false, is: 'amount' },
  kind: { required: false, is: 'text' },
  reverses: { required: false, is: 'text' },
  memo: { required: false, is: 'text' },
}

export const ACCOUNT_COLUMNS: Columns = {
  id: { required: true, is: 'text' },
  holder: { required: false, is: 'text' },
  holder_id: { required: false, is: 'text' },
  institution: { required: false, is: 'text' },
  kind: { required: false, is: 'text' },
  status: { required: false, is: 'text' },
  opening: { required: false, is: 'amount' },
}

/** As many decimals as a currency may have. */
export const MOST_DECIMALS = 12
