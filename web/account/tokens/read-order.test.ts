import { describe, expect, test } from 'vitest'
import { readLastDay, readLimit, readName } from './read-order.ts'

describe('a name', () => {
  test.each([
    ['agent', 'agent'],
    ['  my agent\t', 'my agent'],
    ['two\nlines', 'two lines'],
    ['half \ud800 a letter', 'half   a letter'],
    ['🤖'.repeat(100), '🤖'.repeat(100)],
  ])('%j is taken', (typed, value) => expect(readName(typed)).toEqual({ value }))

  test.each([
    ['', 'nameEmpty'],
    [' \u2028 ', 'nameEmpty'],
    ['a'.repeat(101), 'nameLong'],
    ['🤖'.repeat(101), 'nameLong'],
  ])('%j is not', (typed, complaint) => expect(readName(typed)).toEqual({ complaint }))
})

describe('a limit', () => {
  test.each([
    ['', null],
    ['  ', null],
    ['0', 0],
    ['10', 10],
    ['0010', 10],
    ['1 000', 1_000],
    ['1\u202f000', 1_000],
    ['١٢٠', 120],
    ['５０', 50],
    ['1000000000000', 1_000_000_000_000],
  ])('%j is %j credits', (typed, value) => expect(readLimit(typed)).toEqual({ value }))

  test.each([
    '1000000000001',
    '9'.repeat(400),
    '-1',
    '+1',
    '1.5',
    '1,000',
    '1.000',
    '1e3',
    '0x10',
    'ten',
    '∞',
  ])('%j is refused, and never taken for none', (typed) =>
    expect(readLimit(typed)).toEqual({ complaint: 'limitWrong' }),
  )
})

describe('a last day', () => {
  const now = new Date(2026, 10, 27, 18, 30).getTime()
  const read = (value: string, isBad = false) => readLastDay({ value, isBad }, now)

  test.each(['2026-11-27', '2026-11-28', '2028-02-29', '9999-12-31'])(
    'ends with %s, where the visitor is',
    (day) => {
      const read_ = read(day)
      const end = new Date('value' in read_ ? (read_.value ?? '') : '')
      const [year, month, date] = day.split('-').map(Number)
      expect(end).toEqual(new Date(year!, month! - 1, date, 23, 59, 59, 999))
      expect(end.getTime() + 1).toBe(new Date(year!, month! - 1, date! + 1).getTime())
    },
  )

  test('may be left out', () => expect(read('')).toEqual({ value: null }))

  test.each(['2026-11-26', '1999-12-31', '0026-11-28'])('%s is over', (day) =>
    expect(read(day)).toEqual({ complaint: 'lastDayPast' }),
  )

  test.each([
    '2027-02-29',
    '2027-13-01',
    '2027-00-10',
    '12027-01-01',
    '27-01-01',
    'tomorrow',
    '01/02/2027',
  ])('%s is no day', (day) => expect(read(day)).toEqual({ complaint: 'lastDayWrong' }))

  test('that is half typed is not none', () =>
    expect(read('', true)).toEqual({ complaint: 'lastDayWrong' }))
})
