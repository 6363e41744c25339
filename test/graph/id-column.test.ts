import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { hashText } from '../../src/graph/hash-text.js'
import { IdColumn } from '../../src/graph/id-column.js'
import { TextColumn } from '../../src/graph/text-column.js'

function columnOf(ids: readonly string[]): { column: IdColumn; repeated: [number, number][] } {
  const column = new IdColumn(0)
  for (const id of ids) column.push(id)
  const repeated: [number, number][] = []
  column.sort((row, first) => repeated.push([row, first]))
  return { column, repeated: repeated.sort(([a], [b]) => a - b) }
}

describe('ids that should be unique, one a row', () => {
  test('an empty column knows nothing', () => {
    const { column, repeated } = columnOf([])
    expect(repeated).toEqual([])
    for (const id of ['', 'a', '__proto__']) expect(column.find(id)).toBe(-1)
  })

  test('a row that repeats an id is told with the first that had it', () => {
    const { column, repeated } = columnOf(['a', 'b', 'a', 'c', 'b', 'a'])
    expect(repeated).toEqual([
      [2, 0],
      [4, 1],
      [5, 0],
    ])
    expect(['a', 'b', 'c', 'd'].map((id) => column.find(id))).toEqual([0, 1, 3, -1])
    expect(column.at(4)).toBe('b')
  })

  test('one id 50,000 times', () => {
    const { column, repeated } = columnOf(Array(50_000).fill('same'))
    expect(repeated).toHaveLength(49_999)
    expect(repeated.every(([, first]) => first === 0)).toBe(true)
    expect(column.find('same')).toBe(0)
  })

  test.each([
    ['numbered', ['#1', '#2', '#9', '#10', '#11', '#100'], ['#', '#0', '#3', '#99', '#101', '#1000', '']],
    ['an id again at the end', ['1', '2', '3', '1'], ['0', '4']],
    ['a shorter id at the end', ['10', '11', '2'], ['1', '12', '3']],
  ])('ids that ascend, and those that nearly do: %s', (_, ids, others) => {
    const { column } = columnOf(ids)
    for (const id of ids) expect(column.find(id)).toBe(ids.indexOf(id))
    for (const id of others) expect(column.find(id)).toBe(-1)
  })

  test('a long id in front of a million makes no room for a million long ones', () => {
    const before = process.memoryUsage().arrayBuffers
    const column = new IdColumn(1_000_000)
    const ids = ['x'.repeat(50_000), 'a', '号', 'b']
    for (const id of ids) column.push(id)
    const repeated: number[] = []
    column.sort((row) => repeated.push(row))
    expect(repeated).toEqual([])
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(250_000_000)
    for (const id of ids) expect(column.find(id)).toBe(ids.indexOf(id))
  })

  test('200,000 ids are all found, and no others', () => {
    const ids = Array.from({ length: 200_000 }, (_, at) => `${at * 7919}`)
    const { column, repeated } = columnOf(ids)
    expect(repeated).toEqual([])
    ids.forEach((id, at) => {
      if (column.find(id) !== at) throw new Error(`${id} is lost`)
    })
    expect(column.find('7918')).toBe(-1)
  })
})

test('ids that were made to collide are found by bisection among them', () => {
  const words = collidingWords()
  const count = 1 << 10
  const ids = Array.from({ length: count }, (_, number) => madeOf(words, number))
  expect(new Set(ids.map((id) => hashText(id))).size).toBe(1)
  const { column, repeated } = columnOf([...ids].reverse())
  expect(repeated).toEqual([])
  const compare = vi.spyOn(TextColumn.prototype, 'compareTo')
  const isAt = vi.spyOn(TextColumn.prototype, 'isAt')
  for (let at = 0; at < 100; at++) {
    const number = (at * 7919) % count
    expect(column.find(ids[number]!)).toBe(count - 1 - number)
  }
  expect(compare.mock.calls.length + isAt.mock.calls.length).toBeLessThan(100 * 15)
  vi.restoreAllMocks()
})

/** Pairs of words, one pair a place of the id, that leave FNV-1a in one state. */
function collidingWords(): [string, string][] {
  const pairs: [string, string][] = []
  let state = 0x811c9dc5
  while (pairs.length < 10) {
    const seen = new Map<number, string>()
    for (let number = 0; ; number++) {
      // Scattered, for words that follow each other collide late.
      const word = String(Math.imul(number, 0x9e3779b1) >>> 0).padStart(10, '0')
      let hash = state
      for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193)
      const other = seen.get(hash)
      seen.set(hash, word)
      if (other === undefined) continue
      pairs.push([other, word])
      state = hash
      break
    }
  }
  return pairs
}

function madeOf(words: readonly [string, string][], number: number): string {
  return words.map((pair, bit) => pair[(number >>> bit) & 1]).join('')
}

test('a column answers as a Map of first rows does', () => {
  const letter = fc.constantFrom('a', 'b', '\ud83d', '\udcb0', '\u0000', '账')
  const id = fc.array(letter, { maxLength: 4 }).map((units) => units.join(''))
  fc.assert(
    fc.property(fc.array(id, { maxLength: 300 }), fc.array(id, { maxLength: 30 }), (ids, asked) => {
      const { column, repeated } = columnOf(ids)
      const first = new Map<string, number>()
      const expected: [number, number][] = []
      ids.forEach((each, row) => {
        const known = first.get(each)
        if (known === undefined) first.set(each, row)
        else expected.push([row, known])
        expect(column.at(row)).toBe(each)
      })
      expect(repeated).toEqual(expected)
      for (const each of [...ids, ...asked]) expect(column.find(each)).toBe(first.get(each) ?? -1)
    }),
  )
})
