import { type Balances, type Cascade, cascade, type TraceOptions } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { findings, shareLines, traceLedger } from '../support/findings.js'

/** "layer account asked held gone returned open passed", the account '-' for the line of a layer. */
function cascadeLines({ layers }: Cascade): string[] {
  return layers.flatMap(({ layer, accounts, ...sums }) =>
    [{ account: '-', ...sums }, ...accounts].map(({ account, asked, held, gone, returned, open, passed }) =>
      [layer, account, ...[asked, held, gone, returned, open, passed].map((each) => each.toFixed())].join(' '),
    ),
  )
}

function sumLine({ disputed, held, gone, returned, open }: Cascade): string {
  return [disputed, held, gone, returned, open].map((each) => each.toFixed()).join(' ')
}

function run(rows: string, balances?: Balances, options: TraceOptions & { holders?: string } = {}): Cascade {
  return cascade(traceLedger(rows, options), balances)
}

describe('hold what is there, pass the remainder on', () => {
  const rows = `
    id  time   from    to      amount
    v1  09:00  victim  mule-1   20000
    t1  09:10  mule-1  mule-2   20000`

  test('a balance of 500,000: a lien of 20,000, and nothing to ask of layer 2', () => {
    const result = run(rows, { 'mule-1': 500000 })
    expect(cascadeLines(result)).toEqual(
      findings(`
        layer  account  asked  held  gone  returned  open  passed
        1      -        20000 20000     0         0     0       0
        1      mule-1   20000 20000     0         0     0       0`),
    )
    expect(result.layers[0]?.accounts[0]?.balance?.toFixed()).toBe('500000')
    expect(sumLine(result)).toBe('20000 20000 0 0 0')
  })

  test('a balance of 8,000: a lien of 8,000, and 12,000 passed to layer 2', () => {
    const result = run(rows, new Map([['mule-1', '8000.00']]))
    expect(cascadeLines(result)).toEqual(
      findings(`
        layer  account  asked  held  gone  returned  open  passed
        1      -        20000  8000     0         0     0   12000
        1      mule-1   20000  8000     0         0     0   12000
        2      -        12000 12000     0         0     0       0
        2      mule-2   12000 12000     0         0     0       0`),
    )
    const [ticket] = result.layers[1]!.accounts[0]!.tickets
    expect(ticket).toMatchObject({ transfer: 't1', from: 'mule-1' })
    expect(ticket?.asked.toFixed()).toBe('12000')
  })

  test('without balances, those of the trace', () => {
    const result = run(`${rows}\n s1 09:20 employer mule-1 3000\n t2 09:30 mule-2 mule-3 15000`)
    // The trace leaves nothing of the loss in mule-1; a lien takes the wages all the same.
    expect(cascadeLines(result)).toEqual(
      findings(`
        layer  account  asked  held  gone  returned  open  passed
        1      -        20000  3000     0         0     0   17000
        1      mule-1   20000  3000     0         0     0   17000
        2      -        17000  5000     0         0     0   12000
        2      mule-2   17000  5000     0         0     0   12000
        3      -        12000 12000     0         0     0       0
        3      mule-3   12000 12000     0         0     0       0`),
    )
  })

  test('an overdrawn account has nothing', () => {
    expect(sumLine(run(rows, { 'mule-1': -5, 'mule-2': '0.00' }))).toBe('20000 0 0 0 20000')
  })
})

describe('where the money went several ways', () => {
  const rows = `
    id  time   from    to      amount  kind
    v1  09:00  victim  mule-1    1000  -
    t1  09:10  mule-1  mule-2     600  -
    t2  09:20  mule-1  mule-3     300  -
    t3  09:30  mule-1  atm        100  cash`

  test('the remainder is shared in proportion to what each transfer carried', () => {
    const result = run(rows, { 'mule-1': 500 })
    expect(cascadeLines(result)).toEqual(
      findings(`
        layer  account  asked  held  gone  returned  open  passed
        1      -         1000   500     0         0     0     500
        1      mule-1    1000   500     0         0     0     500
        2      -          500   450    50         0     0       0
        2      mule-2     300   300     0         0     0       0
        2      mule-3     150   150     0         0     0       0
        2      atm         50     0    50         0     0       0`),
    )
    expect(sumLine(result)).toBe('1000 950 50 0 0')
  })

  test('what came back to the victim is not asked of anybody', () => {
    const result = run('id time from to amount\nv1 09:00 victim mule-1 1000\nt1 09:10 mule-1 victim 400')
    expect(sumLine(result)).toBe('1000 600 0 400 0')
  })

  test('a clearing account holds nothing, and passes on what left it', () => {
    const through = `
      id  time   from     to       amount
      v1  09:00  victim   gateway    1000
      t1  09:10  gateway  mule-1      700`
    const holders = 'id kind from to\ngateway clearing 08:00 10:00\nmule-1 - 08:00 10:00'
    expect(cascadeLines(run(through, { gateway: 9999 }, { holders, until: '2024-03-01T09:20:00Z' }))).toEqual(
      findings(`
        layer  account  asked  held  gone  returned  open  passed
        1      -         1000     0     0         0   300     700
        1      gateway   1000     0     0         0   300     700
        2      -          700   700     0         0     0       0
        2      mule-1     700   700     0         0     0       0`),
    )
  })

  test('an account without a statement holds what its bank answers, and is open without an answer', () => {
    const holders = 'id from to\nmule-1 08:00 09:30'
    expect(sumLine(run(rows, undefined, { holders }))).toBe('1000 0 100 0 900')
    expect(sumLine(run(rows, { 'mule-3': 1000 }, { holders }))).toBe('1000 300 100 0 600')
  })
})

test('an account that money reaches again has what the first layer left it', () => {
  const rows = `
    id  time   from    to      amount
    v1  09:00  victim  mule-1     100
    t1  09:10  mule-1  mule-2     100
    t2  09:20  mule-2  mule-1     100
    t3  09:30  mule-1  mule-3     100`
  const result = run(rows, { 'mule-1': 70, 'mule-2': 10, 'mule-3': 5 })
  expect(cascadeLines(result)).toEqual(
    findings(`
      layer  account  asked  held  gone  returned  open  passed
      1      -          100    70     0         0     0      30
      1      mule-1     100    70     0         0     0      30
      2      -           30    10     0         0     0      20
      2      mule-2      30    10     0         0     0      20
      3      -           20     0     0         0     0      20
      3      mule-1      20     0     0         0     0      20
      4      -           20     5     0         0    15       0
      4      mule-3      20     5     0         0    15       0`),
  )
  expect(result.layers[2]?.accounts[0]?.balance?.toFixed()).toBe('0')
})

test('two claims share what is there in proportion to what is asked for each', () => {
  const rows = `
    id  time   from      to      amount
    v1  09:00  victim-a  mule-1     600
    v2  09:05  victim-b  mule-1     300
    t1  09:10  mule-1    mule-2     900`
  const claims = [
    { id: 'a', transfers: ['v1'] },
    { id: 'b', transfers: ['v2'] },
  ]
  const [first, second] = run(rows, { 'mule-1': '100.00' }, { claims }).layers
  // 66.67 and 33.33: the cent goes to the larger remainder.
  expect(shareLines(first!.accounts[0]!.shares)).toEqual(['a 66.67', 'b 33.33'])
  expect(shareLines(second!.accounts[0]!.shares)).toEqual(['a 533.33', 'b 266.67'])
  expect(first!.accounts[0]!.tickets.map(({ transfer, asked }) => [transfer, asked.toFixed()])).toEqual([
    ['v1', '600'],
    ['v2', '300'],
  ])
})

test('nothing stolen yet: no layer', () => {
  const result = run('id time from to amount\nv1 09:00 victim mule-1 1000', undefined, {
    until: '2024-03-01T08:00:00Z',
  })
  expect(result.layers).toEqual([])
  expect(sumLine(result)).toBe('0 0 0 0 0')
})

test('an account that is not in the graph, what is no amount, and an alert are refused', () => {
  const rows = 'id time from to amount\nv1 09:00 victim mule-1 1000'
  const code = (expected: string) => expect.objectContaining({ code: expected })
  expect(() => run(rows, { stranger: 5 })).toThrowError(code('unknown-account'))
  expect(() => run(rows, JSON.parse('{ "__proto__": 5 }'))).toThrowError(code('unknown-account'))
  for (const wrong of [{ 'mule-1': '1.234' }, { 'mule-1': 'all' }, [], 3, null]) {
    expect(() => run(rows, wrong as never)).toThrowError(code('bad-option'))
  }
  expect(() => run(rows, {}, { rule: 'poison' })).toThrowError(code('bad-option'))
})
