/** The page of the seed case as a reader uses it: what adds up, and the rows behind each part of the charts. */
import { trace } from 'fundtrail'
import { renderReport } from 'fundtrail/report'
import { expect, test } from 'vitest'
import { twoVictims } from '../support/page-cases.js'
import { urumqi } from '../support/urumqi-case.js'
import { describeInBrowser } from './support/browser.js'
import {
  bands,
  chooseView,
  clickBand,
  columnOf,
  detailTransfers,
  headerSums,
  minorOf,
  moves,
  nodeOf,
  nodes,
  rowsOf,
} from './support/page-reader.js'

const problems = [...urumqi.read.problems, ...urumqi.built.problems]
const caseTrace = trace(urumqi.built.graph, { from: urumqi.reported })
const html = renderReport(caseTrace, { problems })
const victims = twoVictims()
const victimsHtml = renderReport(victims)

/** Straight from the trace. */
function touching(of: typeof caseTrace, account: string): string[] {
  return of.transfers.filter(({ from, to }) => from === account || to === account).map(({ id }) => id)
}

describeInBrowser('a report', (open) => {
  test('its header adds up to the loss', async () => {
    const { page } = await open(html)
    const sums = await headerSums(page)
    expect(sums).toEqual({ stolen: 205000000n, freezable: 204900000n, gone: 100000n, returned: 0n, unresolved: 0n })
    expect(sums['freezable']! + sums['gone']! + sums['returned']! + sums['unresolved']!).toBe(sums['stolen'])
    const facts = await page.locator('header dl').innerText()
    expect(facts.replace(/\s+/g, ' ')).toContain('accounts 15 institutions 6 levels 4 transfers 42')
  })

  test('its tables say the same as the trace', async () => {
    const { page } = await open(html)
    expect(await columnOf(page, 'levels', 'account')).toEqual(caseTrace.accounts.map(({ id }) => id))
    expect(await columnOf(page, 'transfers', 'transfer')).toEqual(caseTrace.transfers.map(({ id }) => id))
    const held = (await columnOf(page, 'endings', 'amount')).reduce((sum, text) => sum + minorOf(text), 0n)
    expect(held).toBe(205000000n)
    expect((await columnOf(page, 'freeze', 'freeze')).map((text) => minorOf(text))).toEqual([
      80000000n,
      79900000n,
      45000000n,
    ])
    expect(await rowsOf(page, 'problems')).toHaveLength(problems.length + caseTrace.assumptions.length)
    for (const key of ['splits', 'merges', 'paths', 'settings']) expect(await rowsOf(page, key)).not.toEqual([])
  })

  test('a click on an account shows its facts and exactly its transfers', async () => {
    const { page } = await open(html)
    expect(await page.locator('#detail').isVisible()).toBe(false)
    for (const { id, holder } of caseTrace.accounts) {
      await nodeOf(page, id).locator('.box').click({ force: true })
      expect(await page.locator('#detail').innerText()).toContain(holder ?? id)
      expect(await detailTransfers(page)).toEqual(touching(caseTrace, id))
      expect(await page.locator('#flow .chosen').count()).toBe(1)
    }
    await page.locator('#detail').getByRole('button', { name: 'Close' }).click()
    expect(await page.locator('#detail').isVisible()).toBe(false)
    expect(await page.locator('.chosen').count()).toBe(0)
  })

  test('a click on a band shows exactly the transfers that it stands for', async () => {
    const { page } = await open(html)
    const accounts = await nodes(page).evaluateAll((all) =>
      all.map((node) => /, account: ([^,]+),/.exec(node.getAttribute('aria-label') ?? '')?.[1]),
    )
    const pairs = new Set(caseTrace.transfers.map(({ from, to }) => `${from} ${to}`))
    expect(await bands(page).count()).toBe(pairs.size)
    for (const band of await bands(page).all()) {
      const [from, to] = await Promise.all(['data-from', 'data-to'].map((name) => band.getAttribute(name)))
      await band.dispatchEvent('click')
      expect(await detailTransfers(page)).toEqual(
        caseTrace.transfers
          .filter((each) => each.from === accounts[Number(from)] && each.to === accounts[Number(to)])
          .map(({ id }) => id),
      )
    }
  })

  test('a pointer reaches every band, also thin ones', async () => {
    const { page } = await open(html)
    for (const band of await bands(page).all()) {
      await clickBand(page, band)
      const title = await band.locator('title').textContent()
      expect(await page.locator('#detail h3').innerText()).toBe(title?.split('\n')[0])
      await page.keyboard.press('Escape')
    }
  })

  test('a click on a line of the time view shows the transfers of that instant', async () => {
    const { page } = await open(html)
    await chooseView(page, 'time')
    expect(await page.locator('#flow').isVisible()).toBe(false)
    const seen: string[] = []
    for (const line of await moves(page).all()) {
      await line.dispatchEvent('click')
      const ids = await detailTransfers(page)
      const rows = (await line.getAttribute('data-rows'))!.split(' ').map(Number)
      expect(ids).toEqual(rows.map((row) => caseTrace.transfers[row]!.id))
      seen.push(...ids)
    }
    expect(seen.sort()).toEqual(caseTrace.transfers.map(({ id }) => id).sort())
    await nodeOf(page, caseTrace.accounts[1]!.id, 'time').locator('.label').click()
    expect(await detailTransfers(page)).toEqual(touching(caseTrace, caseTrace.accounts[1]!.id))
    await chooseView(page, 'flow')
    expect(await page.locator('#time').isVisible()).toBe(false)
    expect(await page.locator('#flow .chosen').count()).toBe(1)
  })

  test('the time view ends with the figures of the header', async () => {
    const { page } = await open(html)
    await chooseView(page, 'time')
    const text = await page.locator('#time .curve').textContent()
    for (const part of ['freezable 2,049,000.00', 'gone 1,000.00', 'returned 0.00', 'unresolved 0.00']) {
      expect(text).toContain(part)
    }
  })

  test.each(['flow', 'time'] as const)('what a pointer is on stays, the rest is dimmed (%s)', async (view) => {
    const { page } = await open(html)
    await chooseView(page, view)
    const account = caseTrace.accounts[2]!.id
    const opacities = () =>
      page
        .locator(`#${view} ${view === 'flow' ? '[data-link]' : '[data-rows]'}`)
        .evaluateAll((all) => all.map((each) => Number(getComputedStyle(each).opacity)))
    expect(new Set(await opacities())).toEqual(new Set([1]))
    await nodeOf(page, account, view).locator('.label').hover()
    const bright = (await opacities()).filter((opacity) => opacity === 1).length
    const near = caseTrace.transfers.filter(({ from, to }) => from === account || to === account)
    expect(bright).toBe(view === 'time' ? near.length : new Set(near.map(({ from, to }) => `${from} ${to}`)).size)
    expect(bright).toBeLessThan((await opacities()).length)
    await page.locator('h1').hover()
    expect(new Set(await opacities())).toEqual(new Set([1]))
  })

  test('an account of a table leads to it', async () => {
    const { page } = await open(html)
    const account = caseTrace.accounts.at(-1)!.id
    await page.locator('[data-table="levels"]').getByRole('button', { name: account, exact: true }).click()
    expect(await detailTransfers(page)).toEqual(touching(caseTrace, account))
    expect(await page.locator('#detail').evaluate((each) => each.getBoundingClientRect().top < innerHeight)).toBe(true)
    expect(await page.locator('#detail').evaluate((each) => each.getBoundingClientRect().bottom > 0)).toBe(true)
    expect(await page.locator('[data-table="levels"] tr.chosen').count()).toBe(1)
  })

  test('speaks Chinese: no English word of its own is left', async () => {
    const { page } = await open(renderReport(caseTrace, { lang: 'zh', problems }))
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN')
    expect(await page.locator('header').innerText()).toContain('被骗金额')
    await nodes(page).nth(1).locator('.box').click()
    await chooseView(page, 'time')
    const texts = await page.evaluate(() => {
      for (const each of document.querySelectorAll('[data-table="problems"], [data-table="settings"]')) each.remove()
      return document.body.innerText
    })
    const words = texts
      .replace(/\S+\.(?:csv|xlsx|xml|txt)( \[[^\]]*\])?#\d+|Asia\/Shanghai/g, '')
      .match(/[A-Za-z]{2,}/g)
    // The currency, parts of account numbers, the id of the claim, and a key.
    expect([...new Set(words)].sort()).toEqual(['CNY', 'Esc', 'PAY', 'SEC', 'cash', 'victim'])
  })

  test('small accounts that are folded come out, with their sums', async () => {
    const { page } = await open(victimsHtml)
    const folded = page.locator('#flow [data-node].folded')
    const before = await nodes(page).count()
    expect(await folded.count()).toBeGreaterThan(0)
    const level = victims.accounts.filter((account) => account.level === 2)
    const text = (await folded.first().getAttribute('aria-label')) ?? ''
    const drawn = await nodes(page).evaluateAll((all) =>
      all.map((node) => node.getAttribute('aria-label') ?? '').filter((label) => label.includes('level: Level 2')),
    )
    const accounts = new Set(drawn.map((label) => /, account: ([^,]+),/.exec(label)?.[1]))
    const rest = level.filter(({ id }) => !accounts.has(id))
    expect(text).toContain(`Level 2: ${rest.length} small accounts`)
    const received = rest.reduce((sum, each) => sum.plus(each.received), victims.stolen.minus(victims.stolen))
    expect(minorOf(/received: ([\d,.]+\d)/.exec(text)![1]!)).toBe(BigInt(received.times(100).toFixed()))

    await folded.first().locator('.box').click()
    expect(await page.locator('#detail li').count()).toBe(rest.length)
    await page.locator('#detail').getByRole('button', { name: 'unfold' }).click()
    expect(await nodes(page).count()).toBeGreaterThan(before)
    expect(await page.locator('#flow [data-node].folded[aria-label*=", Level 2: "]').count()).toBe(0)
  })

  test('long tables show more when asked, and all in the end', async () => {
    const { page } = await open(victimsHtml)
    const table = page.locator('[data-table="transfers"]')
    expect(await rowsOf(page, 'transfers')).toHaveLength(100)
    expect(await table.innerText()).toContain(`… ${victims.transfers.length - 100} more rows`)
    await table.getByRole('button', { name: 'Show more' }).click()
    expect(await columnOf(page, 'transfers', 'transfer')).toEqual(victims.transfers.map(({ id }) => id))
    expect(await table.getByRole('button', { name: 'Show more' }).count()).toBe(0)
  })
})
