import { describe, expect, test } from 'vitest'
import { compile, holds, toCel } from '../src'

const vars = {
  today: toCel('2021-03-01', 'date'),
  household: {
    members: 3n,
    born: toCel('2004-02-29', 'date'),
    area: 2.5,
    tags: ['a', 'b'],
    people: [{ age: 3n }, { age: 70n }, {}],
  },
  parameter: { line: 650_000n },
}

describe('what is not known', () => {
  test.each([
    ['household.gone > 1', undefined],
    ['household.gone > 1 || true', true],
    ['household.gone > 1 && false', false],
    ['has(household.gone)', false],
    ['!(household.gone == 1)', undefined],
    ['household.members / 0', undefined],
    ['household.people.exists(p, p.age > 60)', true],
    ['household.people.all(p, p.age > 60)', false],
    ['household.people.all(p, p.age > 1)', undefined],
    ['parameter.gone', undefined],
    ['this does not parse', undefined],
  ])('%s', (source, want) => expect(compile(source)(vars)).toBe(want))

  test('does not hold', () => expect(holds('household.gone == 1', vars)).toBe(false))
})

describe('own functions', () => {
  test.each<[string, unknown]>([
    ['age(household.born, today)', 17n],
    ['year(today)', 2021n],
    ['month(today)', 3n],
    ['yuan(6500)', 650_000n],
    ['yuan(0.65)', 65n],
    ['today - household.born > days(6000)', true],
    ['household.born <= today - days(90)', true],
    ['min(household.members, 2)', 2n],
    ['max(household.members, 2)', 3n],
    ['household.area > household.members', false],
    ['sum(household.people.filter(p, has(p.age)).map(p, p.age))', 73n],
    ['sum(household.people.map(p, p.age))', undefined],
    ['"中文".startsWith("中") && "abc".contains("b") && "abc".endsWith("c")', true],
    ['"a" in household.tags', true],
    ['household.members * yuan(100) < parameter.line', true],
    ['9223372036854775807 + household.members', undefined],
  ])('%s', (source, want) => expect(compile(source)(vars)).toBe(want))
})
