import type { QuestionView } from './catalog'
import type { Answer, SessionInput } from './input'
import type { Fields } from './scope'
import { same } from './values/index'

/** One row of a repeat: a child record of the subject, or one that is being made. */
export interface Row {
  record: string
  base: number
  fresh: boolean
  picked: boolean
  title: string
  stored: Fields
  answers: Record<string, Answer>
}

export function newRow(record: string, base: number, fresh: boolean, title: string, stored: Fields): Row {
  return { record, base, fresh, picked: false, title, stored, answers: {} }
}

/** The rows that a repeat begins with: the present child records, then those that the draft had added. */
export function firstRows(input: SessionInput, question: QuestionView): Row[] {
  const repeat = question.repeat
  const drafted = input.draft?.rows[question.name] ?? []
  const rows = (input.children?.[repeat?.as ?? ''] ?? [])
    .filter((child) => child.state !== 'void')
    .map((child) => newRow(child.id, child.version, false, child.title, child.fields))
  for (const row of drafted.filter((r) => r.fresh)) rows.push(newRow(row.record, 0, true, '', {}))
  for (const row of rows) {
    const draft = drafted.find((d) => d.record === row.record)
    row.picked = draft?.picked ?? false
    for (const q of repeat?.questions ?? []) row.answers[q.name] = draft?.answers[q.name] ?? rowAnswer(q, row.stored)
  }
  return rows
}

export function fieldName(question: QuestionView): string {
  return question.save_to?.split('.')[1] ?? question.field.name
}

export function rowAnswer(question: QuestionView, stored: Fields): Answer {
  return { value: stored[fieldName(question)] ?? null }
}

/** The row's record with its answers laid over it. */
export function rowFields(question: QuestionView, row: { stored: Fields; answers: Record<string, Answer> }): Fields {
  const fields: Fields = { ...row.stored }
  for (const q of question.repeat?.questions ?? []) {
    if (!q.read_only) fields[fieldName(q)] = row.answers[q.name]?.value ?? null
  }
  return fields
}

export function rowChanged(question: QuestionView, row: Row): boolean {
  const changed = (q: QuestionView) => !q.read_only && !same(row.answers[q.name]?.value, row.stored[fieldName(q)])
  return (question.repeat?.questions ?? []).some(changed)
}
