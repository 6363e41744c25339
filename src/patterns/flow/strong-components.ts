/**
 * The strongly connected components of a directed graph: for each node a number that those share which reach each other.
 * Tarjan's algorithm (Depth-first search and linear graph algorithms, SIAM J. Comput. 1972), with a stack of its own:
 * a chain of a million accounts would exhaust that of the language.
 */
export function strongComponents(size: number, next: (node: number) => readonly number[]): Int32Array {
  const component = new Int32Array(size).fill(-1)
  const found = new Int32Array(size).fill(-1)
  const low = new Int32Array(size)
  const open: number[] = []
  const path: { node: number; successors: readonly number[]; at: number }[] = []
  let count = 0
  let components = 0
  const enter = (node: number) => {
    found[node] = low[node] = count++
    open.push(node)
    path.push({ node, successors: next(node), at: 0 })
  }
  for (let start = 0; start < size; start++) {
    if (found[start] !== -1) continue
    enter(start)
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const { node } = top
      if (top.at < top.successors.length) {
        const successor = top.successors[top.at++]!
        if (found[successor] === -1) enter(successor)
        else if (component[successor] === -1) low[node] = Math.min(low[node]!, found[successor]!)
        continue
      }
      path.pop()
      const parent = path.at(-1)
      if (parent !== undefined) low[parent.node] = Math.min(low[parent.node]!, low[node]!)
      if (low[node] !== found[node]) continue
      for (let member = open.pop()!; ; member = open.pop()!) {
        component[member] = components
        if (member === node) break
      }
      components++
    }
  }
  return component
}
