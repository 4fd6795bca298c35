import { words, type FieldView, type FormView, type Lang, type RegisterView } from './catalog'

export interface FieldGroup {
  title: string
  fields: FieldView[]
}

type Section = FormView['sections'][number]

/**
 * The fields of a register in parts, as the form has them that asks most of them in several parts. What it does not ask
 * (numbers, names, totals) comes first: that is what a record is known by.
 */
export function fieldGroups(register: RegisterView, forms: readonly FormView[], lang: Lang): FieldGroup[] {
  const fields = register.fields.filter((f) => !f.retired)
  const form = richest(register, forms)
  if (!form) return [{ title: '', fields }]
  const groups = form.sections
    .map((s) => ({ title: words(s.label, lang), fields: fields.filter((f) => asks(form, s, register.name, f.name)) }))
    .filter((g) => g.fields.length)
  const placed = new Set(groups.flatMap((g) => g.fields))
  const rest = fields.filter((f) => !placed.has(f))
  return rest.length ? [{ title: words(register.label, lang), fields: rest }, ...groups] : groups
}

/** The form that asks most fields of the register in more than one part. */
function richest(register: RegisterView, forms: readonly FormView[]): FormView | undefined {
  const count = (form: FormView, s: Section) =>
    register.fields.filter((f) => asks(form, s, register.name, f.name)).length
  let best: FormView | undefined
  let most = 0
  for (const form of forms) {
    const counts = form.sections.map((s) => count(form, s)).filter((n) => n > 0)
    const total = counts.reduce((a, b) => a + b, 0)
    if (counts.length > 1 && total > most) {
      best = form
      most = total
    }
  }
  return best
}

function asks(form: FormView, section: Section, register: string, field: string): boolean {
  return section.questions.some((q) =>
    form.own === register && !q.save_to ? q.field?.name === field : q.save_to === `${register}.${field}`,
  )
}

/** Those named first in a list of names come first, in its order. */
export function firstOf<T extends { name: string }>(items: readonly T[], names: readonly string[]): T[] {
  const place = (item: T) => (names.includes(item.name) ? names.indexOf(item.name) : names.length)
  return [...items].sort((a, b) => place(a) - place(b))
}
