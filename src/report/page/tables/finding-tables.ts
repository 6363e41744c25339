import type { Decimal } from 'decimal.js'
import {
  type Branch,
  type FreezeList,
  findMerges,
  findSplits,
  nextStatements,
  type Problem,
  type Shares,
  tracePaths,
} from '../../../index.js'
import { largest } from '../../tables/largest.js'
import { settingsTable } from '../../tables/settings.js'
import { safeText } from '../../text/safe-text.js'
import type { View } from '../../view.js'
import type { Minor } from '../case-data.js'
import type { CaseData } from '../data.js'
import { formatOf } from '../format.js'
import { tableOf } from './case-tables.js'
import type { PageRow, PageTable } from './page-table.js'

/** Of how many accounts routes are followed back, and how many of each are shown. */
const PATH_ACCOUNTS = 30
const PATHS = 10
/** Findings of a kind, the largest; a last row carries the others. */
const FINDINGS = 500

/** The tables that ask the core for more than the trace's own rows. */
export function findingTables(
  view: View,
  data: CaseData,
  list: FreezeList,
  problems: readonly Problem[],
  minor: Minor,
): PageTable[] {
  const { trace, lang } = view
  const { term, say } = formatOf(data)
  const accountAt = placesOf(trace.accounts)
  const transferAt = placesOf(trace.transfers)
  const claimAt = placesOf(trace.claims)
  const of = (id: string) => accountAt.get(id) as number
  const claimsOf = (shares: Shares): Pick<PageRow, 'claims'> =>
    trace.claims.length === 1 ? {} : { claims: Object.keys(shares).map((id) => claimAt.get(id) as number) }

  const ofAllClaims = [freezeTable(), excludedTable(), nextTable(), splitTable(), mergeTable()]
  return [
    ...ofAllClaims.map((table) => ({ ...table, ofAllClaims: true })),
    pathTable(),
    problemTable(),
    settingTable(),
  ].filter(({ key, rows }) => rows.length > 0 || !OPTIONAL.has(key))

  function freezeTable(): PageTable {
    const table = tableOf(
      data,
      'freeze',
      'freezeTable',
      [
        ['account', 'account'],
        ['holder', 'text'],
        ['hold', 'amount'],
        ['request', 'amount'],
        ['balance', 'amount'],
        ['evidence', 'transfers'],
        ['cautions', 'text'],
      ],
      list.byInstitution.flatMap(({ institution = say('noInstitution'), accounts }) =>
        accounts.map(
          (listed): PageRow => ({
            cells: [
              of(listed.account),
              listed.holder === undefined ? undefined : safeText(listed.holder),
              minor(listed.hold),
              minor(listed.request),
              listed.balance === undefined ? undefined : minor(listed.balance),
              listed.evidence.map(({ transfer }) => transferAt.get(transfer) as number),
              safeText(view.cautions(listed)),
            ],
            group: safeText(institution),
            ...claimsOf(listed.shares),
          }),
        ),
      ),
    )
    return { ...table, groupSum: table.columns.findIndex(({ title }) => title === say('hold')) }
  }

  function excludedTable(): PageTable {
    return tableOf(
      data,
      'excluded',
      'excludedTable',
      [
        ['account', 'account'],
        ['reason', 'text'],
        ['amount', 'amount'],
      ],
      list.excluded.map(({ account, reason, amount }) => ({ cells: [of(account), term(reason), minor(amount)] })),
    )
  }

  function nextTable(): PageTable {
    return tableOf(
      data,
      'next',
      'nextTable',
      [
        ['account', 'account'],
        ['institution', 'text'],
        ['from', 'time'],
        ['amount', 'amount'],
      ],
      nextStatements(trace).map(({ account, institution, from, amount }) => ({
        cells: [of(account), institution && safeText(institution), from.getTime(), minor(amount)],
      })),
    )
  }

  function splitTable(): PageTable {
    return shapeTable('splits', 'splitTable', findSplits(trace), ({ share }) => `${Math.round(share * 1000) / 10} %`)
  }

  function mergeTable(): PageTable {
    return shapeTable('merges', 'mergeTable', findMerges(trace), undefined)
  }

  function shapeTable<
    Shape extends { account: string; level: number; start: Date; end: Date; traced: Decimal; branches: Branch[] },
  >(
    key: string,
    title: 'splitTable' | 'mergeTable',
    shapes: Shape[],
    share: ((shape: Shape) => string) | undefined,
  ): PageTable {
    const { kept, others, amount } = largest(shapes, FINDINGS, ({ traced }) => traced, trace.stolen)
    const rows = kept.map((shape): PageRow => {
      const { account, level, start, end, traced, branches } = shape
      const accounts = branches.map((branch) => of(branch.account))
      const cells = [level, of(account), start.getTime(), end.getTime(), minor(traced), accounts.length, accounts]
      return { cells: share === undefined ? cells : [...cells, share(shape)] }
    })
    if (others > 0)
      rows.push(restRow([undefined, undefined, undefined, undefined, minor(amount), undefined, further(others)]))
    return tableOf(
      data,
      key,
      title,
      [
        ['atLevel', 'level'],
        ['account', 'account'],
        ['start', 'time'],
        ['end', 'time'],
        ['traced', 'amount'],
        ['branches', 'count'],
        ['accounts', 'accounts'],
        ...(share === undefined ? [] : [['share', 'text'] as const]),
      ],
      rows,
    )
  }

  function pathTable(): PageTable {
    const holding = trace.accounts.filter(({ held }) => held.gt(0))
    const { kept, others, amount } = largest(holding, PATH_ACCOUNTS, ({ held }) => held, trace.stolen)
    const rows = kept.flatMap(({ id }) => tracePaths(trace, id, { limit: PATHS }).map((path) => pathRow(id, path)))
    if (others > 0) rows.push(restRow([undefined, undefined, minor(amount), undefined, further(others)]))
    return tableOf(
      data,
      'paths',
      'pathTable',
      [
        ['account', 'account'],
        ['claim', 'text'],
        ['amount', 'amount'],
        ['hops', 'count'],
        ['route', 'route'],
      ],
      rows,
    )
  }

  function pathRow(id: string, { claim, amount, transfers }: ReturnType<typeof tracePaths>[number]): PageRow {
    const first = transfers[0]
    const stops =
      first === undefined
        ? say('further')
        : [trace.graph.transfer(first).from, ...transfers.map((at) => trace.graph.transfer(at).to)].map(of)
    const hops = first === undefined ? undefined : transfers.length
    return {
      cells: [of(id), safeText(claim), minor(amount), hops, stops],
      ...(trace.claims.length > 1 && { claims: [claimAt.get(claim) as number] }),
    }
  }

  function problemTable(): PageTable {
    const found = problems.map((problem): PageRow => {
      const { severity, code, file, row, id } = problem
      const name = id === undefined ? undefined : view.subject(id)
      return { cells: [term(severity), code, file, row, name, undefined, view.message(problem)].map(safe) }
    })
    const assumed = trace.assumptions.map(({ code, account, amount, transfer }): PageRow => {
      const texts = [term('assumption'), term(code), undefined, undefined, view.account(account)]
      return { cells: [...texts.map(safe), minor(amount), safe(transfer)] }
    })
    return tableOf(
      data,
      'problems',
      'problemTable',
      [
        ['severity', 'text'],
        ['code', 'text'],
        ['file', 'text'],
        ['row', 'count'],
        ['id', 'text'],
        ['amount', 'amount'],
        ['message', 'text'],
      ],
      [...found, ...assumed],
    )
  }

  function settingTable(): PageTable {
    const { rows } = settingsTable(view)
    return tableOf(
      data,
      'settings',
      'settingTable',
      [
        ['setting', 'text'],
        ['value', 'text'],
      ],
      rows.map((row) => ({ cells: row.map((cell) => safe(String(cell))) })),
    )
  }

  function restRow(cells: PageRow['cells']): PageRow {
    return { cells, isRest: true }
  }

  function further(many: number): string {
    return lang === 'zh' ? `（${say('further')} ${many}）` : `(${many} ${say('further')})`
  }
}

/** Tables that are left out where they are empty. */
const OPTIONAL: ReadonlySet<string> = new Set(['excluded', 'next'])

function placesOf(items: readonly { id: string }[]): Map<string, number> {
  return new Map(items.map(({ id }, at) => [id, at]))
}

function safe<Cell extends PageRow['cells'][number]>(cell: Cell): Cell | string {
  return typeof cell === 'string' ? safeText(cell) : cell
}
