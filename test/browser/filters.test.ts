/** Filters alone and together: the chart, the line over it and the tables say the same, and nothing goes uncounted. */
import { freezable, type TracedTransfer } from 'fundtrail'
import { renderReport } from 'fundtrail/report'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { twoVictims } from '../support/page-cases.js'
import { describeInBrowser } from './support/browser.js'
import {
  bands,
  chooseView,
  columnOf,
  detailTransfers,
  filterBy,
  minorOf,
  moves,
  nodeOf,
  nodes,
  rowsOf,
  statusOf,
} from './support/page-reader.js'

const trace = twoVictims()
const html = renderReport(trace)
const cents = (transfers: readonly TracedTransfer[], claim?: string) =>
  transfers.reduce(
    (sum, { traced, shares }) => sum + BigInt((claim === undefined ? traced : shares[claim]!).times(100).toFixed()),
    0n,
  )
const institutionOf = (account: string) => trace.account(account)?.institution
const everything = cents(trace.transfers)

interface Choice {
  least?: string
  levelFrom?: string
  levelTo?: string
  claim?: string
  institution?: string
}

/** Straight from the trace. */
function expected({ least, levelFrom, levelTo, claim, institution }: Choice): TracedTransfer[] {
  return trace.transfers.filter(({ from, to, traced, shares, level }) => {
    const counted = claim === undefined ? traced : shares[claim]
    return (
      counted?.gte(least?.replaceAll(',', '') ?? 0) &&
      level >= Number(levelFrom ?? 1) &&
      level <= Number(levelTo ?? 99) &&
      (institution === undefined || institutionOf(from) === institution || institutionOf(to) === institution)
    )
  })
}

const choices: [name: string, choice: Choice][] = [
  ['amount', { least: '2000' }],
  ['an amount with decimals', { least: '2,093.97' }],
  ['level', { levelFrom: '2', levelTo: '2' }],
  ['claim', { claim: 'victim-2' }],
  ['institution', { institution: 'Bank B' }],
  ['amount and claim', { least: '1000.005', claim: 'victim-1' }],
  ['level and institution', { levelFrom: '3', institution: 'Pay' }],
  ['all of them', { least: '500', levelFrom: '2', levelTo: '3', claim: 'victim-1', institution: 'Bank C' }],
]

async function showAll(page: Page, table: string): Promise<void> {
  const more = page.locator(`[data-more="${table}"]`)
  while ((await more.count()) > 0) await more.click()
}

describeInBrowser('filters of a report', (open) => {
  test.each(choices)('by %s', async (_, choice) => {
    const { page } = await open(html)
    await filterBy(page, { ...choice })
    const rows = expected(choice)
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.length).toBeLessThan(trace.transfers.length)

    const status = await statusOf(page)
    expect(status.shown).toBe(rows.length)
    expect(status.hidden).toBe(trace.transfers.length - rows.length)
    expect(status.traced).toBe(cents(rows, choice.claim))
    expect(status.traced + status.others + status.hiddenAmount).toBe(everything)

    // In step: the table of transfers, the accounts that they touch, and what the bands carry.
    await showAll(page, 'transfers')
    expect(await columnOf(page, 'transfers', 'transfer')).toEqual(rows.map(({ id }) => id))
    const touched = new Set(rows.flatMap(({ from, to }) => [from, to]))
    const accounts = trace.accounts.map(({ id }) => id).filter((id) => touched.has(id))
    expect(await columnOf(page, 'levels', 'account')).toEqual(accounts)
    const titles = await bands(page).locator('title').allTextContents()
    const carried = titles.reduce((sum, title) => sum + minorOf(/traced: ([\d,.]+) CNY/.exec(title)![1]!), 0n)
    expect(carried).toBe(status.traced)
    await chooseView(page, 'time')
    const drawn = await moves(page).evaluateAll((all) =>
      all.flatMap((line) => (line.getAttribute('data-rows') ?? '').split(' ').map(Number)),
    )
    expect(drawn.map((row) => trace.transfers[row]!.id).sort()).toEqual(rows.map(({ id }) => id).sort())
  })

  test("with a claim every amount of transfers, accounts and endings is that claim's part", async () => {
    const { page } = await open(html)
    await filterBy(page, { claim: 'victim-2' })
    const sumOf = async (table: string, column: string) => {
      await showAll(page, table)
      return (await columnOf(page, table, column)).reduce((sum, text) => sum + minorOf(text), 0n)
    }
    expect(await sumOf('transfers', 'traced')).toBe(cents(expected({ claim: 'victim-2' }), 'victim-2'))
    const { stolen } = trace.claims.find(({ id }) => id === 'victim-2')!
    expect(await sumOf('endings', 'amount')).toBe(BigInt(stolen.times(100).toFixed()))
    expect(await sumOf('levels', 'held')).toBe(
      trace.accounts.reduce((sum, { shares }) => sum + BigInt((shares['victim-2']?.times(100) ?? 0).toFixed()), 0n),
    )
  })

  test('with a claim what stays of all claims says so', async () => {
    const { page } = await open(html)
    const notes = () =>
      page.locator('.rows:has(> .note)').evaluateAll((all) => all.map((each) => each.getAttribute('data-table')))
    expect(await notes()).toEqual([])
    await filterBy(page, { claim: 'victim-2' })
    await chooseView(page, 'time')
    expect(await notes()).toEqual(['freeze', 'splits', 'merges'])
    const evidence = (await columnOf(page, 'freeze', 'evidence: traced credits')).join('\n')
    const credits = [...evidence.matchAll(/(\S+) \/ \S+ \((\w+)\)/g)]
    expect(credits.length).toBeGreaterThan(5)
    for (const [, traced, id] of credits) {
      expect(minorOf(traced!)).toBe(cents(trace.transfers.filter((transfer) => transfer.id === id)))
    }
    expect(await page.locator('#time .curve').textContent()).toContain('of all claims together')
    await filterBy(page, { claim: 'all' })
    expect(await notes()).toEqual([])
    expect(await page.locator('#time .curve').textContent()).not.toContain('of all claims together')
  })

  test('the heading of an institution adds up the rows below it', async () => {
    const { page } = await open(html)
    const groups = () =>
      page.locator('[data-table="freeze"] tbody tr').evaluateAll((rows) => {
        const found: { heading: string; holds: string[] }[] = []
        for (const row of rows) {
          if (row.className === 'group') found.push({ heading: row.textContent ?? '', holds: [] })
          else found.at(-1)!.holds.push(row.querySelectorAll('td')[2]!.textContent ?? '')
        }
        return found
      })
    const check = async () => {
      const found = await groups()
      for (const { heading, holds } of found) {
        expect(minorOf(heading.split(': ').at(-1)!)).toBe(holds.reduce((sum, hold) => sum + minorOf(hold), 0n))
      }
      return found.length
    }
    expect(await check()).toBe(freezable(trace).byInstitution.length)
    await filterBy(page, { levelTo: '2' })
    expect(await check()).toBeGreaterThan(0)
    expect((await groups()).flatMap(({ holds }) => holds).length).toBeLessThan(freezable(trace).accounts.length)
  })

  test('what is no amount filters nothing, and is marked; full-width digits are read', async () => {
    const { page } = await open(html)
    const field = page.locator('[name="least"]')
    await filterBy(page, { least: 'abc' })
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    expect((await statusOf(page)).traced).toBe(cents(trace.transfers))
    await filterBy(page, { least: '５００' })
    expect(await field.getAttribute('aria-invalid')).toBe('false')
    expect((await statusOf(page)).traced).toBe(cents(expected({ least: '500' })))
  })

  test('a claim leaves the rows of other claims out of every table', async () => {
    const { page } = await open(html)
    await filterBy(page, { claim: 'victim-2' })
    // The last row says how much the other paths carry.
    expect(new Set(await columnOf(page, 'paths', 'claim'))).toEqual(new Set(['victim-2', '']))
    expect(await columnOf(page, 'levels', 'account')).not.toContain('victim-1')
  })

  test('reset shows everything again, in the first view', async () => {
    const { page } = await open(html)
    const before = await page.locator('main').innerText()
    await filterBy(page, { least: '900', levelTo: '2', claim: 'victim-1', institution: 'Bank A' })
    await chooseView(page, 'time')
    await page.getByRole('button', { name: 'Reset' }).click()
    await page.waitForFunction(() => document.querySelector('#status')?.textContent?.includes('hidden') === false)
    expect(await page.locator('main').innerText()).toBe(before)
    expect(await page.locator('#flow').isVisible()).toBe(true)
  })

  test('where nothing passes, it says so, with the whole sum hidden', async () => {
    const { page } = await open(html)
    await filterBy(page, { least: '999999999' })
    expect(await statusOf(page)).toMatchObject({ shown: 0, hidden: trace.transfers.length, hiddenAmount: everything })
    expect(await page.locator('#flow').innerText()).toBe('No transfer passes the filters')
    await chooseView(page, 'time')
    expect(await page.locator('#time').innerText()).toBe('No transfer passes the filters')
    expect(await rowsOf(page, 'transfers')).toEqual([])
    await filterBy(page, { least: '' })
    expect(await nodes(page, 'time').count()).toBeGreaterThan(5)
  })

  test('what is chosen stays in step with the filters', async () => {
    const { page } = await open(html)
    await nodeOf(page, 'mule-1').locator('.box').click()
    await filterBy(page, { levelTo: '1' })
    expect(await detailTransfers(page)).toEqual(['t1', 't2'])
    await filterBy(page, { levelTo: '4' })

    const band = bands(page).last()
    await band.dispatchEvent('click')
    const before = await detailTransfers(page)
    expect(before.length).toBeGreaterThan(0)
    await filterBy(page, { least: '99999' })
    const shown = await columnOf(page, 'transfers', 'transfer')
    expect((await detailTransfers(page)).filter((id) => !shown.includes(id))).toEqual([])
  })

  test('an opened fold is the fold of its level, whatever the filters do to the chart', async () => {
    const { page } = await open(html)
    await page.locator('#flow [data-node].folded').first().locator('.box').click()
    expect(await page.locator('#detail h3').innerText()).toMatch(/^Level 2: \d+ small accounts/)
    await filterBy(page, { institution: 'Bank A' })
    for (const title of await page.locator('#detail h3').allInnerTexts()) {
      const folds = await page
        .locator('#flow [data-node].folded')
        .evaluateAll((all) => all.map((each) => each.ariaLabel))
      expect(folds.some((label) => label?.includes(title))).toBe(true)
    }
  })

  test('prints what the filters let through, in both views', async () => {
    const { page } = await open(html)
    await filterBy(page, { levelTo: '1' })
    await page.emulateMedia({ media: 'print' })
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
    expect(await nodes(page, 'flow').count()).toBe(3)
    expect(await nodes(page, 'time').count()).toBe(3)
    expect(await page.locator('#time').isVisible()).toBe(true)
  })
})
