import type { Decimal } from 'decimal.js'
import { type FreezableAccount, freezable, nextStatements, type Trace } from '../../index.js'
import { badOption, wholeNumber } from '../bad-option.js'
import type { TextOptions } from '../types.js'
import { sumOf, type View, viewOf } from '../view.js'
import { type TextColumn, textColumns } from './columns.js'
import { fitWidth } from './display-width.js'
import { safeText } from './safe-text.js'

type Kind = TextColumn['kind']
type Titles = readonly (readonly [string, string, Kind])[]

/**
 * A trace for a terminal: where the money is, account by account, hop by hop, what to freeze at which institution, the
 * line that adds up to the loss, statements to ask for, what the result rests on. Lines end with a line feed alone.
 * Chinese characters take two columns; nothing in the records can move the cursor, colour the text or begin a line.
 * A trace by rule 'poison' divides no amount, and has the first two tables alone.
 *
 * @throws FundtrailError 'bad-option'
 */
export function renderText(trace: Trace, options: TextOptions = {}): string {
  const view = viewOf(trace, options)
  const { width, problems = [] } = options
  if (width !== undefined) wholeNumber('width', width, 40)
  if (!Array.isArray(problems)) badOption('problems', problems, 'the list that buildMoneyGraph gives')
  const most = wholeNumber('maxRows', options.maxRows ?? 200, 1)
  const { word, term, time, clock, money, account } = view
  const lines: string[] = []

  section(
    word('账户（按层级，0 为被害人）', 'Accounts by level (0 = the victim)'),
    [
      ['级别', 'level', 'text'],
      ['账号', 'account', 'id'],
      ['户名', 'holder', 'text'],
      ['开户机构', 'institution', 'text'],
      ['涉案转入', 'received', 'figure'],
      ['涉案转出', 'sent', 'figure'],
      ['涉案余额', 'held', 'figure'],
    ],
    trace.accounts,
    ({ level, id, holder = '', institution = '', received, sent, held }) => [
      String(level),
      account(id),
      holder,
      institution,
      money(received),
      money(sent),
      money(held),
    ],
    ({ held }) => held,
  )
  section(
    word('逐笔流向（涉案 = 金额中被骗的部分）', 'Hop by hop (traced = the stolen part of the amount)'),
    [
      ['级别', 'level', 'text'],
      ['时间', 'time', 'time'],
      ['转出账号', 'from', 'id'],
      ['转入账号', 'to', 'id'],
      ['金额', 'amount', 'figure'],
      ['涉案', 'traced', 'figure'],
    ],
    trace.transfers,
    ({ level, time: at, from, to, amount, traced }) => [
      String(level),
      time(at),
      account(from),
      account(to),
      money(amount),
      money(traced),
    ],
    ({ traced }) => traced,
  )
  if (trace.rule !== 'poison') amounts()
  if (trace.assumptions.length > 0) {
    section(
      word('结果所依据的假设', 'What this rests on'),
      [
        ['假设', 'assumption', 'text'],
        ['账号', 'account', 'id'],
        ['交易', 'transfer', 'id'],
        ['金额', 'amount', 'figure'],
      ],
      trace.assumptions,
      ({ code, account: at, transfer = '', amount }) => [term(code), account(at), transfer, money(amount)],
      ({ amount }) => amount,
    )
  }
  if (problems.length > 0) {
    section(
      word('记录中的问题', 'Problems of the records'),
      [
        ['性质', 'severity', 'text'],
        ['代码', 'code', 'text'],
        ['文件', 'file', 'id'],
        ['行号', 'row', 'figure'],
        ['说明', 'message', 'text'],
      ],
      problems,
      (problem) => {
        const { severity, code, file = '', row } = problem
        return [term(severity), code, file, row === undefined ? '' : String(row), view.message(problem)]
      },
    )
  }
  return `${lines.slice(1).join('\n')}\n`

  function amounts(): void {
    const list = freezable(trace)
    say(word(`冻结清单（截至 ${clock(list.at)}）`, `Freeze list at ${clock(list.at)}`))
    for (const group of list.byInstitution) {
      const { institution = word('机构不明', 'institution not known') } = group
      section(
        `${institution}: ${money(group.hold)}`,
        [
          ['账号', 'account', 'id'],
          ['户名', 'holder', 'text'],
          ['可冻结', 'freeze', 'figure'],
          ['申请限额', 'ask for', 'figure'],
          ['余额', 'balance', 'figure'],
          ['笔数', 'credits', 'figure'],
          ['末次转入', 'last credit', 'time'],
          ['备注', 'cautions', 'text'],
        ],
        group.accounts,
        (row) => freezeRow(view, row),
        ({ hold }) => hold,
      )
    }
    if (list.excluded.length > 0) {
      section(
        word('不得冻结', 'Not to be frozen'),
        [
          ['账号', 'account', 'id'],
          ['理由', 'reason', 'text'],
          ['金额', 'amount', 'figure'],
        ],
        list.excluded,
        ({ account: id, reason, amount }) => [account(id), term(reason), money(amount)],
        ({ amount }) => amount,
      )
    }
    const { stolen, total, gone, returned, unresolved } = list
    say(
      word(
        `被骗 ${money(stolen)} = 可冻结 ${money(total)} + 已流失 ${money(gone)} + 已返还 ${money(returned)} + 待查 ${money(unresolved)}`,
        `stolen ${money(stolen)} = freezable ${money(total)} + gone ${money(gone)} + returned ${money(returned)} + unresolved ${money(unresolved)}`,
      ),
    )
    const requests = nextStatements(trace)
    if (requests.length === 0) return
    section(
      word('下一步调取的流水', 'Statements to ask for next'),
      [
        ['账号', 'account', 'id'],
        ['开户机构', 'institution', 'text'],
        ['自', 'from', 'time'],
        ['金额', 'amount', 'figure'],
      ],
      requests,
      ({ account: id, institution = '', from, amount }) => [account(id), institution, time(from), money(amount)],
      ({ amount }) => amount,
    )
  }

  function say(text: string): void {
    lines.push('', safeText(text))
  }

  function section<Row>(
    title: string,
    titles: Titles,
    rows: readonly Row[],
    cells: (row: Row) => string[],
    amountOf?: (row: Row) => Decimal,
  ): void {
    const heading = safeText(title)
    lines.push('', width === undefined ? heading : fitWidth(heading, width))
    const columns = titles.map(([zh, en, kind]) => ({ title: word(zh, en), kind }))
    lines.push(...textColumns(columns, rows.slice(0, most).map(cells), width))
    const cut = rows.slice(most)
    if (cut.length === 0) return
    const sum = amountOf === undefined ? undefined : money(sumOf(cut.map(amountOf), trace.stolen))
    lines.push(
      `  ${word(`… 另有 ${cut.length} 行`, `… ${cut.length} more`)}${sum === undefined ? '' : word(`，合计 ${sum}`, `, ${sum}`)}`,
    )
  }
}

function freezeRow({ account, money, time, cautions }: View, row: FreezableAccount): string[] {
  const last = row.evidence.reduce((latest, { time: at }) => Math.max(latest, at.getTime()), Number.NEGATIVE_INFINITY)
  return [
    account(row.account),
    row.holder ?? '',
    money(row.hold),
    money(row.request),
    row.balance === undefined ? '' : money(row.balance),
    String(row.evidence.length),
    row.evidence.length === 0 ? '' : time(new Date(last)),
    cautions(row),
  ]
}
