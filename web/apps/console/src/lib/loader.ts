import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { ApiError } from '@jieli/client'
import { words } from '@jieli/form-engine'
import { currentLang } from '../i18n'

export function sentence(error: unknown): string {
  return error instanceof ApiError ? words(error.detail, currentLang()) : String(error)
}

export interface Loader<T> {
  data: ShallowRef<T | undefined>
  busy: Ref<boolean>
  problem: Ref<string>
  load(): Promise<void>
}

/** Something fetched: its data, whether it is on its way, what went wrong. The last call wins. */
export function useLoader<T>(work: (signal: AbortSignal) => Promise<T>): Loader<T> {
  const data = shallowRef<T>()
  const busy = ref(false)
  const problem = ref('')
  let turn = new AbortController()
  async function load() {
    turn.abort()
    const mine = (turn = new AbortController())
    busy.value = true
    problem.value = ''
    try {
      const got = await work(mine.signal)
      if (mine === turn) data.value = got
    } catch (error) {
      if (mine === turn) problem.value = sentence(error)
    } finally {
      if (mine === turn) busy.value = false
    }
  }
  return { data, busy, problem, load }
}
