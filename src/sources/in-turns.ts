import type { StatementAnswer, StatementQuery } from './types.js'

/**
 * Answers questions of which several may be about one account: in each turn every account is asked for once. The accounts
 * of the answer stand in the order of the turns.
 */
export async function inTurns(
  requests: readonly StatementQuery[],
  answer: (turn: readonly StatementQuery[]) => Promise<Required<StatementAnswer>>,
): Promise<Required<StatementAnswer>> {
  const turns: StatementQuery[][] = []
  const asked = new Map<string, number>()
  for (const request of requests) {
    const turn = asked.get(request.account) ?? 0
    asked.set(request.account, turn + 1)
    const others = turns[turn]
    if (others === undefined) turns.push([request])
    else others.push(request)
  }
  const whole: Required<StatementAnswer> = { records: [], accounts: [], more: [] }
  for (const turn of turns) {
    const { records, accounts, more } = await answer(turn)
    // Not spread into a call: an answer may have more rows than that takes arguments.
    whole.records = whole.records.concat(records)
    whole.accounts = whole.accounts.concat(accounts)
    whole.more = [...new Set([...whole.more, ...more])]
  }
  return whole
}
