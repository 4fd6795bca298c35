import { words, type Catalog, type Lang, type LayerView } from '@jieli/form-engine'

/** One value of the colour of a layer. */
export interface Choice {
  code: string
  label: string
  color: string
}

const yesNo = { true: { zh: '是', en: 'yes' }, false: { zh: '否', en: 'no' } }

/** The values by which a layer is coloured, each with its colour. */
export function choicesOf(
  layer: LayerView,
  catalog: Catalog,
  lang: Lang,
  colorOf: (index: number) => string,
): Choice[] {
  const field = catalog.registers.find((r) => r.name === layer.register)?.fields.find((f) => f.name === layer.color)
  if (!field) return []
  if (field.type === 'yes_no')
    return Object.entries(yesNo).map(([code, label], i) => ({ code, label: label[lang], color: colorOf(i) }))
  return (catalog.choices[field.choices ?? '']?.values ?? [])
    .filter((v) => !v.retired)
    .map((v, i) => ({ code: v.code, label: words(v.label, lang), color: colorOf(i) }))
}
