import { FundtrailError } from '../../errors.js'
import { show } from '../../show.js'
import { type Columns, MOST_DECIMALS } from '../store-columns.js'
import type { Query } from './query.js'

/** Where rows are: a table or view by its name (in its schema: ['schema', 'table']), or files on disk. */
export type DuckDBRelation = string | string[] | { parquet: string | string[] } | { csv: string | string[] }

/** Where transfers are found by their ids: of either side's account. */
export const ID_COLUMNS: Columns = {
  id: { required: true, is: 'text' },
  account: { required: true, is: 'text' },
}

const WHOLE = /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/
const DECIMAL = /^DECIMAL\(\d+,(\d+)\)$/
const ZONED = 'TIMESTAMP WITH TIME ZONE'
/** TIMESTAMP_NS is not there: what it has beyond microseconds would be lost. */
const TIME = /^TIMESTAMP(_S|_MS| WITH TIME ZONE)?$/

export interface ReadRelation {
  /**
   * A subquery with every column: texts, `time` as microseconds and as it is in `stamp`, `seq` as BIGINT, amounts as whole
   * or decimal numbers.
   */
  sql: string
  /** The function that makes of microseconds what compares with `stamp` without a cast, for a cast hides the zone maps. */
  instant: 'make_timestamp' | 'make_timestamptz'
  /** Whether amounts count minor units. */
  minor: boolean
}

/**
 * Looks at the columns of a relation. In a CSV file all is text and read as such: an account 0100 stays 0100, and an
 * amount counts minor units unless it has a point (`csvAmounts`).
 *
 * @throws FundtrailError 'bad-option' for columns that are missing or of a type that loses something
 */
export async function readRelation(
  option: string,
  relation: DuckDBRelation,
  columns: Columns,
  query: Query,
  csvAmounts: 'minor' | 'major',
): Promise<ReadRelation> {
  const from = fromClause(option, relation)
  const isCsv = typeof relation === 'object' && !Array.isArray(relation) && 'csv' in relation
  const types = new Map<string, string>()
  for (const row of await query({ sql: `describe select * from ${from}`, values: [] })) {
    types.set(String(row['column_name']).toLowerCase(), String(row['column_type']))
  }
  let minor: boolean | undefined = isCsv ? csvAmounts === 'minor' : undefined
  const selected: string[] = []
  for (const [name, { required, is }] of Object.entries(columns)) {
    const type = types.get(name)
    if (type === undefined) {
      if (required) refuse(option, `${name} is missing; it must be there`)
      selected.push(`null::${is === 'amount' ? 'hugeint' : 'varchar'} as ${name}`)
      continue
    }
    if (is === 'amount' && !isCsv) {
      const isMinor = amountIsMinor(option, name, type)
      if (minor !== undefined && minor !== isMinor) {
        refuse(option, `${name} is ${type}; all amounts must be integers, or all decimals`)
      }
      minor = isMinor
    }
    selected.push(`${isCsv ? fromText(name, is, minor === true) : typed(option, name, is, type)} as ${name}`)
    if (is === 'time') selected.push(`${quoteName(name)}${isCsv ? '::timestamp' : ''} as stamp`)
  }
  const instant = types.get('time') === ZONED ? 'make_timestamptz' : 'make_timestamp'
  return { sql: `(select ${selected.join(', ')} from ${from})`, instant, minor: minor ?? true }
}

function fromClause(option: string, relation: DuckDBRelation): string {
  if (typeof relation === 'string' || Array.isArray(relation)) {
    const parts = typeof relation === 'string' ? [relation] : relation
    if (parts.length > 0 && parts.length < 4 && parts.every(isName)) return parts.map(quoteName).join('.')
  } else if (typeof relation === 'object' && relation !== null) {
    const [reader, files] = 'parquet' in relation ? ['read_parquet', relation.parquet] : ['read_csv', relation.csv]
    const paths = [files].flat()
    if (paths.length > 0 && paths.every(isName)) {
      const list = `[${paths.map((path) => `'${path.replaceAll("'", "''")}'`).join(', ')}]`
      return `${reader}(${list}${reader === 'read_csv' ? ', header = true, all_varchar = true' : ''})`
    }
  }
  return refuse(option, `it is ${show(relation)}; it must be a table's name, { parquet: path } or { csv: path }`)
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && !value.includes('\0')
}

/** A name is quoted, so that it is one name, whatever is in it. */
function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function amountIsMinor(option: string, name: string, type: string): boolean {
  if (WHOLE.test(type)) return true
  const scale = DECIMAL.exec(type)?.[1]
  if (scale !== undefined && Number(scale) <= MOST_DECIMALS) return false
  return refuse(option, `${name} is ${type}; it must be an integer of minor units, or a DECIMAL of at most 12 decimals`)
}

function typed(option: string, name: string, is: Columns[string]['is'], type: string): string {
  const column = quoteName(name)
  if (is === 'amount') return WHOLE.test(type) ? `${column}::hugeint` : `${column}::decimal(38,12)`
  if (is === 'whole' && WHOLE.test(type)) return `${column}::bigint`
  if (is === 'time' && TIME.test(type)) return `epoch_us(${column})`
  if (is === 'text' && (type === 'VARCHAR' || type.startsWith('ENUM'))) return `${column}::varchar`
  const right = { text: 'VARCHAR', whole: 'an integer', time: 'a TIMESTAMP in UTC', amount: '' }[is]
  return refuse(option, `${name} is ${type}; it must be ${right}`)
}

/** A text of a CSV file as what it must be; a cast alone would round 1.5 to 2. */
function fromText(name: string, is: Columns[string]['is'], minor: boolean): string {
  const column = quoteName(name)
  if (is === 'text') return `nullif(${column}, '')`
  if (is === 'time') return `epoch_us(${column}::timestamp)`
  const [pattern, type] =
    is === 'whole' || minor
      ? ['-?[0-9]+', is === 'whole' ? 'bigint' : 'hugeint']
      : ['-?[0-9]+([.][0-9]{1,12})?', 'decimal(38,12)']
  return `case when ${column} is null or ${column} = '' then null
    when regexp_full_match(${column}, '${pattern}') then ${column}::${type}
    else error('${name} ' || ${column} || ' is not a number of the kind that the file is said to have') end`
}

function refuse(option: string, why: string): never {
  throw new FundtrailError('bad-option', `${option}: ${why}; see docs/scale.md for the layout`, { option })
}
