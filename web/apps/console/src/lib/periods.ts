import type { Step } from '@jieli/client'

/** What figures are seen for: all until a day, or what came in the week, month, quarter or year that the day lies in. */
export const spans = ['all', 'week', 'month', 'quarter', 'year'] as const
export type Span = (typeof spans)[number]

const day = 86_400_000
const at = (text: string) => new Date(`${text}T00:00:00Z`)
const text = (date: Date) => date.toISOString().slice(0, 10)

export function addDays(from: string, days: number): string {
  return text(new Date(at(from).getTime() + days * day))
}

/** The same day a year before; 29 February becomes the 28th, as on the server. */
export function yearBefore(of: string): string {
  const year = String(Number(of.slice(0, 4)) - 1)
  return of.endsWith('-02-29') ? `${year}-02-28` : year + of.slice(4)
}

/** The first day of the span that a day lies in; undefined for all. Weeks begin on Mondays. */
export function firstDay(span: Span, of: string): string | undefined {
  const [y = '', m = ''] = of.split('-')
  switch (span) {
    case 'week':
      return addDays(of, -((at(of).getUTCDay() + 6) % 7))
    case 'month':
      return `${y}-${m}-01`
    case 'quarter':
      return `${y}-${String(Math.floor((Number(m) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`
    case 'year':
      return `${y}-01-01`
    default:
      return undefined
  }
}

/** How a line over time is cut, so that it has some ten to thirty points and ends on the day. */
export function trendOf(since: string | undefined, asOf: string): { from: string; by: Step } {
  if (!since) return { from: monthsBack(asOf, 11), by: 'month' }
  const days = (at(asOf).getTime() - at(since).getTime()) / day
  if (days <= 45) return { from: addDays(asOf, -Math.max(days, 13)), by: 'day' }
  if (days <= 190) return { from: addDays(asOf, -Math.max(days, 91)), by: 'week' }
  return { from: days > 365 ? since : monthsBack(asOf, 11), by: 'month' }
}

function monthsBack(from: string, months: number): string {
  const d = at(from)
  return text(new Date(Date.UTC(d.getUTCFullYear(), d.getUTCMonth() - months, 1)))
}

/** What came in each period, of values that stand for all until its end; the first has none. */
export function gains(values: (string | null)[]): (number | null)[] {
  return values.map((v, i) => {
    const before = i ? values[i - 1] : null
    return v === null || before === null || before === undefined ? null : Number(v) - Number(before)
  })
}
