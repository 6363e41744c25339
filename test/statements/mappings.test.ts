import { readFileSync } from 'node:fs'
import type { TransferRecord } from 'fundtrail'
import { type Mapping, readStatements } from 'fundtrail/statements'
import { describe, expect, it } from 'vitest'
import { file } from '../support/statement-files.js'

/** Reads one list by a mapping that was saved as JSON. */
async function read(mapping: Mapping, text: string) {
  const saved = JSON.parse(JSON.stringify(mapping)) as Mapping
  const result = await readStatements([file('list.csv', text)], { formats: { 'list.csv': saved } })
  return {
    ...result,
    lines: result.records.map(line),
    told: result.problems.map(({ code, row }) => `${code} ${row ?? '-'}`),
  }
}

function line({ from, to, amount, time, kind, status, fromBalance, toBalance }: TransferRecord): string {
  return [`${from} > ${to} ${amount} ${time}`, kind, status, `${fromBalance ?? ''}/${toBalance ?? ''}`]
    .filter((part) => part !== undefined)
    .join(' ')
}

describe('lists of one account or several, by a mapping', () => {
  it('words for the direction, a date format, a decimal comma, thousands', async () => {
    const { lines, told, accounts, files } = await read(
      {
        account: 'ucet',
        counterparty: ['protiucet', 'banka'],
        time: 'datum',
        timeFormat: 'd.M.yyyy',
        clock: 'cas',
        amount: 'castka',
        decimal: ',',
        direction: { column: 'typ', in: ['prijem'], out: ['vydaj', 'vyber'] },
        balance: 'zustatek',
        memo: ['popis', 'symbol'],
        kind: { column: 'symbol', fee: ['SLUZBY'], interest: ['UROK'] },
        id: 'id',
      },
      `id;ucet;datum;cas;typ;castka;zustatek;protiucet;banka;popis;symbol
1;2378;1.2.1993;9:05;PRIJEM;1.700,50;1.700,50;87144583;YZ;mzda;
2;2378;12.2.1993;;Výdaj;700,00;1.000,50;;;;
3;2378;12.2.1993;;VYDAJ;1 000,50;0;12;AB;;
4;2378;12.2.1993;;vydaj;12.34;0;12;AB;;
5;2378;28.2.1993;;VYBER;14,60;-14,60;;;poplatek;SLUZBY
6;2378;1993-02-28;;VYBER;14,60;-14,60;;;poplatek;SLUZBY
`,
    )
    expect(files[0]?.format).toBe('statement-list')
    expect(lines).toEqual([
      '87144583/YZ > 2378 1700.50 1993-02-01 09:05 /1700.50',
      '2378 > 12/AB 1000.50 1993-02-12 0/',
      '2378 > fee:2378 14.60 1993-02-28 fee -14.60/',
    ])
    expect(told).toEqual(['unknown-direction 3', 'invalid-amount 5', 'invalid-time 7'])
    expect(accounts[0]).toMatchObject({ id: '2378', openingBalance: { CNY: '0' } })
  })

  it('columns for money in and out, brackets and signs behind, fen, one account for the whole file', async () => {
    const { lines, told, counts } = await read(
      {
        account: { id: '6222000000000000102' },
        time: 1,
        amount: { in: 2, out: 3 },
        balance: 4,
        counterparty: 5,
        headerRow: 0,
        unit: 'cent',
      },
      `20240312100000,150,,150,0100
20240312100001,,49,101,0200
20240312100002,,(9),110,0200
20240312100003,,5-,115,0200
20240312100004,1,1,115,0200
20240312100005,0,0,115,0200
`,
    )
    // Negative in its column: it undoes money that went.
    expect(lines).toEqual([
      '0100 > 6222000000000000102 1.50 2024-03-12 10:00:00 /1.50',
      '6222000000000000102 > 0200 0.49 2024-03-12 10:00:01 1.01/',
      '0200 > 6222000000000000102 0.09 2024-03-12 10:00:02 /1.10',
      '0200 > 6222000000000000102 0.05 2024-03-12 10:00:03 /1.15',
    ])
    expect(told).toEqual(['invalid-amount 5', 'undecided-reversal 3', 'undecided-reversal 4'])
    expect(counts).toMatchObject({ accepted: 4, excluded: 1, rejected: 1 })
  })

  it('a signed amount; whose it is stands above the header; failed rows by their words', async () => {
    const { lines, told } = await read(
      {
        time: 'when',
        amount: 'sum',
        balance: 'left',
        counterparty: 'who',
        status: { column: 'state', failed: ['bounced', '-'] },
      },
      `卡号:6222000000000000102

when,sum,left,who,state
2024-03-12 10:00:00,+5.00,5.00,0100,ok
2024-03-12 10:00:01,-3.00,2.00,0200,ok
2024-03-12 10:00:02,-9.00,2.00,0200,Bounced
2024-03-12 10:00:03,-9.00,2.00,0200,-
`,
    )
    expect(told).toEqual([])
    expect(lines).toEqual([
      '0100 > 6222000000000000102 5.00 2024-03-12 10:00:00 /5.00',
      '6222000000000000102 > 0200 3.00 2024-03-12 10:00:01 2.00/',
      '6222000000000000102 > 0200 9.00 2024-03-12 10:00:02 failed 2.00/',
      '6222000000000000102 > 0200 9.00 2024-03-12 10:00:03 failed 2.00/',
    ])
  })
})

it('the worked example of docs/statements.md', async () => {
  const page = readFileSync(new URL('../../docs/statements.md', import.meta.url), 'utf8')
  const [, list = '', mapping = '', records = ''] =
    /```\n(id;[^`]*)```[^`]*```json\n([^`]*)```[^`]*```\n([^`]*)```/.exec(page) ?? []
  const { lines, told } = await read(JSON.parse(mapping) as Mapping, list)
  expect(told).toEqual([])
  expect(lines.map((one) => one.replace(/ \S*$/, ''))).toEqual(records.trim().split('\n'))
})

describe('lists of transfers, by a mapping', () => {
  it('made of statements: the sign, or a word, says of whose; both sides are joined', async () => {
    const rows = `when,payer,payee,sum,side
2024-03-12,0100,0200,-3e+05,p
2024-03-12,0100,0200,300000,r
2024-03-13,0200,0300,-1000,p
`
    const signed = await read(
      { from: 'payer', to: 'payee', amount: 'sum', time: 'when', statementOf: 'sign', scientific: true },
      rows,
    )
    const worded = await read(
      {
        from: 'payer',
        to: 'payee',
        amount: 'sum',
        time: 'when',
        statementOf: { column: 'side', from: ['P'], to: ['R'] },
        scientific: true,
      },
      rows.replaceAll(',-', ','),
    )
    for (const { lines, told, counts, accounts } of [signed, worded]) {
      expect(told).toEqual([])
      expect(lines).toEqual(['0100 > 0200 300000 2024-03-12 /', '0200 > 0300 1000 2024-03-13 /'])
      expect(counts).toMatchObject({ rows: 3, accepted: 2, merged: 1 })
      expect(accounts.map(({ id, statement }) => `${id} ${statement !== undefined}`)).toEqual([
        '0100 true',
        '0200 true',
        '0300 false',
      ])
    }
  })

  it('numbers that the caller knows to be of one account are one', async () => {
    const mapping = { from: 'payer', to: 'payee', amount: 'sum', time: 'when' }
    const { records } = await readStatements(
      [
        file(
          'list.csv',
          'when,payer,payee,sum\n2024-03-12,EE77 3300 333487040004,0200,1\n2024-03-12,333487040004,0300,1',
        ),
      ],
      { formats: { 'list.csv': mapping }, sameAccounts: [['EE773300333487040004', '333487040004']] },
    )
    expect(records.map(({ from }) => from)).toEqual(['EE773300333487040004', 'EE773300333487040004'])
  })
})

describe('a mapping that is none', () => {
  const list = { from: 'a', to: 'b', amount: 'c', time: 'd' }
  const statement = { account: 'a', amount: 'c', time: 'd' }
  it.each<[unknown, string]>([
    [null, 'formats of a mapping is null; it must be the name of a format, or a mapping'],
    [[], 'formats of a mapping is an array; it must be the name of a format, or a mapping'],
    [{}, 'time of a mapping is undefined; it must be the name of a column, or its number from 1'],
    [{ ...list, to: undefined }, 'to of a mapping is undefined'],
    [{ ...list, payer: 'x' }, 'a mapping has "payer"; it may have from, to, amount,'],
    [JSON.parse('{"from":"a","to":"b","amount":"c","time":"d","__proto__":{"unit":"cent"}}'), 'has "__proto__"'],
    [{ ...list, balance: 'x' }, 'a mapping has "balance"; it may have from, to'],
    [{ ...statement, fromBalance: 'x' }, 'a mapping has "fromBalance"; it may have account, holder'],
    [{ ...list, from: 0 }, 'from of a mapping is 0; it must be the name of a column, or its number from 1'],
    [{ ...list, from: 1e9 }, 'from of a mapping is 1000000000'],
    [{ ...list, from: ' ' }, 'from of a mapping is " "'],
    [{ ...list, memo: [] }, 'memo of a mapping is an array; it must be the name of a column, or its number from 1, or'],
    [{ ...list, headerRow: 0 }, 'time of a mapping is "d"; it must be a number from 1, for there is no header'],
    [{ ...list, headerRow: 41 }, 'headerRow of a mapping is 41; it must be a row from 1 to 40, or 0'],
    [{ ...list, unit: 'fen' }, `unit of a mapping is "fen"; it must be "major" or "cent"`],
    [{ ...list, decimal: ';' }, `decimal of a mapping is ";"; it must be "." or ","`],
    [{ ...list, scientific: 'yes' }, 'scientific of a mapping is "yes"; it must be true or false'],
    [{ ...list, timeFormat: 'yyyy-mm-dd' }, 'it needs a year, a month and a day'],
    [{ ...list, timeFormat: 'yyyy-MMM-dd' }, 'it knows no MMM, but yyyy, yy, MM'],
    [{ ...list, timeFormat: 'yyyy-MM-dd mm' }, 'it skips a part of the time'],
    [{ ...list, timeFormat: 'yyMMdd yy' }, 'it has the year twice'],
    [{ ...list, timeFormat: 5 }, 'timeFormat of a mapping is 5'],
    [{ ...list, statementOf: 'signs' }, `statementOf of a mapping is "signs"; it must be 'sign', or { column`],
    [
      { ...list, statementOf: { column: 'x', from: ['a'] } },
      'statementOf.to of a mapping is undefined; it must be a list',
    ],
    [
      { ...statement, direction: { column: 'x', in: [], out: ['b'] } },
      'direction.in of a mapping is an array; it must',
    ],
    [{ ...statement, direction: { column: 'x', in: ['a'], out: [5] } }, 'direction.out of a mapping is an array'],
    [{ ...statement, amount: { in: 'a' } }, 'amount.out of a mapping is undefined'],
    [{ ...statement, amount: { in: 'a', out: 'b' }, direction: { column: 'c', in: ['a'], out: ['b'] } }, 'left out'],
    [{ ...statement, account: { id: '' } }, 'account.id of a mapping is ""; it must be the number of an account'],
    [{ ...statement, kind: { column: 'x', gift: ['a'] } }, 'kind has "gift"; it may have column, cash, purchase'],
    [{ ...statement, status: 'x' }, 'status of a mapping is "x"; it must be { column, failed: [words] }'],
  ])('%j', async (mapping, message) => {
    await expect(
      readStatements([file('list.csv', 'a,b,c,d\n')], { formats: { 'list.csv': mapping as Mapping } }),
    ).rejects.toMatchObject({ code: 'bad-option', message: expect.stringContaining(message) })
  })

  it.each([['x'], [[5]], [['0100']], [[['']]]])('sameAccounts %j', async (sameAccounts) => {
    await expect(readStatements([], { sameAccounts: sameAccounts as never })).rejects.toMatchObject({
      code: 'bad-option',
    })
  })

  it('one whose columns the file does not have reads nothing, and says so', async () => {
    const { told } = await read(list, 'x,y\n1,2\n')
    expect(told).toEqual(['unknown-format -'])
  })
})
