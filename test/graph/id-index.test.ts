import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BATCH, IdIndex } from '../../src/graph/id-index.js'
import { PackedIds } from '../../src/graph/packed-ids.js'

function indexOf(ids: Iterable<string>): IdIndex {
  const index = new IdIndex()
  for (const id of ids) index.add(id)
  return index
}

describe('ids become whole numbers in the order in which they came', () => {
  test('an empty index knows nothing', () => {
    const index = new IdIndex()
    expect(index.size).toBe(0)
    for (const id of ['', 'a', '__proto__', '\ud800', 'x'.repeat(10_000)]) expect(index.find(id)).toBe(-1)
  })

  test('an id added again keeps its number', () => {
    const index = indexOf(['victim', 'mule-1'])
    expect(index.add('victim')).toBe(0)
    expect(index.add('mule-2')).toBe(2)
    expect(index.size).toBe(3)
    expect([0, 1, 2].map((at) => index.at(at))).toEqual(['victim', 'mule-1', 'mule-2'])
  })

  test('asking for an id does not add it', () => {
    const index = indexOf(['victim'])
    expect(index.find('mule-1')).toBe(-1)
    expect(index.size).toBe(1)
    expect(index.add('mule-1')).toBe(1)
  })

  test('300,000 ids all find their numbers, and no others do', () => {
    const count = 300_000
    const index = new IdIndex()
    for (let at = 0; at < count; at++) index.add(`62${at}`)
    for (let at = 0; at < count; at++) if (index.find(`62${at}`) !== at) throw new Error(`62${at} is lost`)
    for (let at = 0; at < 1000; at++) expect(index.find(`63${at}`)).toBe(-1)
    expect(index.at(count - 1)).toBe(`62${count - 1}`)
  })
})

test('long ids that are cut from files do not keep the files alive', () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const used = () => {
    collect()
    return process.memoryUsage().heapUsed
  }
  const cutFromFile = (sign: string) => sign.repeat(5_000_000).slice(0, 40)
  const index = new IdIndex()
  // Functions of their own, for what a running one has touched is not collected.
  const askForThree = () => {
    for (const sign of ['a', 'b', 'c']) index.ask(cutFromFile(sign))
    index.answer(new Int32Array(BATCH))
  }
  const add = (sign: string) => index.add(cutFromFile(sign))
  const find = (sign: string) => index.find(cutFromFile(sign))
  const before = used()
  askForThree()
  expect(add('d')).toBe(3)
  expect(used() - before).toBeLessThan(4_000_000)
  expect(find('a')).toBe(0)
  expect(used() - before).toBeLessThan(4_000_000)
})

describe('ids are kept as they are', () => {
  const odd = [
    ...[
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty',
      'prototype',
      'length',
      '0',
      '00',
      '-0',
      '1e3',
      'null',
    ],
    ...[' ', '  ', ' a', 'a ', 'a\u0000', 'a\u0000b', '\u0000', '\n', '\ufeffa', 'a', 'A', 'ａ', 'é', 'e\u0301'],
    ...['\ud800', '\udc00', '\ud800\udc00', '\udc00\ud800', '账户', '账户1', '𠮷', '💰', '\uffff', '\ufffe'],
  ]

  test('however odd, each is one id', () => {
    const index = indexOf(odd)
    expect(index.size).toBe(odd.length)
    odd.forEach((id, at) => {
      expect(index.find(id)).toBe(at)
      expect(index.at(at)).toBe(id)
    })
  })

  test.each([4095, 4096, 4097, 8192, 100_000])('an id of %d code units comes back whole', (length) => {
    const id = Array.from({ length }, (_, at) => String.fromCharCode(0x4e00 + (at % 5000))).join('')
    const index = indexOf(['a', id, `${id}x`, id.slice(0, -1)])
    expect(index.at(1) === id).toBe(true)
    expect(index.find(id)).toBe(1)
    expect(index.find(`${id}x`)).toBe(2)
    expect(index.find(id.slice(0, -1))).toBe(3)
    expect(index.find(`${id}y`)).toBe(-1)
  })

  test('a surrogate pair across the 4096th unit is not torn', () => {
    const id = `${'x'.repeat(4095)}💰`
    expect(indexOf([id]).at(0) === id).toBe(true)
  })

  test('long common prefixes and mirrored ids stay apart', () => {
    const prefix = '6222021234567890'.repeat(20)
    const ids = Array.from({ length: 2000 }, (_, at) => `${prefix}${at}`)
    const all = [...ids, ...ids.map((id) => [...id].reverse().join(''))]
    const index = indexOf(all)
    expect(index.size).toBe(all.length)
    all.forEach((id, at) => {
      expect(index.find(id)).toBe(at)
    })
  })
})

describe('ids that were made to collide', () => {
  /** The hash by which an index of this library places an id at first, as an attacker would compute it. */
  const hash = (id: string) => new PackedIds(1).write(0, id, 0x811c9dc5)

  test('are told apart, also where they follow each other in one run of slots', () => {
    const ids: string[] = []
    for (let at = 0; ids.length < 1000; at++) if ((hash(`id-${at}`) & 0xfff) === 7) ids.push(`id-${at}`)
    const index = new IdIndex()
    ids.forEach((id, at) => {
      expect(index.add(id)).toBe(at)
    })
    ids.forEach((id, at) => {
      expect(index.find(id)).toBe(at)
      expect(index.at(at)).toBe(id)
    })
    expect(index.find('id-none')).toBe(-1)
  })

  test('are told apart where a whole batch of them comes at once', () => {
    const ids: string[] = []
    for (let at = 0; ids.length < 5 * BATCH; at++) if ((hash(`id-${at}`) & 0xfff) === 7) ids.push(`id-${at}`)
    const index = new IdIndex()
    const indexes = new Int32Array(BATCH)
    for (let start = 0; start < ids.length; start += BATCH) {
      index.addAll(ids.slice(start, start + BATCH), BATCH, indexes)
      expect([...indexes]).toEqual(Array.from({ length: BATCH }, (_, at) => start + at))
    }
    ids.forEach((id, at) => {
      expect(index.find(id)).toBe(at)
    })
  })
})

test('ids of 30 to 33 characters, Latin or not, are kept apart', () => {
  const ids = [29, 30, 31, 32, 33].flatMap((length) =>
    ['x', '\u00ff', '\u0100', '\u0000'].flatMap((end) => ['a', '\u00ff'].map((each) => each.repeat(length) + end)),
  )
  const index = indexOf([...ids, ...ids])
  expect(index.size).toBe(ids.length)
  ids.forEach((id, at) => {
    expect(index.find(id)).toBe(at)
    expect(index.at(at)).toBe(id)
  })
})

test('an index answers as a Map does', () => {
  const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code))
  const letter = fc.constantFrom('a', 'b', '\ud83d', '\udcb0', '\u0000')
  const id = fc.array(fc.oneof(letter, unit), { maxLength: 6 }).map((units) => units.join(''))
  fc.assert(
    fc.property(fc.array(id, { maxLength: 200 }), fc.array(id, { maxLength: 50 }), (added, asked) => {
      const index = new IdIndex()
      const map = new Map<string, number>()
      for (const each of added) {
        if (!map.has(each)) map.set(each, map.size)
        expect(index.add(each)).toBe(map.get(each))
      }
      const together = new IdIndex()
      const indexes = new Int32Array(added.length)
      together.addAll(added, added.length, indexes)
      expect([...indexes]).toEqual(added.map((each) => map.get(each)))
      expect(index.size).toBe(map.size)
      for (const each of [...added, ...asked]) expect(index.find(each)).toBe(map.get(each) ?? -1)
      ;[...map.keys()].forEach((each, at) => {
        expect(index.at(at)).toBe(each)
      })
    }),
  )
})
