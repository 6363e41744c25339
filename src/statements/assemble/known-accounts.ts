import type { AccountKind, AccountRecord, AccountStatus } from '../../types.js'
import type { AccountFact } from '../formats/format.js'
import { clearingName } from '../words.js'
import type { Entry } from './entry.js'

/**
 * Every account that is named, each once, with what the files say of it: `all` first, which the statements tell, then
 * whose rows they are, then facts, then what rows say of their counterparties. What is known first stays.
 *
 * @param kindGiven what an account was found to be while its rows were joined
 * @param isReserve whether an account of that holder is one of clearing
 */
export function knownAccounts(
  all: readonly AccountRecord[],
  entries: readonly Entry[],
  facts: readonly { fact: AccountFact; id: string }[],
  kindGiven: (id: string) => AccountKind | undefined,
  isReserve: (holder: string, id: string) => boolean,
): AccountRecord[] {
  const merged = new Map(all.map((record) => [record.id, record]))
  for (const { own, direction, holder, holderId, institution, accountKind } of entries) {
    const known = own.startsWith('unnumbered:') ? 'external' : isReserve(holder, own) ? 'clearing' : undefined
    const kind = known ?? (direction === undefined ? kindApart(accountKind) : accountKind)
    learn(merged, own, holder, holderId, institution, kind)
  }
  const measures = new Map<AccountRecord, NonNullable<AccountFact['measure']>[]>()
  for (const { fact, id } of facts) {
    const known = learn(merged, id, fact.holder, fact.holderId, fact.institution, fact.accountKind)
    const status = stronger(known.status, fact.status)
    if (status !== undefined) known.status = status
    if (fact.measure === undefined || fact.measure.text === '') continue
    const others = measures.get(known)
    if (others === undefined) measures.set(known, [fact.measure])
    else others.push(fact.measure)
  }
  for (const [known, given] of measures) known.frozenBy = measureText(given)
  for (const entry of entries) {
    const { other, counterHolder, counterId, counterBank, counterKind, memo, direction, accountKind } = entry
    const kind = kindGiven(other) ?? counterKind ?? (direction === undefined ? kindApart(accountKind) : undefined)
    // Behind a clearing account the one to ask is whoever keeps it, not the bank where it lies.
    const institution = kind === 'clearing' ? clearingName(counterHolder, memo) : counterBank
    learn(merged, other, counterHolder, counterId, institution, kind)
  }
  return [...merged.values()].map((record) => (record.kind === 'bank' ? withoutKind(record) : record))
}

/** Adds what is not known yet of an account. */
function learn(
  accounts: Map<string, AccountRecord>,
  id: string,
  holder: string,
  holderId: string,
  institution: string,
  kind: AccountKind | undefined,
): AccountRecord {
  let known = accounts.get(id)
  if (known === undefined) {
    known = { id }
    accounts.set(id, known)
  }
  if (holder !== '') known.holder ??= holder
  if (holderId !== '') known.holderId ??= holderId
  if (institution !== '') known.institution ??= institution
  if (kind !== undefined) known.kind ??= kind
  return known
}

/**
 * What an account's status is of two that files state: frozen if one says so, for that is what a reader has to know;
 * closed only if none says otherwise, for a closed part leaves the account.
 */
function stronger(a: AccountStatus | undefined, b: AccountStatus | undefined): AccountStatus | undefined {
  return STATUSES.find((status) => status === a || status === b)
}

const STATUSES: readonly AccountStatus[] = ['frozen', 'active', 'closed']

/** Measures of one account in the order in which they wait for each other, each once. */
function measureText(measures: NonNullable<AccountFact['measure']>[]): string {
  measures.sort((a, b) => a.nth - b.nth)
  return [...new Set(measures.map(({ text }) => text))].join('; ')
}

/** A list of transfers says of neither account that it is a bank's. */
function kindApart(kind: AccountKind): AccountKind | undefined {
  return kind === 'bank' ? undefined : kind
}

function withoutKind({ kind: _, ...record }: AccountRecord): AccountRecord {
  return record
}
