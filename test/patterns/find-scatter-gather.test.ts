import { type BranchOptions, findGatherScatter, findScatterGather } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { traceLedger } from '../support/findings.js'
import { branchLine, partsOf, shapeLine } from '../support/shapes.js'

const rows = `
  id  time   from    to      amount
  v1  09:00  victim  mule-1    1000
  t1  09:10  mule-1  mule-2     500
  t2  09:11  mule-1  mule-3     300
  t3  09:12  mule-1  mule-4     200
  t4  09:20  mule-2  boss       450
  t5  09:21  mule-3  boss       300
  t6  09:22  mule-4  mule-5     200`

const scattered = (text: string, options?: BranchOptions) => findScatterGather(traceLedger(text), options)
const gathered = (text: string, options?: BranchOptions) => findGatherScatter(traceLedger(text), options)

describe('findScatterGather', () => {
  test('what parted at one account and came together in another', () => {
    const [shape, ...others] = scattered(rows)
    expect(others).toEqual([])
    expect(shape).toMatchObject({ source: 'mule-1', target: 'boss' })
    expect(shapeLine(shape!)).toBe('mule-1>mule-2>mule-3>boss 09:10 09:21 750 t1+t2+t4+t5')
    expect(branchLine(shape!.branches)).toBe('mule-2=450(t1+t4) mule-3=300(t2+t5)')
    expect(partsOf(shape!)).toEqual({ even: 0.971, gathered: 0.938 })
  })

  test('one branch is no scattering', () => {
    expect(scattered(rows, { minBranches: 3 })).toEqual([])
  })

  test('what comes back to where it began, over several accounts, is one too', () => {
    const [shape] = scattered(rows.replaceAll('boss', 'mule-1'))
    expect(shape).toMatchObject({ source: 'mule-1', target: 'mule-1' })
    expect(shape!.accounts).toEqual([...new Set(shape!.accounts)])
  })

  test('a branch that arrived too late is none', () => {
    expect(scattered(rows, { within: { minutes: 10 } })).toEqual([])
    expect(scattered(rows, { within: { minutes: 11 } })).toHaveLength(1)
  })

  test('a victim may be the source', () => {
    const [shape] = scattered(`
      id  time   from    to      amount
      v1  09:00  victim  mule-1     600
      v2  09:01  victim  mule-2     400
      t1  09:10  mule-1  boss       600
      t2  09:11  mule-2  boss       400`)
    expect(shapeLine(shape!)).toBe('victim>mule-1>mule-2>boss 09:00 09:11 1000 v1+v2+t1+t2')
  })
})

describe('findGatherScatter', () => {
  test('what came together and went on, by payer and by payee', () => {
    const [shape, ...others] = gathered(`
      id  time   from      to      amount
      v1  09:00  victim-1  mule-1     600
      v2  09:01  victim-2  mule-1     400
      t1  09:10  mule-1    mule-2     700
      t2  09:11  mule-1    mule-3     200`)
    expect(others).toEqual([])
    expect(shapeLine(shape!)).toBe('victim-1>victim-2>mule-1>mule-2>mule-3 09:00 09:11 900 v1+v2+t1+t2')
    expect(branchLine(shape!.payers)).toBe('victim-1=600(v1) victim-2=300(v2)')
    expect(branchLine(shape!.payees)).toBe('mule-2=700(t1) mule-3=200(t2)')
    expect(partsOf(shape!)).toEqual({ evenIn: 0.918, evenOut: 0.764, scattered: 0.9 })
  })

  test('what left before the second payer paid is not of it', () => {
    expect(
      gathered(`
        id  time   from      to      amount
        v1  09:00  victim-1  mule-1     600
        t1  09:10  mule-1    mule-2     400
        t2  09:11  mule-1    mule-3     200
        v2  09:20  victim-2  mule-1     400`),
    ).toEqual([])
  })
})

test('what came while no statement covered the account did not go on from there', () => {
  const statement = { from: '2024-03-01T00:00Z', to: '2024-03-02T00:00Z' }
  const late = { from: '2024-03-01T09:30Z', to: '2024-03-02T00:00Z' }
  const rows = `
    id  time   from      to      amount
    v1  09:00  victim-1  mule-1      50
    v2  10:00  victim-2  mule-1      50
    w1  10:10  employer  mule-1      50
    t1  10:20  mule-1    mule-2      20
    t2  10:30  mule-1    mule-3      20`
  const accounts = [
    { id: 'victim-1', statement },
    { id: 'victim-2', statement },
    { id: 'mule-1', openingBalance: 0, statement: late },
  ]
  const result = traceLedger(rows, { rule: 'pro-rata' }, { accounts })
  expect(result.endings.map(({ account, code }) => `${account} ${code}`)).toContain('mule-1 no-statement')
  const [found] = findGatherScatter(result, { minBranches: 1 })
  expect(branchLine(found!.payers)).toBe('victim-2=20(v2)')
})
