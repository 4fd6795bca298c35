import { ref, type Ref } from 'vue'

/** A list as somebody likes to see it: its filters, order, columns and shape, all of which stand in its address. */
export interface SavedView {
  name: string
  query: Record<string, string>
}

/** Views that are kept on this device; a view is shared by its address, which says everything. */
export function savedViews(register: string): {
  views: Ref<SavedView[]>
  keep(name: string, query: Record<string, string>): void
  drop(name: string): void
} {
  const key = `jieli.views.${register}`
  const views = ref<SavedView[]>(read(key))
  const write = (next: SavedView[]) => {
    views.value = next
    localStorage.setItem(key, JSON.stringify(next))
  }
  return {
    views,
    keep: (name, query) => write([...views.value.filter((v) => v.name !== name), { name, query }]),
    drop: (name) => write(views.value.filter((v) => v.name !== name)),
  }
}

function read(key: string): SavedView[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return Array.isArray(list) ? (list as SavedView[]).filter((v) => v.name && v.query) : []
  } catch {
    return []
  }
}
