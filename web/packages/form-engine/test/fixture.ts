import type { FormView, RecordView, RegisterView, SessionInput } from '../src'
import { Session } from '../src'

const t = (zh: string) => ({ zh })

export const household: RegisterView = {
  name: 'household',
  label: t('农户'),
  rights: ['read', 'change'],
  children: ['person'],
  fields: [
    { name: 'head_name', label: t('户主'), type: 'person_name', required: true, privacy: 'personal' },
    { name: 'members', label: t('家庭人口'), type: 'integer', min: 1, max: 30 },
    { name: 'income_net', label: t('纯收入'), type: 'money' },
    {
      name: 'income_per_capita',
      label: t('人均纯收入'),
      type: 'money',
      calculate: 'household.income_net / household.members',
    },
    { name: 'pupils', label: t('小学生'), type: 'integer', calculate: 'household.people.filter(p, p.pupil).size()' },
    { name: 'village', label: t('行政村'), type: 'area', level: 'village' },
    { name: 'last_visited_on', label: t('最近走访'), type: 'date' },
  ],
}

export const person: RegisterView = {
  name: 'person',
  label: t('家庭成员'),
  parent: 'household',
  as: 'people',
  rights: ['read'],
  fields: [
    { name: 'name', label: t('姓名'), type: 'person_name', required: true },
    { name: 'birth_date', label: t('出生日期'), type: 'date', constraint: 'person.birth_date <= today' },
    { name: 'pupil', label: t('在读小学'), type: 'yes_no' },
  ],
}

export const visit: FormView = {
  name: 'home_visit',
  label: t('入户走访'),
  subject: 'household',
  own: 'home_visit',
  dated_by: 'visited_on',
  may_submit: true,
  sections: [
    {
      name: 'basics',
      label: t('基本情况'),
      questions: [
        {
          name: 'visited_on',
          required: true,
          field: {
            name: 'visited_on',
            label: t('走访日期'),
            type: 'date',
            required: true,
            constraint: 'home_visit.visited_on <= today',
            message: t('走访日期不能晚于今天。'),
          },
        },
        { name: 'members', field: household.fields[1]!, save_to: 'household.members', required: true },
        { name: 'income_net', field: household.fields[2]!, save_to: 'household.income_net' },
        { name: 'per_capita', field: household.fields[3]!, save_to: 'household.income_per_capita', read_only: true },
        { name: 'ill', field: { name: 'ill', label: t('有人患病'), type: 'yes_no' } },
        {
          name: 'medical_cost',
          relevant: 'home_visit.ill',
          required: true,
          field: { name: 'medical_cost', label: t('自付医疗费'), type: 'money', min: 0 },
        },
      ],
    },
    {
      name: 'people',
      label: t('家庭成员'),
      relevant: 'household.members > 1',
      questions: [
        {
          name: 'people',
          label: t('成员'),
          field: undefined as never, // as the server sends it
          repeat: {
            register: 'person',
            as: 'people',
            add: true,
            max_rows: 3,
            questions: [
              { name: 'name', field: person.fields[0]!, save_to: 'person.name', required: true },
              { name: 'birth_date', field: person.fields[1]!, save_to: 'person.birth_date' },
              {
                name: 'pupil',
                field: person.fields[2]!,
                save_to: 'person.pupil',
                relevant: 'age(person.birth_date, today) >= 6 && age(person.birth_date, today) <= 14',
              },
            ],
          },
        },
      ],
    },
  ],
}

export function record(register: string, id: string, fields: Record<string, unknown>, title = id): RecordView {
  return {
    register,
    county: '441823',
    id,
    version: 3,
    state: 'active',
    area: '441823111205',
    area_name: '下坪村',
    title,
    fields,
  }
}

export function begin(over: Partial<SessionInput> = {}): Session {
  let n = 0
  return new Session({
    form: visit,
    register: (name) => ({ household, person })[name],
    look: { choices: () => undefined, areaName: (code) => code },
    subject: record('household', 'h1', { head_name: '测试甲', members: 3, income_net: 3_000_000 }),
    children: { people: [record('person', 'p1', { name: '测试乙', birth_date: '2012-05-01', pupil: true })] },
    today: '2021-08-01',
    now: '2021-08-01T09:00:00+08:00',
    newId: () => `new${++n}`,
    ...over,
  })
}

export function at(session: Session, path: string) {
  for (const section of session.state().sections) {
    for (const q of section.questions) {
      if (q.path === path) return q
      for (const row of q.rows ?? []) for (const r of row.questions) if (r.path === path) return r
    }
  }
  throw new Error(`no question ${path}`)
}
