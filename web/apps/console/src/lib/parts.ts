import { display, isKnown, type FieldView, type RecordView, type WorkflowView } from '@jieli/form-engine'
import type { QueuedCase } from '@jieli/client'
import type { Jieli } from '@jieli/ui'
import { daysBetween } from './day'

const hidden = new Set(['stage', 'due_on', 'opened_on', 'closed_on'])

/** The cases below a record as queues show them, the first due first. */
export function partsOf(
  records: readonly RecordView[],
  workflow: WorkflowView,
  fields: readonly FieldView[],
  jieli: Pick<Jieli, 'look' | 'lang'>,
  today: string,
): QueuedCase[] {
  const told = fields.filter((f) => f.list && !f.retired && !hidden.has(f.name))
  const text = (r: RecordView, name: string) => (typeof r.fields[name] === 'string' ? String(r.fields[name]) : null)
  return records
    .filter((r) => r.state !== 'void')
    .map((r) => {
      const due = text(r, 'due_on')
      const left = due && !r.fields.closed_on ? daysBetween(today, due) : null
      const stage = workflow.stages.find((s) => s.name === r.fields.stage)
      return {
        county: r.county,
        id: r.id,
        title: r.title,
        area: r.area,
        area_name: r.area_name,
        stage: text(r, 'stage') ?? '',
        stage_label: stage?.label ?? { zh: text(r, 'stage') ?? '' },
        due_on: due,
        days_left: left,
        overdue: left !== null && left < 0,
        opened_on: text(r, 'opened_on'),
        summary: told
          .filter((f) => isKnown(r.fields[f.name]))
          .map((f) => ({
            label: f.label,
            text: r.named?.[String(r.fields[f.name])] ?? display(r.fields[f.name], f, jieli.look, jieli.lang),
          })),
      }
    })
    .sort((a, b) => (a.due_on ?? '9999').localeCompare(b.due_on ?? '9999') || a.title.localeCompare(b.title, 'zh'))
}
