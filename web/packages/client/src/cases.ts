import type { RecordView, Text } from '@jieli/form-engine'
import type { TaskView } from './views'

/** A case: a record that goes through the stages of a workflow, with all that is needed to decide about it. */
export interface CaseView {
  workflow: string
  label: Text
  case: RecordView
  /** What the case is about; absent when it stands alone. */
  subject?: Subject | null
  stage: string
  stage_label: Text
  opened_on: string | null
  due_on: string | null
  deadline_on: string | null
  closed_on: string | null
  paused_on: string | null
  overdue: boolean
  days_left: number | null
  late_days: number
  chain: ChainStage[]
  steps: CaseStep[]
  actions: CaseAction[]
  documents: CaseDocument[]
  tasks: TaskView[]
}

export interface Subject {
  register: string
  county: string
  id: string
  title: string
}

export interface ChainStage {
  stage: string
  label: Text
  help?: Text
  owners: { role: string; label: Text }[]
  state: 'done' | 'now' | 'ahead' | 'skipped'
  /** The day on which the stage was entered last. */
  on?: string | null
  due_on?: string | null
  within_days?: number | null
  /** Those are working days. */
  workdays?: boolean
  at_least_days?: number | null
  final?: boolean
  good?: boolean
}

/** A step that was taken. */
export interface CaseStep {
  id: string
  did: string
  label: Text
  from: string
  to: string
  from_label?: Text | null
  to_label?: Text | null
  on: string | null
  due_was?: string | null
  late_days?: number | null
  by: { account: string; name: string }
  /** Who did it together with the account. */
  second?: string | null
  reason?: string | null
  answers: StepAnswer[]
}

export interface StepAnswer {
  label: Text
  text: Text | string
  masked?: boolean
  /** Hashes of attachments. */
  photos?: string[]
}

/** A step that a role of the caller may take here, and whether it can be taken today. */
export interface CaseAction {
  form: string
  do: string
  label: Text
  help?: Text
  to?: string | null
  to_label?: Text | null
  back?: boolean
  possible: boolean
  why_not?: Text[]
  first_day?: string | null
  requires?: Requirement[]
}

/** A condition of a step; met is null when what it needs is not known. */
export interface Requirement {
  name: string
  label: Text
  met: boolean | null
  shows: Shown[]
}

/** A value that proves a condition, and where it stands. */
export interface Shown {
  label: Text
  text: Text | string
  link?: { register: string; county: string; id: string } | string | null
}

export interface CaseDocument {
  name: string
  label: Text
  /** It may hang in public: nothing private is on it. */
  public?: boolean
}

/** A case in a queue. */
export interface QueuedCase {
  county: string
  id: string
  title: string
  subject?: Subject | null
  area: string
  area_name: string
  stage: string
  stage_label: Text
  due_on: string | null
  overdue: boolean
  days_left: number | null
  paused?: boolean
  opened_on: string | null
  why?: Text | string | null
  summary?: { label: Text; text: Text | string }[]
}

export interface QueueView {
  cases: QueuedCase[]
  next?: string | null
  /** Open and closed cases by stage, within the same area. */
  counts: Record<string, number>
  /** Of these, cases that wait for the person. */
  mine: number
}

export interface QueueQuery {
  stage?: string
  mine?: 'yes'
  overdue?: 'yes'
  area?: string
  after?: string
  limit?: number
}

/** Somebody who works where the caller does. */
export interface Person {
  account: string
  name: string
  role: string
  area_name: string
}

/** Somebody who may take over a task. */
export interface TaskPerson {
  account: string
  name: string
  role: Text | string
}
