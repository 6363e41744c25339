/** One place where the recorded trace and the new one disagree; undefined on the side that has nothing there. */
export interface Difference {
  /** Lists are gone through by id: 'accounts["mule-1"].held'. */
  place: string
  recorded: string | undefined
  found: string | undefined
}

/** Where two plain values disagree: the first `limit` places in the order of the first value, and how many there are. */
export function differencesOf(
  recorded: unknown,
  found: unknown,
  limit: number,
): { first: Difference[]; count: number } {
  const first: Difference[] = []
  let count = 0
  compare(recorded, found, '')
  return { first, count }

  function compare(a: unknown, b: unknown, place: string): void {
    if (Array.isArray(a) && Array.isArray(b)) compareLists(a, b, place)
    else if (isObject(a) && isObject(b)) {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
        compare(a[key], b[key], place === '' ? key : `${place}.${key}`)
      }
    } else if (a !== b) {
      count++
      if (first.length < limit) first.push({ place, recorded: shown(a), found: shown(b) })
    }
  }

  /** Rows are compared with the row of the same name, so that one that is missing does not shift all others. */
  function compareLists(a: unknown[], b: unknown[], place: string): void {
    const ofA = named(a)
    const ofB = named(b)
    for (const [name, item] of ofA) compare(item, ofB.get(name), `${place}[${name}]`)
    for (const [name, item] of ofB) if (!ofA.has(name)) compare(undefined, item, `${place}[${name}]`)
    const both = [...ofA.keys()].filter((name) => ofB.has(name))
    const order = [...ofB.keys()].filter((name) => ofA.has(name))
    const moved = both.findIndex((name, at) => name !== order[at])
    if (moved >= 0) compare(both[moved], order[moved], `the order of ${place}`)
  }
}

function named(items: unknown[]): Map<string, unknown> {
  const result = new Map<string, unknown>()
  const seen = new Map<string, number>()
  items.forEach((item, at) => {
    const name = nameOf(item) ?? String(at)
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    result.set(times === 1 ? name : `${name} ${times}`, item)
  })
  return result
}

/** What a row of a list is known by: its id, or its account and code, and so on. */
function nameOf(item: unknown): string | undefined {
  if (!isObject(item)) return typeof item === 'string' ? JSON.stringify(item) : undefined
  const parts = ['id', 'name', 'account', 'code', 'claim', 'transfer'].map((key) => item[key])
  const [id] = parts
  const known = id === undefined ? parts.filter((part) => part !== undefined) : [id]
  return known.length === 0 ? undefined : known.map((part) => JSON.stringify(part)).join(' ')
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function shown(value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value
  return JSON.stringify(value)
}
