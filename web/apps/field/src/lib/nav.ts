// Pages without addresses: nothing of a record stands in an address, a history or a log. The back button works.
import { readonly, shallowRef } from 'vue'

export type Page =
  | { name: 'day' }
  | { name: 'find'; register?: string; area?: string; round?: string; q?: string }
  | { name: 'record'; register: string; id: string }
  | {
      name: 'form'
      form?: string
      register?: string
      id?: string
      parent?: { register: string; id: string }
      /** A kept draft to go on with. */
      draft?: string
    }
  | { name: 'sent' }
  | { name: 'me' }

const current = shallowRef<Page>({ name: 'day' })
export const page = readonly(current) as { readonly value: Page }

/** Pages that the lower bar leads to. */
export const homes = ['day', 'find', 'sent', 'me'] as const

export function go(next: Page, instead = false): void {
  current.value = next
  if (instead) history.replaceState(next, '')
  else history.pushState(next, '')
  window.scrollTo({ top: 0 })
}

export function back(): void {
  if (history.length > 1) history.back()
  else go({ name: 'day' }, true)
}

/** Begins at the first page; what the browser remembers of before is not gone back to. */
export function startNav(): void {
  history.replaceState({ name: 'day' } satisfies Page, '')
  window.addEventListener('popstate', (event) => {
    current.value = (event.state as Page | null) ?? { name: 'day' }
  })
}
