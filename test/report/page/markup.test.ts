/** What is written: markup, a drawing as XML, a page whose parts are what its policy says. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { buildMoneyGraph, type Trace, trace } from 'fundtrail'
import { renderReport, renderSvg } from 'fundtrail/report'
import { describe, expect, test } from 'vitest'
import { bundledTextForEsbuild } from '../../../scripts/bundled-text.js'
import { el } from '../../../src/report/page/markup/element.js'
import { toMarkup } from '../../../src/report/page/markup/to-markup.js'
import { FROM_SOURCES } from '../../support/from-sources.js'
import { HOSTILE, hostileTrace } from '../../support/hostile-case.js'
import {
  allPending,
  chain,
  circles,
  fan,
  hugeAmounts,
  minuteByMinute,
  oneTransfer,
  traceOf,
  twoVictims,
} from '../../support/page-cases.js'
import { urumqi } from '../../support/urumqi-case.js'

const caseTrace = trace(urumqi.built.graph, { from: urumqi.reported })
const problems = [...urumqi.read.problems, ...urumqi.built.problems]
const html = renderReport(caseTrace, { problems })

describe('markup', () => {
  test('every text is escaped, in elements and attributes', () => {
    const text = `<b a='1' b="2">&amp;</b>`
    const escaped = '&lt;b a=&#39;1&#39; b=&quot;2&quot;&gt;&amp;amp;&lt;/b&gt;'
    expect(toMarkup(el('p', { title: text }, text, el('b', {}, text)))).toBe(
      `<p title="${escaped}">${escaped}<b>${escaped}</b></p>`,
    )
  })

  test('what is undefined is left out, elements of HTML without an end have none', () => {
    expect(toMarkup(el('p', { id: undefined, class: 'a' }, undefined, 'x', el('br'), el('input', { size: 3 })))).toBe(
      '<p class="a">x<br><input size="3"></p>',
    )
  })
})

describe('the drawing alone', () => {
  const { graph } = buildMoneyGraph(minuteByMinute(['victim mule-1 5.00', 'mule-1 mule-2 3.00']))
  test.each([
    ['the seed case', caseTrace],
    ['hostile names', hostileTrace()],
    ['two victims', twoVictims()],
    ['circles', circles()],
    ['a chain', chain(60)],
    ['a fan', fan(3000)],
    ['the largest amounts', hugeAmounts()],
    ['one transfer', oneTransfer()],
    ['all claims pending', allPending()],
    ["rule 'poison'", trace(graph, { from: 't1', rule: 'poison' })],
  ] as [string, Trace][])('of %s is well-formed XML', (_, of) => {
    const svg = renderSvg(of)
    expect(XMLValidator.validate(svg)).toBe(true)
    const { svg: drawing } = new XMLParser({ ignoreAttributes: false }).parse(svg)
    expect(drawing['@_xmlns']).toBe('http://www.w3.org/2000/svg')
    // Characters that XML does not have, and numbers that came from nothing.
    expect(svg.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cn}\p{Surrogate}]/u)
    expect(svg).not.toMatch(/NaN|Infinity|undefined/)
  })

  test('names in it are the ones that the records have, masked', () => {
    const svg = renderSvg(caseTrace, { maskNumbers: true })
    expect(svg).toContain('****0101')
    expect(svg).not.toMatch(/\d{12}/)
  })
})

describe('a page', () => {
  test.each(['en', 'zh'] as const)('of the seed case is below 300 KB (%s)', (lang) => {
    expect(Buffer.byteLength(renderReport(caseTrace, { lang, problems }))).toBeLessThan(300 * 1000)
  })

  test('its policy names the hashes of its own script and style, and allows nothing else', () => {
    const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)![1]!.replaceAll('&#39;', "'")
    const script = /<script>([\s\S]*?)<\/script>/.exec(html)![1]!
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)![1]!
    expect(policy.split('; ').sort()).toEqual(
      [
        "default-src 'none'",
        `script-src ${hash(script)}`,
        `style-src ${hash(style)}`,
        "base-uri 'none'",
        "form-action 'none'",
      ].sort(),
    )
    // The policy comes before all that it rules.
    expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<style>'))
    expect(html).not.toMatch(/https?:\/\/(?!www\.w3\.org\/2000\/svg)/)
    expect(`${script}${style}`).not.toMatch(/@import|url\(|fetch\(|XMLHttpRequest|WebSocket|sendBeacon|eval\(/)
  })

  test('carries its data as JSON that nothing in it can end', () => {
    const page = renderReport(hostileTrace())
    const json = /<script type="application\/json" id="case">([\s\S]*?)<\/script>/.exec(page)![1]!
    expect(json).not.toContain('<')
    const data = JSON.parse(json)
    expect(data.accounts).toHaveLength(HOSTILE.length + 1)
    expect(data.claims).toEqual(['__proto__'])
  })

  test.each(['en', 'zh'] as const)('with masked numbers no account number stands in the file (%s)', (lang) => {
    const numbers = caseTrace.accounts.map(({ id }) => id).filter((id) => /\d{5}/.test(id))
    expect(numbers.length).toBeGreaterThan(10)
    const page = renderReport(caseTrace, { lang, problems, maskNumbers: true })
    for (const number of numbers) {
      expect(renderReport(caseTrace, { lang })).toContain(number)
      expect(page).not.toContain(number)
    }
    // Nor those of accounts that the trace does not touch but a problem names.
    expect(page.replace(/\.(?:csv|xlsx|xml|txt)[^"<;,)]*/g, '')).not.toMatch(/6222\d{12}/)
  })

  test('is the same, byte for byte, whatever zone and language the machine has', () => {
    const script = `
      import { createHash } from 'node:crypto'
      import { trace } from ${JSON.stringify(new URL('../../../src/index.ts', import.meta.url).href)}
      import { renderReport, renderSvg } from ${JSON.stringify(new URL('../../../src/report/index.ts', import.meta.url).href)}
      import { twoVictims } from ${JSON.stringify(new URL('../../support/page-cases.ts', import.meta.url).href)}
      const of = twoVictims()
      const text = ['en', 'zh'].flatMap((lang) =>
        ['UTC', 'Europe/Berlin'].map((timeZone) => renderReport(of, { lang, timeZone }) + renderSvg(of, { lang })),
      )
      console.log(createHash('sha256').update(text.join()).digest('hex'))`
    const made = [
      { TZ: 'UTC', LANG: 'C' },
      { TZ: 'America/St_Johns', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
    ].map((environment) =>
      execFileSync(process.execPath, [...FROM_SOURCES, '--input-type=module', '--eval', script], {
        cwd: fileURLToPath(new URL('../../..', import.meta.url)),
        env: { ...process.env, ...environment },
        encoding: 'utf8',
      }),
    )
    expect(made[0]).toMatch(/^[0-9a-f]{64}\n$/)
    expect(made[1]).toBe(made[0])
    expect(renderReport(twoVictims())).toBe(renderReport(twoVictims()))
  })

  test('a trace across a change of clocks has the times of both', () => {
    const records = [
      { id: 't1', from: 'victim', to: 'mule-1', amount: 5, time: '2024-10-27T00:30:00Z' },
      { id: 't2', from: 'mule-1', to: 'mule-2', amount: 4, time: '2024-10-27T01:30:00Z' },
    ]
    const page = renderReport(traceOf(records, { from: 't1' }), { timeZone: 'Europe/Berlin' })
    expect(page.match(/2024-10-27 02:30:00/g)!.length).toBeGreaterThanOrEqual(4)
  })
})

test('what is built names no folder of the machine that built it', async () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url))
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['src/report/index.ts'],
    bundle: true,
    packages: 'external',
    format: 'esm',
    sourcemap: true,
    outdir: 'dist',
    write: false,
    plugins: [bundledTextForEsbuild()],
  })
  expect(outputFiles).toHaveLength(2)
  for (const text of [...outputFiles.map((file) => file.text), html, renderSvg(caseTrace)]) {
    expect(text).not.toContain(root.slice(0, -1))
    expect(text).not.toMatch(/\/(?:home|root|work|tmp|Users)\//)
  }
})
