import type { FreezeList, Trace } from '../../index.js'
import type { Minor } from './case-data.js'
import type { CaseData } from './data.js'
import type { Format } from './format.js'
import { type Element, el } from './markup/element.js'
import type { Word } from './words.js'

/** The strip that adds up to the loss, and the facts of the case. Figures are those of the freeze list. */
export function headerOf(
  heading: string,
  data: CaseData,
  trace: Trace,
  list: FreezeList,
  minor: Minor,
  format: Format,
): Element {
  const { say, money, count, time, term } = format
  const parts = [
    ['freezable', list.total],
    ['gone', list.gone],
    ['returned', list.returned],
    ['unresolved', list.unresolved],
  ] as const
  const { time: times, level } = data.transfers
  const institutions = new Set(data.accounts.flatMap(({ institution }) => institution ?? []))
  const facts: [Word, string][] = [
    ['accounts', count(data.accounts.length)],
    ['institutions', count(institutions.size)],
    ['levels', count(level.reduce((most, each) => Math.max(most, each), 0))],
    ['transfers', count(times.length)],
  ]
  if (times.length > 0) {
    facts.push(['firstTransfer', time(times.reduce((a, b) => Math.min(a, b)))])
    facts.push(['lastTransfer', time(times.reduce((a, b) => Math.max(a, b)))])
  }
  facts.push(['until', `${format.clock(trace.until.getTime())} (${data.timeZone})`])
  facts.push(['rule', term(trace.rule)])
  facts.push(['coverage', term(trace.settings.coverage)])
  const { shortfall } = trace.settings
  facts.push(['shortfall', shortfall === 'overdraft' ? say('overdrawn') : term(shortfall)])
  if (data.claims.length > 1) facts.push(['claims', count(data.claims.length)])
  return el(
    'header',
    {},
    el('h1', {}, heading),
    el(
      'p',
      { class: 'sum' },
      figure('stolen', money(minor(list.stolen)), `${data.currency} `),
      ...parts.flatMap(([word, amount], at) => [at === 0 ? ' = ' : ' + ', figure(word, money(minor(amount)), '')]),
    ),
    barOf(parts.map(([word, amount]) => [word, minor(amount)] as const)),
    el(
      'dl',
      { class: 'facts' },
      ...facts.map(([word, value]) => el('div', {}, el('dt', {}, say(word)), el('dd', {}, value))),
    ),
  )

  function figure(word: Word, amount: string, before: string): Element {
    return el('span', { class: `figure-of word-${word}` }, el('b', {}, before, amount), ' ', el('small', {}, say(word)))
  }
}

/** The same as lengths. */
function barOf(parts: (readonly [Word, number])[]): Element {
  const whole = parts.reduce((sum, [, amount]) => sum + amount, 0)
  let x = 0
  const pieces = parts.map(([word, amount]) => {
    const width = whole === 0 ? 0 : Math.round((amount / whole) * 100_000) / 100
    const piece = el('rect', { class: `part-${word}`, x, y: 0, width, height: 8 })
    x = Math.round((x + width) * 100) / 100
    return piece
  })
  return el(
    'svg',
    { class: 'chart bar', viewBox: '0 0 1000 8', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    ...pieces,
  )
}
