/** Without a mouse, and without seeing it. */
import axe from 'axe-core'
import { trace } from 'fundtrail'
import { renderReport } from 'fundtrail/report'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { twoVictims } from '../support/page-cases.js'
import { urumqi } from '../support/urumqi-case.js'
import { describeInBrowser } from './support/browser.js'
import { chooseView, detailTransfers, filterBy, nodes } from './support/page-reader.js'

const caseTrace = trace(urumqi.built.graph, { from: urumqi.reported })
const html = renderReport(caseTrace, { problems: [...urumqi.read.problems, ...urumqi.built.problems] })
const victimsHtml = renderReport(twoVictims())

/** What stands against WCAG 2.1 A and AA: rule, and the first part that breaks it. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const { violations: found } = await page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }),
  )
  return found.map(({ id, nodes: [first] }) => `${id}: ${first?.html.slice(0, 300)} ${first?.failureSummary}`)
}

const focused = (page: Page) =>
  page.evaluate(() => {
    const { activeElement } = document
    return (
      activeElement?.getAttribute('aria-label') ?? activeElement?.getAttribute('name') ?? activeElement?.textContent
    )
  })

/** Until the focus is on an account of the chart; how many stops that took. */
async function tabToChart(page: Page): Promise<number> {
  for (let stops = 1; stops <= 12; stops++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(() => document.activeElement?.closest('#canvas') != null)) return stops
  }
  throw new Error('the chart cannot be reached')
}

describeInBrowser('a report by keyboard', (open) => {
  test('tab to the chart, arrows to an account, Enter for its rows, Escape to close', async () => {
    const { page } = await open(html)
    expect(await tabToChart(page)).toBeLessThanOrEqual(7)
    expect(await focused(page)).toContain('受害人')
    await page.keyboard.press('ArrowRight')
    const first = await focused(page)
    expect(first).toContain('level: Level 1')
    await page.keyboard.press('ArrowDown')
    const second = await focused(page)
    expect(second).toContain('level: Level 1')
    expect(second).not.toBe(first)
    await page.keyboard.press('ArrowUp')
    expect(await focused(page)).toBe(first)

    await page.keyboard.press('Enter')
    const account = /, account: ([^,]+),/.exec(first ?? '')![1]
    expect(await detailTransfers(page)).toEqual(
      caseTrace.transfers.filter(({ from, to }) => from === account || to === account).map(({ id }) => id),
    )
    expect(await focused(page)).toBe(first)
    await page.keyboard.press('Escape')
    expect(await page.locator('#detail').isVisible()).toBe(false)
    await page.keyboard.press('Space')
    expect(await page.locator('#detail').isVisible()).toBe(true)
    await page.keyboard.press('ArrowLeft')
    expect(await focused(page)).toContain('level: Victim')
  })

  test.each(['flow', 'time'] as const)('every account can be reached (%s)', async (view) => {
    const { page } = await open(html)
    await chooseView(page, view)
    const start = nodes(page, view).first()
    const all = await nodes(page, view).evaluateAll((each) => each.map(({ ariaLabel }) => ariaLabel))
    const seen = new Set<string | null | undefined>()
    const visit = async (path: string[]): Promise<void> => {
      await start.focus()
      for (const key of path) await page.keyboard.press(key)
      const at = await focused(page)
      if (seen.has(at)) return
      seen.add(at)
      for (const key of ['ArrowRight', 'ArrowDown', 'ArrowUp', 'ArrowLeft']) await visit([...path, key])
    }
    await visit([])
    expect([...seen].sort()).toEqual([...all].sort())
  })

  test('the focus is seen', async () => {
    const { page } = await open(html)
    const box = nodes(page).first().locator('.box')
    const look = () => box.evaluate((each) => getComputedStyle(each).stroke + getComputedStyle(each).strokeWidth)
    const before = await look()
    await tabToChart(page)
    expect(await look()).not.toBe(before)
    await page.locator('[name="least"]').focus()
    expect(await page.locator('[name="least"]').evaluate((each) => getComputedStyle(each).outlineStyle)).toBe('solid')
    expect(await look()).toBe(before)
    // What the focus dimmed is bright again.
    expect(await page.locator('#canvas.dimmed').count()).toBe(0)
  })

  test('views are switched and filters set without a mouse', async () => {
    const { page } = await open(html)
    await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowRight')
    expect(await page.locator('#time').isVisible()).toBe(true)
    await page.keyboard.press('Tab')
    await page.keyboard.type('600000')
    expect(await page.locator('#status').innerText()).toContain('hidden:')
    // Enter in a field sends nothing anywhere.
    await page.keyboard.press('Enter')
    expect(await page.locator('[name="least"]').inputValue()).toBe('600000')
  })

  test('what takes itself away leaves the focus in a useful place', async () => {
    const { page } = await open(victimsHtml)
    await page.locator('#flow .folded').first().focus()
    await page.keyboard.press('Enter')
    await page.locator('#detail').getByRole('button', { name: 'unfold' }).focus()
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.closest('#canvas') != null)).toBe(true)

    await page.locator('[data-more="transfers"]').focus()
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.closest('[data-table="transfers"]') != null)).toBe(true)

    await nodes(page).nth(2).focus()
    await page.keyboard.press('Enter')
    await page.locator('#detail').getByRole('button', { name: 'Close' }).focus()
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.closest('#canvas') != null)).toBe(true)
  })
})

describeInBrowser('a report by ear', (open) => {
  test('parts have roles and names', async () => {
    const { page } = await open(html)
    for (const view of ['flow', 'time'] as const) {
      await chooseView(page, view)
      const names = await nodes(page, view).evaluateAll((all) => all.map((node) => node.getAttribute('aria-label')))
      expect(names).toHaveLength(caseTrace.accounts.length)
      expect(new Set(names).size).toBe(names.length)
      for (const name of names) expect(await page.getByRole('button', { name: name!, exact: true }).count()).toBe(1)
    }
    expect(await page.getByRole('status').innerText()).toContain('shown: 42 transfers')
    expect(await page.getByRole('form', { name: 'Filters' }).count()).toBe(1)
    expect(await page.getByRole('textbox', { name: 'transfers of at least' }).count()).toBe(1)
    for (const name of ['levels from', 'to', 'institution']) {
      expect(await page.getByRole('combobox', { name, exact: true }).count()).toBe(1)
    }
    for (const name of ['Accounts by level', 'Freeze list by institution', 'Transfers', 'Settings']) {
      expect(await page.getByRole('table', { name }).count()).toBe(1)
      expect(await page.getByRole('heading', { name }).count()).toBe(1)
    }
    expect(await page.locator('th:not([scope])').count()).toBe(0)
  })

  test.each([
    ['flow', 'light', 1400],
    ['flow', 'dark', 1400],
    ['time', 'light', 1400],
    ['time', 'dark', 1400],
    ['flow', 'light', 500],
  ] as const)('nothing stands against WCAG 2.1 AA (%s, %s, %i pixels)', async (view, colorScheme, width) => {
    const { page } = await open(victimsHtml, { colorScheme, viewport: { width, height: 900 } })
    await chooseView(page, view)
    await nodes(page, view).nth(3).focus()
    await page.keyboard.press('Enter')
    await filterBy(page, { claim: 'victim-1' })
    expect(await violations(page)).toEqual([])
  })

  test('nor in Chinese', async () => {
    const { page } = await open(renderReport(caseTrace, { lang: 'zh' }))
    expect(await violations(page)).toEqual([])
  })
})
