import { existsSync, readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { FreezeInput, Rule } from 'fundtrail'
import type { FormatName, StatementOptions } from 'fundtrail/statements'

/** Wrong use of the command: its message says what would be right. */
export class UsageError extends Error {}

/** What the command line asks for. */
export interface TraceArguments {
  /** As they can be opened from here. */
  paths: string[]
  /** One an option, as it stands there: which of it are ids only the records tell. */
  claims: string[][]
  victims: string[]
  /** Local times, '2024-03-12 10:03'. */
  after: string | undefined
  before: string | undefined
  list: boolean
  rule: Rule | undefined
  until: string | undefined
  timeZone: string
  currency: string
  maxLevel: number | undefined
  minAmount: string | undefined
  freezes: FreezeInput[]
  formats: NonNullable<StatementOptions['formats']>
  /** Where the report is written, as it can be opened from here. */
  report: string | undefined
  lang: 'en' | 'zh'
  json: boolean
  help: boolean
}

const OPTIONS = {
  claim: { type: 'string', multiple: true },
  victim: { type: 'string', multiple: true },
  after: { type: 'string' },
  before: { type: 'string' },
  list: { type: 'boolean' },
  rule: { type: 'string' },
  until: { type: 'string' },
  'time-zone': { type: 'string' },
  currency: { type: 'string' },
  'max-level': { type: 'string' },
  'min-amount': { type: 'string' },
  freeze: { type: 'string', multiple: true },
  format: { type: 'string', multiple: true },
  mapping: { type: 'string', multiple: true },
  report: { type: 'string' },
  lang: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

type Given = ReturnType<typeof parsed>['values']

/** Reads a command line; paths in it are relative to `folder`. @throws UsageError */
export function readArguments(args: readonly string[], folder: string): TraceArguments {
  const { values, tokens } = parsed(args)
  const { files, claims } = divided(tokens)
  const paths = files.map((file) => resolve(folder, file))
  const found: TraceArguments = {
    paths,
    claims,
    victims: values.victim ?? [],
    after: localTime('--after', values.after),
    before: localTime('--before', values.before),
    list: values.list ?? false,
    rule: readRule(values.rule),
    until: values.until,
    timeZone: values['time-zone'] ?? 'Asia/Shanghai',
    currency: values.currency ?? 'CNY',
    maxLevel: wholeNumber('--max-level', values['max-level']),
    minAmount: values['min-amount'],
    freezes: (values.freeze ?? []).map(readFreeze),
    formats: formatsOf(values, paths, folder),
    report: values.report === undefined ? undefined : resolve(folder, values.report),
    lang: readLang(values.lang),
    json: values.json ?? false,
    help: values.help ?? false,
  }
  if (!found.help) check(found)
  return found
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, tokens: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** Words of their own are files; those behind --claim, up to the next option, are more ids. */
function divided(tokens: ReturnType<typeof parsed>['tokens']): { files: string[]; claims: string[][] } {
  const files: string[] = []
  const claims: string[][] = []
  let isClaim = false
  for (const token of tokens) {
    if (token.kind === 'option') {
      isClaim = token.name === 'claim'
      if (isClaim) claims.push([token.value ?? ''])
    } else if (token.kind === 'option-terminator') {
      isClaim = false
    } else if (isClaim) {
      claims.at(-1)?.push(token.value)
    } else {
      files.push(token.value)
    }
  }
  return { files, claims }
}

function check({ paths, claims, victims, list, rule, report, after, before }: TraceArguments): void {
  if (paths.length === 0) {
    throw new UsageError('no file is named; give the files of the banks in front of the options')
  }
  if (list && victims.length === 0) {
    throw new UsageError('--list needs --victim ACCOUNT: whose outgoing movements are to be listed?')
  }
  if (list && report !== undefined) {
    throw new UsageError('--report is of a trace, and --list makes none; give one of them')
  }
  if (rule === 'poison' && report !== undefined) {
    throw new UsageError('--report divides amounts, which --rule poison does not; choose another rule')
  }
  if (claims.length === 0 && victims.length === 0) {
    throw new UsageError(
      'nothing is claimed; name stolen transfers with --claim ID…, or the victim with --victim ACCOUNT ' +
        '(and --list to see which transfers there are)',
    )
  }
  if (victims.length === 0 && (after ?? before) !== undefined) {
    throw new UsageError('--after and --before narrow --victim ACCOUNT down, which is not given')
  }
  if (after !== undefined && before !== undefined && after.slice(0, before.length) > before) {
    throw new UsageError(`--after ${after} is later than --before ${before}`)
  }
}

function localTime(option: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const time = text.trim().replace('T', ' ')
  if (/^\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d)?)?$/.test(time)) return time
  throw new UsageError(`${option} is ${text}; it must be a local time such as 2024-03-12, or '2024-03-12 10:03'`)
}

const RULES: readonly Rule[] = ['fifo', 'lifo', 'pro-rata', 'libr', 'taint-first', 'poison']

function readRule(text: string | undefined): Rule | undefined {
  const rule = RULES.find((name) => name === text)
  if (text === undefined || rule !== undefined) return rule
  throw new UsageError(`--rule is ${text}; it must be one of ${RULES.join(', ')}`)
}

function readLang(text: string | undefined): 'en' | 'zh' {
  if (text === undefined || text === 'en') return 'en'
  if (text === 'zh') return text
  throw new UsageError(`--lang is ${text}; it must be en or zh`)
}

function wholeNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new UsageError(`${option} is ${text}; it must be a whole number from 1`)
}

/** ACCOUNT@TIME: behind the last @, for an account may be an address of mail. */
function readFreeze(text: string): FreezeInput {
  const [account, at] = cut('--freeze', text, '@', "ACCOUNT@TIME such as '6222…0102@2024-03-12 10:30'")
  return { account, at }
}

/** The name of a format for each file of --format, the mapping for each of --mapping, under the file's name. */
function formatsOf({ format = [], mapping = [] }: Given, paths: readonly string[], folder: string) {
  const formats: NonNullable<StatementOptions['formats']> = {}
  for (const text of format) {
    const [file, name] = cut('--format', text, '=', 'FILE=NAME such as list.csv=bank-export')
    for (const key of namesOf('--format', file, paths, folder)) formats[key] = name as FormatName
  }
  for (const text of mapping) {
    const [file, path] = cut('--mapping', text, '=', 'FILE=MAPPING.json')
    const columns = readMapping(resolve(folder, path))
    for (const key of namesOf('--mapping', file, paths, folder)) formats[key] = columns
  }
  return formats
}

/** A file is known by its last name, or by its path where two share that; a sheet stands behind it in brackets. */
function namesOf(option: string, file: string, paths: readonly string[], folder: string): string[] {
  const path = resolve(folder, file)
  const whole = path.replace(/ \[[^\]]*\]$/, '')
  if (paths.some((other) => other === path || other === whole || basename(other) === basename(whole))) {
    return [basename(path), path]
  }
  throw new UsageError(
    `${option} names ${file}, which is none of the files; they are ${paths.map((p) => basename(p)).join(', ')}`,
  )
}

function readMapping(path: string) {
  if (!existsSync(path)) throw new UsageError(`there is no file ${path} with a mapping`)
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    throw new UsageError(`${path} is no JSON; it must be like {"from": "payer", "to": "payee", "amount": …, "time": …}`)
  }
}

/** The two sides of the last such sign. */
function cut(option: string, text: string, sign: string, right: string): [string, string] {
  const at = text.lastIndexOf(sign)
  if (at > 0 && at < text.length - 1) return [text.slice(0, at), text.slice(at + 1)]
  throw new UsageError(`${option} is ${text}; it must be ${right}`)
}
