import { describe, expect, it } from 'vitest'
import type { FieldView, RecordView, WorkflowView } from '@jieli/form-engine'
import { partsOf } from '../src/lib/parts'

const workflow = {
  name: 'handover_item',
  label: { zh: '交接事项' },
  stages: [
    { name: 'listed', label: { zh: '待确认' } },
    { name: 'confirmed', label: { zh: '已接收' }, final: true },
  ],
} as unknown as WorkflowView
const fields: FieldView[] = [
  { name: 'stage', label: { zh: '环节' }, type: 'choice', list: true },
  { name: 'other', label: { zh: '改由谁接手' }, type: 'reference', list: true },
]
const jieli = { look: {} as never, lang: 'zh' as const }
const record = (id: string, more: Partial<RecordView>): RecordView => ({
  register: 'handover_item',
  county: '441823',
  id,
  version: 1,
  state: 'active',
  area: '441823111',
  area_name: '小江镇',
  title: id,
  fields: { stage: 'listed' },
  ...more,
})

describe('the cases of which a case is made', () => {
  it('stand with their stage, what is due first on top, void ones left out', () => {
    const list = partsOf(
      [
        record('b', {}),
        record('late', { fields: { stage: 'listed', due_on: '2022-03-01' } }),
        record('gone', { state: 'void' }),
      ],
      workflow,
      fields,
      jieli,
      '2022-03-04',
    )
    expect(list.map((c) => c.id)).toEqual(['late', 'b'])
    expect(list[0]).toMatchObject({ stage: 'listed', stage_label: { zh: '待确认' }, days_left: -3, overdue: true })
    expect(list[1]).toMatchObject({ due_on: null, days_left: null, overdue: false })
  })

  it('name the people that they point to', () => {
    const list = partsOf(
      [record('a', { fields: { stage: 'listed', other: 'id-1' }, named: { 'id-1': '李四' } })],
      workflow,
      fields,
      jieli,
      '2022-03-04',
    )
    expect(list[0]?.summary).toEqual([{ label: { zh: '改由谁接手' }, text: '李四' }])
  })
})
