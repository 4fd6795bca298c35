import type { FieldView, FormView, QuestionView, RecordView, RegisterView } from './catalog'
import { compile, fromCel, type Vars } from './expr'
import type { Answer, SessionInput } from './input'
import { rowFields, type Row } from './rows'
import { celRow, scopeOf, type Fields, type List, type Parts } from './scope'

/** A form as far as it is filled in. */
export interface Filled {
  answers: Record<string, Answer>
  rows: Record<string, Row[]>
  isRelevant(question: string): boolean
  /** The record that a reference names, once it is known; path is "record.field". */
  named(register: string, id: string, path: string): RecordView | undefined
}

/** The variables of the form: the answers laid over the subject, then the calculated fields. */
export function variablesOf(input: SessionInput, now: Filled, row?: { register: RegisterView; fields: Fields }): Vars {
  const { form, parents = {}, parameters = {}, today } = input
  const subject = form.subject ? input.register(form.subject) : undefined
  const own = ownFields(input, now)
  const laid = laidOver(input, now)
  const records: Parts['records'] = []
  for (const [name, parent] of Object.entries(parents)) {
    records.push({ name, fields: parent.fields, views: input.register(name)?.fields ?? [] })
  }
  if (subject) records.push({ name: subject.name, fields: laid, views: subject.fields, lists: listsOf(input, now) })
  records.push({ name: ownName(form), fields: own.fields, views: own.views })
  if (row) records.push({ name: row.register.name, fields: row.fields, views: row.register.fields })
  const named: Parts['named'] = ({ register = '' }, id, path) => {
    const found = typeof id === 'string' ? now.named(register, id, path) : undefined
    return found && celRow(found.fields, input.register(register)?.fields ?? [])
  }
  const vars = scopeOf({ records, named, parameters, today, now: input.now })
  if (subject) calculate(subject.name, computable(input, subject), laid, vars)
  calculate(ownName(form), own.views, own.fields, vars)
  if (row) calculate(row.register.name, row.register.fields, row.fields, vars)
  return vars
}

/** Calculated fields in the order of the register; a second pass serves those that read later ones. */
function calculate(name: string, views: readonly FieldView[], fields: Fields, vars: Vars): void {
  const computed = views.filter((f) => f.calculate)
  for (let pass = 0; pass < Math.min(2, computed.length); pass++) {
    for (const field of computed) {
      const result = compile(field.calculate as string)(vars)
      const row = vars[name] as Vars
      if (result === undefined) delete row[field.name]
      else row[field.name] = result
      fields[field.name] = fromCel(result, field.type, field.decimals) ?? null
    }
  }
}

/** The fields that can be computed here: a total over a list that was not loaded keeps the value of the record. */
function computable(input: SessionInput, register: RegisterView): FieldView[] {
  const missing = (register.children ?? [])
    .map((child) => input.register(child)?.as)
    .filter((as): as is string => Boolean(as) && !input.children?.[as as string])
  return register.fields.filter((f) => !missing.some((as) => f.calculate?.includes(`.${as}`)))
}

function questionsOf(input: SessionInput): QuestionView[] {
  return input.form.sections.flatMap((s) => s.questions)
}

/** What expressions call the answers that the form keeps itself: the register of what it makes. */
export function ownName(form: FormView): string {
  return form.own ?? form.name
}

/** The fields of the form's own record: own questions and those that save to it, as far as they are relevant. */
function ownFields(input: SessionInput, now: Filled): { fields: Fields; views: FieldView[] } {
  const fields: Fields = {}
  const views: FieldView[] = []
  for (const q of questionsOf(input)) {
    const elsewhere = q.save_to && q.save_to.split('.')[0] !== ownName(input.form)
    if (elsewhere || q.repeat || q.read_only) continue
    views.push(q.field)
    if (now.isRelevant(q.name)) fields[q.field.name] = now.answers[q.name]?.value ?? null
  }
  return { fields, views }
}

/** The subject with the answers that save to it laid over it, as far as they are relevant. */
function laidOver(input: SessionInput, now: Filled): Fields {
  const fields: Fields = { ...input.subject?.fields }
  for (const q of questionsOf(input)) {
    const [register, field] = (q.save_to ?? '').split('.')
    if (!field || register !== input.form.subject || q.read_only || !now.isRelevant(q.name)) continue
    fields[field] = now.answers[q.name]?.value ?? null
  }
  return fields
}

/** The child lists of the subject, rows of repeats laid over them. */
function listsOf(input: SessionInput, now: Filled): List[] {
  const lists: List[] = []
  const subject = input.form.subject ? input.register(input.form.subject) : undefined
  for (const [as, children] of Object.entries(input.children ?? {})) {
    const name = subject?.children?.find((child) => input.register(child)?.as === as)
    const register = input.register(children[0]?.register ?? name ?? '')
    if (!register) continue
    const question = questionsOf(input).find((q) => q.repeat?.as === as && !q.repeat.pick)
    const rows = question
      ? (now.rows[question.name] ?? []).map((r) => rowFields(question, r))
      : children.map((c) => c.fields)
    lists.push({ as, register, rows })
  }
  return lists
}
