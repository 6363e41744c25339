/** Cases of every shape open, add up and answer. */
import type { Trace } from 'fundtrail'
import { renderReport } from 'fundtrail/report'
import { expect, test } from 'vitest'
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
} from '../support/page-cases.js'
import { describeInBrowser } from './support/browser.js'
import {
  bands,
  chooseView,
  columnOf,
  detailTransfers,
  filterBy,
  headerSums,
  minorOf,
  moves,
  nodeOf,
  nodes,
  rowsOf,
} from './support/page-reader.js'

const inMinor = (trace: Trace, decimals: number) => BigInt(trace.stolen.times(10 ** decimals).toFixed())

const yen = traceOf(
  minuteByMinute(['victim mule-1 123456', 'mule-1 mule-2 100001']),
  { from: 't1' },
  { currency: 'JPY' },
)
const coins = traceOf(
  minuteByMinute(['victim mule-1 1.00000001', 'mule-1 mule-2 0.00000003']),
  { from: 't1' },
  { currency: 'BTC', currencies: { BTC: 8 } },
)

const shapes: [name: string, trace: Trace, decimals: number][] = [
  ['one transfer', oneTransfer(), 2],
  ['all claims pending', allPending(), 2],
  ['60 levels', chain(60), 2],
  ['3,000 payees', fan(3000), 2],
  ['circles', circles(), 2],
  ['two victims', twoVictims(), 2],
  ['the largest amounts', hugeAmounts(), 2],
  ['a currency without decimals', yen, 0],
  ['a currency with eight', coins, 8],
]

describeInBrowser('a report of', (open) => {
  test.each(shapes)('%s adds up, is drawn and answers', async (_, trace, decimals) => {
    const { page } = await open(renderReport(trace))
    const sums = await headerSums(page, decimals)
    expect(sums['stolen']).toBe(inMinor(trace, decimals))
    expect(sums['freezable']! + sums['gone']! + sums['returned']! + sums['unresolved']!).toBe(sums['stolen'])
    const many = trace.transfers.length
    const shown = `shown: ${many.toLocaleString('en')} ${many === 1 ? 'transfer' : 'transfers'}, `
    expect(await page.locator('#status').innerText()).toContain(shown)
    for (const view of ['flow', 'time'] as const) {
      await chooseView(page, view)
      const out = await page.locator(`#${view} svg`).evaluateAll((charts) =>
        charts.flatMap((chart) => {
          const { right, left, top, bottom } = chart.getBoundingClientRect()
          return [...chart.querySelectorAll('text, .label tspan, .box, [data-link], [data-rows]')]
            .filter((each) => {
              const box = each.getBoundingClientRect()
              return box.right > right + 1 || box.left < left - 1 || box.top < top - 1 || box.bottom > bottom + 1
            })
            .map((each) => `${each.getAttribute('class')} ${each.textContent}`)
        }),
      )
      // Nothing of a chart lies outside it.
      expect(out).toEqual([])
    }
    await chooseView(page, 'flow')
    if (trace.transfers.length === 0) return
    await nodes(page).nth(1).dispatchEvent('click')
    expect(await page.locator('#detail li').count()).toBeGreaterThan(0)
    await filterBy(page, { levelTo: '1' })
    const first = trace.transfers.filter(({ level }) => level === 1)
    expect(await columnOf(page, 'transfers', 'transfer')).toEqual(first.slice(0, 100).map(({ id }) => id))
  })

  test('long names are cut before the next column, short ones are whole', async () => {
    const names = ['VICTIM HOLDINGS LIMITED', 'MULE AND COMPANY LLP', '某某省某某市某某某某贸易有限公司', '张某']
    const ids = ['6222000000000000011', '6222000000000000012', '6222000000000000013', '6222000000000000014']
    const lines = ids.slice(1).map((id, at) => `${ids[at]} ${id} ${9_000_000 - at}.00`)
    const accounts = ids.map((id, at) => ({ id, holder: names[at]!, institution: 'BANK OF A LONG NAME' }))
    const { page } = await open(renderReport(traceOf(minuteByMinute(lines), { from: 't1' }, { accounts })))
    const labels = await page.locator('#flow .label').evaluateAll((all) =>
      all.map((label) => {
        const { left, right } = label.getBoundingClientRect()
        return { left, right, text: label.textContent }
      }),
    )
    expect(labels).toHaveLength(4)
    expect(labels[0]!.text).toContain('****0011 VICTIM')
    expect(labels[0]!.text).toContain('…')
    expect(labels.at(-1)!.text).toContain('****0014 张某')
    labels.slice(1).forEach(({ left }, at) => {
      expect(labels[at]!.right).toBeLessThan(left)
    })
  })

  test('claims that are all pending says that nothing moved, and draws no year of its own', async () => {
    const { page } = await open(renderReport(allPending()))
    expect(await headerSums(page)).toMatchObject({ stolen: 0n, freezable: 0n })
    await chooseView(page, 'time')
    expect(await page.locator('body').innerText()).not.toContain('1970')
    expect(await bands(page).count()).toBe(0)
    expect(await rowsOf(page, 'transfers')).toEqual([])
  })

  test('60 levels has a column a level, in step with the filters', async () => {
    const { page } = await open(renderReport(chain(60)))
    expect(await page.locator('#flow .level text').allTextContents()).toEqual([
      'Victim',
      ...Array.from({ length: 60 }, (_, at) => `Level ${at + 1}`),
    ])
    await filterBy(page, { levelFrom: '30', levelTo: '32' })
    expect(await columnOf(page, 'transfers', 'transfer')).toEqual(['t30', 't31', 't32'])
    expect(await nodes(page).count()).toBe(4)
    await nodes(page).first().focus()
    for (let at = 0; at < 3; at++) await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    expect(await detailTransfers(page)).toEqual(['t32'])
  })

  test('3,000 payees folds the small ones with their sum, and unfolds step by step', async () => {
    const trace = fan(3000)
    const { page } = await open(renderReport(trace))
    expect(await nodes(page).count()).toBe(2 + 12 + 1)
    const fold = page.locator('#flow .folded')
    const carried = async () => {
      const titles = await bands(page).locator('title').allTextContents()
      return titles.reduce((sum, title) => sum + minorOf(/traced: ([\d,.]+) CNY/.exec(title)![1]!), 0n)
    }
    const all = trace.transfers.reduce((sum, { traced }) => sum.plus(traced), trace.stolen.minus(trace.stolen))
    expect(await carried()).toBe(BigInt(all.times(100).toFixed()))
    for (const drawn of [12 + 24, 12 + 48]) {
      await fold.locator('.box').click({ force: true })
      await page.getByRole('button', { name: 'unfold' }).click()
      expect(await nodes(page).count()).toBe(2 + drawn + 1)
      expect(await carried()).toBe(BigInt(all.times(100).toFixed()))
    }
  })

  test('circles has bands that run back, and what came back to the victim', async () => {
    const trace = circles()
    const { page } = await open(renderReport(trace))
    expect(await bands(page).count()).toBe(new Set(trace.transfers.map(({ from, to }) => `${from} ${to}`)).size)
    expect(await page.locator('#flow [data-link].back').count()).toBeGreaterThan(0)
    expect((await headerSums(page))['returned']).toBe(
      BigInt(
        trace.endings
          .reduce(
            (sum, { code, amount }) => (code === 'returned' ? sum.plus(amount) : sum),
            trace.stolen.minus(trace.stolen),
          )
          .times(100)
          .toFixed(),
      ),
    )
    await nodeOf(page, 'victim').locator('.box').click({ force: true })
    expect(await detailTransfers(page)).toEqual(['t1', 't2', 't10'])
  })

  test('the largest amounts writes each digit', async () => {
    const { page } = await open(renderReport(hugeAmounts()))
    expect((await headerSums(page))['stolen']).toBe(9007199254740991n)
    expect(await page.locator('[data-table="transfers"]').innerText()).toContain('45,035,996,273,704.96')
    expect(await page.locator('#status').innerText()).toContain('180,143,985,094,819.77')
  })

  test('dates without a time, and a clock that is put forward', async () => {
    const records = [
      { id: 't1', from: 'victim', to: 'mule-1', amount: 100, time: '2024-03-29' },
      { id: 't2', from: 'mule-1', to: 'mule-2', amount: 90, time: '2024-03-31' },
      { id: 't3', from: 'mule-2', to: 'mule-3', amount: 80, time: '2024-03-31T03:30' },
      { id: 't4', from: 'mule-3', to: 'mule-4', amount: 70, time: '2024-04-02' },
    ]
    const trace = traceOf(records, { from: 't1' }, { timeZone: 'Europe/Berlin' })
    const times = async (timeZone?: string) => {
      const { page } = await open(renderReport(trace, timeZone === undefined ? {} : { timeZone }))
      await chooseView(page, 'time')
      expect(await moves(page).count()).toBe(4)
      const axis = await page.locator('#time .grid text').allTextContents()
      return { axis, column: await columnOf(page, 'transfers', 'time') }
    }
    const berlin = await times()
    expect(berlin.column).toEqual(['2024-03-29', '2024-03-31', '2024-03-31 03:30:00', '2024-04-02'])
    // Whole days before and after the change alike.
    expect(berlin.axis.filter((text) => !/^(?:2024-\d\d-\d\d|00:00|12:00)$/.test(text))).toEqual([])
    // A date is that of the records in every zone, an instant has the zone's clock.
    expect((await times('Asia/Kathmandu')).column.slice(1, 3)).toEqual(['2024-03-31', '2024-03-31 07:15:00'])
    expect((await times('America/New_York')).column.slice(1, 3)).toEqual(['2024-03-31', '2024-03-30 21:30:00'])
  })
})
