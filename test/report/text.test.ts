/** What a terminal and Mermaid are given. */
import { buildMoneyGraph, trace } from 'fundtrail'
import { maskNumber, renderMermaid, renderText } from 'fundtrail/report'
import { describe, expect, test } from 'vitest'
import { displayWidth } from '../../examples/support/table.js'
import { HOSTILE, hostileTrace } from '../support/hostile-case.js'
import { urumqi } from '../support/urumqi-case.js'

const caseTrace = trace(urumqi.built.graph, { from: urumqi.reported })
const widest = (text: string) => Math.max(...text.split('\n').map(displayWidth))

describe('text for a terminal', () => {
  test('says where all of it is, in both languages', () => {
    expect(renderText(caseTrace)).toContain(
      '\nstolen 2,050,000.00 = freezable 2,049,000.00 + gone 1,000.00 + returned 0.00 + unresolved 0.00\n',
    )
    expect(renderText(caseTrace, { lang: 'zh' })).toContain(
      '\n被骗 2,050,000.00 = 可冻结 2,049,000.00 + 已流失 1,000.00 + 已返还 0.00 + 待查 0.00\n',
    )
  })

  test('columns line up where Chinese characters take two places', () => {
    const [title, head, rule, ...rows] = renderText(caseTrace, { lang: 'zh' }).split('\n')
    expect(title).toBe('账户（按层级，0 为被害人）')
    for (const line of [head!, ...rows.slice(0, 15)]) expect(displayWidth(line)).toBe(displayWidth(rule!))
  })

  test.each([60, 80, 100])('fits into %i columns, no figure is cut', (width) => {
    const options = { lang: 'zh', timeZone: 'UTC', width } as const
    const text = renderText(caseTrace, options)
    const tables = text.split('\n').filter((line) => line.startsWith('  '))
    if (width >= 80) expect(widest(tables.join('\n'))).toBeLessThanOrEqual(width)
    expect(text).toContain('2,050,000.00')
    expect(text).toContain('987,000.00')
    expect(text).toContain('2024-03-1')
  })

  test('times, which a bank compares, are whole while other text can be cut', () => {
    const text = renderText(caseTrace, { lang: 'zh', width: 100 })
    expect(text.match(/2024-03-1\d \d\d:\d\d:\d\d/g)!.length).toBeGreaterThanOrEqual(42 + 3)
    expect(text).not.toMatch(/2024-03-1\d [\d:]*…/)
  })

  test('what is cut is said with its amount', () => {
    const text = renderText(caseTrace, { maxRows: 4 })
    expect(text).toContain('\n  … 11 more, 2,049,000.00\n')
    expect(text.match(/… \d+ more/g)).toHaveLength(2)
  })

  test('nothing in the records reaches the terminal as a command or begins a line', () => {
    for (const lang of ['zh', 'en'] as const) {
      const text = renderText(hostileTrace(), {
        lang,
        problems: [{ code: 'x', severity: 'error', message: 'a\u001b[31m\nb', file: '\u0007' }],
      })
      expect(text).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/u)
      expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
      const own = text.split('\n').filter((line) => /^(?:=1\+1|lines)/.test(line))
      // The names of institutions head their part of the freeze list, each on one line.
      expect(own.filter((line) => !line.includes(': '))).toEqual([])
    }
  })

  test("a trace by rule 'poison' has what it can have", () => {
    const text = renderText(trace(urumqi.built.graph, { from: urumqi.reported, rule: 'poison' }))
    expect(text).toContain('Hop by hop')
    expect(text).not.toContain('Freeze list')
  })

  test('wrong use is refused', () => {
    expect(() => renderText(caseTrace, { width: 10 })).toThrow('width is 10; it must be a whole number from 40')
    expect(() => renderText(caseTrace, null as never)).toThrow('options')
  })
})

describe('a chart for Mermaid', () => {
  const { graph } = buildMoneyGraph([
    { id: 't1', from: 'victim-1', to: 'mule-1', amount: 100, time: '2024-03-12 10:00' },
    { id: 't2', from: 'victim-1', to: 'mule-1', amount: 50, time: '2024-03-12 10:01' },
    { id: 't3', from: 'mule-1', to: '6222000000000000011', amount: 120, time: '2024-03-12 10:02' },
    { id: 't4', from: 'mule-1', to: 'mule-3', amount: 10, time: '2024-03-12 10:03' },
  ])
  const small = trace(graph, { from: ['t1', 't2'] })

  test('draws an arrow a payer and payee', () => {
    expect(renderMermaid(small, { maskNumbers: true }).split('\n').slice(0, 8)).toEqual([
      'flowchart LR',
      '  a0["victim#45;1"]:::victim',
      '  a1["mule#45;1<br/>held 20.00"]:::held',
      '  a2["#42;#42;#42;#42;0011<br/>held 120.00"]:::held',
      '  a3["mule#45;3<br/>held 10.00"]:::held',
      '  a0 -->|"150.00 #40;2#41;"| a1',
      '  a1 -->|"120.00"| a2',
      '  a1 -->|"10.00"| a3',
    ])
  })

  test('beyond the limit the smallest are left out, and how much they carry is said', () => {
    const text = renderMermaid(small, { maxLinks: 2 })
    expect(text).toContain('  more["1 more arrows, 10.00"]:::more\n')
    expect(text).not.toContain('mule#45;3')
    expect(renderMermaid(small, { maxLinks: 2, lang: 'zh' })).toContain('另有 1 条未画: 10.00')
  })

  test('a label is a label whatever is in it', () => {
    const lines = renderMermaid(hostileTrace()).trimEnd().split('\n')
    const label = '(?:[\\p{L}\\p{M}\\p{N} .,:…]|#\\d+;|<br/>)*'
    const line = new RegExp(
      `^(?:flowchart LR|  a\\d+\\["${label}"\\](?::::\\w+)?|  a\\d+ -->\\|"${label}"\\| a\\d+|  classDef [ \\w:#,-]+)$`,
      'u',
    )
    expect(lines.filter((each) => !line.test(each))).toEqual([])
    expect(lines.filter((each) => each.includes('-->'))).toHaveLength(HOSTILE.length)
  })
})

test.each([
  ['6222000000000000011', '****0011'],
  ['SEC-0000000101', 'SEC-****0101'],
  ['6222 0000 0000 0011', '****0011'],
  ['DE89370400440532013000', 'DE****3000'],
  ['mule-1', 'mule-1'],
  ['1234', '1234'],
  ['６２２２０００１', '****０００１'],
  ['cash:乙银行', 'cash:乙银行'],
])('of %s is shown %s', (id, shown) => {
  expect(maskNumber(id)).toBe(shown)
})
