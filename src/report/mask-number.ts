/**
 * An account number as it may be shown: of every run of five digits or more, blanks and hyphens within it included, the
 * last four stay. 6222000000000000011 becomes ****0011, SEC-0000000101 SEC-****0101; a name without such a run stays as
 * it is. For the eye only: two accounts may look the same then.
 */
export function maskNumber(id: string): string {
  return id.replace(/\p{Nd}(?:[ -]?\p{Nd}){4,}/gu, (run) => `****${[...run.replace(/[ -]/g, '')].slice(-4).join('')}`)
}
