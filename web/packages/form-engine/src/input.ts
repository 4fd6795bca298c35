import type { FormView, QuestionView, RecordView, RegisterView } from './catalog'
import type { Finding } from './finding'
import type { Lookup } from './values/index'

/** All that a session is made from. The client fetches; the engine only computes. */
export interface SessionInput {
  form: FormView
  register(name: string): RegisterView | undefined
  look: Lookup
  /** What the form is about; absent when the form makes it. */
  subject?: RecordView
  /** Parents of the subject, by register. */
  parents?: Record<string, RecordView>
  /** Child records of the subject, by the name of the list. A list that is not given is unknown to expressions. */
  children?: Record<string, RecordView[]>
  parameters?: Record<string, unknown>
  /** First answers by question, where neither record nor default has one: the area a list was filtered by. */
  prefill?: Record<string, unknown>
  /** Today in the programme's zone, YYYY-MM-DD. */
  today: string
  /** RFC 3339. */
  now: string
  /** A new record id (UUIDv7). */
  newId(): string
  draft?: Draft
}

/** One answer: a value in JSON form, or typing that could not be read. */
export interface Answer {
  value: unknown
  /** What was typed, kept as long as it is not a value. */
  typed?: string
  /** The person has changed it; an untouched answer follows the record. */
  touched?: boolean
}

export interface DraftRow {
  record: string
  fresh?: boolean
  picked?: boolean
  answers: Record<string, Answer>
}

/** A session as plain JSON. */
export interface Draft {
  form: string
  subject?: string
  /** Version of the subject that the person saw; stays when the record moves on, so that conflicts are found. */
  base?: number
  answers: Record<string, Answer>
  rows: Record<string, DraftRow[]>
}

export interface QuestionState {
  path: string
  question: QuestionView
  value: unknown
  typed?: string
  relevant: boolean
  required: boolean
  /** Shown, not asked: read_only or calculated. */
  readOnly: boolean
  touched: boolean
  /** Differs from what the record holds. */
  changed: boolean
  findings: Finding[]
  rows?: RowState[]
  canAdd?: boolean
}

export interface RowState {
  path: string
  record: string
  /** Version of the record that the person saw; 0 for a new one. */
  base: number
  fresh: boolean
  picked: boolean
  title: string
  questions: QuestionState[]
}

export interface SectionState {
  name: string
  section: FormView['sections'][number]
  relevant: boolean
  questions: QuestionState[]
  /** Findings of the section's questions and rows. */
  findings: Finding[]
}

export interface FormState {
  sections: SectionState[]
  findings: Finding[]
  /** Whether anything has been answered or changed. */
  dirty: boolean
}
