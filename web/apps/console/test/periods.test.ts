import { describe, expect, test } from 'vitest'
import { changeOf, numberOf, shortNumber, signed } from '../src/lib/numbers'
import { addDays, firstDay, gains, trendOf, yearBefore } from '../src/lib/periods'

describe('a span of time', () => {
  test('begins on its first day', () => {
    expect(firstDay('all', '2022-07-29')).toBeUndefined()
    expect(firstDay('week', '2022-07-31')).toBe('2022-07-25') // a Sunday belongs to the week before it
    expect(firstDay('week', '2022-07-25')).toBe('2022-07-25')
    expect(firstDay('month', '2022-07-29')).toBe('2022-07-01')
    expect(firstDay('quarter', '2022-07-29')).toBe('2022-07-01')
    expect(firstDay('quarter', '2022-12-31')).toBe('2022-10-01')
    expect(firstDay('year', '2022-07-29')).toBe('2022-01-01')
  })
  test('has the same day a year before, as the server counts it', () => {
    expect(yearBefore('2024-02-29')).toBe('2023-02-28')
    expect(yearBefore('2022-07-29')).toBe('2021-07-29')
  })
  test('is cut so that a line has enough points and not too many', () => {
    expect(trendOf(undefined, '2022-07-29')).toEqual({ from: '2021-08-01', by: 'month' })
    expect(trendOf('2022-07-25', '2022-07-29')).toEqual({ from: '2022-07-16', by: 'day' })
    expect(trendOf('2022-07-01', '2022-07-29')).toEqual({ from: '2022-07-01', by: 'day' })
    expect(trendOf('2022-04-01', '2022-06-30').by).toBe('week')
    expect(addDays('2022-03-01', -1)).toBe('2022-02-28')
  })
  test('shows what came in each period', () => {
    expect(gains(['3', '5', null, '9', '8'])).toEqual([null, 2, null, null, -1])
  })
})

describe('a number', () => {
  test('is short where an axis needs it, in the units of its language', () => {
    expect(shortNumber(12345, 'zh')).toBe('1.23万')
    expect(shortNumber(350000000, 'zh')).toBe('3.5亿')
    expect(shortNumber(9999, 'zh')).toBe('9,999')
    expect(shortNumber(12345, 'en')).toBe('12.35 k')
  })
  test('changes against the year before, in percent where there was something', () => {
    expect(changeOf('12', '10')).toEqual({ by: 2, percent: 20 })
    expect(changeOf('12', '0')).toEqual({ by: 12 })
    expect(changeOf('12', null)).toBeUndefined()
    expect(signed(1234.5, 1)).toBe('+1,234.5')
    expect(signed(-3)).toBe('−3')
    expect(signed(0, 1)).toBe('0.0')
    expect(numberOf(null)).toBe('—')
  })
})
