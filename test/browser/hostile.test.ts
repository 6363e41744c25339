/** Names that were chosen to do harm are text wherever they are shown, and nothing that got in could do any. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Problem } from 'fundtrail'
import { renderReport, renderSvg } from 'fundtrail/report'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { HOSTILE } from '../support/hostile-case.js'
import { oneTransfer, traceOf } from '../support/page-cases.js'
import { describeInBrowser } from './support/browser.js'
import { bands, chooseView, columnOf, filterBy, moves, nodes } from './support/page-reader.js'

const MARKUP = [
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  '</script><script>alert(1)</script>',
  '</title></style></textarea><script>alert(1)</script>',
  '<!--<script>',
  '--><script>alert(1)</script>',
  ']]><script>alert(1)</script>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '{{constructor.constructor("alert(1)")()}}',
  'javascript:alert(1)',
  '<a href="javascript:alert(1)">x</a>',
  '<iframe srcdoc="<script>alert(1)</script>">',
  '<base href="http://example.invalid/">',
  '<meta http-equiv=refresh content="0;url=http://example.invalid/">',
  '<link rel=stylesheet href=http://example.invalid/x.css>',
  '\u202e\u2066<b>\u2069\u200f',
  'nul\u0000 and \u0008 and \ufeff',
  '__proto__',
  'constructor',
  'toString',
] as const
const ALL = [...new Set([...MARKUP, ...HOSTILE])]

/** Each name everywhere: accounts, holders, institutions, ids, memos, files, claims, problems. */
function everywhere(names: readonly string[]) {
  const records = names.flatMap((name, at) => {
    const source = { file: name, row: at }
    const time = Date.parse('2024-03-01T01:00:00Z') + at * 60_000
    return [
      { id: `${name} in`, from: `victim ${name}`, to: name, amount: 100 + at, time, memo: name, source },
      { id: `${name} on`, from: name, to: `next ${name}`, amount: 60 + at, time: time + 1000, memo: name, source },
    ]
  })
  const problems: Problem[] = names.map((name, row) => ({
    code: name,
    severity: 'error',
    message: name,
    file: name,
    id: name,
    row,
  }))
  const made = traceOf(
    records,
    { claims: names.map((name) => ({ id: name, transfers: [`${name} in`] })) },
    { accounts: names.map((name) => ({ id: name, holder: name, institution: name })) },
  )
  return { made, problems }
}

/** The names of all elements and attributes of the page: no record may add any. */
function vocabulary(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const names = new Set<string>()
    for (const element of document.querySelectorAll('*')) {
      names.add(element.localName)
      for (const { name } of element.attributes) names.add(`@${name}`)
    }
    return [...names].sort()
  })
}

async function useAll(page: Page): Promise<void> {
  for (const view of ['flow', 'time'] as const) {
    await chooseView(page, view)
    const count = await nodes(page, view).count()
    for (let at = 0; at < count; at += 7) {
      await nodes(page, view).nth(at).dispatchEvent('pointerover')
      await nodes(page, view).nth(at).dispatchEvent('click')
    }
    const line = view === 'flow' ? bands(page) : moves(page)
    await line.first().dispatchEvent('click')
  }
  await filterBy(page, { least: '50' })
  await chooseView(page, 'flow')
}

const { made, problems } = everywhere(ALL)
const harmless = everywhere(ALL.map((_, at) => `name ${at}`))

describeInBrowser('hostile names in a report', (open) => {
  test('are text: no element, no attribute, no script of theirs', async () => {
    const options = { problems: harmless.problems, accountsPerLevel: 100 }
    const plain = await open(renderReport(harmless.made, options))
    await useAll(plain.page)
    const own = await vocabulary(plain.page)
    expect(own.filter((name) => name.startsWith('@on'))).toEqual([])
    for (const lang of ['en', 'zh'] as const) {
      const { page, html } = await open(renderReport(made, { lang, problems, accountsPerLevel: 100 }))
      await useAll(page)
      expect(await vocabulary(page)).toEqual(own)
      expect(await page.locator('script').count()).toBe(2)
      expect(html).not.toMatch(/<!--|<img|<iframe|<base|<link/)
      expect(html.match(/<script/g)).toHaveLength(2)
      // Nothing that turns the direction of writing, no controls but the line ends of this library.
      expect(html.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/u)
    }
  })

  test('stand in the tables as they are', async () => {
    const { page } = await open(renderReport(made, { problems }))
    await page.locator('[data-more="transfers"]').click()
    const ids = await columnOf(page, 'transfers', 'transfer')
    for (const name of MARKUP.slice(0, 16)) expect(ids).toContain(`${name} in`)
    expect(await columnOf(page, 'problems', 'message')).toContain('</script><script>alert(1)</script>')
    const claims = await page.locator('[name="claim"] option').allTextContents()
    for (const name of MARKUP.slice(0, 16)) expect(claims).toContain(name)
    await filterBy(page, { claim: '__proto__' })
    expect(await columnOf(page, 'transfers', 'transfer')).toEqual(['__proto__ in', '__proto__ on'])
  })

  test('are as harmless in a drawing of its own', async () => {
    const svg = renderSvg(made, { accountsPerLevel: 100 })
    const document = (drawing: string) => `<!doctype html><meta charset="utf-8"><title>x</title>${drawing}`
    const { page } = await open(document(svg))
    const plain = await open(document(renderSvg(harmless.made, { accountsPerLevel: 100 })))
    expect(await vocabulary(page)).toEqual(await vocabulary(plain.page))
    expect(await page.locator('[data-node]').count()).toBe(made.accounts.length)
  })

  test('that are very long are inert too, and the page stays usable', async () => {
    const long = (letter: string) => letter.repeat(100_000)
    const huge = traceOf(
      [
        { id: long('t'), from: long('v'), to: long('<'), amount: 100, time: '2024-03-01', source: { file: long('f') } },
        { id: 'u', from: long('<'), to: long('&'), amount: 50, time: '2024-03-02', memo: long('m') },
      ],
      { claims: [{ id: long('c'), transfers: [long('t')] }] },
      { accounts: [{ id: long('<'), holder: long('"'), institution: long("'") }] },
    )
    const { page } = await open(renderReport(huge))
    await useAll(page)
    await nodes(page).nth(1).dispatchEvent('click')
    expect((await page.locator('#detail dd').first().innerText()).length).toBeGreaterThan(20)
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    expect(renderSvg(huge).length).toBeGreaterThan(100)
  })

  test('would be stopped by the policy of the page, had one got through', async () => {
    const hits: string[] = []
    const server = createServer(({ url }, response) => {
      hits.push(url ?? '')
      response.end('alert(1)')
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const injected =
      `<img src="${at}/x.png" onerror="alert(1)"><script>alert(2)</script><script src="${at}/x.js"></script>` +
      `<link rel="stylesheet" href="${at}/x.css"><iframe src="${at}/frame"></iframe><form action="${at}/form" id="form"></form>` +
      `<div style="background: url(${at}/y.png)" onclick="alert(3)" id="trap">x</div>`
    const { page, noise } = await open(renderReport(oneTransfer()).replace('<main>', `<main>${injected}`))
    await page.locator('#trap').click()
    await page.evaluate(() => document.querySelector<HTMLFormElement>('#form')?.requestSubmit())
    await page.evaluate((url) => fetch(url).catch(() => undefined), `${at}/data`)
    // Each is blocked, which the browser says in its own time.
    const directives = ['script-src', 'style-src', 'form-action', 'default-src', 'img-src', 'frame-src', 'connect-src']
    const isSaid = (directive: string) =>
      noise.some((line) => line.includes('Content Security Policy') && line.includes(directive))
    await expect.poll(() => directives.filter((each) => !isSaid(each)), { timeout: 10_000 }).toEqual([])
    server.close()
    expect(hits).toEqual([])
    expect(noise.splice(0).filter((line) => line.startsWith('dialog'))).toEqual([])
    // The page's own script runs all the same.
    expect(await page.locator('html.live').count()).toBe(1)
  })
})
