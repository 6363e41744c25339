import type { Decimal } from 'decimal.js'
import type { Trace, TracedAccount } from '../../index.js'
import { wholeNumber } from '../bad-option.js'
import type { MermaidOptions } from '../types.js'
import { sumOf, viewOf } from '../view.js'
import { safeText } from './safe-text.js'

interface Link {
  from: string
  to: string
  traced: Decimal
  count: number
}

const LONGEST_LABEL = 60

/**
 * A small trace as a flow chart for Mermaid, left to right: a box an account, an arrow from payer to payee with the
 * traced amount of all their transfers. Beyond `maxLinks` the smallest arrows are left out; a box then says how many
 * they are and how much they carry. Labels are written in characters that mean nothing to Mermaid or HTML.
 *
 * @throws FundtrailError 'bad-option'
 */
export function renderMermaid(trace: Trace, options: MermaidOptions = {}): string {
  const view = viewOf(trace, options)
  const { word, money } = view
  const most = wholeNumber('maxLinks', options.maxLinks ?? 60, 1)
  const { drawn, cut } = linksOf(trace, most)
  const shown = new Set(drawn.flatMap(({ from, to }) => [from, to]))
  const accounts = trace.accounts.filter(({ id }) => shown.has(id))
  const keys = new Map(accounts.map(({ id }, at) => [id, `a${at}`]))
  const lines = ['flowchart LR', ...accounts.map(box), ...drawn.map(arrow)]
  if (cut.length > 0) {
    const sum = money(
      sumOf(
        cut.map(({ traced }) => traced),
        trace.stolen,
      ),
    )
    const text = word(`另有 ${cut.length} 条未画: ${sum}`, `${cut.length} more arrows, ${sum}`)
    lines.push(`  more["${label(text)}"]:::more`)
  }
  lines.push('  classDef victim fill:#dbeafe,stroke:#1e40af,color:#111')
  lines.push('  classDef held fill:#fee2e2,stroke:#b91c1c,color:#111')
  lines.push('  classDef more fill:none,stroke-dasharray:4 4')
  return `${lines.join('\n')}\n`

  function box(account: TracedAccount): string {
    const { id, holder, institution, held, level } = account
    const parts = [view.account(id), [holder, institution].filter((text) => text !== undefined).join(' ')]
    if (!held.isZero()) parts.push(`${word('涉案余额', 'held')} ${money(held)}`)
    const text = parts.filter((part) => part !== '').map(label)
    const style = level === 0 ? ':::victim' : held.isZero() ? '' : ':::held'
    return `  ${keys.get(id)}["${text.join('<br/>')}"]${style}`
  }

  function arrow({ from, to, traced, count }: Link): string {
    const text = count === 1 ? money(traced) : `${money(traced)} (${count})`
    return `  ${keys.get(from)} -->|"${label(text)}"| ${keys.get(to)}`
  }
}

/** Links of payer and payee: the largest `most` of them, in the order of their first transfer, and the others. */
function linksOf({ transfers }: Trace, most: number): { drawn: Link[]; cut: Link[] } {
  const links = new Map<string, Map<string, Link>>()
  const all: Link[] = []
  for (const { from, to, traced } of transfers) {
    const outgoing = links.get(from) ?? new Map<string, Link>()
    links.set(from, outgoing)
    const link = outgoing.get(to)
    if (link === undefined) {
      const added = { from, to, traced, count: 1 }
      outgoing.set(to, added)
      all.push(added)
    } else {
      link.traced = link.traced.plus(traced)
      link.count++
    }
  }
  const kept = new Set([...all].sort((a, b) => b.traced.cmp(a.traced)).slice(0, most))
  return { drawn: all.filter((link) => kept.has(link)), cut: all.filter((link) => !kept.has(link)) }
}

/** Every character that could be syntax as its number, which Mermaid turns back: #34; */
function label(text: string): string {
  const characters = [...safeText(text)]
  const short = characters.length > LONGEST_LABEL ? [...characters.slice(0, LONGEST_LABEL - 1), '…'] : characters
  return short.map((one) => (/[\p{L}\p{M}\p{N} .,:…]/u.test(one) ? one : `#${one.codePointAt(0)};`)).join('')
}
