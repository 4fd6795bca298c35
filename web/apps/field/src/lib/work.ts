// What a day is made of: tasks by village, the records that a trip is about, what can be done with a record.
import { words, type FieldView, type FormView, type Geometry, type Lang, type RecordView } from '@jieli/form-engine'
import type { TaskView } from '@jieli/client'
import { account, catalog, outbox, pocket } from './field'
import { jieli, stageOf } from './jieli'

export interface Trip {
  area: string
  name: string
  tasks: TaskView[]
  /** Of the tasks that are no trips; and targets of those that are. */
  due: string
  /** Metres from where the person stands, where both places are known. */
  away?: number
}

/** Something of a task has been done here and is not confirmed yet. */
export function donePending(task: TaskView): boolean {
  const forms = task.forms ?? (task.form ? [task.form] : [])
  return Boolean(
    task.record &&
    outbox.items.some(
      (x) => x.state !== 'refused' && !x.pulled && x.about?.id === task.record && forms.includes(x.bundle.form ?? ''),
    ),
  )
}

/** Tasks by village: those near come first where it is known how far they are, else what is due first. */
export function tripsOf(tasks: readonly TaskView[], here?: [number, number]): Trip[] {
  const trips = new Map<string, Trip>()
  for (const task of tasks) {
    const trip = trips.get(task.area) ?? { area: task.area, name: task.area_name, tasks: [], due: '9999' }
    trip.tasks.push(task)
    if (task.due && task.due < trip.due) trip.due = task.due
    trips.set(task.area, trip)
  }
  const list = [...trips.values()]
  if (here) {
    const middles = middlesOf()
    for (const trip of list) {
      const at = middles.get(trip.area)
      if (at) trip.away = metres(here, at)
    }
    return list.sort((a, b) => (a.away ?? Infinity) - (b.away ?? Infinity) || a.due.localeCompare(b.due))
  }
  return list.sort((a, b) => a.due.localeCompare(b.due) || a.area.localeCompare(b.area))
}

/** Where the records of each area lie, in the middle. */
function middlesOf(): Map<string, [number, number]> {
  const sums = new Map<string, [number, number, number]>()
  for (const register of catalog.value?.registers ?? []) {
    const point = register.fields.find((f) => f.type === 'point')
    if (!point) continue
    for (const r of pocket.list(register.name)) {
      const at = pointOf(r, point)
      if (!at) continue
      const [x, y, n] = sums.get(r.area) ?? [0, 0, 0]
      sums.set(r.area, [x + at[0], y + at[1], n + 1])
    }
  }
  return new Map([...sums].map(([area, [x, y, n]]) => [area, [x / n, y / n]]))
}

function pointOf(r: RecordView, field: FieldView): [number, number] | undefined {
  const shape = r.fields[field.name] as Geometry | undefined
  return shape?.type === 'Point' ? (shape.coordinates as [number, number]) : undefined
}

/** Where a record lies, if it says so. */
export function placeOf(r: RecordView): [number, number] | undefined {
  const field = jieli.register(r.register)?.fields.find((f) => f.type === 'point')
  return field && pointOf(r, field)
}

const metresOfDegree = 111_320

export function metres(a: [number, number], b: [number, number]): number {
  const east = (b[0] - a[0]) * Math.cos((((a[1] + b[1]) / 2) * Math.PI) / 180)
  return Math.hypot(east, b[1] - a[1]) * metresOfDegree
}

export function distance(m: number | undefined): string {
  if (m === undefined) return ''
  return m < 950 ? `${Math.round(m / 50) * 50} m` : `${(m / 1000).toFixed(1)} km`
}

/** A target of a trip. */
export interface Target {
  record: RecordView
  due: string
  done: boolean
}

/** The records that a trip is about: those of the round in the area, what is due first; done ones last. */
export function targetsOf(task: TaskView): Target[] {
  const round = catalog.value?.rounds.find((r) => r.name === task.kind)
  const made = round && jieli.register(round.covered_by)
  const day = made?.date_field ?? ''
  const all = pocket
    .list(task.register)
    .filter((r) => r.area === task.area)
    .map((record): Target => {
      const due = round?.due ? String(record.fields[round.due] ?? '') : ''
      const pending = pocket.pending(record.register, record.id)
      const visits = made && !round.due ? pocket.children(made.name, record.id) : []
      return { record, due, done: pending || visits.some((v) => String(v.fields[day] ?? '') >= task.opened) }
    })
    .filter((x) => !round?.due || x.due)
    .sort(firstDue)
  // Of targets that fall due each on a day of its own only those count that are due by now: as many as the task says.
  const shown = task.group ? all.filter((x, i) => x.done || i < (task.group?.due ?? 0)) : all
  return shown.sort((a, b) => Number(a.done) - Number(b.done) || firstDue(a, b))
}

const firstDue = (a: Target, b: Target) => a.due.localeCompare(b.due) || a.record.title.localeCompare(b.record.title)

/** Whether a record names the person: as who answers for it. */
export function isMine(r: RecordView): boolean {
  const me = account.value?.id
  const fields = jieli.register(r.register)?.fields ?? []
  return (
    Boolean(me) && fields.some((f) => f.type === 'reference' && f.register === 'account' && r.fields[f.name] === me)
  )
}

/** The forms that can be filled in about a record as it stands; steps of a case only where its stage takes them. */
export function formsOf(r: RecordView): FormView[] {
  const first = catalog.value?.workspace.forms ?? []
  const place = (f: FormView) => (first.includes(f.name) ? first.indexOf(f.name) : first.length)
  return (catalog.value?.forms ?? [])
    .filter((f) => f.subject === r.register && !f.creates && f.may_submit)
    .filter(
      (f) =>
        !f.transition?.from?.length ||
        f.transition.workflow !== r.register ||
        f.transition.from.includes(String(r.fields.stage)),
    )
    .sort((a, b) => place(a) - place(b))
}

/** What is said of a record in a list, below its name. */
export function summary(r: RecordView, lang: Lang): string {
  const stage = stageOf(r, lang)
  const register = jieli.register(r.register)
  return [stage, words(register?.label, lang)].filter(Boolean).join(' · ')
}
