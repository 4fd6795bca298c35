import { describe, expect, test } from 'vitest'
import { answersOf, Session, type FormView } from '../src'
import { at, begin, visit } from './fixture'

const codes = (session: Session) => session.state().findings.map((f) => `${f.path}: ${f.code}`)

describe('prefill', () => {
  test('a saving question starts with what the record holds, the date of the form with today', () => {
    const s = begin()
    expect(at(s, 'members').value).toBe(3)
    expect(at(s, 'visited_on').value).toBe('2021-08-01')
    expect(s.state().dirty).toBe(false)
  })

  test('nothing of the record is sent when nothing is changed', () => {
    expect(answersOf(begin().state())).toEqual({ visited_on: '2021-08-01' })
  })
})

describe('logic', () => {
  test('an answer changes what is calculated and what is relevant', () => {
    const s = begin()
    expect(at(s, 'per_capita').value).toBe(1_000_000)
    s.type('members', '5')
    expect(at(s, 'per_capita').value).toBe(600_000)
    s.type('members', '1')
    expect(s.state().sections[1]!.relevant).toBe(false)
    expect(answersOf(s.state())).toEqual({ visited_on: '2021-08-01', members: 1 })
  })

  test('an irrelevant question is neither required nor sent, and keeps its answer for when it is relevant again', () => {
    const s = begin()
    s.type('medical_cost', '1200.5')
    expect(codes(s)).toEqual([])
    expect(answersOf(s.state())).not.toHaveProperty('medical_cost')
    s.set('ill', true)
    expect(answersOf(s.state())).toMatchObject({ ill: true, medical_cost: 120_050 })
    s.set('medical_cost', null)
    expect(codes(s)).toEqual(['medical_cost: required'])
  })

  test('a chain of relevance falls as a whole when its first answer goes', () => {
    const q = (name: string, relevant?: string) => ({
      name,
      relevant,
      field: { name, label: { zh: name }, type: 'yes_no' as const },
    })
    const form: FormView = {
      ...visit,
      sections: [
        { name: 's', label: { zh: 's' }, questions: [q('a'), q('b', 'home_visit.a'), q('c', 'home_visit.b')] },
      ],
    }
    const s = begin({ form })
    for (const name of ['a', 'b', 'c']) s.set(name, true)
    expect(answersOf(s.state())).toEqual({ a: true, b: true, c: true })
    s.set('a', false)
    expect(answersOf(s.state())).toEqual({ a: false })
  })

  test('a broken constraint speaks with the sentence of the pack; an unknown one is silent', () => {
    const s = begin()
    s.set('visited_on', '2021-08-02')
    expect(s.state().findings).toEqual([
      { code: 'constraint', path: 'visited_on', severity: 'error', text: { zh: '走访日期不能晚于今天。' } },
    ])
    s.set('visited_on', null)
    expect(codes(s)).toEqual(['visited_on: required'])
  })

  test('typing that is no number stays in the field and is not sent', () => {
    const s = begin()
    s.type('members', '三个')
    expect(at(s, 'members').typed).toBe('三个')
    expect(codes(s)).toEqual(['members: not_a_number'])
    s.type('members', '４人')
    expect(at(s, 'members').value).toBe(4)
    expect(codes(s)).toEqual([])
  })

  test('a form of questions that read one another for ever still answers', () => {
    const q = (name: string, relevant: string) => ({
      name,
      relevant,
      field: { name, label: { zh: name }, type: 'yes_no' as const },
    })
    const form: FormView = {
      ...visit,
      sections: [{ name: 's', label: { zh: 's' }, questions: [q('a', '!has(home_visit.a)')] }],
    }
    const s = begin({ form })
    s.set('a', true)
    expect(s.state().sections).toHaveLength(1)
  })
})

describe('sending', () => {
  test('an emptied saving question is sent as null, an undone one not at all', () => {
    const s = begin()
    s.type('income_net', '')
    expect(answersOf(s.state())).toMatchObject({ income_net: null })
    s.undo('income_net')
    expect(answersOf(s.state())).not.toHaveProperty('income_net')
  })

  test('a masked value is shown, satisfies required, and is never sent', () => {
    const masked = { masked: true, hint: '3*' }
    const s = begin({ subject: { ...begin().input.subject!, fields: { members: masked } } })
    expect(at(s, 'members').value).toEqual(masked)
    expect(codes(s)).toEqual([])
    expect(answersOf(s.state())).not.toHaveProperty('members')
  })
})

describe('rows of a repeat', () => {
  test('present rows are prefilled and sent only when changed; new rows carry a new id', () => {
    const s = begin()
    expect(at(s, 'people[0].name').value).toBe('测试乙')
    s.addRow('people')
    s.set('people[1].name', '测试丙')
    expect(answersOf(s.state()).people).toEqual([{ record: 'new1', new: true, name: '测试丙' }])
    s.set('people[0].pupil', false)
    expect(answersOf(s.state()).people).toEqual([
      { record: 'p1', base: 3, pupil: false },
      { record: 'new1', new: true, name: '测试丙' },
    ])
  })

  test('relevance and constraints read the row', () => {
    const s = begin()
    expect(at(s, 'people[0].pupil').relevant).toBe(true)
    s.set('people[0].birth_date', '2000-01-01')
    expect(at(s, 'people[0].pupil').relevant).toBe(false)
    s.set('people[0].birth_date', '2030-01-01')
    expect(codes(s)).toEqual(['people[0].birth_date: constraint'])
  })

  test('a new row must be complete, can be taken away, and its number is limited', () => {
    const s = begin()
    const row = s.addRow('people')
    expect(codes(s)).toEqual(['people[1].name: required'])
    s.removeRow('people', row!.record)
    s.removeRow('people', 'p1')
    expect(codes(s)).toEqual([])
    expect(s.addRow('people') && s.addRow('people')).toBeTruthy()
    expect(s.addRow('people')).toBeUndefined()
  })

  test('picked rows are sent by their ids alone', () => {
    const repeat = { ...visit.sections[1]!.questions[0]!.repeat!, pick: true, add: false }
    const form: FormView = {
      ...visit,
      sections: [{ ...visit.sections[1]!, questions: [{ ...visit.sections[1]!.questions[0]!, repeat }] }],
    }
    const s = begin({ form })
    expect(answersOf(s.state())).toEqual({})
    s.pick('people', 'p1', true)
    expect(answersOf(s.state())).toEqual({ people: [{ record: 'p1', base: 3, picked: true }] })
  })
})

describe('drafts', () => {
  test('a draft is plain JSON and brings back answers, typing and rows', () => {
    const s = begin()
    s.type('members', '四')
    s.set('ill', true)
    s.addRow('people')
    s.set('people[1].name', '测试丙')
    const draft = JSON.parse(JSON.stringify(s.draft()))
    const back = begin({ draft })
    expect(at(back, 'members').typed).toBe('四')
    expect(answersOf(back.state())).toEqual(answersOf(s.state()))
  })

  test('untouched answers follow the record; the version that the person saw stays', () => {
    const draft = begin().draft()
    const moved = { ...begin().input.subject!, version: 9, fields: { members: 7 } }
    const back = begin({ draft, subject: moved })
    expect(at(back, 'members').value).toBe(7)
    expect(back.base).toBe(3)
  })
})

describe('a step of a case', () => {
  const members = { name: 'members', label: { zh: '人口' }, type: 'integer' as const }
  const step = (save_to: string | null, more: Partial<FormView> = {}): FormView => ({
    name: 'case_go',
    label: { zh: '办理' },
    subject: 'household',
    own: 'case_step',
    sections: [
      {
        name: 'main',
        label: { zh: '内容' },
        questions: [
          { name: 'members', field: members, save_to },
          {
            name: 'why',
            field: { name: 'why', label: { zh: '原因' }, type: 'text' },
            relevant: 'case_step.members > 3',
          },
        ],
      },
    ],
    ...more,
  })

  test('is spoken of by the register of the steps, whatever its form is called', () => {
    const s = begin({ form: step(null) })
    expect(at(s, 'why').relevant).toBe(false)
    s.set('members', 4)
    expect(at(s, 'why').relevant).toBe(true)
  })

  test('that opens a case begins with nothing of the subject, even where fields have the same name', () => {
    const s = begin({ form: step('case_step.members') })
    expect(at(s, 'members').value).toBeNull()
    s.set('members', 4)
    expect(at(s, 'why').relevant).toBe(true)
    expect(answersOf(s.state())).toEqual({ members: 4 })
  })

  test('sends what it saves to a parent only when it differs from what the parent holds', () => {
    const parent = { ...begin().input.subject!, register: 'place', fields: { members: 9 } }
    const s = begin({ form: step('place.members'), parents: { place: parent } })
    expect(at(s, 'members').value).toBe(9)
    expect(answersOf(s.state())).toEqual({})
    s.set('members', 10)
    expect(answersOf(s.state())).toEqual({ members: 10 })
  })
})
