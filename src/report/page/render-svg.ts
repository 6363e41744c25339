import { freezable, type Trace } from '../../index.js'
import { wholeNumber } from '../bad-option.js'
import type { SvgOptions } from '../types.js'
import { viewOf } from '../view.js'
import { caseDataOf } from './case-data.js'
import chartStyle from './chart.css?bundled'
import { EVERYTHING, showRows } from './filter.js'
import { drawFlow } from './flow/draw.js'
import { networkOf } from './flow/network.js'
import { formatOf } from './format.js'
import { el } from './markup/element.js'
import { toMarkup } from './markup/to-markup.js'

/**
 * The flow chart alone, as an SVG document: columns by level from the victim on, bands as wide as the traced amount, colour
 * by kind of account, what rests in an account at its side. Beyond `accountsPerLevel` the smallest accounts of a level are
 * one, with their number and sum. Account numbers are masked in the labels.
 *
 * @throws FundtrailError 'bad-option'
 */
export function renderSvg(trace: Trace, options: SvgOptions = {}): string {
  const view = viewOf(trace, options)
  const room = wholeNumber('accountsPerLevel', options.accountsPerLevel ?? ACCOUNTS_PER_LEVEL, 1)
  const data = caseDataOf(view, trace.rule === 'poison' ? undefined : freezable(trace))
  const network = networkOf(data, showRows(data, EVERYTHING), () => room)
  const drawing = drawFlow(data, network, formatOf(data))
  const style = el('style', {}, chartStyle)
  return `${toMarkup({ ...drawing, children: [style, ...drawing.children] })}\n`
}

export const ACCOUNTS_PER_LEVEL = 12
