/** `npm run trace` as an analyst meets it: a process with arguments, two streams and an exit code. */
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { run as command } from '../../examples/trace-files.js'
import { FROM_SOURCES } from '../support/from-sources.js'
import { gb18030, policeFile } from '../support/statement-files.js'

const SCRIPT = fileURLToPath(new URL('../../examples/trace-files.ts', import.meta.url))
/** The sources, not what was built: paths of the project's own settings. */
const env = { ...process.env, TSX_TSCONFIG_PATH: fileURLToPath(new URL('../../tsconfig.json', import.meta.url)) }
const FOLDER = mkdtempSync(join(tmpdir(), 'trace-'))
afterAll(() => rmSync(FOLDER, { recursive: true }))

const VICTIM = '6222000000000000011'
const OTHER = '6222000000000000012'
const MULE = '6222000000000000101'
const LAST = '6222000000000000201'

function write(name: string, content: string | Uint8Array): void {
  writeFileSync(join(FOLDER, name), content)
}

write(
  '甲银行交易明细信息.csv',
  gb18030(
    policeFile(
      VICTIM,
      '受害人',
      `2024-03-12_10:03:21 出 50000.00 1234.50 ${MULE} 张某 安全账户 A1
       2024-03-12_10:04:00 出 30.00 1204.50 - - 手续费 A2
       2024-03-12_19:00:00 出 204.50 1000.00 6222000000000000901 某超市 转账 A3`,
    ),
  ),
)
write(
  '乙银行交易明细信息.csv',
  gb18030(
    policeFile(
      MULE,
      '张某',
      `20240312100323 进 50000.00 50500.00 ${VICTIM} 受害人 安全账户 B1
       20240312100500 进 20000.00 70500.00 ${OTHER} 受害人乙 转账 B2
       20240312100740 出 60000.00 10500.00 ${LAST} 李某 转账 B3
       20240312190000 出 1000.00 9500.00 - - ATM取款 B4`,
    ),
  ),
)
const VICTIMS_FILE = '甲银行交易明细信息.csv'
const MULES_FILE = '乙银行交易明细信息.csv'

interface Outcome {
  code: number
  stdout: string
  stderr: string
}

/** Runs the script as a process of its own in the folder of the files. */
function spawn(...args: string[]): Promise<Outcome> {
  const line = [...FROM_SOURCES, SCRIPT, ...args]
  return new Promise((resolve) => {
    execFile(process.execPath, line, { cwd: FOLDER, env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
    })
  })
}

/** The same within this process, which takes a hundredth of the time. */
async function run(...args: string[]): Promise<Outcome> {
  const printed: string[] = []
  const told: string[] = []
  const output = { out: (text: string) => printed.push(`${text}\n`), err: (text: string) => told.push(`${text}\n`) }
  const code = await command(args, FOLDER, output)
  return { code, stdout: printed.join(''), stderr: told.join('') }
}

describe('files that are as they should be', () => {
  it('are traced from a transfer named by its row', async () => {
    const args = [VICTIMS_FILE, MULES_FILE, '--claim', `${VICTIMS_FILE}#2`]
    const { code, stdout, stderr } = await spawn(...args)
    expect(await run(...args)).toEqual({ code, stdout, stderr })
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('  甲银行交易明细信息.csv  police-transactions  gb18030      3\n')
    expect(stdout).toContain('7 rows: 1 pairs of both sides joined, 0 rejected; 6 records: 6 accepted')
    // By fifo the mule's own 500.00 left first, then all 50,000.00, for an account whose statement is not there.
    expect(stdout).toContain('stolen 50,000.00 = freezable 0.00 + gone 0.00 + returned 0.00 + unresolved 50,000.00\n')
    expect(stdout).toContain('Statements to ask for next')
  })

  it('are traced from the row of the other bank, and from an account, which is the same', async () => {
    const byRow = await run(VICTIMS_FILE, MULES_FILE, '--claim', `${MULES_FILE}#2`)
    const byAccount = await run(VICTIMS_FILE, MULES_FILE, '--victim', VICTIM, '--before', '2024-03-12 10:05')
    expect(byAccount).toEqual(byRow)
    expect(byRow.code).toBe(0)
  })

  it('are traced by another rule, with a freeze that was not made', async () => {
    const files = [VICTIMS_FILE, MULES_FILE, '--claim', `${VICTIMS_FILE}#2`]
    const { code, stdout } = await run(...files, '--rule', 'lifo', '--freeze', `${MULE}@2024-03-12T10:08:00`)
    expect(code).toBe(0)
    expect(stdout).toContain('stolen 50,000.00 = freezable 10,000.00 + gone 0.00')
  })

  it('are listed with ids to choose from, within a time', async () => {
    const { code, stdout } = await run(VICTIMS_FILE, '--victim', VICTIM, '--list', '--after', '2024-03-12 10:04')
    expect(code).toBe(0)
    expect(
      stdout
        .trim()
        .split('\n')
        .slice(2)
        .map((line) => line.trim().split(/ {2,}/)[0]),
    ).toEqual([`${VICTIMS_FILE}#3`, `${VICTIMS_FILE}#4`])
  })

  it('give one document with --json, the same on every run, and nothing else on stdout', async () => {
    const args = [
      VICTIMS_FILE,
      MULES_FILE,
      '--claim',
      `one=${VICTIMS_FILE}#2`,
      '--claim',
      `two=${MULES_FILE}#3`,
      '--json',
    ]
    const [first, second] = [await spawn(...args), await run(...args)]
    expect(first).toEqual(second)
    expect([first.code, first.stderr]).toEqual([0, ''])
    const document = JSON.parse(first.stdout)
    expect(document.claims.map(({ id, stolen }: { id: string; stolen: string }) => [id, stolen])).toEqual([
      ['one', '50000'],
      ['two', '20000'],
    ])
    expect(document.settings.timeZone).toBe('Asia/Shanghai')
    expect(document.transfers[0]).toMatchObject({ id: `${VICTIMS_FILE}#2`, time: '2024-03-12T02:03:21.000Z', level: 1 })
    expect(document.freeze).toMatchObject({ stolen: '70000' })
    expect(document.nextStatements[0]).toMatchObject({ account: LAST })
    expect(document.problems).toEqual([])
  })

  it('take several ids behind one --claim', async () => {
    const { stdout, code } = await run(VICTIMS_FILE, MULES_FILE, '--claim', `${VICTIMS_FILE}#2`, `${MULES_FILE}#3`)
    expect(code).toBe(0)
    expect(stdout).toContain('stolen 70,000.00 = ')
  })
})

it('a plain list is read by a mapping of its columns', async () => {
  write(
    'list.csv',
    'payer,payee,sum,when\nvictim,mule-1,500.00,2024-03-12 10:00\nmule-1,mule-2,200.00,2024-03-12 11:00\n',
  )
  write('columns.json', '{"from": "payer", "to": "payee", "amount": "sum", "time": "when"}')
  const args = ['list.csv', '--mapping', 'list.csv=columns.json', '--victim', 'victim']
  const { code, stdout } = await run(...args)
  expect(code).toBe(0)
  expect(stdout).toContain('stolen 500.00 = freezable 500.00')
})

it('the seed case, from its files', async () => {
  const files = new URL('../../fixtures/urumqi-safe-account/files/', import.meta.url)
  const paths = readdirSync(files).map((name) => fileURLToPath(new URL(encodeURIComponent(name), files)))
  const { code, stdout, stderr } = await run(...paths, '--victim', VICTIM, '--before', '2024-03-12 11:00')
  expect(code).toBe(0)
  expect(stderr).toMatch(/warning +failed-transfer +1/)
  expect(stdout).toContain(
    'stolen 2,050,000.00 = freezable 2,049,000.00 + gone 1,000.00 + returned 0.00 + unresolved 0.00\n',
  )
})

describe('wrong use: exit code 2, nothing on stdout, and a message that says what would be right', () => {
  const file = VICTIMS_FILE
  it.each([
    [[], 'no file is named'],
    [[file], 'nothing is claimed; name stolen transfers with --claim'],
    [[file, '--claims', 'x'], "Unknown option '--claims'"],
    [['none.csv', '--claim', 'x'], 'there is no file'],
    [[FOLDER, '--claim', 'x'], 'is a folder; name the files in it'],
    [[file, '--claim', 'x'], 'transfer "x": no record has this id; name an accepted transfer; --victim ACCOUNT --list'],
    [[file, '--victim', '1'], 'no record names an account "1"'],
    [[file, '--victim', VICTIM, '--after', '2025-01-01'], 'no transfer left 6222000000000000011 in that time; --list'],
    [[file, '--victim', VICTIM, '--after', 'noon'], '--after is noon; it must be a local time such as 2024-03-12'],
    [[file, '--list'], '--list needs --victim ACCOUNT'],
    [[file, '--claim', `${file}#2`, '--rule', 'best'], '--rule is best; it must be one of fifo, lifo'],
    [[file, '--claim', `${file}#2`, '--max-level', '0'], '--max-level is 0; it must be a whole number from 1'],
    [[file, '--claim', `${file}#2`, '--freeze', MULE], `--freeze is ${MULE}; it must be ACCOUNT@TIME`],
    [[file, '--claim', `${file}#2`, '--time-zone', 'Beijing'], 'timeZone is "Beijing"; it must be an IANA zone'],
    [[file, '--claim', `${file}#2`, '--format', `${file}=csv`], 'formats names "csv"; it must be one of'],
    [[file, '--claim', `${file}#2`, '--format', 'other.csv=bank-export'], '--format names other.csv, which is none of'],
    [[file, '--claim', `${file}#2`, '--mapping', `${file}=none.json`], 'there is no file'],
  ] as const)('%j', async (args, message) => {
    const { code, stdout, stderr } = await run(...args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('    at ')
  })
})

it('wrong use ends the process with code 2', async () => {
  const { code, stdout, stderr } = await spawn(VICTIMS_FILE)
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain('nothing is claimed')
})

describe('bad data: exit code 3, each problem on stderr', () => {
  it('prints the result of the rest where rows are lost', async () => {
    const rows = Array.from({ length: 10 }, (_, n) => `2024-03-12_11:00:0${n} 出 wrong 1000.00 ${MULE} 张某 转账 X${n}`)
    write('丙银行.csv', gb18030(policeFile(OTHER, '受害人乙', rows.join('\n'))))
    const args = [VICTIMS_FILE, MULES_FILE, '丙银行.csv', '--claim', `${VICTIMS_FILE}#2`]
    const { code, stdout, stderr } = await spawn(...args)
    expect(code).toBe(3)
    expect(stderr).toMatch(/error +invalid-amount +10 +丙银行\.csv row 2: the amount "wrong" is none/)
    expect(stderr).toContain('and 7 more')
    expect(stderr.split('\n').length).toBeLessThan(10)
    expect(stdout).toContain('stolen 50,000.00 = ')
    const document = JSON.parse((await run(...args, '--json')).stdout)
    expect(document.problems).toHaveLength(10)
  })

  it('has no result where no file can be used', async () => {
    write('photo.jpg', new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0, 1, 2, 3]))
    const { code, stdout, stderr } = await run('photo.jpg', '--claim', 'x')
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toContain('unknown-format')
    expect(stderr).toContain('No transfer could be read from these files')
  })
})

it('--report writes the case as a page, in the language asked for, and says so on stderr', async () => {
  const claim = ['--claim', `${VICTIMS_FILE}#2`]
  const { code, stderr } = await run(VICTIMS_FILE, MULES_FILE, ...claim, '--report', 'case.html', '--lang', 'zh')
  expect(code).toBe(0)
  expect(stderr).toContain(`The report is in ${join(FOLDER, 'case.html')}`)
  const page = readFileSync(join(FOLDER, 'case.html'), 'utf8')
  expect(page).toContain('<html lang="zh-CN">')
  expect(page).toContain('<b>CNY 50,000.00</b> <small>被骗金额</small>')
  for (const wrong of [
    ['--lang', 'fr'],
    ['--rule', 'poison'],
    ['--list', '--victim', VICTIM],
  ]) {
    const refused = await run(VICTIMS_FILE, ...claim, '--report', 'other.html', ...wrong)
    expect(refused.code).toBe(2)
    expect(existsSync(join(FOLDER, 'other.html'))).toBe(false)
  }
})

it('--help says everything on stdout', async () => {
  const { code, stdout, stderr } = await run('--help')
  expect([code, stderr]).toEqual([0, ''])
  for (const word of ['--claim', '--victim', '--freeze', 'Exit codes']) expect(stdout).toContain(word)
})

it('is quiet when its reader stops early', async () => {
  const { code, stderr } = await new Promise<Outcome>((resolve) => {
    const child = execFile(
      process.execPath,
      [...FROM_SOURCES, SCRIPT, VICTIMS_FILE, '--claim', `${VICTIMS_FILE}#2`],
      { cwd: FOLDER, env },
      (error, stdout, stderr) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    )
    child.stdout?.destroy()
  })
  expect([code, stderr]).toEqual([0, ''])
})
