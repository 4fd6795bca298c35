import { words, type Catalog, type Lang } from '@jieli/form-engine'

/** The words for a folder of the pack: those of its mechanism, else the first register that lies in it. */
function folderLabel(folder: string, catalog: Catalog, lang: Lang, other: string): string {
  const named = catalog.mechanisms?.find((m) => m.name === folder)
  if (named) return words(named.label, lang)
  const first =
    catalog.registers.find((r) => r.folder === folder && !r.parent) ??
    catalog.registers.find((r) => r.folder === folder)
  return first ? words(first.label, lang) : other
}

export interface Group<T> {
  /** The folder; "" for what stands in none. */
  name: string
  title: string
  items: T[]
}

/** Items by the folder of the pack that they stand in, in the order of the mechanisms; folders without one come last. */
export function groupByFolder<T extends { folder?: string }>(
  items: readonly T[],
  catalog: Catalog,
  lang: Lang,
  other: string,
): Group<T>[] {
  const groups = new Map<string, Group<T>>()
  for (const item of items) {
    const name = item.folder ?? ''
    const group = groups.get(name) ?? {
      name,
      title: name ? folderLabel(name, catalog, lang, other) : other,
      items: [],
    }
    group.items.push(item)
    groups.set(name, group)
  }
  const order = (catalog.mechanisms ?? []).map((m) => m.name)
  const place = (g: Group<T>) => (order.includes(g.name) ? order.indexOf(g.name) : order.length)
  return [...groups.values()].sort((a, b) => place(a) - place(b))
}
