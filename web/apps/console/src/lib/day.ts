import { dayOfInstant, instantOf } from '@jieli/form-engine'

/** How far the server's clock is ahead of this device's, in ms: days and times of entries go by the server's. */
let ahead = 0

/** Sets this client's clock by an instant that the server has just given. */
export function setClock(serverNow: string): void {
  const at = Date.parse(serverNow)
  if (Number.isFinite(at)) ahead = at - Date.now()
}

/** Today in the programme's zone. */
export function today(): string {
  return dayOfInstant(Date.now() + ahead)
}

export function now(): string {
  return instantOf(Date.now() + ahead)
}

/** Whole days from a to b; negative when b is earlier. */
export function daysBetween(a: string, b: string): number {
  return Math.round((Date.parse(b.slice(0, 10)) - Date.parse(a.slice(0, 10))) / 86_400_000)
}

export function addMonths(day: string, months: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1)).toISOString().slice(0, 10)
}
