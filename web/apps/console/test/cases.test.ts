import { describe, expect, test } from 'vitest'
import type { CaseAction, CaseStep, CaseView, ChainStage } from '@jieli/client'
import { chainShown, dueKind, endsAhead, leadsOn, linkOf, ownsStage, stageClock, stepsFrom } from '../src/lib/cases'

const stage = (name: string, more: Partial<ChainStage> = {}): ChainStage => ({
  stage: name,
  label: { zh: name },
  owners: [],
  state: 'ahead',
  ...more,
})
const view = (more: Partial<CaseView>) => ({ stage: 'two', closed_on: null, chain: [], steps: [], ...more }) as CaseView

describe('a clock', () => {
  const due = { due_on: '2022-06-10', days_left: 5, overdue: false }
  test('is calm, soon, today, late, paused or over', () => {
    expect(dueKind(due)).toBe('calm')
    expect(dueKind({ ...due, days_left: 2 })).toBe('soon')
    expect(dueKind({ ...due, days_left: 0 })).toBe('today')
    expect(dueKind({ ...due, days_left: -1, overdue: true })).toBe('late')
    expect(dueKind({ ...due, days_left: null, paused_on: '2022-06-01' })).toBe('paused')
    expect(dueKind({ ...due, overdue: true, closed_on: '2022-06-12' })).toBe('closed')
    expect(dueKind({ due_on: null, days_left: null, overdue: false })).toBe('none')
  })

  test('of a stage counts its days and says when a minimum is over', () => {
    expect(stageClock(stage('a', { on: '2022-05-29', at_least_days: 5 }), '2022-06-01')).toEqual({
      used: 3,
      first: '2022-06-03',
    })
    expect(stageClock(stage('a'), '2022-06-01')).toEqual({ used: 0 })
  })
})

describe('a chain', () => {
  const chain = [
    stage('one', { state: 'done' }),
    stage('two', { state: 'now' }),
    stage('good', { final: true }),
    stage('bad', { final: true }),
  ]
  test('shows its way, and apart from it the ends that are still open', () => {
    expect(chainShown(view({ chain })).map((s) => s.stage)).toEqual(['one', 'two'])
    expect(endsAhead(view({ chain })).map((s) => s.stage)).toEqual(['good', 'bad'])
  })

  test('that has ended shows the end that was reached and no other', () => {
    const ended = chain.map((s) =>
      s.stage === 'good' ? { ...s, state: 'now' as const } : { ...s, state: 'done' as const },
    )
    const over = view({ chain: ended, stage: 'good', closed_on: '2022-06-01' })
    expect(chainShown(over).map((s) => s.stage)).toEqual(['one', 'two', 'good'])
    expect(endsAhead(over)).toEqual([])
  })

  test('has each step at the stage that it left, the first before all', () => {
    const steps = [
      { id: '1', from: '' },
      { id: '2', from: 'one' },
      { id: '3', from: 'two' },
      { id: '4', from: 'one' },
    ] as CaseStep[]
    expect(stepsFrom(view({ steps }), '').map((s) => s.id)).toEqual(['1'])
    expect(stepsFrom(view({ steps }), 'one').map((s) => s.id)).toEqual(['2', '4'])
  })
})

test('a stage is owned by roles; ends are nobody’s', () => {
  const own = (final: boolean) => ({
    name: 'w',
    label: { zh: 'w' },
    stages: [{ name: 's', label: { zh: 's' }, final, owners: [{ role: 'member', label: { zh: 'm' } }] }],
  })
  expect(ownsStage(own(false), new Set(['member']))).toBe(true)
  expect(ownsStage(own(false), new Set(['other']))).toBe(false)
  expect(ownsStage(own(true), new Set(['member']))).toBe(false)
})

test('a value that proves something leads to where it stands', () => {
  const link = (r: string, c: string, i: string) => `/${r}/${c}/${i}`
  const shown = { label: { zh: 'x' }, text: 'y' }
  expect(linkOf(shown, link)).toBeUndefined()
  expect(linkOf({ ...shown, link: { register: 'a', county: 'b', id: 'c' } }, link)).toBe('/a/b/c')
})

test('what leads on is no way back and no sad end', () => {
  const chain = [stage('next'), stage('good', { final: true, good: true }), stage('sad', { final: true })]
  const action = (to: string | null, back = false) =>
    ({ form: 'f', do: 'd', label: {}, to, back, possible: true }) as unknown as CaseAction
  expect(['next', 'good', 'sad', null].map((to) => leadsOn(action(to), chain))).toEqual([true, true, false, false])
  expect(leadsOn(action('next', true), chain)).toBe(false)
})
