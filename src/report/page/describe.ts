import type { CaseAccount, CaseData } from './data.js'
import type { FlowLink, FlowNode } from './flow/network.js'
import { type Format, total } from './format.js'

/** What an account is called: its short number and its holder. */
export function nameOf({ label, holder }: CaseAccount): string {
  return holder === undefined ? label : `${label} ${holder}`
}

/** Every fact about an account, as pairs of word and value. */
export function factsOf(account: CaseAccount, { say, money, time, span, term, level }: Format): [string, string][] {
  const { id, holder, institution, first, last, lastSent, dwell, balance, hold } = account
  const facts: [string, string | undefined][] = [
    [say('account'), id],
    [say('holder'), holder],
    [say('institution'), institution],
    [say('kind'), term(account.kind)],
    [say('atLevel'), level(account.level)],
    [say('received'), money(account.received)],
    [say('sent'), money(account.sent)],
    [say('held'), money(account.held)],
    [say('hold'), hold === undefined ? undefined : money(hold)],
    [say('balance'), balance === undefined ? undefined : money(balance)],
    [
      say('arrived'),
      first === undefined ? undefined : time(first) + (last === first ? '' : ` – ${time(last ?? first)}`),
    ],
    [say('lastMoved'), lastSent === undefined ? undefined : time(lastSent)],
    [say('dwell'), dwell === undefined ? undefined : span(dwell)],
    [say('endings'), account.endings.map(([code, amount]) => `${term(code)} ${money(amount)}`).join('; ') || undefined],
  ]
  return facts.filter((fact): fact is [string, string] => fact[1] !== undefined)
}

/** A node in one text, for pointers that rest on it and for readers of screens. */
export function describeNode({ accounts }: CaseData, node: FlowNode, format: Format): string {
  if (node.folded) {
    const members = node.members.map((at) => accounts[at] as CaseAccount)
    return [
      `${format.level(node.level)}: ${format.count(members.length)} ${format.say('folded')}`,
      `${format.say('received')}: ${format.money(total(members.map(({ received }) => received)))}`,
      `${format.say('sent')}: ${format.money(total(members.map(({ sent }) => sent)))}`,
      `${format.say('held')}: ${format.money(total(members.map(({ held }) => held)))}`,
    ].join('\n')
  }
  return factsOf(accounts[node.members[0] as number] as CaseAccount, format)
    .map(([word, value]) => `${word}: ${value}`)
    .join('\n')
}

/** What readers of screens call a node: first the words that are seen, by which it can be named aloud, then all facts. */
export function nameOfNode(seen: string[], description: string): string {
  return [...seen, ...description.split('\n')].join(', ')
}

export function describeLink(
  data: CaseData,
  nodes: FlowNode[],
  { from, to, amount, rows }: FlowLink,
  format: Format,
): string {
  const times = rows.map((row) => data.transfers.time[row] as number)
  const first = times.reduce((a, b) => Math.min(a, b))
  const last = times.reduce((a, b) => Math.max(a, b))
  const name = (node: FlowNode) =>
    node.folded
      ? `${format.count(node.members.length)} ${format.say('folded')}`
      : nameOf(data.accounts[node.members[0] as number] as CaseAccount)
  return [
    `${name(nodes[from] as FlowNode)} → ${name(nodes[to] as FlowNode)}`,
    `${format.say('traced')}: ${format.money(amount)} ${data.currency}`,
    `${format.say('transfers')}: ${format.count(rows.length)}`,
    `${format.say('time')}: ${format.time(first)}${last === first ? '' : ` – ${format.time(last)}`}`,
  ].join('\n')
}
