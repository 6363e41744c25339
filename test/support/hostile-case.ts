import { buildMoneyGraph, type Trace, trace } from 'fundtrail'

/** Names that were chosen to do harm wherever they are shown. */
export const HOSTILE = [
  '__proto__',
  'constructor',
  '=1+1',
  '+1+1',
  '-1+1',
  '@SUM(A1)',
  '＝1+1',
  '－2',
  '＠x',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  ' =1+1',
  '\u200b=1+1',
  "'=1+1",
  "'",
  '=HYPERLINK("http://x","y")',
  '<script>alert(1)</script>',
  '"]; end; click a0 "javascript:x"',
  ']]>&amp;<!--',
  "'}) DETACH DELETE a //",
  "\\'}) DETACH DELETE a //",
  '\\u0027}) DETACH DELETE a //',
  'ends with a backslash \\',
  'a,b;c|d',
  'two\r\nlines',
  '\u001b[2J\u001b]0;title\u0007',
  '\u009b31m',
  '\u202egnp.exe',
  'half \ud83d',
  '\udc00 half',
  'a\u0000b\ufffe',
  '6222000000000000011',
  '0012',
  '1E5',
  '3-4',
  'Mar-1',
  'TRUE',
  '(5)',
  '_x0041_',
  '张某',
] as const

/** A victim pays each of them, and each keeps it: ids, holders, institutions and the claim are all hostile. */
export function hostileTrace(): Trace {
  const { graph } = buildMoneyGraph(
    HOSTILE.map((name, at) => ({
      id: `${name}#${at}`,
      from: 'victim-1',
      to: name,
      amount: 100 + at,
      time: `2024-03-12T10:${String(at).padStart(2, '0')}:00Z`,
      source: { file: `${name}.csv`, row: at + 1 },
    })),
    { accounts: HOSTILE.map((name) => ({ id: name, holder: name, institution: name })) },
  )
  return trace(graph, { claims: [{ id: '__proto__', transfers: HOSTILE.map((name, at) => `${name}#${at}`) }] })
}

/** A text as UTF-8 can hold it: half of a surrogate pair becomes U+FFFD. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd')
}
