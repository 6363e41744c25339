/**
 * Writes docs/images: the page of the "safe account" case as the README shows it. Needs Chromium and a font with Chinese
 * (CHROMIUM=/path/to/chromium names another than Debian's).
 *
 *     npm run screenshots
 */
import { mkdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Lang, trace } from 'fundtrail'
import { renderReport } from 'fundtrail/report'
import { chromium } from 'playwright-core'
import { readUrumqiCase } from '../examples/support/urumqi-case.js'
import { CHROMIUM, CHROMIUM_ARGS } from './chromium.js'

interface Picture {
  name: string
  lang: Lang
  colorScheme: 'light' | 'dark'
  view: 'flow' | 'time'
}

const PICTURES: Picture[] = [
  { name: 'flow', lang: 'en', colorScheme: 'light', view: 'flow' },
  { name: 'time', lang: 'en', colorScheme: 'light', view: 'time' },
  { name: 'flow-zh-dark', lang: 'zh', colorScheme: 'dark', view: 'flow' },
]
/** Wide enough for the whole chart of the case; a README shows it smaller, and fewer pixels make a smaller file. */
const VIEWPORT = { width: 1480, height: 1400 }
const SCALE = 0.75
/** Below the chart. */
const MARGIN = 12

const folder = fileURLToPath(new URL('../docs/images/', import.meta.url))
mkdirSync(folder, { recursive: true })
const { read, built, reported } = await readUrumqiCase()
const result = trace(built.graph, { from: reported })
const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGS })
try {
  for (const { name, lang, colorScheme, view } of PICTURES) {
    const page = await browser.newPage({ viewport: VIEWPORT, deviceScaleFactor: SCALE, colorScheme })
    await page.setContent(renderReport(result, { lang, problems: [...read.problems, ...built.problems] }))
    await page.locator(`#tools input[value="${view}"]`).check({ force: true })
    const bottom = await page.locator('.stage').evaluate((stage) => stage.getBoundingClientRect().bottom)
    const path = `${folder}${name}.png`
    const clip = { x: 0, y: 0, width: VIEWPORT.width, height: Math.ceil(bottom) + MARGIN }
    await page.screenshot({ path, clip })
    console.log(`docs/images/${name}.png ${Math.round(statSync(path).size / 1000)} KB`)
    await page.close()
  }
} finally {
  await browser.close()
}
