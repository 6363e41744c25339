import { displayWidth } from '../../text/display-width.js'
import type { CaseAccount, CaseData } from '../data.js'
import { nameOf } from '../describe.js'
import { type Format, total } from '../format.js'
import type { FlowNode } from './network.js'

/** Pixels that a character takes at most in bold type, by the columns that it takes in a terminal. */
const PIXELS = [0, 8.4, 12.2] as const
/** Of the name of an institution at most, in the second line. */
const PLACE = 84

/** Two lines beside an account; of the second figures are never cut. */
export type Label = [name: string, detail: string]

/** `room` is in pixels. */
export function labelOf(data: CaseData, flow: FlowNode, room: number, { say, money, count, term }: Format): Label {
  const members = flow.members.map((at) => data.accounts[at] as CaseAccount)
  const amount = money(flow.incoming > flow.outgoing ? flow.incoming : flow.outgoing)
  if (flow.folded) {
    const held = total(members.map((account) => account.held))
    const name = `${count(members.length)} ${say('small')}`
    return [fit(name, room), held === 0n ? amount : `${say('held')} ${money(held)}`]
  }
  const account = members[0] as CaseAccount
  const [first = amount, ...more] = account.endings.map(([code, ended]) => `${term(code)} ${money(ended)}`)
  const place = Math.min(PLACE, room - labelWidth(` ${first}`))
  let detail =
    account.institution === undefined || place < 4 * PIXELS[1] ? first : `${fit(account.institution, place)} ${first}`
  for (const [at, end] of more.entries()) {
    const longer = `${detail}, ${end}`
    if (labelWidth(longer) > room - (at < more.length - 1 ? labelWidth(' …') : 0)) {
      detail = `${detail} …`
      break
    }
    detail = longer
  }
  return [fit(nameOf(account), room), detail]
}

/** Pixels that a text takes at most. */
export function labelWidth(text: string): number {
  let width = 0
  for (const character of text) width += PIXELS[displayWidth(character)] ?? PIXELS[2]
  return width
}

/** As much of a text as there is room for, with … where something is cut. */
function fit(text: string, room: number): string {
  if (labelWidth(text) <= room) return text
  let left = room - labelWidth('…')
  let kept = ''
  for (const character of text) {
    left -= labelWidth(character)
    if (left < 0) break
    kept += character
  }
  return `${kept}…`
}
