/**
 * What happens in the "safe account" case: its accounts, its movements, and everyday transfers drawn from a seed. From this
 * each institution's file is written; none of them shows all of it.
 */
/** Identity numbers that no one can have. */
export const HOLDER_IDS: Record<string, string> = {
  受害人: '000000000000000001',
  张某: '000000000000000101',
  李某: '000000000000000201',
  王某: '000000000000000301',
}

export interface Actor {
  id: string
  holder: string
  institution: string
  kind: string
  /** In yuan; what the account holds before the first record. */
  opening: string
}

type ActorRow = [key: string, id: string, holder: string, institution: string, kind: string, opening: string]

/** The accounts of the case by short name. */
const CASE_ACCOUNTS: ActorRow[] = [
  ['V', '6222000000000000011', '受害人', '甲银行', 'bank', '2086420.50'],
  ['A1', '6222000000000000101', '张某', '乙银行', 'bank', '1200.00'],
  ['A2', '6222000000000000102', '张某', '丙银行', 'bank', '5000.00'],
  ['A3', '6222000000000000103', '张某', '甲银行', 'bank', '560.00'],
  ['B1', '6222000000000000201', '李某', '丙银行', 'bank', '450.00'],
  ['B2', '6222000000000000202', '李某', '甲银行', 'bank', '300.00'],
  ['B3', '6222000000000000203', '李某', '乙银行', 'bank', '0.00'],
  ['C1', '6222000000000000301', '王某', '甲银行', 'bank', '820.50'],
  ['C2', '6222000000000000302', '王某', '丁银行', 'bank', '0.00'],
  ['C3', '6222000000000000303', '王某', '乙银行', 'bank', '15.00'],
  ['S1', 'SEC-0000000101', '张某', '戊证券', 'securities', '12000.00'],
  ['S2', 'SEC-0000000201', '李某', '戊证券', 'securities', '0.00'],
  ['S3', 'SEC-0000000301', '王某', '戊证券', 'securities', '3000.00'],
  ['W1', 'PAY-00000101', '张某', '财付通', 'payment', '35.00'],
  ['W2', 'PAY-00000201', '李某', '财付通', 'payment', '200.00'],
]

/** Whom the case accounts pay and are paid by with money of their own. */
const BYSTANDERS: ActorRow[] = [
  ['ATM', 'ATM-0001', '', '乙银行', 'cash', '0.00'],
  ['PAYROLL', '6222000000000000901', '某劳务公司', '甲银行', 'bank', '5000000.00'],
  ['FRIEND1', '6222000000000000911', '某甲', '乙银行', 'bank', '80000.00'],
  ['FRIEND2', '6222000000000000912', '某乙', '丁银行', 'bank', '60000.00'],
  ['LANDLORD', '6222000000000000921', '某丙', '丙银行', 'bank', '9000.00'],
  ['SHOP', 'MCH-0001', '某超市', '财付通', 'merchant', '0.00'],
  ['PHONE', 'MCH-0002', '某通信公司', '财付通', 'merchant', '0.00'],
]

interface Movement {
  id: string
  time: string
  from: string
  to: string
  /** In yuan. */
  amount: string
  kind?: string
  status?: string
  reverses?: string
  memo?: string
}

type LedgerRow = [id: string, time: string, from: string, to: string, amount: string, more?: Partial<Movement>]

/** What happened, in the order in which it happened. Balances follow from the openings and are filled in below. */
const LEDGER: LedgerRow[] = [
  // Before: money of the suspects' own.
  ['M01', '2024-03-11 09:12:05', 'PAYROLL', 'A1', '6800.00', { memo: '工资' }],
  ['M02', '2024-03-11 09:12:35', 'PAYROLL', 'B3', '5200.00', { memo: '工资' }],
  ['M03', '2024-03-11 18:40:10', 'A3', 'ATM', '500.00', { kind: 'cash', memo: 'ATM取款' }],
  ['M04', '2024-03-12 08:15:30', 'B3', 'SHOP', '1200.00', { kind: 'purchase', memo: '消费' }],
  ['M05', '2024-03-12 09:30:00', 'FRIEND1', 'A3', '940.00', { memo: '还款' }],

  // The victim pays (M06, M08, M13, M21), and the money moves on at once.
  ['M06', '2024-03-12 10:03:21', 'V', 'A1', '500000.00', { memo: '安全账户' }],
  ['M07', '2024-03-12 10:05:40', 'A1', 'A2', '300000.00'],
  ['M08', '2024-03-12 10:07:48', 'V', 'B1', '500000.00', { memo: '安全账户' }],
  ['M09', '2024-03-12 10:09:02', 'FRIEND1', 'A1', '2000.00', { memo: '还款' }],
  ['M10', '2024-03-12 10:11:30', 'A1', 'B2', '200000.00'],
  ['M11', '2024-03-12 10:12:15', 'B1', 'B2', '280000.00'],
  ['M12', '2024-03-12 10:13:30', 'FRIEND2', 'B1', '3000.00', { memo: '往来' }],
  ['M13', '2024-03-12 10:14:05', 'V', 'C1', '600000.00', { memo: '安全账户' }],
  ['M14', '2024-03-12 10:15:20', 'C1', 'LANDLORD', '800.00', { memo: '房租' }],
  ['M15', '2024-03-12 10:16:50', 'B1', 'A2', '220000.00'],
  ['M16', '2024-03-12 10:17:45', 'C1', 'C2', '350000.00'],
  ['M17', '2024-03-12 10:18:00', 'A2', 'A1', '50000.00'], // back to where it came from: the cycle
  ['M18', '2024-03-12 10:18:30', 'FRIEND2', 'A2', '6000.00', { memo: '往来' }],
  ['M19', '2024-03-12 10:19:10', 'C1', 'A2', '200000.00'],
  ['M20', '2024-03-12 10:20:00', 'B2', 'B3', '180000.00'],
  ['M21', '2024-03-12 10:21:37', 'V', 'A1', '450000.00', { memo: '安全账户' }],
  ['M22', '2024-03-12 10:22:10', 'B2', 'A3', '200000.00'],
  ['M23', '2024-03-12 10:23:00', 'C2', 'C3', '210000.00'],
  ['M24', '2024-03-12 10:24:10', 'A1', 'C2', '260000.00'],
  ['M25', '2024-03-12 10:25:00', 'B3', 'S2', '150000.00', { memo: '银证转账' }],
  ['M26', '2024-03-12 10:25:30', 'A1', 'A2', '150000.00'],
  ['M27', '2024-03-12 10:26:00', 'PAYROLL', 'C1', '1500.00', { memo: '工资' }],
  ['M28', '2024-03-12 10:26:40', 'A3', 'S1', '200000.00', { memo: '银证转账' }],
  ['M29', '2024-03-12 10:28:00', 'C2', 'A3', '150000.00'],
  ['M30', '2024-03-12 10:29:00', 'C3', 'S3', '150000.00', { memo: '银证转账' }],
  ['M31', '2024-03-12 10:29:10', 'PAYROLL', 'A1', '7500.00', { memo: '工资' }],
  ['M32', '2024-03-12 10:29:40', 'A2', 'B2', '50000.00'],
  ['M33', '2024-03-12 10:30:00', 'C1', 'B2', '51000.00'],
  ['M34', '2024-03-12 10:30:30', 'B2', 'A2', '50000.00', { reverses: 'M32', memo: '冲正' }],
  ['M35', '2024-03-12 10:31:05', 'A2', 'A3', '400000.00'],
  ['M36', '2024-03-12 10:31:05', 'FRIEND1', 'A2', '4000.00', { memo: '还款' }],
  ['M37', '2024-03-12 10:31:05', 'A2', 'B3', '250000.00'],
  ['M38', '2024-03-12 10:31:05', 'A3', 'S1', '300000.00', { memo: '银证转账' }],
  ['M39', '2024-03-12 10:32:10', 'B3', 'A3', '250000.00', { status: 'failed', memo: '超过限额' }],
  ['M40', '2024-03-12 10:33:00', 'A1', 'B2', '105000.00'],
  ['M41', '2024-03-12 10:33:15', 'FRIEND2', 'A3', '2450.00', { memo: '往来' }],
  ['M42', '2024-03-12 10:34:20', 'C2', 'B3', '100000.00'],
  ['M43', '2024-03-12 10:35:10', 'B3', 'ATM', '1000.00', { kind: 'cash', memo: 'ATM取款' }],
  ['M44', '2024-03-12 10:36:00', 'B2', 'C3', '150000.00'],
  ['M45', '2024-03-12 10:37:00', 'FRIEND1', 'C3', '2020.50', { memo: '还款' }],
  ['M46', '2024-03-12 10:37:40', 'B3', 'S2', '300000.00', { memo: '银证转账' }],
  ['M47', '2024-03-12 10:38:00', 'C2', 'A3', '150000.00'],
  ['M48', '2024-03-12 10:38:40', 'A3', 'S1', '250000.00', { memo: '银证转账' }],
  ['M49', '2024-03-12 10:39:30', 'A3', 'B3', '100000.00'],
  ['M50', '2024-03-12 10:40:00', 'B1', 'W2', '3000.00', { memo: '充值' }], // to a wallet,
  ['M66', '2024-03-12 10:40:40', 'W2', 'B2', '3000.00', { memo: '提现' }], // and out of it
  ['M51', '2024-03-12 10:41:50', 'B3', 'S2', '120000.00', { memo: '银证转账' }],
  ['M52', '2024-03-12 10:43:00', 'PAYROLL', 'A3', '2000.00', { memo: '工资' }],
  ['M53', '2024-03-12 10:44:30', 'A2', 'C3', '183000.00'],
  ['M54', '2024-03-12 10:45:30', 'C3', 'S3', '200000.00', { memo: '银证转账' }],
  ['M55', '2024-03-12 10:46:00', 'B2', 'B3', '108000.00'],
  ['M56', '2024-03-12 10:47:20', 'C3', 'B3', '93000.00'],
  ['M57', '2024-03-12 10:47:20', 'C3', 'S3', '102000.00', { memo: '银证转账' }],
  ['M58', '2024-03-12 10:48:00', 'A3', 'S1', '55000.00', { memo: '银证转账' }],
  ['M59', '2024-03-12 10:49:00', 'PAYROLL', 'B3', '1800.00', { memo: '奖金' }],
  ['M60', '2024-03-12 10:50:15', 'B3', 'S2', '265000.00', { memo: '银证转账' }],

  // After: only money of their own is left in the bank accounts.
  ['M61', '2024-03-12 12:40:25', 'A1', 'W1', '320.00', { memo: '充值' }],
  ['M65', '2024-03-12 12:44:10', 'W1', 'SHOP', '120.00', { kind: 'purchase', memo: '消费' }],
  ['M62', '2024-03-12 19:05:00', 'V', 'SHOP', '86.00', { kind: 'purchase', memo: '消费' }],
  ['M63', '2024-03-13 11:20:45', 'FRIEND2', 'C1', '600.00', { memo: '往来' }],
  ['M64', '2024-03-13 20:15:00', 'A2', 'PHONE', '200.00', { kind: 'purchase', memo: '话费' }],
]

const NOISE_SEED = 20240312
const NOISE_ROWS = 360
/** This many of them in the hour of the case. */
const NOISE_IN_THE_HOUR = 60
const NOISE_DAYS = ['2024-03-11', '2024-03-12', '2024-03-13']
const NOISE_BANKS = ['甲银行', '乙银行', '丙银行', '丁银行']

/** A linear congruential generator (Numerical Recipes): whole numbers from 0 to below n. */
function seededRandom(seed: number): (n: number) => number {
  let state = seed >>> 0
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
}

/** Yuan as text to fen as a whole number, and back. */
export function toFen(yuan: string): number {
  return Number(yuan.replace('.', ''))
}

export function toYuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

function actorsOf(rows: ActorRow[]): [string, Actor][] {
  return rows.map(([key, id, holder, institution, kind, opening]) => [key, { id, holder, institution, kind, opening }])
}

/** People, wallets, shops and machines that have nothing to do with the case. */
function noiseActors(random: (n: number) => number): [string, Actor][] {
  const actors: [string, Actor][] = []
  for (let n = 1; n <= 40; n++) {
    const actor = {
      id: `622200000000000${1000 + n}`,
      holder: `住户${String(n).padStart(2, '0')}`,
      institution: NOISE_BANKS[random(NOISE_BANKS.length)]!,
      kind: 'bank',
      opening: toYuan(2_000_000 + random(18_000_000)),
    }
    actors.push([`person${n}`, actor])
  }
  for (let n = 1; n <= 8; n++) {
    const actor = { id: `PAY-0000000${n}`, holder: `住户${String(n).padStart(2, '0')}`, institution: '财付通' }
    actors.push([`wallet${n}`, { ...actor, kind: 'payment', opening: '3000.00' }])
  }
  for (let n = 1; n <= 10; n++) {
    const actor = { id: `MCH-${1000 + n}`, holder: `商户${String(n).padStart(2, '0')}`, institution: '财付通' }
    actors.push([`shop${n}`, { ...actor, kind: 'merchant', opening: '0.00' }])
  }
  for (let n = 1; n <= 2; n++) {
    const actor = { id: `ATM-000${1 + n}`, holder: '', institution: NOISE_BANKS[n]! }
    actors.push([`atm${n}`, { ...actor, kind: 'cash', opening: '0.00' }])
  }
  return actors
}

/** Moments of everyday life: no two alike, none of them a moment of the case, the last before the last of the case. */
function noiseTimes(random: (n: number) => number): string[] {
  const two = (n: number) => String(n).padStart(2, '0')
  const taken = new Set(LEDGER.map(([, time]) => time))
  const times: string[] = []
  while (times.length < NOISE_ROWS) {
    const day = times.length < NOISE_IN_THE_HOUR ? NOISE_DAYS[1]! : NOISE_DAYS[random(NOISE_DAYS.length)]!
    const hour = times.length < NOISE_IN_THE_HOUR ? 10 : 8 + random(12)
    const time = `${day} ${two(hour)}:${two(random(60))}:${two(random(60))}`
    if (taken.has(time)) continue
    taken.add(time)
    times.push(time)
  }
  return times.sort()
}

/** An everyday transfer that its payer can afford. */
function noiseMovement(
  id: string,
  time: string,
  random: (n: number) => number,
  balances: Map<string, number>,
): Movement {
  const person = () => `person${1 + random(40)}`
  const wallet = () => `wallet${1 + random(8)}`
  const friend = () => ['FRIEND1', 'FRIEND2', 'LANDLORD'][random(3)]!
  const shop = () => ['SHOP', 'PHONE', ...Array.from({ length: 10 }, (_, n) => `shop${n + 1}`)][random(12)]!
  const pay = (from: string, to: string, most: number, more: Partial<Movement> = {}): Movement => {
    const fen = 100 + random(Math.min(most, Math.floor(balances.get(from)! / 4)))
    return { id, time, from, to, amount: toYuan(fen), ...more }
  }
  const draw = random(100)
  if (draw < 35) {
    const from = 1 + random(40)
    const to = 1 + ((from + random(39)) % 40)
    return pay(`person${from}`, `person${to}`, 3_000_000)
  }
  if (draw < 50) return pay(person(), wallet(), 200_000, { memo: '充值' })
  if (draw < 58) return pay(wallet(), person(), 300_000, { memo: '提现' })
  if (draw < 78) return pay(random(2) ? person() : wallet(), shop(), 80_000, { kind: 'purchase', memo: '消费' })
  if (draw < 84)
    return {
      id,
      time,
      from: person(),
      to: `atm${1 + random(2)}`,
      amount: `${1 + random(20)}00.00`,
      kind: 'cash',
      memo: 'ATM取款',
    }
  if (draw < 88) return pay('PAYROLL', person(), 1_200_000, { memo: '工资' })
  if (draw < 94) return pay(friend(), person(), 500_000)
  return pay(person(), friend(), 500_000)
}

/** A movement with its two accounts, and what each held right after it. */
export interface Settled extends Omit<Movement, 'from' | 'to'> {
  payer: Actor
  payee: Actor
  /** In fen. */
  payerBalance: number
  payeeBalance: number
}

/** Every movement in the order in which it happened. */
export function settleLedger(): Settled[] {
  const random = seededRandom(NOISE_SEED)
  const actors = new Map([...actorsOf(CASE_ACCOUNTS), ...actorsOf(BYSTANDERS), ...noiseActors(random)])
  const balances = new Map([...actors].map(([key, actor]) => [key, toFen(actor.opening)]))
  const everyday = noiseTimes(random).map((time, n) => ({ time, id: `N${String(n + 1).padStart(3, '0')}` }))
  const timeline: { time: string; id: string; row?: LedgerRow }[] = [
    ...LEDGER.map((row) => ({ time: row[1], id: row[0], row })),
    ...everyday,
  ]
  timeline.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0)) // stable: the ledger keeps its order
  return timeline.map(({ id, time, row }) => {
    const { from, to, ...movement }: Movement = row
      ? { id, time, from: row[2], to: row[3], amount: row[4], ...row[5] }
      : noiseMovement(id, time, random, balances)
    if (movement.status !== 'failed') {
      balances.set(from, balances.get(from)! - toFen(movement.amount))
      balances.set(to, balances.get(to)! + toFen(movement.amount))
    }
    return {
      ...movement,
      payer: actors.get(from)!,
      payee: actors.get(to)!,
      payerBalance: balances.get(from)!,
      payeeBalance: balances.get(to)!,
    }
  })
}
