import { words, type Catalog, type Lang, type Text } from '@jieli/form-engine'

/** The words for a folder of the pack: what the catalog says, else the first register that lies in it. */
function folderLabel(folder: string, catalog: Catalog, lang: Lang, other: string): string {
  const named = (catalog as Catalog & { folders?: Record<string, Text> }).folders?.[folder]
  if (named) return words(named, lang)
  const first =
    catalog.registers.find((r) => r.folder === folder && !r.parent) ??
    catalog.registers.find((r) => r.folder === folder)
  return first ? words(first.label, lang) : other
}

export interface Group<T> {
  title: string
  items: T[]
}

/** Items by the folder of the pack that they stand in, in the order in which folders come. */
export function groupByFolder<T extends { folder?: string }>(
  items: readonly T[],
  catalog: Catalog,
  lang: Lang,
  other: string,
): Group<T>[] {
  const groups = new Map<string, Group<T>>()
  for (const item of items) {
    const key = item.folder ?? ''
    const group = groups.get(key) ?? { title: key ? folderLabel(key, catalog, lang, other) : other, items: [] }
    group.items.push(item)
    groups.set(key, group)
  }
  return [...groups.values()]
}
