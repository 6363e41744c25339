import { FundtrailError } from './errors.js'
import { show } from './show.js'

/**
 * ISO 4217, list one, by the number of decimals of the minor unit, and the codes withdrawn since 2010, which old cases
 * still name.
 */
const ISO_4217: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF BYR',
  2:
    'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF ' +
    'CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF ' +
    'IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN ' +
    'MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS ' +
    'SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ' +
    'ZWG CUC EEK HRK LTL LVL MRO SLL STD VEF ZMK ZWL',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
}

/** More decimals than this leave too few whole units below 2^53. */
/** What a column of sixteen bits numbers. */
const MOST_CURRENCIES = 65_536
const MOST_DECIMALS = 12

/** Decimals of the minor unit by currency code: ISO 4217 and the codes that the caller adds. */
export function currencyTable(extra: Record<string, number> | undefined): Map<string, number> {
  const table = new Map<string, number>()
  for (const [decimals, codes] of Object.entries(ISO_4217)) {
    for (const code of codes.split(' ')) table.set(code, Number(decimals))
  }
  if (extra !== undefined && (typeof extra !== 'object' || extra === null)) {
    throw new FundtrailError('bad-option', `currencies is ${show(extra)}; it must give the decimals by code`, {
      option: 'currencies',
    })
  }
  for (const [code, decimals] of Object.entries(extra ?? {})) {
    if (!Number.isInteger(decimals) || decimals < 0 || decimals > MOST_DECIMALS) {
      throw new FundtrailError(
        'bad-option',
        `currencies.${code} is ${show(decimals)}; it is the number of decimals of the currency, 0 to ${MOST_DECIMALS}`,
        { option: 'currencies', code, value: decimals },
      )
    }
    const iso = table.get(code)
    if (iso !== undefined && iso !== decimals) {
      throw new FundtrailError(
        'bad-option',
        `currencies.${code} is ${decimals}, but ISO 4217 gives ${code} ${iso} decimals; name only codes outside it`,
        { option: 'currencies', code, value: decimals },
      )
    }
    table.set(code, decimals)
  }
  if (table.size > MOST_CURRENCIES) {
    throw new FundtrailError(
      'too-large',
      `currencies has ${table.size} codes with those of ISO 4217; at most ${MOST_CURRENCIES}`,
      {
        option: 'currencies',
      },
    )
  }
  return table
}
