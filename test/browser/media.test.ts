/** Dark, on paper, and without the script. */
import { inflateSync } from 'node:zlib'
import { trace } from 'fundtrail'
import { renderReport } from 'fundtrail/report'
import { expect, test } from 'vitest'
import { urumqi } from '../support/urumqi-case.js'
import { describeInBrowser } from './support/browser.js'
import { chooseView, columnOf, headerSums, nodes } from './support/page-reader.js'

const caseTrace = trace(urumqi.built.graph, { from: urumqi.reported })
const html = renderReport(caseTrace, { problems: [...urumqi.read.problems, ...urumqi.built.problems] })
const chinese = renderReport(caseTrace, { lang: 'zh' })
const TABLES = ['levels', 'freeze', 'endings', 'transfers', 'splits', 'merges', 'paths', 'problems', 'settings']

/** The size of each page of a PDF, in points. */
function pageSizes(pdf: Buffer): number[][] {
  const text = pdf.toString('latin1')
  // Page objects are plain, or in compressed object streams.
  const streams = [...text.matchAll(/\/ObjStm[\s\S]*?stream\r?\n([\s\S]*?)\r?\nendstream/g)].map(([, data = '']) =>
    inflateSync(Buffer.from(data, 'latin1')).toString('latin1'),
  )
  return [text, ...streams].flatMap((part) =>
    [...part.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) => [
      Number(width),
      Number(height),
    ]),
  )
}

function lightness(colour: string): number {
  return (colour.match(/\d+/g) ?? []).slice(0, 3).reduce((sum, part) => sum + Number(part), 0)
}

describeInBrowser('a report', (open) => {
  test('is dark where the reader wants it dark', async () => {
    const { page } = await open(html)
    const looks = async (colorScheme: 'light' | 'dark') => {
      await page.emulateMedia({ colorScheme })
      return page.evaluate(() => [
        getComputedStyle(document.body).backgroundColor,
        getComputedStyle(document.body).color,
        getComputedStyle(document.querySelector('#flow .name') as Element).fill,
      ])
    }
    const light = await looks('light')
    const dark = await looks('dark')
    expect(lightness(light[0]!)).toBeGreaterThan(600)
    expect(lightness(dark[0]!)).toBeLessThan(150)
    for (const at of [1, 2]) expect(lightness(dark[at]!) - lightness(light[at]!)).toBeGreaterThan(400)
  })

  test('is read on a phone without moving the page sideways', async () => {
    const { page } = await open(html)
    await page.setViewportSize({ width: 400, height: 800 })
    for (const view of ['flow', 'time'] as const) {
      await chooseView(page, view)
      await page.locator(`#${view} [data-node]`).nth(1).dispatchEvent('click')
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(400)
      // The chart moves in its own place.
      expect(await page.locator('#canvas').evaluate((canvas) => canvas.scrollWidth > canvas.clientWidth)).toBe(true)
    }
  })

  test.each(['light', 'dark'] as const)('prints whole, on white A4 pages (%s)', async (colorScheme) => {
    const { page } = await open(html, { colorScheme })
    await nodes(page).nth(1).focus()
    await page.keyboard.press('Enter')
    await page.emulateMedia({ media: 'print', colorScheme })
    const [ink, paper] = await page.evaluate(() => {
      const { color, backgroundColor } = getComputedStyle(document.body)
      return [color, backgroundColor]
    })
    expect(lightness(ink!)).toBeLessThan(150)
    expect(lightness(paper!)).toBe(3 * 255)
    for (const view of ['#flow', '#time']) expect(await page.locator(`${view} svg`).isVisible()).toBe(true)
    for (const key of TABLES) expect(await page.locator(`[data-table="${key}"] table`).isVisible()).toBe(true)
    for (const tool of ['#tools', '#detail', '.contents', '.help']) {
      expect(await page.locator(tool).isVisible()).toBe(false)
    }
    const pdf = await page.pdf({ format: 'A4', printBackground: true })
    const sizes = pageSizes(pdf)
    expect(sizes.length).toBeGreaterThanOrEqual(3)
    expect(sizes.length).toBeLessThanOrEqual(12)
    // A4 upright or across, as the page's own style asks; the browser rounds to whole pixels.
    for (const size of sizes) {
      expect(Math.abs(Math.min(...size) - 595.3)).toBeLessThan(1.5)
      expect(Math.abs(Math.max(...size) - 841.9)).toBeLessThan(1.5)
    }
  })

  test('on paper nothing is wider than the page', async () => {
    // A4 across less its margins, at 96 dots an inch.
    const { page } = await open(html, { viewport: { width: 1032, height: 700 } })
    await page.emulateMedia({ media: 'print' })
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
    const wide = await page
      .locator('table, svg.chart')
      .evaluateAll((all) =>
        all
          .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
          .map((each) => each.outerHTML.slice(0, 120)),
      )
    expect(wide).toEqual([])
  })

  test.each([
    ['English', html],
    ['Chinese', chinese],
  ])('is whole without its script (%s)', async (_, text) => {
    const { page } = await open(text, { javaScriptEnabled: false })
    expect((await headerSums(page))['stolen']).toBe(205000000n)
    for (const view of ['#flow', '#time']) expect(await page.locator(`${view} svg`).isVisible()).toBe(true)
    expect(await page.locator('#tools').isVisible()).toBe(false)
    expect(await page.locator('#detail').isVisible()).toBe(false)
    for (const key of ['levels', 'transfers', 'freeze']) {
      expect(await page.locator(`[data-table="${key}"] table`).isVisible()).toBe(true)
    }
    expect(await page.locator('[data-table="transfers"] tbody tr').count()).toBe(caseTrace.transfers.length)
  })

  test('says the same with the script as without it', async () => {
    const without = await open(html, { javaScriptEnabled: false })
    const withIt = await open(html)
    for (const { page } of [without, withIt]) expect(await columnOf(page, 'levels', 'account')).toHaveLength(15)
    const charts = await Promise.all(
      [without, withIt].map(async ({ page }) => [
        await page.locator('#flow').innerHTML(),
        await page.locator('#time').innerHTML(),
      ]),
    )
    expect(charts[1]).toEqual(charts[0])
    // Drawn again by the script, from the same data: the same charts.
    const { page } = withIt
    await page.locator('[name="least"]').fill('1')
    await page.locator('[name="least"]').fill('')
    await chooseView(page, 'time')
    expect(await page.locator('#flow').innerHTML()).toBe(charts[0]![0]!.replace(/ xmlns="[^"]*"/g, ''))
    expect(await page.locator('#time').innerHTML()).toBe(charts[0]![1]!.replace(/ xmlns="[^"]*"/g, ''))
  })
})
