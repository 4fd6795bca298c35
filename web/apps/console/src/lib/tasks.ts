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

/** Tasks by urgency, the most urgent first; what was handed to me stands before what is anybody's. */
export function byUrgency(
  tasks: readonly TaskView[],
  today: string,
  me: string,
): { key: Urgency; tasks: TaskView[] }[] {
  const mine = (t: TaskView) => Number(t.assignee?.account === me)
  const sorted = [...tasks].sort(
    (a, b) => mine(b) - mine(a) || (a.due ?? '9999').localeCompare(b.due ?? '9999') || a.area.localeCompare(b.area),
  )
  return order
    .map((key) => ({ key, tasks: sorted.filter((t) => urgencyOf(t, today) === key) }))
    .filter((g) => g.tasks.length)
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
