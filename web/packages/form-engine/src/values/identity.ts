import { halfWidth, problem, type FieldKind, type Parsed } from './type'
import { dayOf } from './day'

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** The check digit of GB 11643 over the first 17 digits. */
export function checkDigit(first17: string): string {
  const sum = weights.reduce((total, weight, i) => total + weight * Number(first17[i]), 0)
  return '10X98765432'[sum % 11] as string
}

export interface PersonFacts {
  birth: string
  sex: 'male' | 'female'
}

/** Birth date and sex from an identity number (18 digits) or disability card (20 or 22); undefined when it is wrong. */
export function readNationalId(id: string): PersonFacts | undefined {
  if (!/^\d{17}[\dX](\d{2}|\d{4}|\d[1-7]B\d)?$/.test(id)) return undefined
  const birth = dayOf(Number(id.slice(6, 10)), Number(id.slice(10, 12)), Number(id.slice(12, 14)))
  if (!birth || checkDigit(id) !== id[17]) return undefined
  return { birth, sex: Number(id[16]) % 2 === 1 ? 'male' : 'female' }
}

function compact(typed: string): string {
  return halfWidth(typed).replace(/[\s-]/g, '')
}

function plain(typed: string): Parsed {
  const text = compact(typed)
  return { value: text === '' ? null : text }
}

export const nationalId: FieldKind = {
  parse(typed): Parsed {
    const text = compact(typed).toUpperCase()
    return { value: text === '' ? null : text }
  },
  check: (value) =>
    readNationalId(String(value))
      ? undefined
      : problem(
          'national_id',
          '身份证号码不对，请核对每一位。',
          'This identity number is wrong; please check every digit.',
        ),
  display: (value) => String(value),
  edit: (value) => String(value),
}

export const personName: FieldKind = {
  parse(typed): Parsed {
    const text = typed
      .trim()
      .replace(/\s+/g, ' ')
      .replace(/[•・‧]/g, '·')
    return { value: text === '' ? null : text }
  },
  check: (value) =>
    [...String(value)].length <= 50 && !/[\d<>@#]/.test(String(value))
      ? undefined
      : problem('person_name', '姓名里不应有数字或符号。', 'A name has no digits or signs.'),
  display: (value) => String(value),
  edit: (value) => String(value),
}

export const phone: FieldKind = {
  parse: plain,
  check: (value) =>
    /^(\+?86)?1[3-9]\d{9}$|^0\d{9,11}$|^[2-9]\d{6,7}$|^\d{5}$/.test(String(value))
      ? undefined
      : problem(
          'phone',
          '电话号码不对：手机 11 位，座机请加区号。',
          'This phone number is wrong: mobiles have 11 digits.',
        ),
  display: (value) => String(value).replace(/^(1\d{2})(\d{4})(\d{4})$/, '$1 $2 $3'),
  edit: (value) => String(value),
}

export const bankAccount: FieldKind = {
  parse: plain,
  check: (value) =>
    /^\d{8,32}$/.test(String(value))
      ? undefined
      : problem('bank_account', '银行账号应为 8 到 32 位数字。', 'A bank account has 8 to 32 digits.'),
  display: (value) => String(value).replace(/(\d{4})(?=\d)/g, '$1 '),
  edit: (value) => String(value),
}
