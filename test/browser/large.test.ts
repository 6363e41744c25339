/** The page of a large case opens, is drawn in part, says what it leaves out, and answers. */
import { renderReport } from 'fundtrail/report'
import { expect, test } from 'vitest'
import { largeTrace } from '../support/large-trace.js'
import { describeInBrowser } from './support/browser.js'
import {
  bands,
  chooseView,
  columnOf,
  detailTransfers,
  filterBy,
  headerSums,
  moves,
  nodeOf,
  nodes,
  statusOf,
} from './support/page-reader.js'

describeInBrowser('5,000 accounts and 50,000 transfers', (open) => {
  test('open and stay usable', async () => {
    const took: Record<string, number> = {}
    const timed = async <Result>(name: string, work: () => Result | Promise<Result>): Promise<Result> => {
      const start = performance.now()
      const result = await work()
      took[name] = Math.round(performance.now() - start)
      return result
    }
    const trace = await timed('trace', () => largeTrace(5000, 50_000))
    expect(trace.accounts.length).toBeGreaterThan(4900)
    expect(trace.transfers.length).toBeGreaterThan(48_000)
    const html = await timed('render', () => renderReport(trace))
    const { page } = await timed('open', () => open(html))

    const sums = await headerSums(page)
    expect(sums['stolen']).toBe(BigInt(trace.stolen.times(100).toFixed()))
    expect(sums['freezable']! + sums['gone']! + sums['returned']! + sums['unresolved']!).toBe(sums['stolen'])
    const all = BigInt(
      trace.transfers
        .reduce((sum, { traced }) => sum.plus(traced), trace.stolen.minus(trace.stolen))
        .times(100)
        .toFixed(),
    )
    expect(await statusOf(page)).toMatchObject({ shown: trace.transfers.length, traced: all, hidden: 0 })
    expect(await nodes(page).count()).toBeLessThan(200)
    expect(await bands(page).count()).toBeLessThanOrEqual(300)
    expect(await columnOf(page, 'transfers', 'transfer')).toHaveLength(100)

    await timed('filter by amount', () => filterBy(page, { least: '6000' }))
    const rows = trace.transfers.filter(({ traced }) => traced.gte(6000))
    const status = await statusOf(page)
    expect(status).toMatchObject({ shown: rows.length, hidden: trace.transfers.length - rows.length })
    expect(status.traced + status.hiddenAmount).toBe(all)

    await timed('filter by claim', () => filterBy(page, { least: '', claim: 'victim-2' }))
    const claimed = await statusOf(page)
    expect(claimed.shown).toBe(trace.transfers.filter(({ shares }) => shares['victim-2'] !== undefined).length)
    expect(claimed.traced + claimed.others + claimed.hiddenAmount).toBe(all)

    await timed('filter by institution', () => filterBy(page, { claim: 'all', institution: 'Bank 7' }))
    await timed('switch to time', () => chooseView(page, 'time'))
    expect(await moves(page).count()).toBeGreaterThan(0)
    expect(await moves(page).count()).toBeLessThanOrEqual(1000)
    await timed('reset', async () => {
      await page.getByRole('button', { name: 'Reset' }).click()
      await page.waitForFunction(() => document.querySelector('#status')?.textContent?.includes('hidden') === false)
    })
    await timed('hover', () => nodes(page).nth(5).dispatchEvent('pointerover'))
    const label = (await nodes(page).nth(5).getAttribute('aria-label')) ?? ''
    const account = /, account: ([^,]+),/.exec(label)![1]!
    await timed('click', () => nodeOf(page, account).dispatchEvent('click'))
    const touching = trace.transfers.filter(({ from, to }) => from === account || to === account)
    expect(await detailTransfers(page)).toEqual(touching.slice(0, 200).map(({ id }) => id))
    await page.locator('#flow .folded').first().dispatchEvent('click')
    await timed('unfold', () => page.getByRole('button', { name: 'unfold' }).click())
    await timed('show more', () => page.locator('[data-more="transfers"]').click())
    expect(await columnOf(page, 'transfers', 'transfer')).toHaveLength(1100)
    if (process.env['DURATIONS'] !== undefined) console.log({ bytes: Buffer.byteLength(html), ...took })
  })
})
