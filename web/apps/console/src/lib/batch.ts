import { completeForm, type FormView, type QuestionView } from '@jieli/form-engine'

/** The question that asks why: its name is part of the language of workflows. */
const reasonName = 'reason'

export interface BatchForm {
  /** What is answered once for all. */
  shared: FormView
  /** What is answered for each. */
  reason?: QuestionView
}

/** What is evidence of one case and never of several. */
const evidence = new Set(['photo', 'file', 'point', 'line', 'polygon'])

/**
 * A form as it is asked about several records at once: questions that show or save what a record holds, or take its
 * evidence, are left out, for the answer would be another for each. Undefined when one of those must be answered.
 */
export function batchForm(form: FormView): BatchForm | undefined {
  const whole = completeForm(form)
  const own = (q: QuestionView) => !q.save_to && !q.read_only && !q.repeat && !evidence.has(q.field.type)
  const questions = whole.sections.flatMap((s) => s.questions)
  if (questions.some((q) => !own(q) && !q.read_only && (q.required || q.field.required))) return undefined
  const reason = questions.find((q) => q.name === reasonName && own(q))
  const sections = whole.sections
    .map((s) => ({ ...s, questions: s.questions.filter((q) => own(q) && q !== reason) }))
    .filter((s) => s.questions.length)
  return { shared: { ...whole, sections }, ...(reason ? { reason } : {}) }
}

/** Whether the reason must be given. */
export function reasonNeeded(form: BatchForm): boolean {
  return Boolean(form.reason?.required || form.reason?.field.required)
}
