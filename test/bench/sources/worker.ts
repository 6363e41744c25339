/** One store measured in a process of its own. */
import { measureClickhouse } from './clickhouse.js'
import { measureDuckdb } from './duckdb.js'
import type { Result, Task } from './figures.js'
import { measureMemory } from './memory.js'

function measure(task: Task): Result | Promise<Result> {
  if (task.subject === 'memory') return measureMemory(task)
  return task.subject === 'duckdb' ? measureDuckdb(task) : measureClickhouse(task)
}

process.once('message', async (task: Task) => {
  const result = await measure(task)
  // Closing the channel before the message is out would lose it.
  process.send?.(result, () => process.disconnect())
})
