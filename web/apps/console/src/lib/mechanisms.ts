import type { Catalog, FormView, IndicatorView, MechanismView, RegisterView, WorkflowView } from '@jieli/form-engine'
import { ownsStage } from './cases'

/** What one person has to do with a mechanism of the programme. */
export interface Mechanism extends MechanismView {
  /** Forms that begin something: they are about no record that must be chosen first. */
  begins: FormView[]
  /** Ways of which some stage is theirs. */
  queues: WorkflowView[]
  /** Registers that stand on their own, the usual ones first; then what lies below others. */
  registers: RegisterView[]
  details: RegisterView[]
  /** The usual ones first. */
  indicators: IndicatorView[]
  /** Something of it stands on the person's workspace, or is theirs to do. */
  mine: boolean
}

/** The mechanisms of which a person may see something, in the order of the pack. */
export function mechanismsOf(catalog: Catalog, roles: ReadonlySet<string>): Mechanism[] {
  return (catalog.mechanisms ?? []).map((m) => mechanismOf(m, catalog, roles)).filter(hasSomething)
}

function mechanismOf(m: MechanismView, catalog: Catalog, roles: ReadonlySet<string>): Mechanism {
  const inIt = <T extends { folder?: string }>(list: readonly T[] | undefined) =>
    (list ?? []).filter((x) => x.folder === m.name)
  const { workspace } = catalog
  const steps = new Set((catalog.workflows ?? []).map((w) => w.steps))
  const readable = inIt(catalog.registers).filter((r) => r.rights.includes('read') && !steps.has(r.name))
  const begins = usualFirst(
    inIt(catalog.forms).filter((f) => f.may_submit && (f.creates || !f.subject)),
    workspace.forms,
  )
  const queues = inIt(catalog.workflows).filter((w) => ownsStage(w, roles))
  const registers = usualFirst(
    readable.filter((r) => !r.parent || workspace.registers.includes(r.name)),
    workspace.registers,
  )
  const indicators = usualFirst(inIt(catalog.indicators), workspace.indicators)
  const mine =
    queues.length > 0 ||
    begins.length > 0 ||
    registers.some((r) => workspace.registers.includes(r.name)) ||
    indicators.some((i) => workspace.indicators.includes(i.name))
  return { ...m, begins, queues, registers, details: readable.filter((r) => !registers.includes(r)), indicators, mine }
}

function hasSomething(m: Mechanism): boolean {
  return m.mine || m.registers.length + m.details.length + m.indicators.length > 0
}

/** Those named in a list come first, in its order; the others stay in theirs. */
function usualFirst<T extends { name: string }>(items: readonly T[], names: readonly string[]): T[] {
  const place = (x: T) => (names.includes(x.name) ? names.indexOf(x.name) : names.length)
  return [...items].sort((a, b) => place(a) - place(b))
}
