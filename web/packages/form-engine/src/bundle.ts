import { isMasked } from './catalog'
import type { FormState, QuestionState, RowState } from './input'
import { isKnown } from './values/index'

/** The answers of a bundle. Keys are question names; rows of repeats are `{record, base | new | picked, fields…}`. */
export type Answers = Record<string, unknown>

/**
 * What is sent: own questions that are relevant and known, saving questions that differ from the record (null when
 * emptied), rows that are new, changed or picked. Calculated, shown and masked values are never sent.
 */
export function answersOf(state: FormState): Answers {
  const answers: Answers = {}
  for (const section of state.sections) {
    if (!section.relevant) continue
    for (const question of section.questions) {
      if (!question.relevant) continue
      if (question.rows) {
        const rows = rowsOf(question)
        if (rows.length) answers[question.question.name] = rows
      } else if (sends(question)) {
        answers[question.question.name] = question.value ?? null
      }
    }
  }
  return answers
}

function sends(state: QuestionState): boolean {
  if (state.readOnly || isMasked(state.value)) return false
  return state.question.save_to ? state.changed : isKnown(state.value)
}

function rowsOf(state: QuestionState): Answers[] {
  if (state.question.repeat?.pick) {
    return (state.rows ?? [])
      .filter((row) => row.picked)
      .map((row) => ({ record: row.record, base: row.base, picked: true }))
  }
  const rows: Answers[] = []
  for (const row of state.rows ?? []) {
    const fields = rowFieldsSent(row)
    if (row.fresh || Object.keys(fields).length)
      rows.push({ record: row.record, ...(row.fresh ? { new: true } : { base: row.base }), ...fields })
  }
  return rows
}

function rowFieldsSent(row: RowState): Answers {
  const fields: Answers = {}
  for (const q of row.questions) {
    if (!q.relevant || q.readOnly || isMasked(q.value)) continue
    if (row.fresh ? isKnown(q.value) : q.changed) fields[q.question.name] = q.value ?? null
  }
  return fields
}
