/**
 * Traces claims through bank files of your own, as `npm run demo` does with its case:
 *
 *     npm run trace -- FILES… --claim ID…
 *
 * Results go to stdout, problems and progress to stderr. `--help` lists the options and the exit codes.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  buildMoneyGraph,
  type ClaimInput,
  FundtrailError,
  findMerges,
  findSplits,
  freezable,
  type MoneyGraph,
  nextStatements,
  type Problem,
  type Trace,
  trace,
} from 'fundtrail'
import { renderReport } from 'fundtrail/report'
import { readStatements, type StatementFile } from 'fundtrail/statements'
import { localTime, money } from './support/format.js'
import { fromDisk } from './support/from-disk.js'
import { outgoing } from './support/outgoing.js'
import { printFiles, problemTable } from './support/print-files.js'
import { printTrace } from './support/print-trace.js'
import { Progress } from './support/progress.js'
import { table } from './support/table.js'
import { toJson } from './support/to-json.js'
import { readArguments, type TraceArguments, UsageError } from './support/trace-arguments.js'

const HELP = `Usage: npm run trace -- FILES… --claim ID… [options]
       npm run trace -- FILES… --victim ACCOUNT [--after TIME] [--before TIME] [--list] [options]

Reads bank files as they came, traces the stolen transfers, and prints where the money is and what can be frozen.

What was stolen
  --claim ID…             transfers by id, "<file>#<row>"; --claim VICTIM=ID,ID is the claim of one victim of several
  --victim ACCOUNT        every transfer out of this account to others: one claim a victim; may be repeated
  --after, --before TIME  only those of --victim in this time, both ends in it: 2024-03-12, '2024-03-12 10:03'
  --list                  do not trace: list what left the --victim, with ids to choose from

How to trace
  --rule RULE             fifo (default), lifo, pro-rata, libr, taint-first, poison
  --until TIME            default: the last record
  --max-level N           follow N hops
  --min-amount AMOUNT     do not follow a transfer with less of the stolen money in it
  --freeze ACCOUNT@TIME   what if this account had been frozen then? May be repeated

How to read
  --time-zone ZONE        of times without an offset, in files, options and output; default Asia/Shanghai
  --currency CODE         of rows that name none; default CNY
  --format FILE=NAME      the format of a file that is not recognised
  --mapping FILE=JSON     the columns of a plain list of transfers: a JSON file

What to write
  --report FILE           the case as one HTML page, besides what is printed
  --lang LANG             of the page: en (default) or zh
  --json                  one JSON document on stdout; instants in UTC. With npm: npm run --silent trace -- …
  --help

Exit codes: 0 fine; 1 a fault of the program; 2 wrong use, nothing was traced; 3 bad data: rows or whole files could
not be used (each is named on stderr), and what was printed, if anything, is the result of the rest.`

const FINE = 0
const FAULT = 1
const WRONG_USE = 2
const BAD_DATA = 3

/** Where results and problems go, a text at a time. */
interface Output {
  out: (text: string) => void
  err: (text: string) => void
}

/** Runs the command, with paths relative to `folder`, and returns its exit code. */
export async function run(args: readonly string[], folder: string, output: Output): Promise<number> {
  try {
    return await execute(readArguments(args, folder), output)
  } catch (error) {
    const { code, message } = explain(error)
    output.err(message)
    return code
  }
}

async function execute(asked: TraceArguments, { out, err }: Output): Promise<number> {
  if (asked.help) {
    out(HELP)
    return FINE
  }
  const progress = new Progress()
  const { timeZone, currency } = asked
  const read = await readStatements(open(asked.paths, progress), { formats: asked.formats, timeZone, currency })
  progress.say(`building the graph of ${read.records.length} records`)
  const built = buildMoneyGraph(read.records, { accounts: read.accounts, timeZone, currency })
  progress.done()
  const problems = [...read.problems, ...built.problems]
  if (problems.length > 0) err(`Problems\n${problemTable(problems)}`)
  const code = problems.some(({ severity }) => severity === 'error') ? BAD_DATA : FINE
  const { graph } = built
  if (graph.size === 0) {
    err('No transfer could be read from these files; name a --format or a --mapping for them.')
    return BAD_DATA
  }

  const files = { files: read.files, read: read.counts, built: built.counts, problems }
  if (asked.list) {
    list(graph, asked, files, out)
    return code
  }
  progress.say('tracing')
  const { rule, until, maxLevel, minAmount, freezes } = asked
  const result = trace(graph, {
    claims: claimsOf(graph, asked),
    freezes,
    ...(rule !== undefined && { rule }),
    ...(until !== undefined && { until }),
    ...(maxLevel !== undefined && { maxLevel }),
    ...(minAmount !== undefined && { minAmount }),
  })
  progress.done()
  if (asked.report !== undefined) {
    writeFileSync(asked.report, renderReport(result, { lang: asked.lang, problems, timeZone }))
    err(`The report is in ${asked.report}`)
  }
  if (asked.json) {
    out(toJson({ ...files, ...documentOf(result) }))
    return code
  }
  printFiles(out, read, built)
  if (printTrace(out, result)) return code
  err('The sums do not hold.')
  return FAULT
}

function open(paths: readonly string[], progress: Progress): StatementFile[] {
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1)
  try {
    return fromDisk(paths, (name, bytes, size) => {
      progress.say(`reading ${name}: ${megabytes(bytes)} of ${megabytes(size)} MB`)
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** One claim a victim: the transfers named by id, and those that left the accounts named as victims'. */
function claimsOf(graph: MoneyGraph, asked: TraceArguments): ClaimInput[] {
  const claims = new Map<string, string[]>()
  for (const words of asked.claims) {
    let victim = 'victim'
    for (const word of words) {
      let ids = [word]
      // An id may have any of these signs in it: what is one as a whole is not taken apart.
      if (!graph.hasTransfer(word)) {
        const at = word.indexOf('=')
        if (at > 0) victim = word.slice(0, at)
        const rest = word.slice(at + 1)
        ids = graph.hasTransfer(rest) ? [rest] : rest.split(',').filter((id) => id !== '')
      }
      claims.set(victim, [...(claims.get(victim) ?? []), ...ids])
    }
  }
  for (const victim of asked.victims) {
    const ids = outgoing(graph, victim, asked).flatMap(({ id, kind }) => (kind === 'transfer' ? [id] : []))
    if (ids.length === 0) {
      throw new UsageError(
        `no transfer left ${victim} in that time; --list shows what did, without --after and --before all of it`,
      )
    }
    claims.set(victim, [...(claims.get(victim) ?? []), ...ids])
  }
  return [...claims].map(([id, transfers]) => ({ id, transfers }))
}

function list(
  graph: MoneyGraph,
  asked: TraceArguments,
  files: { problems: Problem[] },
  out: (text: string) => void,
): void {
  const movements = asked.victims.flatMap((victim) => outgoing(graph, victim, asked))
  if (asked.json) {
    out(toJson({ ...files, outgoing: movements }))
    return
  }
  const rows = movements.map(({ id, from, time, to, amount, currency, kind, memo = '' }) => [
    id,
    from,
    localTime(time, asked.timeZone),
    to,
    graph.account(to).holder ?? '',
    money(amount),
    currency,
    kind,
    memo.replaceAll('\n', ' / '),
  ])
  out(table(['transfer', 'from', 'time', 'to', 'holder', { figure: 'amount' }, 'currency', 'kind', 'memo'], rows))
}

/** The trace and its views. */
function documentOf(result: Trace) {
  const { graph: _, ...table } = result
  if (result.rule === 'poison') return table
  return {
    ...table,
    splits: findSplits(result),
    merges: findMerges(result),
    freeze: freezable(result),
    nextStatements: nextStatements(result),
  }
}

/** What to exit with, and what to say on stderr. */
function explain(error: unknown): { code: number; message: string } {
  if (error instanceof UsageError) return { code: WRONG_USE, message: `${error.message}\n(--help lists the options.)` }
  if (!(error instanceof FundtrailError) || error.code === 'internal') {
    return { code: FAULT, message: error instanceof Error ? `${error.stack}` : String(error) }
  }
  if (error.code === 'too-large') return { code: BAD_DATA, message: error.message }
  const ids = error.code === 'unknown-transfer' ? '; --victim ACCOUNT --list shows ids' : ''
  return { code: WRONG_USE, message: `${error.message}${ids}\n(--help lists the options.)` }
}

async function main(): Promise<void> {
  // npm starts scripts in the folder of the package; paths are meant from where the command was given.
  const folder = (process.env['npm_lifecycle_event'] === 'trace' && process.env['INIT_CWD']) || process.cwd()
  // Whoever reads the results may stop before their end: `| head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit()
    throw error
  })
  process.exitCode = await run(process.argv.slice(2), folder, { out: console.log, err: console.error })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
