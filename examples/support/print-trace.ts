import type { Decimal } from 'decimal.js'
import { findMerges, findSplits, freezable, type Merge, nextStatements, type Split, type Trace } from 'fundtrail'
import { localTime, money } from './format.js'
import { groupBy } from './group-by.js'
import { table } from './table.js'

type Print = (text: string) => void

/**
 * Prints what an investigator asks of a trace, each section a view of it. Times are shown in the zone in which the
 * records were read. Returns whether all of the stolen money is accounted for.
 */
export function printTrace(print: Print, trace: Trace): boolean {
  const time = (date: Date) => localTime(date, trace.settings.timeZone)
  printAccounts(print, trace)
  printTransfers(print, trace, time)
  if (trace.rule === 'poison') {
    print("\nRule 'poison' is for alerts: it says who may have had some of the money, and divides no amount.")
    return true
  }
  printBranches(print, trace)
  if (trace.claims.length > 1) printClaims(print, trace)
  const sumsHold = printFreezeList(print, trace, time)
  printOpenEnds(print, trace, time)
  return sumsHold
}

function printAccounts(print: Print, { accounts }: Trace): void {
  print(accounts.some(({ level }) => level === 0) ? '\nAccounts by level (0 = the victim)' : '\nAccounts by level')
  print(
    table(
      ['level', 'account', 'holder', 'institution', { figure: 'received' }, { figure: 'sent' }, { figure: 'held' }],
      accounts.map(({ level, id, holder = '', institution = '', received, sent, held }) => [
        String(level),
        id,
        holder,
        institution,
        money(received),
        money(sent),
        money(held),
      ]),
    ),
  )
}

function printTransfers(print: Print, { transfers }: Trace, time: (date: Date) => string): void {
  print('\nHop by hop (traced = the stolen part of the amount)')
  print(
    table(
      ['level', 'time', 'from', '', 'to', { figure: 'amount' }, { figure: 'traced' }],
      transfers.map(({ level, time: at, from, to, amount, traced }) => [
        String(level),
        time(at),
        from,
        '->',
        to,
        money(amount),
        money(traced),
      ]),
    ),
  )
}

function printBranches(print: Print, trace: Trace): void {
  const holder = (account: string) => trace.graph.account(account).holder ?? ''
  print('\nSplits: from one account to several')
  print(branchTable('->', 'to', findSplits(trace), holder))
  print('\nMerges: from several accounts to one')
  print(branchTable('<-', 'from', findMerges(trace), holder))
}

/** A row for each branch, the account they share on the first. */
function branchTable(
  arrow: string,
  other: string,
  shapes: (Split | Merge)[],
  holder: (account: string) => string,
): string {
  return table(
    ['level', 'account', 'holder', { figure: 'traced' }, '', other, { figure: 'of it' }],
    shapes.flatMap(({ level, account, traced, branches }) =>
      branches.map((branch, n) => [
        ...(n === 0 ? [String(level), account, holder(account), money(traced)] : ['', '', '', '']),
        arrow,
        branch.account,
        money(branch.traced),
      ]),
    ),
  )
}

/** Of several victims: where the money of each is. */
function printClaims(print: Print, { claims, endings }: Trace): void {
  print("\nWhere each victim's money is")
  print(
    table(
      ['victim', { figure: 'stolen' }, 'account', 'ending', { figure: 'of it' }],
      claims.flatMap(({ id, stolen }) =>
        endings
          .filter(({ shares }) => shares[id] !== undefined)
          .map(({ account, code, shares }, n) => [
            ...(n === 0 ? [id, money(stolen)] : ['', '']),
            account,
            code,
            money(shares[id] ?? zero(stolen)),
          ]),
      ),
    ),
  )
}

function printFreezeList(print: Print, trace: Trace, time: (date: Date) => string): boolean {
  const freeze = freezable(trace)
  print(`\nFreeze list at ${time(freeze.at)}, by institution`)
  for (const [institution, group] of groupBy(freeze.accounts, ({ institution = 'unknown' }) => institution)) {
    print(
      `\n  ${institution}: ${money(
        sum(
          group.map(({ hold }) => hold),
          freeze.stolen,
        ),
      )}`,
    )
    for (const { account, holder = '', hold, request, balance, evidence } of group) {
      const known = `freeze ${money(hold)}${balance ? ` of a balance of ${money(balance)}` : ''}`
      print(`\n  ${account}  ${holder}  ${known}${request.gt(hold) ? `, ask for up to ${money(request)}` : ''}`)
      print(
        table(
          ['transfer', 'payer', 'time', { figure: 'amount' }, { figure: 'traced' }],
          evidence.map(({ transfer, from, time: at, amount, traced }) => [
            transfer,
            from,
            time(at),
            money(amount),
            money(traced),
          ]),
        ),
      )
    }
  }
  const { stolen, total, gone, returned, unresolved } = freeze
  print(
    `\nstolen ${money(stolen)} = freezable ${money(total)} + gone ${money(gone)} + returned ${money(returned)} + ` +
      `unresolved ${money(unresolved)}`,
  )
  const ended = sum(
    trace.endings.map(({ amount }) => amount),
    stolen,
  )
  return stolen.eq(ended) && stolen.eq(sum([total, gone, returned, unresolved], stolen))
}

/** What the records do not show, and what the trace took for granted: nothing where all is known. */
function printOpenEnds(print: Print, trace: Trace, time: (date: Date) => string): void {
  const requests = nextStatements(trace)
  if (requests.length > 0) {
    print('\nStatements to ask for next')
    print(
      table(
        ['account', 'institution', 'from', { figure: 'amount' }],
        requests.map(({ account, institution = '', from, amount }) => [
          account,
          institution,
          time(from),
          money(amount),
        ]),
      ),
    )
  }
  if (trace.assumptions.length > 0) {
    print('\nWhat this rests on')
    print(
      table(
        ['assumption', 'account', 'transfer', { figure: 'amount' }],
        trace.assumptions.map(({ code, account, transfer = '', amount }) => [code, account, transfer, money(amount)]),
      ),
    )
  }
}

function sum(amounts: Decimal[], start: Decimal): Decimal {
  return amounts.reduce((a, b) => a.plus(b), zero(start))
}

function zero(amount: Decimal): Decimal {
  return amount.minus(amount)
}
