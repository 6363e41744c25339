import { type Actor, type Settled, toFen } from './ledger.js'

/** A movement as one of the two institutions books it. */
export interface BookEntry {
  /** The id of the movement, which every institution writes as its serial number. */
  serial: string
  own: Actor
  other: Actor
  direction: 'in' | 'out'
  /** In fen, as is `balance`, right after. */
  amount: number
  balance: number
  /** When this institution booked it: 'yyyy-MM-dd HH:mm:ss' in Shanghai. */
  time: string
  kind: string
  memo: string
  isFailed: boolean
  undoes: boolean
  /** What stands in the file of the other account; a blank is what this file does not tell. */
  counterparty: { number: string; holder: string; bank: string }
}

/** Movements whose payee's bank does not say where the money came from. */
const UNTOLD = ['M07', 'M15', 'M24', 'M47']
/** Movements whose payee's bank writes the payer's number with stars in place of its middle digits. */
const MASKED = ['M10', 'M16', 'M29']
/** Rows of one second that an institution gives in another order than they happened: only the balances tell. */
const SHUFFLED = [
  ['M35', 'M36', 'M37'],
  ['M35', 'M38'],
  ['M56', 'M57'],
]
/** How much later a payee's bank books what comes from another institution, where nothing happens in between. */
const MOST_LAG_SECONDS = 3

/** What an institution books, account by account, each in the order of its file: oldest first, but for shuffled seconds. */
export function entriesOf(ledger: readonly Settled[], institution: string): Map<string, BookEntry[]> {
  const accounts = new Map<string, BookEntry[]>()
  for (const movement of ledger) {
    for (const direction of ['out', 'in'] as const) {
      const own = direction === 'out' ? movement.payer : movement.payee
      if (own.institution !== institution || own.kind === 'cash' || own.kind === 'merchant') continue
      // What the payer's bank turned away its payee's bank never saw.
      if (movement.status === 'failed' && direction === 'in') continue
      const rows = accounts.get(own.id) ?? []
      accounts.set(own.id, rows)
      rows.push(entryOf(movement, direction))
    }
  }
  for (const rows of accounts.values()) {
    lag(rows)
    shuffle(rows)
  }
  return new Map([...accounts].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function entryOf(movement: Settled, direction: 'in' | 'out'): BookEntry {
  const { id, time, amount, kind = 'transfer', memo = '', payer, payee } = movement
  const [own, other] = direction === 'out' ? [payer, payee] : [payee, payer]
  return {
    serial: id,
    own,
    other,
    direction,
    amount: toFen(amount),
    balance: direction === 'out' ? movement.payerBalance : movement.payeeBalance,
    time,
    kind,
    memo: other.kind === 'payment' ? `微信零钱${memo}` : memo,
    isFailed: movement.status === 'failed',
    undoes: movement.reverses !== undefined,
    counterparty: counterpartyOf(movement, direction, other),
  }
}

function counterpartyOf(movement: Settled, direction: 'in' | 'out', other: Actor): BookEntry['counterparty'] {
  if (other.kind === 'cash') return { number: '', holder: '', bank: '' }
  if (direction === 'in' && isUntold(movement)) return { number: '', holder: '', bank: '' }
  // A bank pays the institution that keeps the wallet, and does not know the wallet.
  if (other.kind === 'payment') return { number: '243300133', holder: '财付通支付科技有限公司客户备付金', bank: '' }
  const number = direction === 'in' && MASKED.includes(movement.id) ? masked(other.id) : numberOf(other)
  return { number, holder: other.holder, bank: other.kind === 'merchant' ? '' : other.institution }
}

function isUntold({ id, payer, payee }: Settled): boolean {
  const isEveryday = id.startsWith('N') && payer.kind === 'bank' && payer.institution !== payee.institution
  return UNTOLD.includes(id) || (isEveryday && Number(id.slice(1)) % 9 === 0)
}

/** 乙银行 has an account number beside the card's; others write the one or the other. */
function numberOf(other: Actor): string {
  return other.institution === '乙银行' && Number(other.id) % 3 === 1 ? accountNumber(other) : other.id
}

function masked(number: string): string {
  return `${number.slice(0, 6)}${'*'.repeat(number.length - 10)}${number.slice(-4)}`
}

export function accountNumber({ id }: Actor): string {
  return `2001${id.slice(-8)}`
}

/** A payee's bank books what comes from elsewhere up to three seconds later. */
function lag(rows: BookEntry[]): void {
  rows.forEach((row, at) => {
    if (row.direction === 'out' || row.other.institution === row.own.institution) return
    const seconds = Number(row.serial.slice(1)) % (MOST_LAG_SECONDS + 1)
    const later = new Date(Date.parse(`${row.time.replace(' ', 'T')}Z`) + seconds * 1000)
    const time = later.toISOString().slice(0, 19).replace('T', ' ')
    const next = rows[at + 1]
    if (next === undefined || time < next.time) row.time = time
  })
}

function shuffle(rows: BookEntry[]): void {
  for (const group of SHUFFLED) {
    const places = rows.flatMap(({ serial }, at) => (group.includes(serial) ? [at] : []))
    if (places.length < group.length) continue
    const turned = places.map((at) => rows[at]!).reverse()
    places.forEach((at, n) => {
      rows[at] = turned[n]!
    })
  }
}
