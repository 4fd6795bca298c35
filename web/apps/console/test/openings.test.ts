import { describe, expect, it } from 'vitest'
import type { Catalog, FormView } from '@jieli/form-engine'
import { draftOf, openingsOf } from '../src/lib/openings'

const field = (type: string) => ({ name: type, label: { zh: type }, type })
const form = (name: string, subject: string, more: Partial<FormView> = {}): FormView =>
  ({
    name,
    label: { zh: name },
    subject,
    creates: true,
    may_submit: true,
    sections: [
      {
        name: 'one',
        label: { zh: '' },
        questions: [
          { name: 'reach', field: field('polygon') },
          {
            name: 'spots',
            field: field('rows'),
            repeat: { register: 'spot', add: true, questions: [{ name: 'where', field: field('area') }] },
          },
        ],
      },
    ],
    ...more,
  }) as unknown as FormView

const catalog = {
  rounds: [{ name: 'sweep', opened_by: 'storm' }],
  forms: [
    form('storm_opening', 'storm'),
    form('storm_wave', 'storm', { creates: false }),
    form('plot_entry', 'plot'),
    form('not_mine', 'storm', { may_submit: false }),
    form('storm_note', 'storm', { sections: [] }),
  ],
} as unknown as Catalog

describe('a round that begins on the map', () => {
  it('is opened by forms that open one, ask where, and may be sent', () => {
    const found = openingsOf(catalog)
    expect(found.map((o) => [o.form.name, o.shape?.name, o.places?.rows.name, o.places?.area.name])).toEqual([
      ['storm_opening', 'reach', 'spots', 'where'],
    ])
  })
  it('goes on as a draft with the outline and the villages answered', () => {
    const polygon = { type: 'Polygon', coordinates: [] }
    const kept = draftOf(openingsOf(catalog)[0]!, 'me', '441823111', 7, 'zh', polygon, ['441823111205', '441823111206'])
    expect(kept.county).toBe('441823')
    expect(kept.draft.answers).toEqual({ reach: { value: polygon, touched: true } })
    expect(kept.draft.rows.spots?.map((r) => r.answers.where?.value)).toEqual(['441823111205', '441823111206'])
    expect(new Set([kept.draft.subject, kept.bundle, ...kept.draft.rows.spots!.map((r) => r.record)]).size).toBe(4)
  })
})
