import { buildMoneyGraph, type MoneyGraph, trace, traceGraph } from 'fundtrail'
import { bfs } from 'graphology-traversal'
import { describe, expect, test } from 'vitest'
import { accounts, transfers } from '../support/ledger.js'

const edges = (graph: MoneyGraph) =>
  graph.toGraphology().mapEdges((key, { amount }, from, to) => `${key} ${from} ${to} ${amount.toFixed()}`)

describe('the whole graph for graphology', () => {
  const { graph } = buildMoneyGraph(
    transfers(`
      id  time   from    to      amount  currency  kind  memo  status  reverses
      t1  09:00  victim  mule-1  100     -         -     rent  -       -
      t2  09:00  victim  mule-1  100     -         -     -     -       -
      t3  09:05  mule-1  victim   20     USD       cash  -     -       -
      f1  09:06  mule-1  mule-2   20     -         -     -     failed  -
      s1  09:07  mule-1  mule-1   20     -         -     -     -       -
      r1  09:08  mule-1  mule-2   20     -         -     -     -       -
      r2  09:09  mule-2  mule-1   20     -         -     -     -       r1`),
    {
      accounts: accounts(`
        id      holder  institution  kind      status  from        to
        mule-1  Mule    Bank_A       payment   frozen  2024-01-01  2024-12-31
        spare   -       -            exchange  -       -           -`),
    },
  )

  test('is directed, with one edge a transfer: equal transfers stay parallel', () => {
    const result = graph.toGraphology()
    expect([result.type, result.multi]).toEqual(['directed', true])
    expect([result.order, result.size]).toEqual([graph.order, graph.size])
    expect(edges(graph).sort()).toEqual(['t1 victim mule-1 100', 't2 victim mule-1 100', 't3 mule-1 victim 20'])
    expect(result.outEdges('victim', 'mule-1').sort()).toEqual(['t1', 't2'])
  })

  test('node keys are account ids, with the account’s fields as attributes', () => {
    const result = graph.toGraphology()
    expect(result.nodes().sort()).toEqual([...graph.accounts()].map(({ id }) => id).sort())
    const { id: _, ...fields } = graph.account('mule-1')
    expect(result.getNodeAttributes('mule-1')).toMatchObject(fields)
    expect(result.getNodeAttributes('spare')).toMatchObject({ kind: 'exchange' })
  })

  test('edge keys are transfer ids, with the transfer’s fields and a numeric weight', () => {
    const result = graph.toGraphology()
    const { id: _, from, to, ...fields } = graph.transfer('t1')
    expect(result.getEdgeAttributes('t1')).toMatchObject({ ...fields, weight: 100 })
    expect(result.extremities('t1')).toEqual([from, to])
    expect(result.getEdgeAttribute('t3', 'currency')).toBe('USD')
  })

  test('is a copy: changing it leaves the money graph as it is', () => {
    const result = graph.toGraphology()
    result.setEdgeAttribute('t1', 'weight', 0)
    result.getEdgeAttribute('t1', 'time').setTime(0)
    result.dropNode('mule-1')
    expect(graph.size).toBe(3)
    expect(graph.transfer('t1').time.getTime()).not.toBe(0)
    expect(graph.toGraphology().getEdgeAttribute('t1', 'weight')).toBe(100)
  })

  test('graphology’s algorithms run on it', () => {
    const reached: string[] = []
    bfs(graph.toGraphology(), (node) => {
      reached.push(node)
    })
    expect(reached.sort()).toEqual(graph.toGraphology().nodes().sort())
  })
})

test('odd ids are keys like any other', () => {
  const ids = ['__proto__', 'constructor', 'toString', '0', ' ', '\u0000', '\ud800']
  const records = ids.map((id, at) => ({
    id,
    from: id,
    to: ids[(at + 1) % ids.length]!,
    amount: 1,
    time: at,
  }))
  const { graph } = buildMoneyGraph(records)
  const result = graph.toGraphology()
  expect(result.nodes()).toEqual(ids)
  expect(result.edges().sort()).toEqual([...ids].sort())
  for (const id of ids) expect(result.source(id)).toBe(id)
})

test('an empty graph is an empty graph', () => {
  const result = buildMoneyGraph([]).graph.toGraphology()
  expect([result.order, result.size]).toEqual([0, 0])
})

test('an account called __proto__ or constructor has neighbours like any other, and changes no prototype', () => {
  const ids = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
  const { graph } = buildMoneyGraph(ids.map((to, n) => ({ id: `t${n}`, from: 'victim', to, amount: 1, time: n })))
  const before = Object.getOwnPropertyNames(Object.prototype)
  const whole = graph.toGraphology()
  const traced = traceGraph(trace(graph, { from: ['t0', 't1', 't2', 't3'] }))
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before)
  expect('previous' in Object.prototype.toString).toBe(false)
  for (const drawn of [whole, traced]) {
    expect(drawn.outNeighbors('victim').sort()).toEqual([...ids].sort())
    expect(drawn.edges('victim', '__proto__')).toEqual(['t0'])
    expect(drawn.inDegree('constructor')).toBe(1)
    expect(drawn.hasEdge('victim', '__proto__')).toBe(true)
    expect(drawn.hasDirectedEdge('victim', 'hasOwnProperty')).toBe(true)
    expect(drawn.hasEdge('__proto__', 'victim')).toBe(false)
    expect(drawn.hasEdge('nobody', 'victim')).toBe(false)
    expect(drawn.hasEdge('t0')).toBe(true)
    expect(drawn.areNeighbors('victim', 'toString')).toBe(true)
  }
})
