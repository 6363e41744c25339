/** One store measured in a process of its own. */
import { measureDuckdb } from './duckdb.js'
import type { Result, Task } from './figures.js'
import { measureMemory } from './memory.js'

process.once('message', async (task: Task) => {
  const result: Result = task.subject === 'duckdb' ? await measureDuckdb(task) : measureMemory(task)
  // Closing the channel before the message is out would lose it.
  process.send?.(result, () => process.disconnect())
})
