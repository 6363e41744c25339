import type { Account, AccountKind, AccountStatus } from '../types.js'
import { IdIndex } from './id-index.js'

/** A known stretch of time: statement periods of one account that continue each other, both ends included. */
export interface Stretch {
  from: number
  fromSub: number
  to: number
  /** Beyond every fraction within the millisecond `to`, unless the end was given more finely. */
  toSub: number
}

/** A declared opening balance, not yet read, for its currency may be known only from the transfers. */
export interface DeclaredOpening {
  /** Start of the statement that declares it; -Infinity: before the first record. */
  at: number
  /** The digits of that start beyond milliseconds. */
  sub: number
  currency: string | undefined
  /** As given, but of no caller's class. */
  amount: string | number | bigint
}

/** What the account records say of one account. */
export interface AccountInfo {
  holder: string | undefined
  holderId: string | undefined
  institution: string | undefined
  kind: AccountKind | undefined
  status: AccountStatus | undefined
  frozenBy: string | undefined
  stretches: Stretch[]
  openings: DeclaredOpening[]
}

/** The accounts: ids to indexes, and what is known of each. */
export class AccountBook {
  readonly ids = new IdIndex()
  /** Accounts that only rejected rows name: they are not in the graph. */
  readonly hidden = new Set<number>()
  readonly #info: (AccountInfo | undefined)[] = []
  readonly #byHolder = new Map<string, number[]>()

  get size(): number {
    return this.ids.size
  }

  /** The index of the account; a new one where the id is new. */
  add(id: string): number {
    return this.ids.add(id)
  }

  /** The index of an account of the graph, -1 for any other id. */
  find(id: string): number {
    const index = this.ids.find(id)
    return this.hidden.has(index) ? -1 : index
  }

  info(index: number): AccountInfo | undefined {
    return this.#info[index]
  }

  infoToFill(index: number): AccountInfo {
    const known = this.#info[index]
    if (known !== undefined) return known
    while (this.#info.length <= index) this.#info.push(undefined)
    const info: AccountInfo = {
      holder: undefined,
      holderId: undefined,
      institution: undefined,
      kind: undefined,
      status: undefined,
      frozenBy: undefined,
      stretches: [],
      openings: [],
    }
    this.#info[index] = info
    return info
  }

  kind(index: number): AccountKind {
    return this.#info[index]?.kind ?? 'bank'
  }

  setHolderId(index: number, holderId: string): void {
    this.infoToFill(index).holderId = holderId
    const sharing = this.#byHolder.get(holderId)
    if (sharing === undefined) this.#byHolder.set(holderId, [index])
    else sharing.push(index)
  }

  /** The accounts of one holder. */
  ofHolder(holderId: string): readonly number[] {
    return this.#byHolder.get(holderId) ?? []
  }

  /** The account as the public surface shows it. */
  account(index: number): Account {
    const info = this.#info[index]
    return {
      id: this.ids.at(index),
      kind: info?.kind ?? 'bank',
      ...(info?.holder !== undefined && { holder: info.holder }),
      ...(info?.holderId !== undefined && { holderId: info.holderId }),
      ...(info?.institution !== undefined && { institution: info.institution }),
      ...(info?.status !== undefined && { status: info.status }),
      ...(info?.frozenBy !== undefined && { frozenBy: info.frozenBy }),
      statement: (info?.stretches ?? []).map(({ from, to }) => ({ from: new Date(from), to: new Date(to) })),
    }
  }
}
