/**
 * Rows of one account in one instant, each from the balance before it to the balance after it, put in an order in
 * which every row begins where the one before it ended: an Eulerian trail (Hierholzer 1873, in linear time). `start`
 * is the balance that the account is known to have before them, if any.
 *
 * Of several trails the first by the order of the rows is taken; `unique` says that there is no other. Undefined: no
 * trail exists.
 */
export function balanceTrail(
  before: readonly number[],
  after: readonly number[],
  start: number | undefined,
): { order: number[]; unique: boolean } | undefined {
  const balances = new Map<number, number>()
  const nodeOf = (balance: number) => {
    const known = balances.get(balance)
    if (known !== undefined) return known
    balances.set(balance, balances.size)
    return balances.size - 1
  }
  const tails = before.map(nodeOf)
  const heads = after.map(nodeOf)
  const surplus = new Int32Array(balances.size)
  for (let row = 0; row < tails.length; row++) {
    surplus[tails[row]!]!++
    surplus[heads[row]!]!--
  }
  let first = -1
  for (let node = 0; node < surplus.length; node++) {
    if (surplus[node] === 0) continue
    if (surplus[node]! > 1 || surplus[node]! < -1 || (surplus[node] === 1 && first >= 0)) return undefined
    if (surplus[node] === 1) first = node
  }
  // A trail that ends where it began may begin anywhere: only the balance before it can tell.
  const closed = first < 0
  const known = closed && start !== undefined ? balances.get(start) : undefined
  if (closed) first = known ?? tails[0]!
  const order = hierholzer(tails, heads, first, balances.size, false)
  if (order.length !== tails.length) return undefined
  // Taking rows in their order at every turn gives the first trail, in reverse the last: equal, there is but one.
  const last = hierholzer(tails, heads, first, balances.size, true)
  const startKnown = !closed || known !== undefined || tails.length < 2
  return { order, unique: startKnown && order.every((row, at) => row === last[at]) }
}

/**
 * The balance with which every trail through the rows begins; 'closed' where trails begin and end with any balance,
 * undefined where there is no trail to begin.
 */
export function trailStart(before: readonly number[], after: readonly number[]): number | 'closed' | undefined {
  const surplus = new Map<number, number>()
  for (let row = 0; row < before.length; row++) {
    surplus.set(before[row]!, (surplus.get(before[row]!) ?? 0) + 1)
    surplus.set(after[row]!, (surplus.get(after[row]!) ?? 0) - 1)
  }
  const ends = [...surplus].filter(([, count]) => count !== 0)
  if (ends.length === 0) return before.length === 0 ? undefined : 'closed'
  if (ends.length !== 2 || ends.some(([, count]) => Math.abs(count) !== 1)) return undefined
  return ends.find(([, count]) => count === 1)?.[0]
}

function hierholzer(
  tails: readonly number[],
  heads: readonly number[],
  first: number,
  nodes: number,
  backwards: boolean,
): number[] {
  // The rows that leave a balance, as a linked list from the one to take next.
  const next = new Int32Array(tails.length)
  const leaving = new Int32Array(nodes).fill(-1)
  for (let i = 0; i < tails.length; i++) {
    const row = backwards ? i : tails.length - 1 - i
    next[row] = leaving[tails[row]!]!
    leaving[tails[row]!] = row
  }
  const trail: number[] = []
  const stack: { node: number; row: number }[] = [{ node: first, row: -1 }]
  for (;;) {
    const top = stack.at(-1)
    if (top === undefined) break
    const row = leaving[top.node]!
    if (row >= 0) {
      leaving[top.node] = next[row]!
      stack.push({ node: heads[row]!, row })
    } else {
      stack.pop()
      if (top.row >= 0) trail.push(top.row)
    }
  }
  return trail.reverse()
}
