import type { FieldView, RegisterView } from './catalog'
import { followKey } from './expr-tree'
import { parameterToCel, toCel, type Vars } from './expr'

export type Fields = Record<string, unknown>

/** The fields of one record as CEL takes them; absent ones are missing keys. */
export function celRow(fields: Fields, views: readonly FieldView[]): Vars {
  const row: Vars = {}
  for (const view of views) {
    const value = toCel(fields[view.name], view.type)
    if (value !== undefined) row[view.name] = value
  }
  return row
}

export interface Parts {
  /** Records in scope by name: subject, own register, parents, the row of a repeat. */
  records: { name: string; fields: Fields; views: readonly FieldView[]; lists?: List[] }[]
  /** The fields of the record that a reference names, as CEL takes them; path is "record.field". */
  named?(view: FieldView, id: unknown, path: string): Vars | undefined
  parameters: Record<string, unknown>
  today: string
  now: string
}

export interface List {
  as: string
  register: RegisterView
  rows: Fields[]
}

/** The variables of an expression. */
export function scopeOf(parts: Parts): Vars {
  const vars: Vars = {
    today: toCel(parts.today, 'date'),
    now: toCel(parts.now, 'instant'),
    parameter: parametersOf(parts.parameters),
  }
  for (const record of parts.records) vars[record.name] = withLists(record, parts.named)
  return vars
}

function withLists(record: Parts['records'][number], named: Parts['named']): Vars {
  const row = celRow(record.fields, record.views)
  for (const view of record.views) {
    if (view.type !== 'reference') continue
    row[followKey(view.name)] = named?.(view, record.fields[view.name], `${record.name}.${view.name}`) ?? {}
  }
  for (const list of record.lists ?? []) {
    row[list.as] = list.rows.map((fields) => celRow(fields, list.register.fields))
  }
  return row
}

function parametersOf(parameters: Record<string, unknown>): Vars {
  const vars: Vars = {}
  for (const [name, value] of Object.entries(parameters)) {
    const cel = parameterToCel(value)
    if (cel !== undefined) vars[name] = cel
  }
  return vars
}
