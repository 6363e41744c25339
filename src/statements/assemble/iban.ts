/** Characters of an IBAN by country, as the registry of ISO 13616 lists them. */
const LENGTHS = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 ' +
    'FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 ' +
    'LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 ' +
    'SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
)

const WRITTEN = /^(?:IBAN:?)?([A-Z]{2})(\d\d)([A-Z0-9]{11,30})$/

/**
 * A number that is written as an IBAN is, in capitals and without the dashes and the word before it; any other as it
 * is. Spaces are gone already.
 */
export function tidyIban(number: string): string {
  const code = number.charCodeAt(0) | 32
  // Letters first: nearly all numbers have none.
  if (number.length < 15 || code < 97 || code > 122) return number
  const tidy = number.toUpperCase().replaceAll('-', '')
  const [, country = '', check = '', rest = ''] = WRITTEN.exec(tidy) ?? []
  return LENGTHS.get(country) === country.length + check.length + rest.length ? country + check + rest : number
}

/** 'right' or 'wrong' by its check digits (ISO 7064, MOD 97-10); undefined for a number that is no IBAN. */
export function checkIban(number: string): 'right' | 'wrong' | undefined {
  const [whole, country = '', check = '', rest = ''] = WRITTEN.exec(number) ?? []
  if (whole === undefined || LENGTHS.get(country) !== whole.length) return undefined
  let remainder = 0
  for (const character of rest + country + check) {
    const value = Number.parseInt(character, 36)
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97
  }
  return remainder === 1 ? 'right' : 'wrong'
}
