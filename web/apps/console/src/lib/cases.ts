import type { CaseAction, CaseStep, CaseView, ChainStage, Shown } from '@jieli/client'
import type { FormView, WorkflowView } from '@jieli/form-engine'
import { daysBetween } from './day'

/** When something is due and how it stands with its clock. */
export interface Due {
  due_on: string | null
  days_left: number | null
  overdue: boolean
  closed_on?: string | null
  paused_on?: string | null
  paused?: boolean
}

export type DueKind = 'closed' | 'paused' | 'late' | 'today' | 'soon' | 'calm' | 'none'

const soon = 2 // days before which a clock is pointed out

export function dueKind(due: Due): DueKind {
  if (due.closed_on) return 'closed'
  if (due.paused_on || due.paused) return 'paused'
  if (due.overdue) return 'late'
  if (due.days_left === null) return 'none'
  if (due.days_left === 0) return 'today'
  return due.days_left <= soon ? 'soon' : 'calm'
}

/** The stage at which a case is. */
export function stageNow(view: CaseView): ChainStage | undefined {
  return view.chain.find((s) => s.stage === view.stage)
}

/** Whether an action leads on: not back, and not to an end that nobody hopes for. */
export function leadsOn(action: CaseAction, chain: readonly ChainStage[]): boolean {
  if (!action.to || action.back) return false
  const to = chain.find((s) => s.stage === action.to)
  return !to?.final || Boolean(to.good)
}

/** The steps that were taken out of a stage; with "" those that opened the case. */
export function stepsFrom(view: CaseView, stage: string): CaseStep[] {
  return view.steps.filter((s) => (s.from || '') === stage)
}

/** Days that the stage has run, and the first day on which a minimum is over. */
export function stageClock(stage: ChainStage, today: string): { used: number; first?: string } {
  const used = stage.on ? Math.max(0, daysBetween(stage.on, today)) : 0
  return stage.on && stage.at_least_days ? { used, first: addDays(stage.on, stage.at_least_days) } : { used }
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** The stages of a chain on its way, and the end that was reached, once one was. */
export function chainShown(view: CaseView): ChainStage[] {
  return view.chain.filter((s) => !s.final || s.state === 'now')
}

/** The ends that a case may still come to. */
export function endsAhead(view: CaseView): ChainStage[] {
  return view.closed_on ? [] : view.chain.filter((s) => s.final)
}

/** Where a shown value stands; the server gives a record or a path. */
export function linkOf(
  shown: Shown,
  recordLink: (register: string, county: string, id: string) => string,
): string | undefined {
  if (!shown.link) return undefined
  return typeof shown.link === 'string' ? shown.link : recordLink(shown.link.register, shown.link.county, shown.link.id)
}

/** Whether a role owns a stage that is not an end. */
export function ownsStage(workflow: WorkflowView, roles: ReadonlySet<string>): boolean {
  return workflow.stages.some((s) => !s.final && s.owners?.some((o) => roles.has(o.role)))
}

/** The forms about a case, as far as one may, that are no steps of its own workflow. */
export function besideSteps(forms: readonly FormView[], workflow: string): FormView[] {
  return forms.filter(
    (f) => f.subject === workflow && !f.creates && f.may_submit && f.transition?.workflow !== workflow,
  )
}
