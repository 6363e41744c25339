import { FundtrailError } from '../../errors.js'
import { show } from '../../show.js'
import { type Columns, MOST_DECIMALS } from '../store-columns.js'
import type { ClickHouseQuery } from './query.js'

/** A table or view by its name, or in its database: ['database', 'table']. */
export type ClickHouseRelation = string | [database: string, table: string]

export const ID_COLUMNS: Columns = {
  id: { required: true, is: 'text' },
  account: { required: true, is: 'text' },
  time: { required: true, is: 'time' },
  seq: { required: true, is: 'whole' },
}

const DECIMAL = /^Decimal\(\s*\d+\s*,\s*(\d+)\s*\)$/

export interface ReadClickHouseRelation {
  /** The quoted name. */
  name: string
  /** By column what stands for it in a statement: texts that are never null, amounts as Int64 in units. */
  columns: Readonly<Record<string, string>>
  /** Decimals of every amount; undefined: they count minor units, of which the currency says the decimals. */
  scale: number | undefined
  /** The type of the column `amount`, where there is one. */
  amountType: string | undefined
}

/**
 * Looks at the columns of a table.
 * @throws FundtrailError 'bad-option' for columns that are missing or of a type that loses something
 */
export async function readRelation(
  option: string,
  relation: ClickHouseRelation,
  kinds: Columns,
  query: ClickHouseQuery,
  signal?: AbortSignal,
): Promise<ReadClickHouseRelation> {
  const name = quoted(option, relation)
  const types = new Map<string, string>()
  for (const row of await query(`describe table ${name}`, [], signal)) {
    types.set(row['name'] as string, row['type'] as string)
  }
  let scale: number | undefined | null = null
  const columns: Record<string, string> = {}
  for (const [column, { required, is }] of Object.entries(kinds)) {
    const type = types.get(column)
    if (type === undefined) {
      if (required) refuse(option, `${column} is missing; it must be there`)
      columns[column] = is === 'amount' ? 'cast(null as Nullable(Int64))' : "''"
      continue
    }
    if (is === 'amount') {
      const decimals = decimalsOf(option, column, type)
      if (scale !== null && scale !== decimals) {
        refuse(option, `${column} is ${type}; all amounts must be integers, or all decimals of as many places`)
      }
      scale = decimals
    }
    columns[column] = expression(option, column, { required, is }, type, scale ?? undefined)
  }
  return { name, columns, scale: scale ?? undefined, amountType: types.get('amount') }
}

function quoted(option: string, relation: ClickHouseRelation): string {
  const parts: unknown[] = Array.isArray(relation) ? relation : [relation]
  const isName = (part: unknown): part is string => typeof part === 'string' && part !== '' && !part.includes('\0')
  if (parts.length < 1 || parts.length > 2 || !parts.every(isName)) {
    return refuse(option, `it is ${show(relation)}; it must be a table's name, or [database, table]`)
  }
  // Quoted, so that it is one name, whatever is in it.
  return parts.map((part) => `\`${part.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``).join('.')
}

function unwrapped(type: string): { inner: string; nullable: boolean } {
  const lean = /^LowCardinality\((.*)\)$/.exec(type)?.[1] ?? type
  const inner = /^Nullable\((.*)\)$/.exec(lean)?.[1]
  return { inner: inner ?? lean, nullable: inner !== undefined }
}

function decimalsOf(option: string, column: string, type: string): number | undefined {
  const { inner } = unwrapped(type)
  if (/^Int(8|16|32|64)$/.test(inner)) return undefined
  const scale = Number(DECIMAL.exec(inner)?.[1] ?? Number.NaN)
  if (scale <= MOST_DECIMALS) return scale
  return refuse(option, `${column} is ${type}; it must be an Int64 of minor units, or a Decimal of at most 12 places`)
}

function expression(
  option: string,
  column: string,
  { required, is }: Columns[string],
  type: string,
  scale: number | undefined,
): string {
  const { inner, nullable } = unwrapped(type)
  if (required && nullable) refuse(option, `${column} is ${type}; it must not be Nullable`)
  if (is === 'amount') {
    if (scale === undefined) return nullable ? `cast(${column} as Nullable(Int64))` : `toInt64(${column})`
    // In 128 bits, where the product has room; what is too large for 64 in the end is an error of the server.
    return `toInt64(toDecimal128(${column}, ${scale}) * toInt64(${10 ** scale}))`
  }
  if (is === 'text' && (inner === 'String' || (inner.startsWith('Enum') && !required))) {
    const text = inner === 'String' ? column : `toString(${column})`
    return nullable ? `ifNull(${text}, '')` : text
  }
  if (is !== 'text' && !nullable) {
    if (inner === 'Int64') return column
    if (is === 'whole' && /^U?Int(8|16|32|64)$/.test(inner)) return `toInt64(${column})`
  }
  const right = {
    text: 'a String',
    whole: 'an integer',
    time: 'an Int64 of microseconds since 1970 in UTC',
    amount: '',
  }[is]
  return refuse(option, `${column} is ${type}; it must be ${right}`)
}

function refuse(option: string, why: string): never {
  throw new FundtrailError('bad-option', `${option}: ${why}; see docs/scale.md for the layout`, { option })
}
