/** As much of JSON Schema 2020-12 as schema/trace.schema.json uses; anything else in a schema is an error. */
interface Schema {
  $ref?: string
  type?: 'object' | 'array' | 'string' | 'integer'
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  const?: unknown
  enum?: unknown[]
  pattern?: string
  minimum?: number
  maximum?: number
  additionalProperties?: false
}

const KNOWN = new Set(
  '$schema $defs $ref title description type properties required items const enum pattern minimum maximum additionalProperties'.split(
    ' ',
  ),
)

/** The places at which a value is not what the schema says. */
export function schemaFaults(root: Schema & { $defs: Record<string, Schema> }, value: unknown): string[] {
  const faults: string[] = []
  check(root, value, '$')
  return faults

  function check(schema: Schema, value: unknown, place: string): void {
    for (const key of Object.keys(schema)) if (!KNOWN.has(key)) throw new Error(`the schema uses ${key}`)
    if (schema.$ref !== undefined) check(root.$defs[schema.$ref.replace('#/$defs/', '')]!, value, place)
    const { type, minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    const fits = {
      object: isObject,
      array: Array.isArray(value),
      string: typeof value === 'string',
      integer: Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum,
    }
    const isRight =
      (type === undefined || fits[type]) &&
      (schema.const === undefined || schema.const === value) &&
      (schema.enum === undefined || schema.enum.includes(value)) &&
      (schema.pattern === undefined || new RegExp(schema.pattern, 'u').test(value as string))
    if (!isRight) faults.push(place)
    if (Array.isArray(value) && schema.items)
      for (const [at, item] of value.entries()) check(schema.items, item, `${place}[${at}]`)
    if (!isObject || schema.properties === undefined) return
    for (const key of schema.required ?? []) if (!Object.hasOwn(value, key)) faults.push(`${place}.${key}`)
    for (const [key, inner] of Object.entries(value)) {
      const known = Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined
      if (known !== undefined) check(known, inner, `${place}.${key}`)
      else if (schema.additionalProperties === false) faults.push(`${place}.${key}`)
    }
  }
}
