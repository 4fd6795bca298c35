import type { FormView, QuestionView, RegisterView } from './catalog'
import { followsIn } from './expr-tree'

function questionsOf(form: FormView): QuestionView[] {
  return form.sections.flatMap((s) => s.questions)
}

/** All expressions that a form evaluates in the browser. */
function sourcesOf(form: FormView, subject: RegisterView | undefined): string[] {
  const list: (string | null | undefined)[] = form.sections.map((s) => s.relevant)
  const add = (q: QuestionView) => list.push(q.relevant, q.field?.constraint, q.field?.calculate)
  for (const q of questionsOf(form)) {
    add(q)
    q.repeat?.questions.forEach(add)
  }
  for (const f of subject?.fields ?? []) list.push(f.calculate)
  return list.filter((s): s is string => Boolean(s))
}

/** The references that a form's expressions follow, as "record.field". */
export function followsNeeded(form: FormView, register: (name: string) => RegisterView | undefined): Set<string> {
  const subject = form.subject ? register(form.subject) : undefined
  return new Set(sourcesOf(form, subject).flatMap(followsIn))
}

/** The child lists that a form shows or reads, as register names: what a client fetches before it opens the form. */
export function childrenNeeded(form: FormView, register: (name: string) => RegisterView | undefined): string[] {
  const subject = form.subject ? register(form.subject) : undefined
  const sources = sourcesOf(form, subject).join('\n')
  const repeated = new Set(questionsOf(form).map((q) => q.repeat?.register))
  return (subject?.children ?? []).filter((name) => {
    const as = register(name)?.as
    return repeated.has(name) || (as && sources.includes(`${subject?.name}.${as}`))
  })
}

/** Whether any expression of the form reads parameters. */
export function parametersNeeded(form: FormView, register: (name: string) => RegisterView | undefined): boolean {
  const subject = form.subject ? register(form.subject) : undefined
  return sourcesOf(form, subject).some((s) => s.includes('parameter.'))
}
