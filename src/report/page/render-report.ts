import { freezable, type Trace } from '../../index.js'
import { badOption, wholeNumber } from '../bad-option.js'
import { safeText } from '../text/safe-text.js'
import type { HtmlOptions } from '../types.js'
import { viewOf } from '../view.js'
import { caseDataOf, minorUnits } from './case-data.js'
import script, { sha256 as scriptHash } from './client/main.ts?bundled'
import { EVERYTHING, showRows } from './filter.js'
import { drawFlow } from './flow/draw.js'
import { networkOf } from './flow/network.js'
import { formatOf } from './format.js'
import { headerOf } from './header.js'
import { el } from './markup/element.js'
import { toMarkup } from './markup/to-markup.js'
import style, { sha256 as styleHash } from './page.css?bundled'
import { ACCOUNTS_PER_LEVEL } from './render-svg.js'
import { statusText } from './status.js'
import { drawTable } from './tables/draw-table.js'
import { findingTables } from './tables/finding-tables.js'
import { ROWS } from './tables/limits.js'
import { inOrder } from './tables/order.js'
import type { PageData } from './tables/page-table.js'
import { drawTime } from './time/draw.js'
import { toolbarOf } from './toolbar.js'

/**
 * A case as one HTML page that needs nothing else: the line that adds up to the loss, the flow chart and the same over
 * time, and the tables. It is whole without its script, which adds filters, the rows behind each part of the chart and the
 * rows beyond the first of long tables. Nothing is asked of any network, and its own policy forbids it. The same trace
 * gives the same bytes.
 *
 * @throws FundtrailError 'bad-option', also for a trace by rule 'poison', which follows no amounts
 */
export function renderReport(trace: Trace, options: HtmlOptions = {}): string {
  const list = freezable(trace)
  const view = viewOf(trace, options)
  const room = wholeNumber('accountsPerLevel', options.accountsPerLevel ?? ACCOUNTS_PER_LEVEL, 1)
  const { problems = [], title } = options
  if (!Array.isArray(problems)) badOption('problems', problems, 'the list that buildMoneyGraph gives')
  if (title !== undefined && typeof title !== 'string') badOption('title', title, 'a text')
  const minor = minorUnits(view.decimals)
  const facts = caseDataOf(view, list)
  const data: PageData = { ...facts, tables: findingTables(view, facts, list, problems, minor) }
  const format = formatOf(data)
  const { say } = format
  const heading = safeText(title ?? say('title'))
  const shown = showRows(data, EVERYTHING)
  const network = networkOf(data, shown, () => room)
  const tables = inOrder(data)
  const isEmpty = shown.rows.length === 0
  const body = [
    headerOf(heading, data, trace, list, minor, format),
    el(
      'main',
      {},
      el(
        'section',
        { class: 'picture', 'aria-label': say('chart') },
        el('h2', {}, say('chart')),
        toolbarOf(data, format),
        el('p', { class: 'status', id: 'status', role: 'status' }, statusText(data, shown, network, format)),
        el(
          'div',
          { class: 'stage' },
          el(
            'div',
            { class: 'canvas', id: 'canvas' },
            el('div', { id: 'flow' }, isEmpty ? say('noneTraced') : drawFlow(data, network, format)),
            el('div', { id: 'time' }, isEmpty ? say('noneTraced') : drawTime(data, network, shown, format)),
          ),
          el('aside', { id: 'detail', class: 'detail enhanced', 'aria-live': 'polite', hidden: 'hidden' }),
        ),
        el('p', { class: 'help enhanced' }, say('help')),
      ),
      el(
        'nav',
        { class: 'contents', 'aria-label': say('tables') },
        ...tables.map(({ key, title }) => el('a', { href: `#${key}` }, title)),
      ),
      ...tables.map((table) =>
        el(
          'section',
          { id: table.key, class: 'table' },
          el('h2', {}, table.title),
          drawTable(data, table, table.rows, ROWS),
        ),
      ),
    ),
  ]
  const policy =
    `default-src 'none'; script-src 'sha256-${scriptHash}'; style-src 'sha256-${styleHash}'; ` +
    "base-uri 'none'; form-action 'none'"
  const head = [
    el('meta', { charset: 'utf-8' }),
    el('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
    el('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    el('meta', { name: 'referrer', content: 'no-referrer' }),
    el('title', {}, heading),
  ]
  return [
    `<!doctype html>\n<html lang="${data.lang === 'zh' ? 'zh-CN' : 'en'}">\n<head>`,
    ...head.map(toMarkup),
    // Text of this library, and of no record: it ends no element.
    `<style>${style}</style>\n</head>\n<body>`,
    ...body.map(toMarkup),
    `<script type="application/json" id="case">${jsonForScript({ ...data, room })}</script>`,
    `<script>${script}</script>\n</body>\n</html>\n`,
  ].join('\n')
}

/** No text in it can end the element that it stands in, or begin a comment. */
function jsonForScript(value: unknown): string {
  return JSON.stringify(value).replace(/</g, '\\u003c')
}
