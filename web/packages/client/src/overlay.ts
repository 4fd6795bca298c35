import type { FormView, QuestionView, RecordView, RegisterView } from '@jieli/form-engine'
import type { Overlay } from './pocket'

/** What a submission is about, and what it would do as far as it can be told without the server. */
export interface Submission {
  form: FormView
  subject?: RecordView
  parents?: Record<string, RecordView>
  /** Ids of the record that the form makes as its subject, and of the one that it makes as its own. */
  made?: string
  own: string
  county: string
  area: string
  answers: Record<string, unknown>
  effects: Record<string, unknown>
  register(name: string): RegisterView | undefined
  title(register: RegisterView, fields: Record<string, unknown>): string
}

const questionsOf = (form: FormView) => form.sections.flatMap((s) => s.questions)
const fieldOf = (q: QuestionView) => q.save_to?.split('.')[1] ?? q.field?.name ?? q.name

/** The changes that a submission makes, by "register/id", and the records that it brings into being. */
export function overlaysOf(s: Submission): { overlays: [string, Overlay][]; makes: string[] } {
  const all = new Map<string, Overlay>()
  const makes: string[] = []
  const at = (register: string, id: string): Overlay => {
    const key = `${register}/${id}`
    const found = all.get(key)
    if (found) return found
    const fresh: Overlay = { fields: {} }
    all.set(key, fresh)
    return fresh
  }
  const make = (register: string, id: string, parent?: string) => {
    const o = at(register, id)
    o.made = { county: s.county, area: s.area, title: '', ...(parent ? { parent } : {}) }
    makes.push(id)
    return o
  }
  const subject = s.subject?.id ?? s.made
  if (s.made && s.form.subject) make(s.form.subject, s.made)
  if (s.form.own) make(s.form.own, s.own, s.register(s.form.own)?.parent === s.form.subject ? subject : undefined)
  const set = (place: string, value: unknown) => {
    const [register = '', field = ''] = place.split('.')
    const id = register === s.form.own ? s.own : register === s.form.subject ? subject : s.parents?.[register]?.id
    if (id && field) at(register, id).fields[field] = value
  }
  for (const q of questionsOf(s.form)) {
    const answer = s.answers[q.name]
    if (answer === undefined) continue
    if (q.repeat) rows(q, answer as Record<string, unknown>[])
    else set(q.save_to ?? `${s.form.own}.${fieldOf(q)}`, answer)
  }
  function rows(q: QuestionView, list: Record<string, unknown>[]) {
    for (const row of list) {
      if (row.picked || !q.repeat) continue
      const id = String(row.record)
      const o = row.new ? make(q.repeat.register, id, subject) : at(q.repeat.register, id)
      for (const child of q.repeat.questions) if (child.name in row) o.fields[fieldOf(child)] = row[child.name]
    }
  }
  for (const [place, value] of Object.entries(s.effects)) set(place, value)
  const to = s.form.transition?.to
  if (to && subject && s.form.subject) at(s.form.subject, subject).fields.stage = to
  for (const [key, o] of all) {
    const register = s.register(key.split('/')[0] ?? '')
    if (o.made && register) o.made.title = s.title(register, o.fields)
  }
  return { overlays: [...all], makes }
}
