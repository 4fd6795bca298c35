/** A decimal string with thousands separators; a dash for what is not known. */
export function numberOf(value: string | number | null | undefined): string {
  if (value === null || value === undefined || value === '') return '—'
  const [whole = '', fraction] = String(value).split('.')
  return whole.replace(/\B(?=(\d{3})+$)/g, ',') + (fraction ? `.${fraction}` : '')
}
