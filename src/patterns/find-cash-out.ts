import { groupBy } from '../group-by.js'
import type { Part } from '../trace/follow.js'
import type { Trace } from '../trace/types.js'
import { branchesOf, byWeight, scoreOf, spanOf } from './flow/describe.js'
import { type Flow, flowOf } from './flow/flow.js'
import type { CashOut } from './shapes.js'

/**
 * Where and how traced money left the accounts: what ended as 'cash-out' or as 'spent', by the account where it left (a
 * cash machine, a merchant, where a fee went) and by how. The score is its share of what was stolen. The most first;
 * together they are the endings of those two codes.
 */
export function findCashOut(trace: Trace): CashOut[] {
  const flow = flowOf(trace)
  const { data, tables } = flow
  const place = new Map(flow.moves.map(({ row }, at) => [row, at]))
  const gone = tables.parts.filter(({ code }) => code === 'cash-out' || code === 'spent')
  const kindOf = ({ code, row }: Part): CashOut['kind'] => {
    if (code === 'cash-out') return 'cash'
    return data.rows.kind(row) === 'fee' ? 'fee' : 'merchant'
  }
  const stolen = tables.parts.reduce((sum, { length }) => sum + length, 0)
  return byWeight(
    [...groupBy(gone, (part) => `${part.account} ${kindOf(part)}`).values()].map((parts) =>
      describe(
        flow,
        parts.map(({ row, length }) => ({ move: place.get(row)!, length })),
        kindOf(parts[0]!),
        stolen,
      ),
    ),
  )
}

function describe(
  flow: Flow,
  parts: readonly { move: number; length: number }[],
  kind: CashOut['kind'],
  stolen: number,
): CashOut {
  const { data, moves, accounts } = flow
  const { id, index } = accounts[moves[parts[0]!.move]!.to]!
  const institution = data.accounts.info(index)?.institution
  const payers = branchesOf(
    flow,
    parts.map(({ move, length }) => ({ account: moves[move]!.from, length, moves: [move] })),
  )
  const traced = parts.reduce((sum, { length }) => sum + length, 0)
  return {
    account: id,
    ...(institution !== undefined && { institution }),
    kind,
    payers,
    accounts: [...new Set([...payers.map(({ account }) => account), id])],
    ...spanOf(
      flow,
      parts.map(({ move }) => move),
    ),
    traced: flow.money(traced),
    ...scoreOf({ share: traced / stolen }),
  }
}
