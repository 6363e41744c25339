import type { StatementFile } from 'fundtrail/statements'

/** The header of 交易明细信息 in a bank's answer to the police. */
export const POLICE =
  '交易卡号,交易账号,账户开户名称,开户人证件号码,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,现金标志,对手户名,对手身份证号,对手开户银行,摘要说明,交易币种,交易网点名称,交易网点代码,交易发生地,交易是否成功,传票号,终端号,IP地址,MAC地址,对手交易余额,交易流水号,日志号,凭证种类,凭证号,交易柜员号,商户名称,商户号,备注,交易类型,查询反馈结果原因'

/** Rows of a file as cells by the names of its header, the others empty: one line a row, "name=value" apart by '|'. */
export function rowsUnder(header: string, rows: string, separator = ','): string {
  const names = header.split(separator)
  const lines = rows
    .trim()
    .split('\n')
    .map((line) => {
      const cells = new Map(line.split('|').map((part) => part.trim().split('=', 2) as [string, string]))
      for (const name of cells.keys()) if (!names.includes(name)) throw new Error(`no column ${name}`)
      return names.map((name) => quoted(cells.get(name) ?? '', separator)).join(separator)
    })
  return [header, ...lines, ''].join('\r\n')
}

function quoted(cell: string, separator: string): string {
  return cell.includes(separator) ? `"${cell}"` : cell
}

/**
 * A police file of one account, a row a line: "time direction amount balance counterparty name memo", '-' for nothing,
 * '_' for a space.
 */
export function policeFile(card: string, holder: string, rows: string): string {
  const lines = rows
    .trim()
    .split('\n')
    .map((line) => {
      const cells = line
        .trim()
        .split(/\s+/)
        .map((cell) => (cell === '-' ? '' : cell.replaceAll('_', ' ')))
      const [time, direction, amount, balance, counterparty, name, memo, serial] = cells
      return [
        `交易卡号=${card}|账户开户名称=${holder}|交易时间=${time}|收付标志=${direction}|交易金额=${amount}|交易余额=${balance}`,
        `交易对手账卡号=${counterparty ?? ''}|对手户名=${name ?? ''}|摘要说明=${memo ?? ''}|交易流水号=${serial ?? ''}`,
        '交易币种=人民币|交易是否成功=00',
      ].join('|')
    })
  return rowsUnder(POLICE, lines.join('\n'))
}

let codes: Map<string, number> | undefined

/** Text as GB18030, which no encoder of the platform writes: characters of two bytes, the other way round. */
export function gb18030(text: string): Uint8Array {
  if (codes === undefined) {
    codes = new Map()
    const decoder = new TextDecoder('gb18030')
    for (let lead = 0x81; lead <= 0xfe; lead++) {
      for (let trail = 0x40; trail <= 0xfe; trail++) {
        if (trail === 0x7f) continue
        const character = decoder.decode(new Uint8Array([lead, trail]))
        if (!codes.has(character)) codes.set(character, lead * 256 + trail)
      }
    }
  }
  const bytes: number[] = []
  for (const character of text) {
    const ascii = character.charCodeAt(0)
    const code = ascii < 0x80 ? ascii : codes.get(character)
    if (code === undefined) throw new Error(`${character} has no two bytes in GB18030`)
    if (code > 0xff) bytes.push(code >> 8)
    bytes.push(code & 0xff)
  }
  return new Uint8Array(bytes)
}

/** Bytes as a stream in pieces of the given sizes, again and again. */
export async function* inPieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0
  for (let nth = 0; at < bytes.length; nth++) {
    const size = sizes[nth % sizes.length]!
    yield bytes.slice(at, at + size)
    at += size
  }
}

/** One file of text. */
export function file(name: string, data: StatementFile['data']): StatementFile {
  return { name, data }
}

const TENPAY =
  '用户ID\t交易单号\t大单号\t用户侧账号名称\t借贷类型\t交易业务类型\t交易用途类型\t交易时间\t交易金额(分)\t账户余额(分)\t用户银行卡号\t用户侧网银联单号\t网联/银联\t第三方账户名称\t对手方ID\t对手侧账户名称\t对手方银行卡号\t对手侧银行名称\t对手侧网银联单号\t网联/银联\t基金公司信息\t间联/非间联交易\t第三方账户名称\t对手方接收时间\t对手方接收金额(分)\t备注1\t备注2'

/**
 * Tenpay's answer about one wallet, a row a line: "time direction fen balance-in-fen purpose order user-card
 * counterparty-wallet counterparty-card", '-' for nothing, '_' for a space.
 */
export function tenpayFile(wallet: string, holder: string, rows: string): string {
  const lines = rows
    .trim()
    .split('\n')
    .map((line) => {
      const cells = line
        .trim()
        .split(/\s+/)
        .map((cell) => (cell === '-' ? '' : cell.replaceAll('_', ' ')))
      const [time, direction, fen, balance, purpose, order, card, other, otherCard] = cells
      return [
        `用户ID=${wallet}|用户侧账号名称=${holder}|交易时间=${time}|借贷类型=${direction}|交易金额(分)=${fen}`,
        `账户余额(分)=${balance}|交易用途类型=${purpose}|用户侧网银联单号=${order ?? ''}|用户银行卡号=${card ?? ''}`,
        `对手方ID=${other ?? ''}|对手方银行卡号=${otherCard ?? ''}`,
      ].join('|')
    })
  return rowsUnder(TENPAY, lines.join('\n'), '\t')
}
