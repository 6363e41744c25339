import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { IdColumn } from '../../src/graph/id-column.js'

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
