import { expect, test } from 'vitest'
import type { TaskView } from '@jieli/client'
import { byUrgency, kindsOf, tripsOf, urgencyOf } from '../src/lib/tasks'

const task = (id: string, more: Partial<TaskView> = {}) =>
  ({ id, due: '2022-06-05', overdue: false, area: '441823111201', area_name: 'A', ...more }) as TaskView
const today = '2022-06-01'

test('the most urgent come first, and what was handed to me before what is anybody’s', () => {
  const groups = byUrgency(
    [
      task('later', { due: '2022-08-01' }),
      task('none', { due: null }),
      task('week'),
      task('mine', { due: '2022-06-07', assignee: { account: 'me', name: 'I' } }),
      task('late', { due: '2022-05-01', overdue: true }),
    ],
    today,
    'me',
  )
  expect(groups.map((g) => [g.key, g.tasks.map((t) => t.id)])).toEqual([
    ['overdue', ['late']],
    ['week', ['mine', 'week']],
    ['later', ['later', 'none']],
  ])
  expect(urgencyOf(task('x', { due: today }), today)).toBe('today')
})

test('what is due in a village is one trip; tasks of single records are none', () => {
  const group = (due: number) => ({ round: 'r', due, next_due: today })
  const trips = tripsOf([
    task('b', { area: '2', area_name: 'B', group: group(1) }),
    task('a1', { area: '1', group: group(3) }),
    task('single'),
    task('a2', { area: '1', group: group(2) }),
  ])
  expect(trips.map((t) => [t.area, t.due, t.tasks.length])).toEqual([
    ['1', 5, 2],
    ['2', 1, 1],
  ])
})

test('alike tasks stand together under one reason; what has climbed comes after what is mine', () => {
  const why = { zh: '线索：待核查' }
  const alike = ['a', 'b', 'c'].map((id) => task(id, { kind: 'signal/received', why }))
  const kinds = kindsOf([
    task('up', { kind: 'signal/received', level: 1, why }),
    ...alike,
    task('one', { kind: 'rule', why: '缺电话' }),
  ])
  expect(kinds.map((k) => [k.tasks.map((t) => t.id).join(''), k.alike, k.why])).toEqual([
    ['abc', true, why],
    ['one', false, undefined],
    ['up', false, undefined],
  ])
})
