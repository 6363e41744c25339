/** What an expanding trace has to show, beside the trace of the whole store. */
import type { Trace } from 'fundtrail'
import type { Expansion } from 'fundtrail/sources'
import { type Figures, figuresOf } from './figures.js'
import type { Network } from './networks.js'

/** Under poison, an account at which the caller stops the money is not read, so what it holds is not known. */
export function withoutStopsOfAlerts({ input, options }: Network): Network {
  if (options.rule !== 'poison') return { input, options }
  const { stopAt: _, maxLevel: __, ...rest } = options
  return { input, options: rest }
}

/** The figures of both, without what docs/scale.md says an expanding trace cannot know. */
export function comparable(whole: Trace, expansion: Expansion): { whole: Figures; expanded: Figures } {
  // To the end, that is: a page before it says nothing of the balance there.
  const read = new Set<string>()
  for (const { id, pieces } of expansion.state().accounts) if (pieces.at(-1)?.to === null) read.add(id)
  return { whole: known(figuresOf(whole), read), expanded: known(figuresOf(expansion.trace), read) }
}

function known(figures: Figures, read: ReadonlySet<string>): Figures {
  const touched = new Set(figures.accounts.map(({ id }) => id))
  return {
    ...figures,
    accounts: figures.accounts.map((account) => (read.has(account.id) ? account : { ...account, balance: 'unknown' })),
    claims: Object.fromEntries(
      Object.entries(figures.claims).map(([id, claim]) => [
        id,
        { ...claim, accounts: claim.accounts.filter((account) => touched.has(account)) },
      ]),
    ),
  }
}
