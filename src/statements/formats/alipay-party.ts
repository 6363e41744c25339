import { cleanAccount, cleanText } from '../cells.js'

/** Who a cell of Alipay's answers names: "account(name)", "(bank)card", "name(bank)(card)", or an account alone. */
export function readParty(cell: string): { account: string; holder: string; bank: string } {
  const text = cleanText(cell).normalize('NFKC')
  const [, name, bank, card] = /^([^()]*)\(([^()]*)\)\(([^()]*)\)$/.exec(text) ?? []
  if (card !== undefined) return { account: cleanAccount(card), holder: name ?? '', bank: bank ?? '' }
  const [, ofBank, number] = /^\(([^()]*)\)([^()]+)$/.exec(text) ?? []
  if (number !== undefined) return { account: cleanAccount(number), holder: '', bank: ofBank ?? '' }
  const [, account, holder] = /^([^()]+)\(([^()]*)\)$/.exec(text) ?? []
  if (account !== undefined) return { account: cleanAccount(account), holder: holder ?? '', bank: '' }
  return { account: cleanAccount(text), holder: '', bank: '' }
}
