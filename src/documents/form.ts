import { FundtrailError } from '../errors.js'
import { dataOf } from '../graph/money-graph.js'
import { show } from '../show.js'
import { TimeReader } from '../time.js'
import { tablesOf } from '../trace/trace-table.js'
import type { Trace } from '../trace/types.js'
import type { RowSource } from '../types.js'
import type { DocumentOptions, DocumentTable, Lang } from './types.js'

/** The columns of a form: key, Chinese header, English header, and the field of message 100101 where there is one. */
export type Columns<Row> = readonly (readonly [keyof Row & string, string, string, string?])[]

/** How a form writes: its language, its clocks. */
export interface Form {
  lang: Lang
  /** The word for one or the other language. */
  word: (zh: string, en: string) => string
  time: (time: Date, precision?: 'day' | 'instant') => string
  timeZone: string
}

/** @throws FundtrailError 'bad-option' */
export function formOf(trace: Trace, options: DocumentOptions): Form {
  const tables = tablesOf(trace)
  if (typeof options !== 'object' || options === null) {
    throw new FundtrailError('bad-option', `the options are ${show(options)}; they must be an object`)
  }
  const { lang = 'zh', timeZone = dataOf(trace.graph).timeZone } = options
  if (lang !== 'zh' && lang !== 'en') {
    throw new FundtrailError('bad-option', `lang is ${show(lang)}; it must be 'zh' or 'en'`, {
      option: 'lang',
      value: lang,
    })
  }
  const { conserves, name } = tables.settled.rule
  if (!conserves) {
    throw new FundtrailError(
      'bad-option',
      `no document can be made of a trace by rule '${name}', which is for alerts and follows no amounts`,
      { option: 'rule', value: name },
    )
  }
  const reader = new TimeReader(timeZone)
  // A date alone was read in the zone of the graph; in another it could be the day before.
  const dates = new TimeReader(dataOf(trace.graph).timeZone)
  return {
    lang,
    word: (zh, en) => (lang === 'zh' ? zh : en),
    time: (time, precision) => {
      const isDate = precision === 'day'
      const text = new Date((isDate ? dates : reader).toLocal(time.getTime())).toISOString()
      return isDate ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ')
    },
    timeZone,
  }
}

export function tableOf<Row>(
  trace: Trace,
  { lang, word }: Form,
  [zh, en]: readonly [string, string],
  columns: Columns<Row>,
  rows: Row[],
): DocumentTable<Row> {
  const data = dataOf(trace.graph)
  return {
    title: word(zh, en),
    currency: trace.currency,
    decimals: data.decimals[tablesOf(trace).settled.currency]!,
    columns: columns.map(([key, zh, en, field]) => ({
      key,
      header: lang === 'zh' ? zh : en,
      ...(field !== undefined && { field }),
    })),
    rows,
  }
}

/** Holder and institution of an account under names of their own; what is not known is left out. */
export function partyOf<Holder extends string, Institution extends string>(
  trace: Trace,
  account: string,
  holderKey: Holder,
  institutionKey: Institution,
): { [Key in Holder | Institution]?: string } {
  const { holder, institution } = trace.graph.account(account)
  const party: { [key: string]: string } = {}
  if (holder !== undefined) party[holderKey] = holder
  if (institution !== undefined) party[institutionKey] = institution
  return party as { [Key in Holder | Institution]?: string }
}

/** Where a transfer stands: "bank.csv:12; other.csv:3", and by the number of its record where no file row is known. */
export function sourceText(source: readonly RowSource[] | undefined, record: number): string {
  const places = (source ?? []).filter(({ file, row }) => file !== undefined || row !== undefined)
  if (places.length === 0) return `#${record}`
  return places.map(({ file, row }) => `${file ?? ''}${row === undefined ? ` #${record}` : `:${row}`}`).join('; ')
}
