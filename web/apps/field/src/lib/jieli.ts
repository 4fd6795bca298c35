import type { Jieli } from '@jieli/ui'
import { display, words, type Lang, type RecordView, type RegisterView } from '@jieli/form-engine'
import { currentLang } from '../i18n'
import { api, catalog, pocket } from './field'

const registersOf = new WeakMap<object, Map<string, RegisterView>>()

function register(name: string): RegisterView | undefined {
  const all = catalog.value
  if (!all) return undefined
  let map = registersOf.get(all)
  if (!map) registersOf.set(all, (map = new Map(all.registers.map((r) => [r.name, r]))))
  return map.get(name)
}

/** What the components of the ui package ask of this app. */
export const jieli: Jieli = {
  api,
  get catalog() {
    if (!catalog.value) throw new Error('nothing is drawn before the kit is there')
    return catalog.value
  },
  get lang() {
    return currentLang()
  },
  get scopes() {
    const grants = pocket.state.session?.account.grants ?? []
    const list = grants.map((g) => ({ code: g.area, name: g.area_name }))
    return list.filter((a, i) => list.findIndex((b) => b.code === a.code) === i)
  },
  register,
  look: {
    choices: (list) => catalog.value?.choices[list],
    unit: (name) => catalog.value?.units?.[name]?.label,
    areaName: (code) => pocket.areaName(code),
  },
  areasBelow: (within, level) => api.areas({ within, ...(level ? { level } : {}) }),
  learnAreas: () => {},
  recordLink: () => '',
}

/** Words for a record that the server has not named yet: the pattern of its register, filled in. */
export function titleOf(of: RegisterView, fields: Record<string, unknown>): string {
  const lang = currentLang()
  const pattern = typeof of.title === 'string' ? of.title : ''
  const text = pattern.replace(/\{(\w+)\}/g, (_, name: string) => {
    const field = of.fields.find((f) => f.name === name)
    return field ? display(fields[name], field, jieli.look, lang) : ''
  })
  return text.replace(/^[\s·,，、—-]+|[\s·,，、—-]+$/g, '') || words(of.label, lang)
}

/** The stage of a case in words; undefined for what is no case. */
export function stageOf(record: RecordView, lang: Lang): string | undefined {
  const flow = catalog.value?.workflows?.find((w) => w.name === record.register)
  const stage = flow?.stages.find((s) => s.name === record.fields.stage)
  return stage && words(stage.label, lang)
}
