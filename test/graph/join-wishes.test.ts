import fc from 'fast-check'
import { expect, test } from 'vitest'
import { joinChains } from '../../src/graph/join-chains.js'
import { joinWishes } from '../../src/graph/join-wishes.js'

test('the smaller number first where nothing is asked', () => {
  expect(joinWishes(4, [], [])).toEqual([0, 1, 2, 3])
  expect(joinWishes(4, [[3, 1]], [])).toEqual([0, 2, 3, 1])
  expect(joinWishes(4, [], [{ before: [2, 3], after: [0] }])).toEqual([1, 2, 3, 0])
})

test('wishes in a circle: as the numbers are, with what comes before it and behind it', () => {
  const circle = [
    { before: [1, 4], after: [2] },
    { before: [2], after: [1, 0] },
  ]
  expect(joinWishes(5, [], circle)).toEqual([3, 4, 1, 2, 0])
  expect(joinWishes(5, [[2, 1]], circle)).toEqual([3, 4, 2, 1, 0])
})

const LENGTH = 7
const subset = fc.uniqueArray(fc.nat(LENGTH - 1), { maxLength: 4 })
const cases = fc.record({
  // Chains that some order keeps: cut from one shuffled sequence.
  order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: LENGTH }),
  chains: fc.array(subset, { maxLength: 2 }),
  wishes: fc.array(fc.record({ before: subset, after: subset }), { maxLength: 4 }),
})

test('every chain is kept, and every wish that lies on no circle', () => {
  fc.assert(
    fc.property(cases, ({ order, chains: drawn, wishes: asked }) => {
      const chains = drawn.map((chain) => [...chain].sort((a, b) => order.indexOf(a) - order.indexOf(b)))
      const wishes = asked.map(({ before, after }) => ({
        before: before.filter((each) => !after.includes(each)),
        after,
      }))
      const sequence = joinWishes(LENGTH, chains, wishes)
      const placeOf = (number: number) => sequence.indexOf(number)
      expect([...sequence].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6])
      const steps = chains.flatMap((chain) => chain.slice(1).map((later, at): [number, number] => [chain[at]!, later]))
      for (const [earlier, later] of steps) expect(placeOf(earlier)).toBeLessThan(placeOf(later))

      const pairs = wishes.flatMap(({ before, after }) =>
        before.flatMap((a) => after.map((b): [number, number] => [a, b])),
      )
      const reaches = closure([...steps, ...pairs])
      for (const [earlier, later] of pairs) {
        if (!reaches(later, earlier)) expect(placeOf(earlier)).toBeLessThan(placeOf(later))
      }
      // On a circle without a chain: as the numbers are.
      for (let a = 0; a < LENGTH; a++) {
        for (let b = a + 1; b < LENGTH; b++) {
          const onCircle = (number: number) => number === a || (reaches(a, number) && reaches(number, a))
          const isFree = !steps.some(([from, to]) => onCircle(from) && onCircle(to))
          if (reaches(a, b) && reaches(b, a) && isFree) expect(placeOf(a)).toBeLessThan(placeOf(b))
        }
      }
      if (pairs.length === 0) expect(sequence).toEqual(joinChains(LENGTH, chains).sequence)
    }),
    { numRuns: 2000 },
  )
})

function closure(edges: [number, number][]): (from: number, to: number) => boolean {
  const reach = Array.from(
    { length: LENGTH },
    (_, from) => new Set(edges.filter(([a]) => a === from).map(([, b]) => b)),
  )
  for (let middle = 0; middle < LENGTH; middle++) {
    for (const set of reach) if (set.has(middle)) for (const further of reach[middle]!) set.add(further)
  }
  return (from, to) => reach[from]!.has(to)
}
