/** What is known to rest in an account is told from what was lost from sight there: in red only what an order would find. */
import { buildMoneyGraph, trace } from 'fundtrail'
import { renderSvg } from 'fundtrail/report'
import { describe, expect, test } from 'vitest'
import { caseDataOf } from '../../../src/report/page/case-data.js'
import { resting } from '../../../src/report/page/resting.js'
import { viewOf } from '../../../src/report/view.js'
import { transfers } from '../../support/ledger.js'
import { dataOf } from '../../support/page-data.js'

const statement = { from: '2024-03-01', to: '2024-03-02' }
const { graph } = buildMoneyGraph(
  transfers(`
    id  time   from    to      amount
    t1  09:00  victim  mule-1  100
    t2  09:05  mule-1  mule-2   40`),
  { accounts: ['victim', 'mule-1'].map((id) => ({ id, statement })) },
)

describe('of 100 that came, 60 are on the statement of mule-1 and 40 went to mule-2, whose statement is missing', () => {
  const result = trace(graph, { from: 't1' })

  test('known and unseen are apart, and are together what is held', () => {
    expect(resting(dataOf(result).accounts)).toEqual({ known: 6000n, unseen: 4000n })
  })

  test('the chart and its legend show both', () => {
    const drawing = renderSvg(result)
    expect([...drawing.matchAll(/<rect class="(held|unseen)"/g)].map(([, name]) => name).sort()).toEqual([
      'held',
      'held',
      'unseen',
      'unseen',
    ])
    expect(drawing).toContain('lost from sight here')
  })
})

test('by rule poison there are no endings: what rests is the balance', () => {
  const { accounts } = caseDataOf(viewOf(trace(graph, { from: 't1', rule: 'poison' }), {}), undefined)
  expect(resting(accounts).unseen).toBe(0n)
})
