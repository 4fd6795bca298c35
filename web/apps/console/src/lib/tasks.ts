import type { TaskView } from '@jieli/client'
import { daysBetween } from './day'

export type Urgency = 'overdue' | 'today' | 'week' | 'later'
const soon = 7 // days

/** Days until a task is due; Infinity without a due day. */
export function daysLeft(task: TaskView, today: string): number {
  return task.due ? daysBetween(today, task.due) : Infinity
}

export function urgencyOf(task: TaskView, today: string): Urgency {
  const left = daysLeft(task, today)
  if (task.overdue || left < 0) return 'overdue'
  if (left === 0) return 'today'
  return left <= soon ? 'week' : 'later'
}

const order: Urgency[] = ['overdue', 'today', 'week', 'later']

/** Tasks by urgency, the most urgent first; what was handed to me stands before what is anybody's,
 * and what I have handed on after it. */
export function byUrgency(
  tasks: readonly TaskView[],
  today: string,
  me: string,
): { key: Urgency; tasks: TaskView[] }[] {
  const mine = (t: TaskView) => (t.assignee ? (t.assignee.account === me ? 1 : -1) : 0)
  const sorted = [...tasks].sort(
    (a, b) => mine(b) - mine(a) || (a.due ?? '9999').localeCompare(b.due ?? '9999') || a.area.localeCompare(b.area),
  )
  return order
    .map((key) => ({ key, tasks: sorted.filter((t) => urgencyOf(t, today) === key) }))
    .filter((g) => g.tasks.length)
}

/** Tasks that are alike. */
export interface TaskKind {
  key: string
  tasks: TaskView[]
  /** So many that a heading says once what they are. */
  alike: boolean
  /** Why they are there, when it is the same for all. */
  why?: TaskView['why']
}

const alikeFrom = 3 // tasks of a kind that have a heading of their own

/** Tasks by kind, in the order of their first one. Those that have climbed come last: they are looked at, not done. */
export function kindsOf(tasks: readonly TaskView[]): TaskKind[] {
  const kinds = new Map<string, TaskView[]>()
  for (const task of tasks) {
    const key = `${task.kind}/${Math.min(task.level ?? 0, 1)}`
    kinds.set(key, [...(kinds.get(key) ?? []), task])
  }
  const climbed = (list: TaskView[]) => Number(Boolean(list[0]?.level))
  const own = [...kinds].sort((a, b) => climbed(a[1]) - climbed(b[1]))
  return own.map(([key, list]) => {
    const alike = list.length >= alikeFrom
    const why = list[0]?.why
    const same = why !== undefined && list.every((x) => JSON.stringify(x.why) === JSON.stringify(why))
    return { key, tasks: list, alike, ...(alike && same ? { why } : {}) }
  })
}

/** What is done on trips: tasks that stand for several records of one place, by place. */
export function tripsOf(tasks: readonly TaskView[]): { area: string; name: string; tasks: TaskView[]; due: number }[] {
  const trips = new Map<string, { area: string; name: string; tasks: TaskView[]; due: number }>()
  for (const task of tasks) {
    if (!task.group) continue
    const trip = trips.get(task.area) ?? { area: task.area, name: task.area_name, tasks: [], due: 0 }
    trip.tasks.push(task)
    trip.due += task.group.due
    trips.set(task.area, trip)
  }
  return [...trips.values()].sort((a, b) => a.area.localeCompare(b.area))
}
