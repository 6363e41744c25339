import type { Problem } from '../../types.js'
import type { AccountFact } from '../formats/format.js'
import { remembering } from '../remembering.js'
import type { Entry } from './entry.js'
import { checkIban } from './iban.js'
import type { Numbers } from './numbers.js'

/** Digits of a domestic number, below which it may be the end of anything. */
const SHORTEST = 8

/** Where a number first stands, and the banks that it is said to be with, as far as they are named by a BIC. */
interface Seen {
  entry: Entry | undefined
  banks: Banks | undefined
}

/** By country and by bank, whatever the branch. */
interface Banks {
  countries: Set<string>
  codes: Set<string>
}

/**
 * Makes one account of an IBAN and its domestic number: digits, eight at least, with which exactly one of the known
 * IBANs ends, of a right check and not of another bank. Where several end so, all stay apart, with a problem. An IBAN
 * with a wrong check is told once, and stays as it is.
 */
export function joinIbans(
  numbers: Numbers,
  entries: readonly Entry[],
  facts: readonly { fact: AccountFact }[],
  problem: (problem: Problem) => void,
): void {
  if (!mayHaveIbans(numbers, entries, facts)) return
  const seen = seenNumbers(numbers, entries, facts)
  const ibans: string[] = []
  const domestic = new Set<string>()
  const lengths = new Set<number>()
  for (const [number, { entry }] of seen) {
    const check = checkIban(number)
    if (check === 'right') ibans.push(number)
    else if (check === 'wrong') {
      const message = `the check digits of the IBAN ${number} are wrong`
      problem({ code: 'wrong-iban', severity: 'warning', message, ...placeOf(entry) })
    } else if (number.length >= SHORTEST && /^\d+$/.test(number)) {
      domestic.add(number)
      lengths.add(number.length)
    }
  }
  if (ibans.length === 0 || domestic.size === 0) return
  const owners = new Map<string, string[]>()
  for (const iban of ibans.sort()) {
    for (const length of lengths) {
      // The country and the check are no part of the domestic number.
      if (length > iban.length - 4) continue
      const end = iban.slice(-length)
      if (!domestic.has(end) || areApart(iban, seen.get(iban)!.banks, seen.get(end)!.banks)) continue
      const known = owners.get(end)
      if (known === undefined) owners.set(end, [iban])
      else known.push(iban)
    }
  }
  for (const [end, of] of owners) {
    if (of.length === 1) {
      numbers.join([of[0]!, end], of[0])
      continue
    }
    const message = `${end} is the end of ${of.length} IBANs, such as ${of.slice(0, 2).join(' and ')}; they stay apart`
    problem({ code: 'ambiguous-iban', severity: 'warning', message, ...placeOf(seen.get(end)!.entry) })
  }
}

/** Whether any number begins with a letter as an IBAN does: of most files none, which is quickly seen. */
function mayHaveIbans(numbers: Numbers, entries: readonly Entry[], facts: readonly { fact: AccountFact }[]): boolean {
  if (entries.some(({ own, other }) => isLettered(own) || isLettered(other))) return true
  if (facts.some(({ fact }) => fact.numbers.some(isLettered))) return true
  for (const number of numbers.known()) if (isLettered(number)) return true
  return false
}

function isLettered(number: string): boolean {
  const code = number.charCodeAt(0)
  return code >= 65 && code <= 90
}

function seenNumbers(
  numbers: Numbers,
  entries: readonly Entry[],
  facts: readonly { fact: AccountFact }[],
): Map<string, Seen> {
  const seen = new Map<string, Seen>()
  const codeOf = remembering((bank) => (BIC.test(bank) ? bank.slice(0, 6) : undefined))
  const see = (number: string, bank: string, entry: Entry | undefined) => {
    if (number === '') return
    let known = seen.get(number)
    if (known === undefined) {
      known = { entry, banks: undefined }
      seen.set(number, known)
    }
    const code = codeOf(bank)
    if (code === undefined) return
    known.banks ??= { countries: new Set(), codes: new Set() }
    known.banks.countries.add(code.slice(4))
    known.banks.codes.add(code)
  }
  for (const entry of entries) {
    see(entry.own, entry.institution, entry)
    see(entry.other, entry.counterBank, entry)
  }
  for (const { fact } of facts) for (const number of fact.numbers) see(number, fact.institution, undefined)
  for (const number of numbers.known()) see(number, '', undefined)
  return seen
}

const BIC = /^[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/

/**
 * Whether two numbers are known to be with different banks: by the country of a BIC, or by BICs of different banks. A
 * name says nothing, for one bank has many spellings.
 */
function areApart(iban: string, ibanBanks: Banks | undefined, banks: Banks | undefined): boolean {
  if (banks === undefined) return false
  if (!banks.countries.has(iban.slice(0, 2))) return true
  if (ibanBanks === undefined) return false
  for (const code of ibanBanks.codes) if (banks.codes.has(code)) return false
  return true
}

function placeOf(entry: Entry | undefined): { file?: string; row?: number } {
  return entry === undefined ? {} : { file: entry.file, row: entry.row }
}
