import { describe, expect, test } from 'vitest'
import { check, display, kindOf, readNationalId, same, type FieldType, type FieldView, type Lookup } from '../src'

const look: Lookup = {
  choices: () => ({
    label: { zh: '关系' },
    values: [
      { code: 'head', label: { zh: '户主', en: 'Head' } },
      { code: 'spouse', label: { zh: '配偶' } },
    ],
  }),
  unit: (name) => (name === 'mu' ? { zh: '亩', en: 'mu' } : undefined),
  areaName: (code) => (code === '441823111205' ? '下坪村' : code),
}
const field = (type: FieldType, more: Partial<FieldView> = {}): FieldView => ({
  name: 'x',
  label: { zh: '某项' },
  type,
  choices: 'relation',
  ...more,
})
const read = (type: FieldType, typed: string, more: Partial<FieldView> = {}) => {
  const parsed = kindOf(field(type, more)).parse(typed, field(type, more), look)
  return parsed.problem ? parsed.problem.code : parsed.value
}

describe('typing', () => {
  test.each<[FieldType, string, unknown]>([
    ['integer', ' １２ ', 12],
    ['integer', '1,200 人', 1200],
    ['integer', '3.5', 'not_whole'],
    ['integer', '', null],
    ['integer', '9007199254740993', 'not_whole'],
    ['money', '1,200.50元', 120_050],
    ['money', '￥0.1', 10],
    ['money', '1.2万', 1_200_000],
    ['money', '0.001', 'too_fine'],
    ['money', '-3', -300],
    ['money', '十元', 'not_a_number'],
    ['money', '.5', 50],
    ['money', '90071992547409.91', 9007199254740991],
    ['money', '90071992547409.92', 'too_fine'],
    ['date', '2022.6.14', '2022-06-14'],
    ['date', '2022年6月14日', '2022-06-14'],
    ['date', '20220614', '2022-06-14'],
    ['date', '2022-02-30', 'not_a_date'],
    ['instant', '2022-6-14 9:05', '2022-06-14T09:05:00+08:00'],
    ['yes_no', '是', true],
    ['yes_no', '无', false],
    ['yes_no', '也许', 'not_yes_no'],
    ['choice', '户主', 'head'],
    ['choice', 'HEAD', 'head'],
    ['choice', '舅舅', 'unknown_choice'],
    ['choices', '户主、配偶、户主', ['head', 'spouse']],
    ['national_id', '11010519491231002x', '11010519491231002X'],
    ['phone', '138 0013-8000', '13800138000'],
    ['point', '112.5, 24.25', { type: 'Point', coordinates: [112.5, 24.25] }],
    ['point', '200, 24', 'point'],
  ])('%s: %s', (type, typed, want) => expect(read(type, typed)).toEqual(want))

  test('a number keeps its decimals exactly and refuses finer ones', () => {
    expect(read('number', '3.5 亩', { unit: 'mu', decimals: 1 })).toBe(3.5)
    expect(read('number', '3.55', { decimals: 1 })).toBe('too_fine')
    expect(read('number', '0.30', { decimals: 1 })).toBe(0.3)
  })

  test.each<[FieldType, unknown]>([
    ['money', 120_050],
    ['money', 5],
    ['money', -7],
    ['integer', 12],
    ['date', '2022-06-14'],
    ['choices', ['head', 'spouse']],
  ])('%s: what is edited reads back as it was', (type, value) => {
    const f = field(type)
    expect(kindOf(f).parse(kindOf(f).edit(value as never, f), f, look).value).toEqual(value)
  })
})

describe('display', () => {
  test.each<[FieldType, unknown, string, Partial<FieldView>?]>([
    ['money', 1_234_560, '12,345.60 元'],
    ['money', 650_000, '6,500 元/年', { per: 'year' }],
    ['money', -5, '-0.05 元'],
    ['number', 3.5, '3.5 亩', { unit: 'mu' }],
    ['number', 1234.5, '1,234.5 座', { unit: '座' }],
    ['integer', 2021, '2021'],
    ['integer', 33064, '33,064'],
    ['date', '2022-06-14', '2022年6月14日'],
    ['yes_no', false, '否'],
    ['choices', ['head', 'spouse'], '户主、配偶'],
    ['area', '441823111205', '下坪村'],
    ['choice', 'gone', 'gone'],
    ['instant', '2022-06-14T01:30:00Z', '2022-06-14 09:30'],
    ['person_name', { masked: true, hint: '张**' }, '张**'],
    ['text', null, ''],
  ])('%s %j is %s', (type, value, want, more) => expect(display(value, field(type, more), look, 'zh')).toBe(want))
})

describe('limits', () => {
  test.each<[FieldType, unknown, Partial<FieldView>, string | undefined]>([
    ['integer', 31, { max: 30 }, 'too_large'],
    ['integer', 30, { max: 30 }, undefined],
    ['money', -1, { min: 0 }, 'too_small'],
    ['text', '44182311', { pattern: '[0-9]{18}' }, 'pattern'],
    ['text', '字字字', { max_length: 2 }, 'too_long'],
    ['area', '441823111', { level: 'village' }, 'area_level'],
    ['choices', ['head', 'spouse'], { max_count: 1 }, 'too_many'],
    ['date', '2020-01-01', { min: '2021-01-01' }, 'too_early'],
    ['national_id', '110105194912310021', {}, 'national_id'],
    ['national_id', '11010519491231002X', {}, undefined],
    ['phone', '12345678901', {}, 'phone'],
    ['person_name', { masked: true }, {}, undefined],
    ['text', '𠮷𠮷', { max_length: 2 }, undefined],
  ])('%s %j within %j: %s', (type, value, more, want) => expect(check(value, field(type, more), look)?.code).toBe(want))

  test('birth and sex are read from an identity number, disability cards included', () => {
    expect(readNationalId('11010519491231002X')).toEqual({ birth: '1949-12-31', sex: 'female' })
    expect(readNationalId('11010519491231002X43')).toEqual({ birth: '1949-12-31', sex: 'female' })
    expect(readNationalId('11010519490231002X')).toBeUndefined()
  })
})

test('unknown values are the same whatever their shape', () => {
  expect(same(null, [])).toBe(true)
  expect(same('', undefined)).toBe(true)
  expect(same(0, null)).toBe(false)
  expect(same(['a'], ['a'])).toBe(true)
})
