import { expect, test } from 'vitest'
import type { FieldType, FormView, QuestionView } from '@jieli/form-engine'
import { batchForm, reasonNeeded } from '../src/lib/batch'

const question = (name: string, more: Partial<QuestionView> = {}, type: FieldType = 'text'): QuestionView => ({
  name,
  field: { name, label: { zh: name }, type },
  ...more,
})
const form = (...questions: QuestionView[]): FormView => ({
  name: 'f',
  label: { zh: 'f' },
  sections: [{ name: 's', label: { zh: 's' }, questions }],
})
const names = (f: FormView | undefined) => f?.sections.flatMap((s) => s.questions.map((q) => q.name))

test('several cases share what is the same for all, and have a reason each', () => {
  const batch = batchForm(form(question('reason', { required: true }), question('note')))
  expect(names(batch?.shared)).toEqual(['note'])
  expect(batch && reasonNeeded(batch)).toBe(true)
})

test('what a record holds and its evidence are not answered for several at once', () => {
  const batch = batchForm(
    form(
      question('kind', { save_to: 'case.kind' }),
      question('picture', {}, 'photo'),
      question('shown', { read_only: true }),
    ),
  )
  expect(batch?.shared.sections).toEqual([])
  expect(batch && reasonNeeded(batch)).toBe(false)
})

test('a form that must ask what differs from case to case is taken one by one', () => {
  expect(batchForm(form(question('kind', { save_to: 'case.kind', required: true })))).toBeUndefined()
  expect(batchForm(form(question('picture', { required: true }, 'photo')))).toBeUndefined()
})
