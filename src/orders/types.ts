import type { Decimal } from 'decimal.js'
import type { AmountInput } from '../types.js'

/** 'stop-payment': 紧急止付. 'freeze': 冻结. */
export type Measure = 'stop-payment' | 'freeze'

/** One stretch of an order: the first is the order itself, each further one a renewal. */
export interface OrderTerm {
  /** When it was ordered. */
  ordered: Date
  /** From when it holds: at once, or from where the term before ends. */
  from: Date
  /** The first instant at which it holds no longer. */
  expires: Date
}

/**
 * A stop-payment or a freeze of one account, with its life: a plain record that never changes. `renew` and `release`
 * return a new one; what is in force is what `ordersAt` says for an instant.
 */
export interface Order {
  /** By default made of measure, account, start and authority. */
  id: string
  measure: Measure
  account: string
  /** Who ordered it; orders of one account by different authorities queue. */
  authority?: string
  amount?: Decimal
  currency?: string
  /** Calendar months are counted in this zone. */
  timeZone: string
  terms: OrderTerm[]
  released?: Date
}

export interface OrderOptions {
  id?: string
  authority?: string
  amount?: AmountInput
  /** Of `amount`. Default 'CNY'. */
  currency?: string
  /** IANA zone in which months are counted and times without an offset are read. Default 'Asia/Shanghai'. */
  timeZone?: string
}

export interface FreezeTerm {
  /** 'major': a major or complex case, with the approval of a police organ at city level. Default 'ordinary'. */
  gravity?: 'ordinary' | 'major'
  /** What is frozen: money, or shares, bonds and fund units. Default 'money'. */
  property?: 'money' | 'securities'
  /** A shorter term in calendar months. Default: the longest that the law allows. */
  months?: number
}

export type FreezeOrderOptions = OrderOptions & FreezeTerm

/**
 * What is due next. 'stop-again-or-freeze': the account's first stop-payment ends. 'freeze': its second one ends, and
 * there is no third, also where the two are two records. 'renew': a freeze ends. 'order-again': it has lapsed, and nothing holds the account.
 */
export type DueStep = 'stop-again-or-freeze' | 'freeze' | 'renew' | 'order-again'

/** An order as it stands at an instant. What was ordered or released later is not known yet. */
export interface OrderStatus {
  order: Order
  state: 'in-force' | 'lapsed' | 'released'
  /** From when it has held without a break; of one that has lapsed, its last such stretch. */
  from: Date
  /** When that stretch ends, or ended. */
  expires: Date
  /** The terms so far: 1 is the order itself. */
  terms: number
  /** Between its terms nothing held the account: a renewal that came too late. */
  gaps: { from: Date; to: Date }[]
  /** Ids of earlier freezes of the account that are in force: this one waits behind them (轮候冻结). */
  behind: string[]
}

export interface OrderDue {
  order: Order
  step: DueStep
  /** By when; of one that has lapsed, since when nothing holds. */
  by: Date
}

/** The life of several orders, seen from one instant. */
export interface OrdersAt {
  at: Date
  /** By account, then by start. */
  inForce: OrderStatus[]
  lapsed: OrderStatus[]
  released: OrderStatus[]
  /** What has to be done, the most urgent first. */
  due: OrderDue[]
}
