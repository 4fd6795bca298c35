import {
  blankRecord,
  childrenNeeded,
  countyOf,
  fieldGroups,
  formOfRegister,
  parametersNeeded,
  Session,
  words,
  type Catalog,
  type FormView,
  type RecordView,
  type RegisterView,
} from '@jieli/form-engine'
import { newId, type Api, type EntryIn, type KeptDraft } from '@jieli/client'
import type { Jieli } from './context'

/** What a form page is asked to do. */
export interface Task {
  /** A form of the programme; absent for a direct entry. */
  form?: FormView
  /** Register of a direct entry. */
  register?: RegisterView
  /** The record that it is about; absent when one is made. */
  key?: { county: string; id: string }
  parent?: RecordView
}

/** The day and the instant of a form: the server's, as far as they are known. */
export interface FormClock {
  today(): string
  now(): string
}

export interface Opened {
  session: Session
  form: FormView
  subject?: RecordView
  parents: Record<string, RecordView>
  /** Id of the record that is made, when one is. */
  made?: string
}

/** A direct entry asks in the parts in which the record is shown. */
function directForm(jieli: Jieli, register: RegisterView, forms: readonly FormView[]): FormView {
  const groups = fieldGroups(register, forms, jieli.lang)
  return formOfRegister(
    register,
    register.label,
    groups.map((g) => ({ label: { zh: g.title || words(register.label, jieli.lang) }, fields: g.fields })),
  )
}

/** Fetches all that a form needs, and begins a session. */
export async function openForm(
  jieli: Jieli,
  task: Task,
  { home, catalog, clock }: { home: string; catalog?: Catalog; clock: FormClock },
  draft?: KeptDraft,
): Promise<Opened> {
  const form = task.form ?? directForm(jieli, task.register as RegisterView, catalog?.forms ?? [])
  const name = form.subject ?? ''
  const creates = form.creates || !task.key
  const made = creates ? (draft?.draft.subject ?? newId()) : undefined
  const subject = task.key && name ? await jieli.api.record({ register: name, ...task.key }) : undefined
  const area = subject?.area ?? task.parent?.area ?? home
  const [children, parameters, parents] = await Promise.all([
    subject ? childrenOf(jieli, form, subject) : undefined,
    parametersNeeded(form, jieli.register) ? jieli.api.parameters(area, clock.today()) : undefined,
    parentsOf(jieli.api, jieli, subject, task.parent),
  ])
  const session = new Session({
    form,
    register: jieli.register,
    look: jieli.look,
    parents,
    prefill: prefill(form, jieli, area),
    today: clock.today(),
    now: clock.now(),
    newId,
    ...(subject ? { subject } : made && name ? { subject: blankRecord(name, countyOf(area), made, area) } : {}),
    ...(children ? { children } : {}),
    ...(parameters ? { parameters } : {}),
    ...(draft ? { draft: draft.draft } : {}),
  })
  return { session, form, parents, ...(subject ? { subject } : {}), ...(made ? { made } : {}) }
}

async function childrenOf(jieli: Jieli, form: FormView, subject: RecordView): Promise<Record<string, RecordView[]>> {
  const lists: Record<string, RecordView[]> = {}
  await Promise.all(
    childrenNeeded(form, jieli.register).map(async (child) => {
      const page = await jieli.api.children(subject, child)
      lists[jieli.register(child)?.as ?? child] = page.records
    }),
  )
  return lists
}

/** The parents in scope, nearest first; a parent that the caller may not read is unknown. */
async function parentsOf(
  api: Api,
  jieli: Jieli,
  subject?: RecordView,
  given?: RecordView,
): Promise<Record<string, RecordView>> {
  const parents: Record<string, RecordView> = {}
  let below = subject
  let next = given
  while (below?.parent || next) {
    const register: string | null | undefined = below ? jieli.register(below.register)?.parent : undefined
    const parent: RecordView | undefined =
      next ??
      (register && below?.parent
        ? await api.record({ register, county: below.county, id: below.parent }).catch(() => undefined)
        : undefined)
    if (!parent || parents[parent.register]) break
    parents[parent.register] = parent
    below = parent
    next = undefined
  }
  return parents
}

/** The area of a new record is the caller's own, where that is of the level asked for. */
function prefill(form: FormView, jieli: Jieli, area: string): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const q of form.sections.flatMap((s) => s.questions)) {
    const levels: Record<number, string> = { 2: 'province', 4: 'city', 6: 'county', 9: 'town', 12: 'village' }
    if (
      q.field?.type === 'area' &&
      (!q.field.level || levels[area.length] === q.field.level) &&
      jieli.scopes.length === 1
    )
      found[q.name] = area
  }
  return found
}

export function entryOf(
  task: Task,
  opened: Opened,
  fields: Record<string, unknown>,
  action: 'change' | 'correct',
  reason: string,
): EntryIn {
  const register = (task.register as RegisterView).name
  if (!opened.subject) {
    return {
      register,
      record: opened.made as string,
      action: 'create',
      fields,
      ...(task.parent ? { parent: task.parent.id } : {}),
    }
  }
  return {
    register,
    record: opened.subject.id,
    action,
    base: opened.session.base,
    fields,
    ...(action === 'correct' ? { reason } : {}),
  }
}
