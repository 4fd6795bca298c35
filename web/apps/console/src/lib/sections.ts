import { words, type FieldView, type FormView, type Lang, type RegisterView } from '@jieli/form-engine'

export interface FieldGroup {
  title: string
  fields: FieldView[]
}

/**
 * The fields of a register in parts, as the form that makes its records has them; one part when there is no such form
 * or it has only one. What no part holds comes last.
 */
export function fieldGroups(register: RegisterView, forms: readonly FormView[], lang: Lang, other: string): FieldGroup[] {
  const fields = register.fields.filter((f) => !f.retired)
  const maker = forms.find((f) => f.own === register.name) ?? forms.find((f) => f.creates && f.subject === register.name)
  const groups = new Map<string, FieldGroup>()
  const rest: FieldView[] = []
  for (const field of fields) {
    const section = maker?.sections.find((s) => s.questions.some((q) => asks(q, register.name, field.name, maker.own === register.name)))
    if (!section) {
      rest.push(field)
      continue
    }
    const group = groups.get(section.name) ?? { title: words(section.label, lang), fields: [] }
    group.fields.push(field)
    groups.set(section.name, group)
  }
  const list = [...groups.values()]
  if (list.length < 2) return [{ title: '', fields }]
  return rest.length ? [...list, { title: other, fields: rest }] : list
}

function asks(q: FormView['sections'][number]['questions'][number], register: string, field: string, own: boolean): boolean {
  return own ? !q.save_to && q.field?.name === field : q.save_to === `${register}.${field}`
}
