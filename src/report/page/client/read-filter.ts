import { EVERYTHING, type Filter } from '../filter.js'
import type { PageData } from '../tables/page-table.js'

/** The filters as the form has them; what is no amount is marked, and counts as none. */
export function readFilter(form: HTMLFormElement, { decimals, accounts }: PageData): Filter {
  const values = new FormData(form)
  const text = (name: string) => String(values.get(name) ?? '')
  const institutions = [...new Set(accounts.flatMap(({ institution }) => institution ?? []))].sort()
  const claim = text('claim')
  const least = minorOf(text('least'), decimals)
  form.querySelector('[name="least"]')?.setAttribute('aria-invalid', String(least === undefined))
  return {
    least: least ?? EVERYTHING.least,
    levelFrom: Number(text('levelFrom')) || EVERYTHING.levelFrom,
    levelTo: Number(text('levelTo')) || EVERYTHING.levelTo,
    claim: claim === '' ? undefined : Number(claim),
    institution: institutions[Number(text('institution')) - 1],
  }
}

/**
 * "1,000.5" in minor units; digits beyond those of the currency round up, so that nothing smaller passes. Full-width
 * digits are read too; undefined for what is no amount.
 */
function minorOf(text: string, decimals: number): number | undefined {
  const digits = text.normalize('NFKC').replace(/[,\s]/g, '')
  if (digits === '') return 0
  const match = /^(\d+)(?:\.(\d*))?$/.exec(digits)
  if (match === null) return undefined
  const [, whole = '', part = ''] = match
  const minor = Number(whole + part.slice(0, decimals).padEnd(decimals, '0'))
  return minor + (/[1-9]/.test(part.slice(decimals)) ? 1 : 0)
}
