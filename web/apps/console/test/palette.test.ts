import { describe, expect, test } from 'vitest'
import type { Catalog } from '@jieli/form-engine'
import { commandsOf, matching } from '../src/lib/palette'

const catalog = {
  forms: [
    { name: 'opening', label: { zh: '启动排查', en: 'Open a check' }, may_submit: true, creates: true, sections: [] },
    { name: 'visit', label: { zh: '走访', en: 'Visit' }, may_submit: true, subject: 'home', sections: [] },
    { name: 'closed', label: { zh: '关闭排查' }, creates: true, sections: [] },
  ],
  registers: [
    { name: 'home', label: { zh: '排查记录', en: 'Checks' }, rights: ['read'], fields: [] },
    { name: 'secret', label: { zh: '排查密档' }, rights: [], fields: [] },
  ],
  workflows: [],
  indicators: [{ name: 'checks', label: { zh: '排查户数', en: 'Households checked' }, kind: 'flow' }],
} as unknown as Catalog

describe('the palette', () => {
  const all = commandsOf(catalog, [{ to: '/tasks', label: '我的任务' }])
  const found = (typed: string) => matching(all, typed, 'zh').map((c) => c.to)
  test('begins what the person may, opens what they may read, and nothing else', () => {
    expect(found('排查')).toEqual(['/r/home', '/figures/checks', '/form/opening'])
    expect(found('走访')).toEqual([]) // a visit needs a household first
    expect(found('密')).toEqual([])
  })
  test('knows names in both languages, whatever their case', () => {
    expect(found('open A')).toEqual(['/form/opening'])
    expect(found('ch')).toEqual([]) // initials of a name
    expect(found('任务')).toEqual(['/tasks'])
    expect(found('  ')).toEqual([])
  })
})
