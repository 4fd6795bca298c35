import type { Text } from '@jieli/form-engine'

/** A rule over records, and how often it was right. */
export interface RuleView {
  name: string
  label: Text
  subject: string
  when: string
  because?: Text | null
  /** It can be tried and never fires. */
  draft?: boolean
  /** The workflow whose cases it opens. */
  opens?: string | null
  open_now: number
  signals: number
  proved: number
  dismissed: number
  /** Proved ÷ (proved + dismissed), percent; null when nothing has been decided. */
  share: number | string | null
}

export interface RuleTrialInput {
  rule?: string
  when?: string
  /** Register that the condition is about; a rule has its own. */
  subject?: string
  area?: string
  since?: string
}

export interface RuleTrial {
  seconds: number
  records: number
  found: number
  /** Found, and a case was open or had proved true already. */
  known: number
  /** Cases that proved true and would not be found. */
  missed: number
  samples: TrialSample[]
  missed_samples?: TrialSample[]
  months: { month: string; found: number }[]
}

export interface TrialSample {
  title: string
  area_name: string
  register: string
  county: string
  id: string
  why?: Text | string | null
}
