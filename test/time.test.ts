import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { buildMoneyGraph, type TimeInput, type TransferRecord } from 'fundtrail'
import { describe, expect, test } from 'vitest'
import { TimeReader } from '../src/time.js'

function build(times: TimeInput[], timeZone = 'UTC') {
  const records = times.map((time, at): TransferRecord => ({ id: `t${at + 1}`, from: 'a', to: 'b', amount: 1, time }))
  return buildMoneyGraph(records, { timeZone })
}

/** The instant in UTC, with a '!' for a warning; or the code of the problem that keeps the row out. */
function read(time: TimeInput, timeZone = 'UTC'): string {
  const { graph, problems } = build([time], timeZone)
  if (graph.size === 0) return problems[0]!.code
  const warnings = problems.map(({ code }) => ` !${code}`)
  return graph.transfer('t1').time.toISOString().replace('.000Z', 'Z') + warnings.join('')
}

/** First and last instant of a statement that covers one date. */
function dayIn(timeZone: string, date: string): string[] {
  const accounts = [{ id: 'a', statement: { from: date, to: date } }]
  const { graph } = buildMoneyGraph([], { timeZone, accounts })
  return graph.account('a').statement.flatMap(({ from, to }) => [from.toISOString(), to.toISOString()])
}

describe('ISO 8601, extended and basic', () => {
  test.each([
    ['2024-03-01T09:30:15Z', '2024-03-01T09:30:15Z'],
    ['2024-03-01 09:30:15Z', '2024-03-01T09:30:15Z'],
    ['2024-03-01T09:30:15', '2024-03-01T09:30:15Z'],
    ['2024-03-01 09:30:15', '2024-03-01T09:30:15Z'],
    ['2024-03-01T09:30', '2024-03-01T09:30:00Z'],
    ['20240301T093015Z', '2024-03-01T09:30:15Z'],
    ['20240301 0930', '2024-03-01T09:30:00Z'],
    ['20240301T093015.25+0800', '2024-03-01T01:30:15.250Z'],
    ['2024-03-01T09:30:15+08:00', '2024-03-01T01:30:15Z'],
    ['2024-03-01T09:30:15+08', '2024-03-01T01:30:15Z'],
    ['2024-03-01T09:30:15-0330', '2024-03-01T13:00:15Z'],
    ['2024-03-01T00:30+08:00', '2024-02-29T16:30:00Z'],
    ['2024-03-01T09:30:15.5Z', '2024-03-01T09:30:15.500Z'],
    ['2024-03-01T09:30:15,123Z', '2024-03-01T09:30:15.123Z'],
    ['2024-03-01T09:30:15.123456789Z', '2024-03-01T09:30:15.123Z'],
    ['2024-03-01T24:00:00', '2024-03-02T00:00:00Z'],
    ['2024-12-31T24:00:00.000Z', '2025-01-01T00:00:00Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z'],
    ['2000-02-29', '2000-02-29T00:00:00Z'],
    ['20240301', '2024-03-01T00:00:00Z'],
    ['1969-12-31T23:59:59.999Z', '1969-12-31T23:59:59.999Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59Z'],
  ])('%s is %s', (text, instant) => expect(read(text)).toBe(instant))

  test.each([
    ...['', ' ', 'yesterday', '2024', '2024-03', '2024-3-1', '01/03/2024', '2024/03/01', '2024年3月1日', '1709286615'],
    ...['2024-00-10', '2024-13-10', '2024-01-00', '2024-01-32', '2024-04-31', '2023-02-29', '1900-02-29', '0000-01-01'],
    ...['2024-03-01T25:00:00', '2024-03-01T24:00:01', '2024-03-01T24:30', '2024-03-01T09:60', '2024-03-01T09:30:61'],
    ...['2024-03-01T', '2024-03-01T09:30:', '2024-03-01T09:30:15.', '2024-03-01T09:30Z+08:00', '2024-03-01T09:30 Z'],
    ...['2024-03-01T09:30+24:00', '2024-03-01T09:30+08:60', '2024-03-01T09:30+8', '2024-03-01T09:30UTC', '2024-0301'],
    ...['2024-03-01  09:30', ' 2024-03-01', '2024-03-01 ', '2024-03-01T09:30:15\n', '2024-03-01\u0000', '+2024-03-01'],
    ...['２０２４-０３-０１', '2024-03-01T09:30:15−08:00', '-2024-03-01', '+012024-03-01', '12024-03-01T00:00Z'],
  ])('%j is no time', (text) => expect(read(text)).toBe('invalid-time'))
})

describe('milliseconds since 1970, and Dates', () => {
  test.each<[string, TimeInput, string]>([
    ['milliseconds', 1709285415123, '2024-03-01T09:30:15.123Z'],
    ['zero', 0, '1970-01-01T00:00:00Z'],
    ['minus zero', -0, '1970-01-01T00:00:00Z'],
    ['before 1970', -1, '1969-12-31T23:59:59.999Z'],
    ['a fraction of a millisecond', 0.75, '1970-01-01T00:00:00Z'],
    ['a Date', new Date('2024-03-01T09:30:15Z'), '2024-03-01T09:30:15Z'],
    ['a Date of a class of its own', new (class ZonedDate extends Date {})(1709256615000), '2024-03-01T01:30:15Z'],
    ['an invalid Date', new Date(Number.NaN), 'invalid-time'],
    ['NaN', Number.NaN, 'invalid-time'],
    ['Infinity', Number.POSITIVE_INFINITY, 'invalid-time'],
    ['microseconds by mistake', 1709285415123456, 'invalid-time'],
    ['a year beyond 9999', new Date(8.64e15), 'invalid-time'],
    ['a year before 100', new Date(-8.64e15), 'invalid-time'],
    ['a bigint', 5n as never, 'invalid-time'],
    ['true', true as never, 'invalid-time'],
    ['an object', {} as never, 'invalid-time'],
    ['a list', ['2024-03-01'] as never, 'invalid-time'],
  ])('%s', (_, time, result) => expect(read(time)).toBe(result))

  test('a number and a Date mean the same instant in every zone', () => {
    expect(read(1709285415123, 'Asia/Shanghai')).toBe('2024-03-01T09:30:15.123Z')
    expect(read(new Date(1709285415123), 'America/New_York')).toBe('2024-03-01T09:30:15.123Z')
  })
})

describe('a date alone', () => {
  test('is the start of that day for a record, with the precision of a day', () => {
    const { graph } = build(['2024-03-01', '2024-03-01T00:00:00+08:00'], 'Asia/Shanghai')
    expect(graph.transfer('t1').time).toEqual(graph.transfer('t2').time)
    expect(graph.transfer('t1').precision).toBe('day')
    expect(graph.transfer('t2').precision).toBe('instant')
  })

  test.each([
    ['UTC', '2024-03-01', '2024-03-01T00:00:00.000Z', '2024-03-01T23:59:59.999Z'],
    ['Asia/Shanghai', '2024-03-01', '2024-02-29T16:00:00.000Z', '2024-03-01T15:59:59.999Z'],
    ['America/New_York', '2024-03-10', '2024-03-10T05:00:00.000Z', '2024-03-11T03:59:59.999Z'],
    ['America/New_York', '2024-11-03', '2024-11-03T04:00:00.000Z', '2024-11-04T04:59:59.999Z'],
    ['America/Sao_Paulo', '2017-10-14', '2017-10-14T03:00:00.000Z', '2017-10-15T02:59:59.999Z'],
    ['America/Sao_Paulo', '2017-10-15', '2017-10-15T03:00:00.000Z', '2017-10-16T01:59:59.999Z'],
    ['America/Sao_Paulo', '2018-02-17', '2018-02-17T02:00:00.000Z', '2018-02-18T02:59:59.999Z'],
    ['America/Havana', '2023-11-05', '2023-11-05T04:00:00.000Z', '2023-11-06T04:59:59.999Z'],
    ['Asia/Beirut', '2022-03-27', '2022-03-26T22:00:00.000Z', '2022-03-27T20:59:59.999Z'],
    ['Australia/Lord_Howe', '2023-10-01', '2023-09-30T13:30:00.000Z', '2023-10-01T12:59:59.999Z'],
    ['Pacific/Apia', '2011-12-29', '2011-12-29T10:00:00.000Z', '2011-12-30T09:59:59.999Z'],
    ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00:00.000Z', '2011-12-31T09:59:59.999Z'],
  ])('in %s %s lasts from %s to %s, both in a statement of that day', (zone, date, from, to) => {
    expect(dayIn(zone, date)).toEqual([from, to])
    expect(read(date, zone)).toBe(from.replace('.000Z', 'Z'))
    const reader = new TimeReader(zone)
    for (const instant of [from, to]) expect(reader.endOfDay(Date.parse(instant))).toBe(Date.parse(to))
  })

  test('that the zone never had is a skipped time, whatever row came before', () => {
    expect(read('2011-12-30', 'Pacific/Apia')).toBe('skipped-local-time')
    const { problems, counts } = build(['2020-01-01', '2011-12-30'], 'Pacific/Apia')
    expect(counts.rejected).toBe(1)
    expect(problems[0]).toMatchObject({ code: 'skipped-local-time', row: 2 })
  })

  test('begins with the first instant of the day where the clock skipped midnight by less than an hour', () => {
    expect(read('1972-01-07', 'Africa/Monrovia')).toBe('1972-01-07T00:44:30Z')
  })
})

describe('local times are read in the zone', () => {
  test.each([
    ['Asia/Shanghai', '2024-03-01T09:30', '2024-03-01T01:30:00Z'],
    ['Asia/Shanghai', '1988-07-01T12:00', '1988-07-01T03:00:00Z'],
    ['Asia/Shanghai', '1991-09-15T12:00', '1991-09-15T04:00:00Z'],
    ['Asia/Shanghai', '1992-07-01T12:00', '1992-07-01T04:00:00Z'],
    ['America/New_York', '2024-07-01T12:00', '2024-07-01T16:00:00Z'],
    ['America/New_York', '2024-12-01T12:00', '2024-12-01T17:00:00Z'],
    ['Asia/Kathmandu', '2024-03-01T09:30', '2024-03-01T03:45:00Z'],
    ['Asia/Shanghai', '2024-03-01T09:30Z', '2024-03-01T09:30:00Z'],
    ['Asia/Shanghai', '2024-03-01T24:00', '2024-03-01T16:00:00Z'],
  ])('%s %s is %s', (zone, local, instant) => expect(read(local, zone)).toBe(instant))

  test.each([
    ['America/New_York', '2024-03-10T01:59:59.999', '2024-03-10T06:59:59.999Z'],
    ['America/New_York', '2024-03-10T02:00', 'skipped-local-time'],
    ['America/New_York', '2024-03-10T02:59:59.999', 'skipped-local-time'],
    ['America/New_York', '2024-03-10T03:00', '2024-03-10T07:00:00Z'],
    ['America/New_York', '2024-03-10T02:30-05:00', '2024-03-10T07:30:00Z'],
    ['Asia/Shanghai', '1986-05-04T02:30', 'skipped-local-time'],
    ['America/Sao_Paulo', '2017-10-15T00:00', 'skipped-local-time'],
    ['America/Sao_Paulo', '2017-10-14T24:00', 'skipped-local-time'],
    ['America/Sao_Paulo', '2017-10-15T01:00', '2017-10-15T03:00:00Z'],
    ['Australia/Lord_Howe', '2023-10-01T02:15', 'skipped-local-time'],
    ['Pacific/Apia', '2011-12-30T12:00', 'skipped-local-time'],
  ])('a time that the zone skips is a problem: %s %s', (zone, local, result) => expect(read(local, zone)).toBe(result))

  test.each([
    ['America/New_York', '2024-11-03T00:59:59', '2024-11-03T04:59:59Z'],
    ['America/New_York', '2024-11-03T01:00', '2024-11-03T05:00:00Z !ambiguous-local-time'],
    ['America/New_York', '2024-11-03T01:59:59', '2024-11-03T05:59:59Z !ambiguous-local-time'],
    ['America/New_York', '2024-11-03T02:00', '2024-11-03T07:00:00Z'],
    ['America/New_York', '2024-11-03T01:30-05:00', '2024-11-03T06:30:00Z'],
    ['Asia/Shanghai', '1986-09-14T01:30', '1986-09-13T16:30:00Z !ambiguous-local-time'],
    ['America/Sao_Paulo', '2018-02-17T23:30', '2018-02-18T01:30:00Z !ambiguous-local-time'],
    ['Australia/Lord_Howe', '2024-04-07T01:45', '2024-04-06T14:45:00Z !ambiguous-local-time'],
  ])('of two the earlier is taken, with a warning: %s %s', (zone, local, result) =>
    expect(read(local, zone)).toBe(result),
  )

  test('an ambiguous end of a statement has the warning too', () => {
    const accounts = [{ id: 'a', statement: { from: '2024-01-01', to: '2024-11-03T01:30' } }]
    const { graph, problems } = buildMoneyGraph([], { timeZone: 'America/New_York', accounts })
    expect(graph.account('a').statement[0]?.to.toISOString()).toBe('2024-11-03T05:30:00.000Z')
    expect(problems).toMatchObject([{ code: 'ambiguous-local-time', severity: 'warning', id: 'a' }])
  })
})

describe('digits beyond milliseconds', () => {
  const idsInOrder = (times: TimeInput[]) => [...build(times).graph.transfers()].map(({ id }) => id)

  test('decide order', () => {
    const second = '2024-03-01T09:30:15'
    expect(idsInOrder([`${second}.1234569Z`, `${second}.1234561Z`, `${second}.123Z`])).toEqual(['t3', 't2', 't1'])
    expect(idsInOrder([`${second}.000000000000000002Z`, `${second}.000000000000000001Z`])).toEqual(['t2', 't1'])
    expect(idsInOrder([1000.75, 1000.25, 1000])).toEqual(['t3', 't2', 't1'])
  })

  test('that are zeros change nothing', () => {
    expect(idsInOrder(['2024-03-01T09:30:15.123000Z', '2024-03-01T09:30:15.123Z'])).toEqual(['t1', 't2'])
  })

  test('decide whether a row lies within a statement, at both ends', () => {
    const statement = { from: '2024-03-01T09:00:00.0005Z', to: '2024-03-01T10:00:00.0005Z' }
    const times = ['09:00:00.0004', '09:00:00.0005', '10:00:00.0005', '10:00:00.0006']
    const records = times.map((time, at) => ({
      id: `t${at + 1}`,
      from: 'x',
      to: 'a',
      amount: 1,
      time: `2024-03-01T${time}Z`,
    }))
    const { graph } = buildMoneyGraph(records, { accounts: [{ id: 'a', statement }] })
    expect(graph.statement('a').entries.map(({ transfer }) => transfer)).toEqual(['t2', 't3'])
  })
})

test('a local time is what the clock of the zone shows, or the zone never shows it', () => {
  const zones = ['Asia/Shanghai', 'America/New_York', 'America/Sao_Paulo', 'Europe/London', 'Australia/Lord_Howe']
  const clocks = new Map(zones.map((zone) => [zone, clockOf(zone)]))
  const minute = 60_000
  const start = Date.UTC(1950, 0, 1)
  const end = Date.UTC(2030, 0, 1)
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.integer({ min: start / minute, max: end / minute }), (zone, at) => {
      const show = clocks.get(zone)!
      const local = new Date(at * minute).toISOString().slice(0, 16)
      const result = read(local, zone)
      // Every instant at which the clock can show it: offsets are multiples of five minutes here, and within a day.
      const instants: number[] = []
      for (let offset = -14 * 60; offset <= 14 * 60; offset += 5) {
        const instant = (at - offset) * minute
        if (show(instant) === local) instants.push(instant)
      }
      const first = instants.length > 0 && new Date(Math.min(...instants)).toISOString().replace('.000Z', 'Z')
      const expected = instants.length > 1 ? `${first} !ambiguous-local-time` : first || 'skipped-local-time'
      expect(result).toBe(expected)
    }),
    { numRuns: 300 },
  )
})

test('around every change of the clock the first of the local times that exist is taken', () => {
  const zone = 'America/Sao_Paulo'
  const show = clockOf(zone)
  for (let at = Date.UTC(2017, 9, 14, 22); at < Date.UTC(2017, 9, 15, 6); at += 15 * 60_000) {
    const local = show(at)
    expect(read(local, zone)).toBe(new Date(at).toISOString().replace('.000Z', 'Z'))
  }
})

test('the time zone of the process plays no part', () => {
  const script = `
    import { buildMoneyGraph } from 'fundtrail'
    const times = ['2024-03-10T02:30', '2024-11-03 01:30', '2024-03-01', '2011-12-30T12:00', 0, '2024-03-01T09:30:15+08:00']
    const records = times.map((time) => ({ from: 'a', to: 'b', amount: 1, time }))
    const accounts = [{ id: 'a', statement: { from: '2024-01-01', to: '2024-12-31' } }]
    const { graph, problems } = buildMoneyGraph(records, { timeZone: 'Asia/Shanghai', accounts })
    console.log(JSON.stringify([[...graph.transfers()], graph.account('a'), graph.statement('a'), problems]))`
  const run = (TZ: string) =>
    execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      env: { ...process.env, TZ },
      encoding: 'utf8',
    })
  const utc = run('UTC')
  expect(utc).toContain('2024-02-29T16:00:00.000Z')
  for (const zone of ['America/New_York', 'Pacific/Apia']) expect(run(zone)).toBe(utc)
})

/** What the clock of a zone shows at an instant, to the minute, by Intl alone. */
function clockOf(zone: string): (instant: number) => string {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  return (instant) => {
    const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]))
    return `${parts['year']}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}`
  }
}
