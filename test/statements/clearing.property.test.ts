import fc from 'fast-check'
import { buildMoneyGraph } from 'fundtrail'
import { readStatements } from 'fundtrail/statements'
import { expect, it } from 'vitest'
import { file, policeFile, tenpayFile } from '../support/statement-files.js'

const CARDS = ['6222000000000000011', '6222000000000000102', '6222000000000000201']
const WALLETS = ['wx-1', 'wx-2', 'wx-3']

/** What happened: money between cards, into and out of wallets, between wallets, and from a wallet by a card. */
const happening = fc.record({
  what: fc.constantFrom('transfer', 'top-up', 'withdrawal', 'wallet', 'by-card'),
  a: fc.nat(2),
  b: fc.nat(2),
  // Few amounts, so that many are equal.
  amount: fc.constantFrom(100, 200, 500),
  /** Seconds after the one before. */
  after: fc.constantFrom(5, 30, 200, 1000),
  hasOrder: fc.boolean(),
})

/** Statement rows of an account as they are written, and its balance. */
class Account {
  readonly rows: string[] = []
  balance = 10_000
  move(row: (balance: number) => string, change: number): void {
    this.balance += change
    this.rows.push(row(this.balance))
  }
}

/**
 * Writes the files of three banks and of Tenpay, whose clock is `skew` seconds ahead, all through one clearing account,
 * and says which transfers they show.
 */
function write(
  happenings: { what: string; a: number; b: number; amount: number; after: number; hasOrder: boolean }[],
  skew: number,
) {
  const cards = CARDS.map(() => new Account())
  const wallets = WALLETS.map(() => new Account())
  const truth: string[] = []
  let clock = Date.UTC(2024, 2, 12, 9)
  const time = (ahead: number) => new Date(clock + ahead * 1000).toISOString().slice(0, 19).replace('T', '_')
  const bank = (at: number, direction: string, amount: number, other: string, memo: string) =>
    cards[at]!.move(
      (balance) => `${time(0)} ${direction} ${amount}.00 ${balance}.00 ${other} ${memo}`,
      direction === '进' ? amount : -amount,
    )
  const tenpay = (at: number, direction: string, amount: number, change: number, rest: string) =>
    wallets[at]!.move((balance) => `${time(skew)} ${direction} ${amount * 100} ${balance * 100} ${rest}`, change)
  happenings.forEach(({ what, a, b, amount, after, hasOrder }, nth) => {
    clock += after * 1000
    const order = `2024031200000000${String(nth).padStart(8, '0')}`
    const told = hasOrder ? order : ''
    const clearing = '243300133 财付通支付科技有限公司'
    if (what === 'transfer' && a !== b) {
      bank(a, '出', amount, `${CARDS[b]} -`, '转账')
      bank(b, '进', amount, `${CARDS[a]} -`, '转账')
      truth.push(`${CARDS[a]} ${CARDS[b]} ${amount}`)
    } else if (what === 'top-up') {
      bank(a, '出', amount, clearing, `充值${told}`)
      tenpay(b, '入', amount, amount, `充值 ${order} ${CARDS[a]}`)
      truth.push(`${CARDS[a]} ${WALLETS[b]} ${amount}`)
    } else if (what === 'withdrawal') {
      tenpay(a, '出', amount, -amount, `提现 ${order} ${CARDS[b]}`)
      bank(b, '进', amount, clearing, `提现${told}`)
      truth.push(`${WALLETS[a]} ${CARDS[b]} ${amount}`)
    } else if (what === 'wallet' && a !== b) {
      tenpay(a, '出', amount, -amount, `转账 - - ${WALLETS[b]}`)
      tenpay(b, '入', amount, amount, `转账 - - ${WALLETS[a]}`)
      truth.push(`${WALLETS[a]} ${WALLETS[b]} ${amount}`)
    } else if (what === 'by-card') {
      bank(a, '出', amount, clearing, `消费${told}`)
      tenpay(b, '出', amount, 0, `转账 ${order} ${CARDS[a]} wx-9`)
      truth.push(`${CARDS[a]} ${WALLETS[b]} ${amount}`, `${WALLETS[b]} wx-9 ${amount}`)
    }
  })
  const files = [
    ...cards.map(({ rows }, at) => file(`${at}.csv`, policeFile(CARDS[at]!, '张某', rows.join('\n')))),
    ...wallets.map(({ rows }, at) => file(`w${at}.txt`, tenpayFile(WALLETS[at]!, '李某', rows.join('\n')))),
  ].filter((_, at) => [...cards, ...wallets][at]!.rows.length > 0)
  return { files, truth, cards, wallets }
}

it('whatever goes through one clearing account, each order comes to its own card or wallet, and balances follow', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(happening, { minLength: 1, maxLength: 25 }),
      fc.constantFrom(-2, 0, 2),
      async (happenings, skew) => {
        const { files, truth, cards, wallets } = write(happenings, skew)
        fc.pre(files.length > 0)
        const { records, accounts, problems, counts } = await readStatements(files)
        expect(problems).toEqual([])
        expect(records.map(({ from, to, amount }) => `${from} ${to} ${Number(amount)}`).sort()).toEqual(truth.sort())
        expect(counts.accepted).toBe(records.length)
        const { graph, problems: built } = buildMoneyGraph(records, { accounts })
        expect(built).toEqual([])
        for (const [ids, known] of [
          [CARDS, cards],
          [WALLETS, wallets],
        ] as const) {
          ids.forEach((id, at) => {
            if (known[at]!.rows.length > 0) expect(graph.statement(id).closing.toNumber()).toBe(known[at]!.balance)
          })
        }
      },
    ),
    { numRuns: 150 },
  )
})
