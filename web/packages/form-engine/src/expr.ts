import { CelScalar, celEnv, celFunc, isCelError, listType, objectType, plan } from '@bufbuild/cel'
import { create } from '@bufbuild/protobuf'
import { DurationSchema, TimestampSchema, type Duration, type Timestamp } from '@bufbuild/protobuf/wkt'
import { isMasked, type FieldType } from './catalog'
import { parseOurs } from './expr-tree'
import { dayOf, dayOfInstant } from './values/day'
import { isKnown } from './values/index'
import { areaOf, centreOf, distanceOf, lengthOf } from './values/measure'

/** What an expression reads: subjects by name, parameter, today, now. An absent value is a missing key. */
export type Vars = Record<string, unknown>

/** A compiled expression. undefined: the result is not known. Bigints for ints, Timestamps for days and instants. */
export type Program = (vars: Vars) => unknown

const timestamp = objectType(TimestampSchema)
const duration = objectType(DurationSchema)
const maxInt = 2n ** 63n - 1n

/** Milliseconds since 1970 of a CEL timestamp, in any of the shapes that CEL hands over. */
function millis(value: unknown): number {
  const message = (value as { message?: Timestamp }).message ?? (value as Timestamp)
  return Number(message.seconds) * 1000 + Math.trunc(message.nanos / 1e6)
}

function fits(n: bigint): bigint {
  if (n > maxInt || n < -maxInt - 1n) throw new Error('int overflow')
  return n
}

/** Whole years from birth to a day; negative before birth. 29 February turns a year older on 1 March. */
function age(birth: unknown, on: unknown): bigint {
  const from = new Date(millis(birth))
  const to = new Date(millis(on))
  const years = to.getUTCFullYear() - from.getUTCFullYear()
  const months = to.getUTCMonth() - from.getUTCMonth()
  const early = months < 0 || (months === 0 && to.getUTCDate() < from.getUTCDate())
  return BigInt(early ? years - 1 : years)
}

function yuan(amount: unknown): bigint {
  if (typeof amount === 'bigint') return fits(amount * 100n)
  if (typeof amount === 'number') return BigInt(Math.round(amount * 100))
  throw new Error('yuan takes a number')
}

function sum(list: Iterable<unknown>): bigint {
  let total = 0n
  for (const item of list) {
    if (typeof item !== 'bigint') throw new Error('sum takes ints')
    total = fits(total + item)
  }
  return total
}

/** The distance of the first and the last day there is: 0001-01-01 to 9999-12-31. */
const mostDays = 3_652_058n

function days(n: bigint) {
  if (n > mostDays || n < -mostDays) throw new Error('days out of range')
  return create(DurationSchema, { seconds: n * 86400n })
}

/** The library negates numbers only. */
function negated(value: unknown): { seconds: bigint; nanos: number } {
  const span = (value as { message?: Duration }).message ?? (value as Duration)
  return { seconds: -span.seconds, nanos: -span.nanos }
}

/** The day of an instant in the programme's zone (UTC+8). */
function day(at: unknown): Timestamp {
  return stamp(Date.parse(dayOfInstant(millis(at))))
}

/** The longest distance of two dates in months. */
const mostMonths = 120_000n

/** The day some months later; the end of a month stays the end of a month that is shorter. */
function monthsAfter(from: unknown, n: bigint): Timestamp {
  if (n > mostMonths || n < -mostMonths) throw new Error('months out of range')
  const at = new Date(millis(from))
  const total = at.getUTCFullYear() * 12 + at.getUTCMonth() + Number(n)
  const [year, month] = [Math.floor(total / 12), ((total % 12) + 12) % 12]
  if (year < 1 || year > 9999) throw new Error('date out of range')
  const to = new Date(0)
  to.setUTCFullYear(year, month + 1, 0) // the last day of that month
  to.setUTCDate(Math.min(at.getUTCDate(), to.getUTCDate()))
  return stamp(to.getTime())
}

const { INT, DYN, STRING, DOUBLE } = CelScalar

const environment = celEnv({
  funcs: [
    celFunc('days', [INT], duration, days),
    celFunc('-_', [duration], duration, (d) => create(DurationSchema, negated(d))),
    celFunc('day', [timestamp], timestamp, day),
    celFunc('age', [timestamp, timestamp], INT, age),
    celFunc('year', [timestamp], INT, (t) => BigInt(new Date(millis(t)).getUTCFullYear())),
    celFunc('month', [timestamp], INT, (t) => BigInt(new Date(millis(t)).getUTCMonth() + 1)),
    celFunc('yuan', [DYN], INT, yuan),
    celFunc('min', [INT, INT], INT, (a, b) => (a < b ? a : b)),
    celFunc('max', [INT, INT], INT, (a, b) => (a > b ? a : b)),
    celFunc('months_after', [timestamp, INT], timestamp, monthsAfter),
    celFunc('months_before', [timestamp, INT], timestamp, (d, n) => monthsAfter(d, -n)),
    celFunc('area_of', [STRING], DOUBLE, areaOf),
    celFunc('length_of', [STRING], DOUBLE, lengthOf),
    celFunc('centre', [STRING], STRING, centreOf),
    celFunc('distance', [STRING, STRING], DOUBLE, distanceOf),
    celFunc('sum', [listType(DYN)], INT, (list) => sum(list as Iterable<unknown>)),
  ],
})

/** Programs by source: a form evaluates the same few expressions at every keystroke. */
const compiled = new Map<string, Program>()
const compiledLimit = 2000 // a whole pack has a few hundred; beyond that something else is wrong

/** Compiles an expression; the server has type-checked it. What does not parse here is unknown, never an exception. */
export function compile(source: string): Program {
  const found = compiled.get(source)
  if (found) return found
  const program = build(source)
  if (compiled.size >= compiledLimit) compiled.clear()
  compiled.set(source, program)
  return program
}

function build(source: string): Program {
  let run: (vars: Vars) => unknown
  try {
    run = plan(environment, parseOurs(source)) as (vars: Vars) => unknown
  } catch {
    return () => undefined
  }
  return (vars) => {
    try {
      const result = run(vars)
      if (isCelError(result)) return undefined
      return typeof result === 'number' && !Number.isFinite(result) ? undefined : result
    } catch {
      return undefined // a value that no overload takes: not known
    }
  }
}

/** Whether a condition holds; unknown does not hold. */
export function holds(source: string, vars: Vars): boolean {
  return compile(source)(vars) === true
}

/** Whether a constraint is broken; an unknown constraint is not. */
export function broken(source: string, vars: Vars): boolean {
  return compile(source)(vars) === false
}

function stamp(ms: number): Timestamp {
  const seconds = Math.floor(ms / 1000)
  return create(TimestampSchema, { seconds: BigInt(seconds), nanos: Math.round((ms - seconds * 1000) * 1e6) })
}

/** A value in JSON form as CEL takes it; undefined for what is not known or may not be seen. */
export function toCel(value: unknown, type: FieldType): unknown {
  if (!isKnown(value) || isMasked(value)) return undefined
  switch (type) {
    case 'integer':
    case 'money':
      return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : undefined
    case 'number':
      return Number(value)
    case 'date':
    case 'instant': {
      const ms = Date.parse(String(value))
      return Number.isNaN(ms) ? undefined : stamp(ms)
    }
    case 'yes_no':
      return Boolean(value)
    case 'choices':
    case 'photo':
    case 'file':
      return Array.isArray(value) ? [...value] : undefined
    case 'point':
    case 'line':
    case 'polygon':
      return typeof value === 'string' ? value : JSON.stringify(value) // for the functions that measure it
    default:
      return String(value)
  }
}

/** A parameter comes without its type: days are told by their shape, whole numbers are ints. */
export function parameterToCel(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return toCel(value, 'date')
  return isKnown(value) ? value : undefined
}

/** The result of a calculation in the JSON form of a field; undefined when it is not known or does not fit. */
export function fromCel(result: unknown, type: FieldType, decimals = 0): unknown {
  if (result === undefined || result === null) return undefined
  if (typeof result === 'bigint') {
    const n = Number(result)
    return Number.isSafeInteger(n) ? n : undefined
  }
  if (typeof result === 'number') return fromDouble(result, type, decimals)
  if (typeof result === 'string' && type === 'point') return JSON.parse(result)
  if (typeof result === 'string' || typeof result === 'boolean') return result
  if (type === 'date' || type === 'instant') return fromTimestamp(millis(result), type)
  return typeof result === 'object' && Symbol.iterator in result
    ? [...(result as Iterable<unknown>)].map(String)
    : undefined
}

function fromDouble(result: number, type: FieldType, decimals: number): number | undefined {
  if (!Number.isFinite(result)) return undefined
  if (type !== 'number') return Math.round(result)
  const scale = 10 ** decimals
  return (Math.sign(result) * Math.round(Math.abs(result) * scale)) / scale
}

function fromTimestamp(ms: number, type: 'date' | 'instant'): string | undefined {
  const at = new Date(ms)
  if (Number.isNaN(ms)) return undefined
  if (type === 'instant') return at.toISOString()
  return dayOf(at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate())
}
