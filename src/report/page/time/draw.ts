import { area, curveStepAfter } from 'd3-shape'
import { fitWidth } from '../../text/display-width.js'
import type { CaseAccount, CaseData } from '../data.js'
import { describeNode, nameOf, nameOfNode } from '../describe.js'
import type { Shown } from '../filter.js'
import type { Network } from '../flow/network.js'
import { type Format, total } from '../format.js'
import { type Element, el } from '../markup/element.js'
import { resting } from '../resting.js'
import { type Line, layOutTime, type Step, TIME, type TimeLayout } from './layout.js'

/** From the foot of the curve up. */
const PARTS = ['gone', 'returned', 'unresolved', 'freezable'] as const
/** Places of the parts in a step of the curve. */
const PLACE = { freezable: 1, gone: 2, returned: 3, unresolved: 4 } as const
const NAME = 26
/** Pixels of a digit of the axis at most. */
const DIGIT = 7.7

/** The case over time: what could be frozen, and under it who held what when, and when it moved on. */
export function drawTime(data: CaseData, network: Network, shown: Shown, format: Format): Element {
  const layout = layOutTime(data, network, shown, offsetOf(format))
  const { width, height, rows, lines, cut } = layout
  const { say } = format
  return el(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      class: 'chart times',
      role: 'group',
      'aria-label': say('timeTitle'),
    },
    el('title', {}, say('timeTitle')),
    drawAxis(layout, format),
    drawCurve(data, layout, format),
    el('g', { class: 'nodes' }, ...rows.map((row) => drawRow(data, network, row, width, format))),
    el('g', { class: 'links' }, ...lines.map((line) => drawLine(data, line, format))),
    cut.count === 0
      ? undefined
      : el(
          'text',
          { class: 'detail', x: TIME.names, y: height - 2 },
          `${format.count(cut.count)} ${say('notDrawn')}, ${format.money(cut.amount)}`,
        ),
  )
}

/** The clock of the report against UTC, read off the text that it writes. */
function offsetOf({ clock }: Format): (at: number) => number {
  return (at) => Date.parse(`${clock(at).replace(' ', 'T')}Z`) - Math.floor(at / 1000) * 1000
}

function drawAxis({ ticks, width, height }: TimeLayout, { clock }: Format): Element {
  const texts = ticks.map(({ at }) => clock(at))
  const wholeDays = texts.every((text) => text.endsWith('00:00:00'))
  const wholeMinutes = texts.every((text) => text.endsWith(':00'))
  // A text that would run out of the drawing is left out; its line stays.
  const textAt = (x: number, y: number, text: string) =>
    x + 3 + text.length * DIGIT > width ? undefined : el('text', { x: round(x + 3), y }, text)
  return el(
    'g',
    { class: 'grid' },
    ...ticks.flatMap(({ x }, at) => {
      const [day = '', hour = ''] = texts[at]!.split(' ')
      const isNewDay = at === 0 || texts[at - 1]!.slice(0, 10) !== day
      return [
        el('line', { x1: round(x), y1: 18, x2: round(x), y2: height }),
        textAt(x, 12, wholeDays ? day : wholeMinutes ? hour.slice(0, 5) : hour),
        isNewDay && !wholeDays ? textAt(x, 26, day) : undefined,
      ]
    }),
  )
}

/** Stacked, from the foot up: what was gone, returned, unresolved, and still to be frozen. */
function drawCurve(
  { curve, chosenClaim }: CaseData,
  { xOf, yOf, width }: TimeLayout,
  { say, money, time }: Format,
): Element {
  const foot = TIME.curveTop + TIME.curveHeight
  const right = width - TIME.right
  const points: { x: number; sums: number[]; text: string }[] = curve.map((step) => {
    const sums = [0]
    for (const part of PARTS) sums.push((sums.at(-1) as number) + step[PLACE[part]])
    const text = PARTS.map((part) => `${say(part)} ${money(step[PLACE[part]])}`).join('\n')
    return { x: Math.min(right, Math.max(TIME.names, xOf(step[0]))), sums, text: `${time(step[0])}\n${text}` }
  })
  const last = points.at(-1)
  if (last === undefined) return el('g', {})
  const stretched = [...points, { ...last, x: right }]
  const shape = (place: number) =>
    area<(typeof points)[number]>()
      .x(({ x }) => round(x))
      .y0(({ sums }) => round(foot - yOf(sums[place] as number)))
      .y1(({ sums }) => round(foot - yOf(sums[place + 1] as number)))
      .curve(curveStepAfter)(stretched) ?? ''
  return el(
    'g',
    { class: 'curve' },
    el('text', { class: 'name', x: 0, y: TIME.curveTop + 12 }, say('perStep')),
    chosenClaim === undefined
      ? undefined
      : el('text', { class: 'detail', x: 0, y: TIME.curveTop + 28 }, say('allClaims')),
    ...PARTS.map((part, at) =>
      el(
        'text',
        { class: `detail word-${part}`, x: 0, y: foot - at * 16 },
        `${say(part)} ${money((curve.at(-1) as (typeof curve)[number])[PLACE[part]])}`,
      ),
    ),
    ...PARTS.map((part, at) => el('path', { class: `part-${part}`, d: shape(at) })),
    el('line', { class: 'foot', x1: TIME.names, y1: foot, x2: right, y2: foot }),
    ...points.map(({ x, text }, at) =>
      el(
        'rect',
        {
          class: 'step',
          x: round(x),
          y: TIME.curveTop,
          width: round(Math.max(0.5, (points[at + 1]?.x ?? right) - x)),
          height: TIME.curveHeight,
        },
        el('title', {}, text),
      ),
    ),
  )
}

function drawRow(
  data: CaseData,
  { nodes }: Network,
  { node, y, steps }: TimeLayout['rows'][number],
  width: number,
  format: Format,
): Element {
  const flow = nodes[node]!
  const members = flow.members.map((at) => data.accounts[at] as CaseAccount)
  const account = members[0] as CaseAccount
  const held = total(members.map((each) => each.held))
  const name = flow.folded ? `${format.count(members.length)} ${format.say('folded')}` : nameOf(account)
  const rest = held === 0n ? '' : ` ${format.say('held')} ${format.money(held)}`
  const text = describeNode(data, flow, format)
  const last = steps.at(-1)
  const shape = area<Step>()
    .x(({ x }) => round(x))
    .y0(({ height }) => round(y - height / 2))
    .y1(({ height }) => round(y + height / 2))
    .curve(curveStepAfter)
  return el(
    'g',
    {
      class: `node ${flow.folded ? 'many folded' : `kind-${account.kind}`}${flow.level === 0 ? ' victim' : ''}`,
      'data-node': node,
      role: 'button',
      tabindex: node === 0 ? 0 : -1,
      'aria-label': nameOfNode([fitWidth(name, NAME), `${format.level(flow.level)}${rest}`], text),
    },
    el('title', {}, text),
    el('line', { class: 'base', x1: TIME.names, y1: y, x2: width - TIME.right, y2: y }),
    el('path', {
      class: held > 0n ? 'stay rests' : 'stay',
      d: shape(last === undefined ? steps : [...steps, { ...last, x: width - TIME.right }]) ?? '',
    }),
    el(
      'text',
      { class: 'label', x: 0, y },
      el('tspan', { class: 'name', x: 0, dy: '-0.1em' }, fitWidth(name, NAME)),
      ' ',
      el(
        'tspan',
        { class: resting(members).known === 0n ? 'detail' : 'detail rests', x: 0, dy: '1.15em' },
        `${format.level(flow.level)}${rest}`,
      ),
    ),
  )
}

function drawLine(data: CaseData, { x, from, to, width, amount, rows }: Line, format: Format): Element {
  const { transfers, accounts } = data
  const row = rows[0] as number
  const payee = accounts[transfers.to[row] as number] as CaseAccount
  const payer = accounts[transfers.from[row] as number] as CaseAccount
  const text = [
    `${nameOf(payer)} → ${nameOf(payee)}`,
    `${format.time(transfers.time[row] as number)}: ${format.money(amount)} ${data.currency}`,
  ]
  if (rows.length > 1) text.push(`${format.say('transfers')}: ${format.count(rows.length)}`)
  const head = to > from ? -5 : 5
  return el(
    'g',
    { class: `move kind-${payee.kind}`, 'data-rows': rows.join(' ') },
    el('title', {}, text.join('\n')),
    el('line', { x1: x, y1: from, x2: x, y2: to, 'stroke-width': round(width) }),
    el('path', { d: `M${x},${to}l-3.5,${head}h7z` }),
    el('circle', { cx: x, cy: from, r: 2 }),
  )
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
