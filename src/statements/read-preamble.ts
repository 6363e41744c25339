import { cleanAccount, cleanText } from './cells.js'
import type { Preamble, StatedPeriod } from './formats/format.js'
import { readTime } from './times.js'

const LABEL = /^(?:[^:\s]{0,6}(?:卡号|账号|帐号|户名|姓名|账户名称)|账户|[^:\s]{0,4}(?:日期|时间|期间|区间))$/
const ACCOUNT = /(?:卡号|账号|帐号|账户)\s*:\s*\[?([0-9A-Za-z*@._-]{4,})/
/** A number in groups of four, as it stands on a card. */
const GROUPS = /((?:卡号|账号|帐号|账户)\s*:\s*\[?\d{4})([ -])(\d{4}(?:\2\d{4})*(?:\2\d{1,3})?)(?![\d-])/g
const HOLDER = /(?:户名|姓名|账户名称|微信昵称)\s*:\s*\[?([^\s,\]]+)/
const DAY = String.raw`\d{4}[-/.年]?\d{1,2}[-/.月]?\d{1,2}日?(?:[ T]\d{1,2}:\d\d(?::\d\d)?)?`
const FROM = new RegExp(String.raw`(?:起始|开始)(?:时间|日期)\s*:\s*\[?(${DAY})`)
const TO = new RegExp(String.raw`(?:终止|截止|结束)(?:时间|日期)\s*:\s*\[?(${DAY})`)
const FROM_TO = new RegExp(
  String.raw`(?:日期|时间段?|期间|区间|范围|周期)\s*:\s*\[?(${DAY})\]?\s*(?:至|到|[-~—–]+)\s*\[?(${DAY})`,
)

/** What the lines above a header, and the name of the file, say of the account. */
export function readPreamble(lines: readonly (readonly string[])[], name: string): Preamble {
  const text = lines.map(lineOf).join('\n').slice(0, 20_000).replace(GROUPS, withoutGaps)
  const account = ACCOUNT.exec(text)?.[1]
  const period = periodIn(text)
  return {
    account: cleanAccount(account),
    holder: HOLDER.exec(text)?.[1] ?? '',
    institution: /^(?:.*[/\\])?([^/\\]{1,20}?(?:银行|证券))/.exec(name)?.[1] ?? '',
    ...(period !== undefined && { period: { ...period, ofAll: account === undefined } }),
  }
}

/** A line as text, a label in a cell of its own with a colon before its value. */
function lineOf(cells: readonly string[]): string {
  return cells
    .map((cell) =>
      cleanText(cell)
        .normalize('NFKC')
        // 户 名 and 账 号 are spread to be as wide as the labels below them.
        .replace(/(?<=[户姓账帐卡]) +(?=[名号户])/g, ''),
    )
    .filter((cell) => cell !== '')
    .map((cell) => (LABEL.test(cell) ? `${cell}:` : cell))
    .join(' ')
}

function withoutGaps(_: string, head: string, gap: string, tail: string): string {
  return head + tail.replaceAll(gap, '')
}

function periodIn(text: string): StatedPeriod | undefined {
  const [, first, last] = FROM_TO.exec(text) ?? []
  const from = readTime(FROM.exec(text)?.[1] ?? first)
  const to = readTime(TO.exec(text)?.[1] ?? last)
  return from !== undefined && to !== undefined && from <= to ? { from, to } : undefined
}
