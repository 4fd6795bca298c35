import { addDays } from './periods'

/** The month so many after one, both as 2022-07. */
export function monthAfter(month: string, months: number): string {
  const [y = 0, m = 1] = month.split('-').map(Number)
  const at = new Date(Date.UTC(y, m - 1 + months, 1))
  return at.toISOString().slice(0, 7)
}

export function lastDay(month: string): string {
  return addDays(`${monthAfter(month, 1)}-01`, -1)
}

/** The days of the weeks that a month lies in, Monday first. */
export function daysOfMonth(month: string): string[] {
  const first = `${month}-01`
  const begin = addDays(first, -((new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7))
  const out: string[] = []
  for (let day = begin; day <= lastDay(month) || out.length % 7; day = addDays(day, 1)) out.push(day)
  return out
}
