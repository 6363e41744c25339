/**
 * The "safe account" case under every rule: what each leaves where, between which bounds any attribution must stay, what
 * could be frozen, and how far an alert would go.
 *
 *     npx tsx examples/compare-rules.ts
 */
import { fileURLToPath } from 'node:url'
import { attributionBounds, type ComparedTotals, compareRules, trace } from 'fundtrail'
import { money } from './support/format.js'
import { type Column, table } from './support/table.js'
import { readUrumqiCase } from './support/urumqi-case.js'

export async function run(print: (text: string) => void): Promise<void> {
  const { built, reported } = await readUrumqiCase()
  const { graph } = built
  const { rules, accounts, totals } = compareRules(graph, { from: reported })
  const bounds = attributionBounds(graph, { from: reported })
  const figures = (names: string[]): Column[] => names.map((figure) => ({ figure }))

  print('What rests where, by rule, and the least and the most that any attribution leaves there')
  const resting = accounts.filter(({ account }) => bounds.has(account))
  print(
    table(
      ['level', 'account', ...figures([...rules, 'least', 'most'])],
      resting.map(({ level, account, held }) => {
        const { min, max } = bounds.get(account)!
        return [String(level), account, ...[...rules.map((rule) => held[rule]!), min, max].map(money)]
      }),
    ),
  )

  print('\nWhat becomes of what was stolen, by rule')
  const lines: (keyof ComparedTotals)[] = ['freezable', 'gone', 'returned', 'unresolved', 'stolen']
  print(
    table(
      ['', ...figures(rules)],
      lines.map((line) => [line, ...rules.map((rule) => money(totals[rule]![line]))]),
    ),
  )

  const alerts = trace(graph, { from: reported, rule: 'poison' }).accounts.filter(({ level }) => level > 0)
  print(`\nAccounts that could hold some of it: ${resting.length}; touched at all (rule 'poison'): ${alerts.length}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run(console.log)
