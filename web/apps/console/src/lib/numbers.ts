import type { Lang } from '@jieli/form-engine'

/** A decimal string with thousands separators; a dash for what is not known. */
export function numberOf(value: string | number | null | undefined): string {
  if (value === null || value === undefined || value === '') return '—'
  const [whole = '', fraction] = String(value).split('.')
  return whole.replace(/\B(?=(\d{3})+$)/g, ',') + (fraction ? `.${fraction}` : '')
}

const large: Record<Lang, [number, string][]> = {
  zh: [
    [1e8, '亿'],
    [1e4, '万'],
  ],
  en: [
    [1e9, 'bn'],
    [1e6, 'm'],
    [1e3, 'k'],
  ],
}

/** A number as short as an axis needs it: 1.2万, 3.5亿. */
export function shortNumber(value: number, lang: Lang): string {
  for (const [size, word] of large[lang])
    if (Math.abs(value) >= size) return `${Number((value / size).toFixed(2))}${lang === 'zh' ? '' : ' '}${word}`
  return numberOf(Number(value.toFixed(2)))
}

/** A value against the one a year before: by how much, and in percent where there is something to divide by. */
export interface Change {
  by: number
  percent?: number
}

export function changeOf(value: string | null | undefined, before: string | null | undefined): Change | undefined {
  if (value === null || value === undefined || before === null || before === undefined) return undefined
  const by = Number(value) - Number(before)
  return Number(before) > 0 ? { by, percent: (by / Number(before)) * 100 } : { by }
}

/** With its sign: +12, −3.5, 0. */
export function signed(value: number, decimals = 0): string {
  const digits = numberOf(Math.abs(value).toFixed(decimals))
  if (!Number(digits.replace(/,/g, ''))) return digits
  return (value > 0 ? '+' : '−') + digits
}
