/** What a reader finds on an opened report, as plain values; the only module of the tests that knows its markup. */
import type { Locator, Page } from 'playwright-core'

/** "1,234.50" in hundredths, or in minor units of `decimals`. */
export function minorOf(text: string, decimals = 2): bigint {
  const match = /^(-?)([\d,]+)(?:\.(\d+))?$/.exec(text.trim().replace(/^[A-Z]{3,5} /, ''))
  if (match === null || (match[3] ?? '').length !== decimals) throw new Error(`no amount: ${JSON.stringify(text)}`)
  const minor = BigInt(match[2]!.replaceAll(',', '') + (match[3] ?? ''))
  return match[1] === '-' ? -minor : minor
}

/** The strip that adds up to the loss. */
export async function headerSums(page: Page, decimals = 2): Promise<Record<string, bigint>> {
  const sums: Record<string, bigint> = {}
  for (const word of ['stolen', 'freezable', 'gone', 'returned', 'unresolved']) {
    sums[word] = minorOf(await page.locator(`header .word-${word} b`).innerText(), decimals)
  }
  return sums
}

export interface Status {
  shown: number
  traced: bigint
  hidden: number
  hiddenAmount: bigint
  /** Other claims' parts of the transfers that are shown. */
  others: bigint
  text: string
}

/** The line over the chart, in English. */
export async function statusOf(page: Page): Promise<Status> {
  const text = await page.locator('#status').innerText()
  const number = (pattern: RegExp) => pattern.exec(text)?.slice(1) ?? ['0', '0.00']
  const [shown = '', traced = ''] = number(/shown: ([\d,]+) transfers?, traced ([\d,]+(?:\.\d+)?)/)
  const [hidden = '', hiddenAmount = ''] = number(/hidden: ([\d,]+) transfers?, ([\d,]+(?:\.\d+)?)/)
  const [others = ''] = /other claims in them: ([\d,]+(?:\.\d+)?)/.exec(text)?.slice(1) ?? ['0.00']
  return {
    shown: Number(shown.replaceAll(',', '')),
    traced: minorOf(traced),
    hidden: Number(hidden.replaceAll(',', '')),
    hiddenAmount: minorOf(hiddenAmount),
    others: minorOf(others),
    text,
  }
}

/** The cells of a table's rows, headings of groups left out. */
export async function rowsOf(page: Page, table: string): Promise<string[][]> {
  return page
    .locator(`[data-table="${table}"] tbody tr:not(.group)`)
    .evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')))
}

/** One column of a table, by the title of the column. */
export async function columnOf(page: Page, table: string, title: string): Promise<string[]> {
  const titles = await page.locator(`[data-table="${table}"] thead th`).allInnerTexts()
  const at = titles.indexOf(title)
  if (at < 0 && titles.length > 0) throw new Error(`table ${table} has no column ${title}, only ${titles.join(', ')}`)
  return (await rowsOf(page, table)).map((cells) => cells[at] ?? '')
}

/** Ids of the transfers that the panel beside the chart lists. */
export async function detailTransfers(page: Page): Promise<string[]> {
  const texts = await page.locator('#detail li small:last-child').allInnerTexts()
  return texts.map((text) => /^[^:]+: (.*?)(?: \(.*\))?$/.exec(text)?.[1] ?? text)
}

/** Of the view that is seen. */
export function nodes(page: Page, view: 'flow' | 'time' = 'flow'): Locator {
  return page.locator(`#${view} [data-node]`)
}

/** The node of an account, which its description names. */
export function nodeOf(page: Page, account: string, view: 'flow' | 'time' = 'flow'): Locator {
  return page.locator(`#${view} [data-node][aria-label*=", account: ${account},"]`)
}

export function bands(page: Page): Locator {
  return page.locator('#flow [data-link]')
}

/** Lines of the time view. */
export function moves(page: Page): Locator {
  return page.locator('#time [data-rows]')
}

/** Clicks on a band where nothing lies on it. */
export async function clickBand(page: Page, band: Locator): Promise<void> {
  await band.scrollIntoViewIfNeeded()
  const point = await band.evaluate((element) => {
    const path = element as SVGPathElement
    const toScreen = path.getScreenCTM() ?? undefined
    for (let part = 0.01; part < 1; part += 0.01) {
      const { x, y } = path.getPointAtLength(path.getTotalLength() * part)
      const at = new DOMPoint(x, y).matrixTransform(toScreen)
      if (document.elementFromPoint(at.x, at.y) === element) return { x: at.x, y: at.y }
    }
    throw new Error('something lies on the whole band')
  })
  await page.mouse.click(point.x, point.y)
}

export async function chooseView(page: Page, view: 'flow' | 'time'): Promise<void> {
  await page.locator(`#tools input[name="view"][value="${view}"]`).check({ force: true })
}

export async function filterBy(
  page: Page,
  { least, levelFrom, levelTo, claim, institution }: Record<string, string>,
): Promise<void> {
  const field = (name: string) => page.locator(`#tools [name="${name}"]`)
  if (least !== undefined) await field('least').fill(least)
  if (levelFrom !== undefined) await field('levelFrom').selectOption(levelFrom)
  if (levelTo !== undefined) await field('levelTo').selectOption(levelTo)
  if (claim !== undefined) await field('claim').selectOption({ label: claim })
  if (institution !== undefined) await field('institution').selectOption({ label: institution })
}
