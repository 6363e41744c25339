/** One subject measured in a process of its own, so that no figure depends on the heap another one left behind. */
import { measureClaim } from './claim.js'
import type { BenchOptions, Measurement, Subject } from './figures.js'
import { measureFiles } from './files.js'
import { measureIngest } from './ingest.js'
import { measureMemory } from './memory.js'
import { measureRules } from './rules.js'

const MEASURE: Record<Subject, (options: BenchOptions) => Measurement | Promise<Measurement>> = {
  ingest: measureIngest,
  claim: measureClaim,
  rules: measureRules,
  files: measureFiles,
  memory: measureMemory,
}

process.once('message', async ({ subject, options }: { subject: Subject; options: BenchOptions }) => {
  const measured = await MEASURE[subject](options)
  measured.notes.push(`${subject}: measured ${import.meta.resolve('fundtrail').split('/').slice(-2).join('/')}`)
  // Closing the channel before the message is out would lose it.
  process.send?.(measured, () => process.disconnect())
})
