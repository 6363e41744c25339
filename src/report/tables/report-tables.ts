import { flowTable, freezable, stopList, type Trace } from '../../index.js'
import { badOption, wholeNumber } from '../bad-option.js'
import type { ReportTable, ReportTablesOptions } from '../types.js'
import { viewOf } from '../view.js'
import { fromDocument } from './from-document.js'
import { levelsTable } from './levels.js'
import { pathsTable } from './paths.js'
import { problemsTable } from './problems.js'
import { restitutionSheet } from './restitution.js'
import { settingsTable } from './settings.js'
import { summaryTable } from './summary.js'

/**
 * The tables of a case, all of one shape: Summary, Freeze (as `stopList`), Levels, Flow (as `flowTable`), Paths,
 * Restitution (as `restitutionTable`), Problems and Settings, in this order.
 *
 * @throws FundtrailError 'bad-option', also for a trace by rule 'poison', which follows no amounts; 'unknown-account' for
 *   an account of `frozen`
 */
export function reportTables(trace: Trace, options: ReportTablesOptions = {}): ReportTable[] {
  const list = freezable(trace)
  const view = viewOf(trace, options)
  const { lang, timeZone } = view
  const { problems = [], frozen } = options
  const limit = wholeNumber('pathsPerAccount', options.pathsPerAccount ?? 20, 1)
  const pathAccounts = wholeNumber('pathAccounts', options.pathAccounts ?? 200, 1)
  if (!Array.isArray(problems)) badOption('problems', problems, 'the list that buildMoneyGraph gives')
  if (frozen !== undefined && !(frozen instanceof Map)) badOption('frozen', frozen, 'a Map of amounts by account')
  const documents = { lang, timeZone }
  return [
    summaryTable(view, list),
    fromDocument(view, 'Freeze', stopList(trace, documents), ['from', 'expires']),
    levelsTable(view),
    fromDocument(view, 'Flow', flowTable(trace, documents)),
    pathsTable(view, limit, pathAccounts),
    restitutionSheet(view, list, frozen),
    problemsTable(view, problems),
    settingsTable(view),
  ]
}
