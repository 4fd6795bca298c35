// The cases that Go and TypeScript share; testdata/conformance/README.md at the root says what they mean.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Timestamp } from '@bufbuild/protobuf/wkt'
import { describe, expect, test } from 'vitest'
import { compile, followKey, toCel, type FieldType, type Vars } from '../src'

interface Field {
  kind: string
  decimals?: number
  refers?: string
}
type Fields = Record<string, Field>
type Values = Record<string, unknown>
interface Scope {
  subjects: Record<string, Fields>
  lists: Record<string, Fields>
  parameters: Fields
  records: Record<string, Fields>
  vars: Record<
    string,
    {
      subjects?: Record<string, Values>
      lists?: Record<string, Values[]>
      parameters?: Values
      records?: Record<string, Record<string, Values>>
      today: string
      now: string
    }
  >
}
interface Case {
  expr: string
  vars: string
  kind: string
  want?: unknown
  unknown?: boolean
}

const folder = join(import.meta.dirname, '../../../../testdata/conformance')
const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'))
const scope: Scope = read('scope.json')

const types: Record<string, FieldType> = {
  string: 'text',
  int: 'integer',
  double: 'number',
  bool: 'yes_no',
  date: 'date',
  instant: 'instant',
  strings: 'choices',
  opaque: 'point',
}

function row(values: Values, fields: Fields): Vars {
  const out: Vars = {}
  for (const [name, field] of Object.entries(fields)) {
    const raw = values[name]
    const value = field.kind === 'double' && typeof raw === 'number' ? raw / 10 ** (field.decimals ?? 0) : raw
    const cel = toCel(value, types[field.kind] as FieldType)
    if (cel !== undefined) out[name] = cel
  }
  return out
}

function varsOf(set: string): Vars {
  const given = scope.vars[set]!
  const vars: Vars = {
    today: toCel(given.today, 'date'),
    now: toCel(given.now, 'instant'),
    parameter: row(given.parameters ?? {}, scope.parameters),
  }
  for (const [name, fields] of Object.entries(scope.subjects)) {
    const values = given.subjects?.[name] ?? {}
    const subject = row(values, fields)
    for (const [field, { refers }] of Object.entries(fields)) {
      if (refers)
        subject[followKey(field)] = row(given.records?.[refers]?.[String(values[field])] ?? {}, scope.records[refers]!)
    }
    for (const [list, item] of Object.entries(scope.lists)) {
      const [owner, as = ''] = list.split('.')
      if (owner === name) subject[as] = (given.lists?.[list] ?? []).map((values) => row(values, item))
    }
    vars[name] = subject
  }
  return vars
}

/** A result as the files write it. */
function written(result: unknown, kind: string): unknown {
  const message = (result as { message?: Timestamp })?.message ?? (result as Timestamp)
  switch (kind) {
    case 'int':
      return Number(result)
    case 'date':
      return new Date(Number(message.seconds) * 1000).toISOString().slice(0, 10)
    case 'instant':
      return Number(message.seconds) * 1000 + message.nanos / 1e6
    case 'duration':
      return Number(message.seconds) * 1e6 + message.nanos / 1000
    case 'opaque':
      return JSON.parse(result as string)
    case 'strings':
      return [...(result as Iterable<unknown>)]
    default:
      return result
  }
}

for (const file of readdirSync(folder).filter((f) => f.endsWith('.json') && f !== 'scope.json')) {
  describe(file, () => {
    test.each((read(file) as Case[]).map((c) => [`${c.expr} · ${c.vars}`, c] as const))('%s', (_name, c) => {
      const result = compile(c.expr)(varsOf(c.vars))
      if (c.unknown) expect(result).toBeUndefined()
      else expect(written(result, c.kind)).toEqual(c.kind === 'instant' ? Date.parse(c.want as string) : c.want)
    })
  })
}
