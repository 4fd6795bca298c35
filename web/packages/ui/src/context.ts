import { inject, type InjectionKey } from 'vue'
import { words, type Catalog, type Lang, type Lookup, type RegisterView, type Text } from '@jieli/form-engine'
import type { Api, AreaView } from '@jieli/client'

/** What components need of the app. The catalog is complete before any of them is drawn. */
export interface Jieli {
  api: Api
  readonly catalog: Catalog
  readonly lang: Lang
  /** Areas of the caller: codes within which records are kept. */
  readonly scopes: { code: string; name: string }[]
  register(name: string): RegisterView | undefined
  look: Lookup
  /** The areas below a code, fetched once. */
  areasBelow(within: string, level?: string): Promise<AreaView[]>
  /** Notes the names of areas met elsewhere, so that codes show as names. */
  learnAreas(list: { code: string; name: string }[]): void
  recordLink(register: string, county: string, id: string): string
}

export const jieliKey: InjectionKey<Jieli> = Symbol('jieli')

export function useJieli(): Jieli {
  const jieli = inject(jieliKey)
  if (!jieli) throw new Error('useJieli outside of the app')
  return jieli
}

/** A stream in words: the area whose entries it holds, and whether it is the journal of who looked at what. */
export function streamName(stream: string, jieli: Jieli, access: string): string {
  const [area = '', kind] = stream.split('-')
  return jieli.look.areaName(area) + (kind === 'access' ? access : '')
}

/** Words in the language of the page; the server sends some as plain text. */
export function say(text: Text | string | undefined | null, lang: Lang): string {
  return typeof text === 'string' ? words({ zh: text }, lang) : words(text, lang)
}
