import { describe, expect, test } from 'vitest'
import { answersOf, Session, type FormView, type RegisterView } from '../src'
import { at, household, record } from './fixture'

const t = (zh: string) => ({ zh })

const course: RegisterView = {
  name: 'course',
  label: t('培训'),
  rights: ['read'],
  fields: [
    { name: 'seats', label: t('座位'), type: 'integer' },
    { name: 'starts_on', label: t('开班'), type: 'date' },
    { name: 'phone', label: t('电话'), type: 'phone', privacy: 'personal' },
  ],
}

const enrol: FormView = {
  name: 'enrol',
  label: t('报名'),
  subject: 'household',
  own: 'enrol',
  sections: [
    {
      name: 'all',
      label: t('报名'),
      questions: [
        { name: 'course', field: { name: 'course', label: t('课程'), type: 'reference', register: 'course' } },
        { name: 'other', field: { name: 'other', label: t('另一门'), type: 'reference', register: 'course' } },
        {
          name: 'places',
          field: {
            name: 'places',
            label: t('人数'),
            type: 'integer',
            constraint: 'enrol.places <= enrol.course.seats',
            message: t('超过座位'),
          },
        },
        {
          name: 'late',
          relevant: 'enrol.course.starts_on + months(1) <= today',
          field: { name: 'late', label: t('为何晚报'), type: 'text' },
        },
        {
          name: 'call',
          relevant: 'has(enrol.course.phone)',
          field: { name: 'call', label: t('联系'), type: 'yes_no' },
        },
      ],
    },
  ],
}

function begun() {
  return new Session({
    form: enrol,
    register: (name) => ({ household, course })[name],
    look: { choices: () => undefined, areaName: (code) => code },
    subject: record('household', 'h1', {}),
    today: '2021-08-01',
    now: '2021-08-01T09:00:00+08:00',
    newId: () => 'new',
  })
}

describe('a reference', () => {
  test('asks for the record that it names when an expression reads it, and for no other', () => {
    const s = begun()
    s.state()
    expect(s.wanted()).toEqual([])
    s.set('course', 'c1')
    s.set('other', 'c2')
    s.state()
    expect(s.wanted()).toEqual([{ register: 'course', id: 'c1' }])
    s.learn({ register: 'course', id: 'c1' }, record('course', 'c1', { seats: 3 }))
    s.state()
    expect(s.wanted()).toEqual([])
  })

  test('is unknown until the record is there, and judged when it is', () => {
    const s = begun()
    s.set('course', 'c1')
    s.set('places', 4)
    expect(at(s, 'places').findings).toEqual([])
    s.learn({ register: 'course', id: 'c1' }, record('course', 'c1', { seats: 3, starts_on: '2021-07-01' }))
    expect(at(s, 'places').findings.map((f) => f.code)).toEqual(['constraint'])
    expect(at(s, 'late').relevant).toBe(true)
    expect(answersOf(s.state())).toEqual({ course: 'c1', places: 4 })
  })

  test('to what is masked, void, or kept from the reader is unknown', () => {
    const s = begun()
    s.set('course', 'c1')
    const seen = record('course', 'c1', { seats: 3, phone: { masked: true, hint: '138****' } })
    s.learn({ register: 'course', id: 'c1' }, seen)
    expect(at(s, 'call').relevant).toBe(false)
    for (const gone of [null, { ...seen, state: 'void' }, { ...seen, erased: true }]) {
      const again = begun()
      again.set('course', 'c1')
      again.set('places', 4)
      again.learn({ register: 'course', id: 'c1' }, gone)
      expect(at(again, 'places').findings).toEqual([])
      expect(again.wanted()).toEqual([])
    }
  })
})
