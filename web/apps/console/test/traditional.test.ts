import { describe, expect, test } from 'vitest'
import { traditional } from '../traditional'
import { convert, convertAll } from '../src/lib/traditional'

describe('traditional characters', () => {
  const load = traditional().load as (id: string) => string
  const known = JSON.parse(load('\0virtual:traditional').replace('export default ', '')) as Record<string, string>

  test('are written as the words need them, not character by character', () => {
    expect(convert('干部发放谷物，复核历史台账，日历与理发', known)).toBe('幹部發放穀物，複核歷史台賬，日曆與理髮')
    expect(convert('开发式措施', known)).toBe('開發式措施') // not 发式, a hairstyle
    expect(convert('走访进度 12 户 · Ctrl K', known)).toBe('走訪進度 12 户 · Ctrl K')
  })
  test('leave names in braces and other languages alone', () => {
    expect(convertAll({ a: '共 {n} 件', b: { c: 'English' } }, known)).toEqual({ a: '共 {n} 件', b: { c: 'English' } })
  })
  test('load in a table that is small enough to fetch', () => {
    expect(Object.keys(known).length).toBeLessThan(25_000)
  })
})
