import type { CaseData } from '../data.js'
import { formatOf } from '../format.js'
import { type Word, wordsOf } from '../words.js'
import type { CellKind, PageTable } from './page-table.js'

/** Every account by level: 0 is the victim. */
export function levelTable(data: CaseData): PageTable {
  const { term, money, span } = formatOf(data)
  return tableOf(
    data,
    'levels',
    'levelTable',
    [
      ['atLevel', 'level'],
      ['account', 'account'],
      ['holder', 'text'],
      ['institution', 'text'],
      ['kind', 'text'],
      ['received', 'amount'],
      ['sent', 'amount'],
      ['held', 'amount'],
      ['balance', 'amount'],
      ['arrived', 'time'],
      ['dwell', 'text'],
      ['endings', 'text'],
    ],
    data.accounts.map((account, at) => ({
      cells: [
        account.level,
        at,
        account.holder,
        account.institution,
        term(account.kind),
        account.received,
        account.sent,
        account.held,
        account.balance,
        account.first,
        account.dwell === undefined ? undefined : span(account.dwell),
        account.endings.map(([code, amount]) => `${term(code)} ${money(amount)}`).join('; '),
      ],
    })),
  )
}

/** Where all of the money is, account by account. */
export function endingTable(data: CaseData): PageTable {
  const { term } = formatOf(data)
  return tableOf(
    data,
    'endings',
    'endingTable',
    [
      ['atLevel', 'level'],
      ['account', 'account'],
      ['ending', 'text'],
      ['amount', 'amount'],
      ['since', 'time'],
    ],
    data.accounts.flatMap(({ level, endings }, at) =>
      endings.map(([code, amount, since]) => ({ cells: [level, at, term(code), amount, since] })),
    ),
  )
}

/** Every transfer, level by level; a row is at its transfer's place. */
export function transferTable(data: CaseData): PageTable {
  const { transfers } = data
  return tableOf(
    data,
    'transfers',
    'transferTable',
    [
      ['atLevel', 'level'],
      ['time', 'time'],
      ['payer', 'account'],
      ['payee', 'account'],
      ['amount', 'amount'],
      ['traced', 'amount'],
      ['transfer', 'text'],
      ['source', 'text'],
    ],
    transfers.id.map((id, at) => ({
      cells: [
        transfers.level[at],
        transfers.time[at],
        transfers.from[at],
        transfers.to[at],
        transfers.amount[at],
        transfers.traced[at],
        id,
        transfers.source[at] === id ? '' : transfers.source[at],
      ],
    })),
  )
}

export function tableOf(
  { lang }: Pick<CaseData, 'lang'>,
  key: string,
  title: Word,
  columns: readonly (readonly [Word, CellKind])[],
  rows: PageTable['rows'],
): PageTable {
  const say = wordsOf(lang)
  return { key, title: say(title), columns: columns.map(([word, kind]) => ({ title: say(word), kind })), rows }
}
