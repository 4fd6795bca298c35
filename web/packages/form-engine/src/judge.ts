import { isMasked } from './catalog'
import { broken, type Vars } from './expr'
import { problems, type Finding } from './finding'
import type { QuestionState } from './input'
import { check, isKnown, kindOf, type Lookup } from './values/index'

/**
 * What is wrong with an answer, the first reason only: typing that cannot be read, a required answer missing, a limit
 * passed, a constraint broken. Masked values are not judged: the server sees them.
 */
export function judge(state: QuestionState, vars: Vars, look: Lookup): Finding[] {
  const { path, question, value, typed } = state
  const field = question.field
  if (typed !== undefined) {
    const parsed = kindOf(field).parse(typed, field, look)
    if (parsed.problem) return [{ ...parsed.problem, path, severity: 'error' }]
  }
  if (!isKnown(value)) return state.required ? [problems.required(path, field)] : []
  if (isMasked(value)) return []
  const wrong = check(value, field, look)
  if (wrong) return [{ ...wrong, path, severity: 'error' }]
  return field.constraint && broken(field.constraint, vars) ? [problems.constraint(path, field)] : []
}
