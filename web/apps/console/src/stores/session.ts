import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Account, AreaView, SessionView } from '@jieli/client'
import type { Catalog, FormView, RegisterView, WorkflowView } from '@jieli/form-engine'
import { api, onPack } from '../lib/api'
import { setClock } from '../lib/day'

/** Who is signed in, and the catalog as far as it is theirs. */
export const useSession = defineStore('session', () => {
  const account = shallowRef<Account>()
  const catalog = shallowRef<Catalog>()
  const areaNames = shallowRef(new Map<string, string>())
  const known = ref(false) // whether the server has been asked
  const filling = ref(0) // open forms: who fills one in signs in again where they are
  const ended = ref(false) // the session has, while a form is open
  const packNow = ref('') // version of the programme that the server has
  onPack((version) => (packNow.value = version))
  /** The programme was replaced under the open page. */
  const outdated = computed(() =>
    Boolean(catalog.value && packNow.value && packNow.value !== catalog.value.pack.version),
  )
  const below = new Map<string, Promise<AreaView[]>>()

  const registers = computed(
    () => new Map((catalog.value?.registers ?? []).map((r): [string, RegisterView] => [r.name, r])),
  )
  const forms = computed(() => new Map((catalog.value?.forms ?? []).map((f): [string, FormView] => [f.name, f])))
  const workflows = computed(
    () => new Map((catalog.value?.workflows ?? []).map((w): [string, WorkflowView] => [w.name, w])),
  )
  const roles = computed(() => new Set((account.value?.grants ?? []).map((g) => g.role)))
  const scopes = computed(() => {
    const list = (account.value?.grants ?? []).map((g) => ({ code: g.area, name: g.area_name }))
    return list.filter((a, i) => list.findIndex((b) => b.code === a.code) === i)
  })
  const home = computed(() => scopes.value[0]?.code ?? catalog.value?.areas_root ?? '')

  /** Whoever answers for the figures of several towns sees them first; everybody else what is to be done. */
  const first = computed(() =>
    home.value.length <= 6 && catalog.value?.workspace.indicators.length ? '/cockpit' : '/tasks',
  )

  async function begin(view: SessionView) {
    if (view.now) setClock(view.now)
    account.value = view.account
    learnAreas(view.account.grants.map((g) => ({ code: g.area, name: g.area_name })))
    catalog.value = await api.catalog()
    void nameAreas()
  }

  /** Names of the areas met most: those of the caller down to the villages of one town or the towns of one county. */
  async function nameAreas() {
    await Promise.all(scopes.value.map((s) => (s.code.length >= 9 ? areasBelow(s.code) : areasBelow(s.code, 'town'))))
    if (scopes.value.some((s) => s.code.length < 6)) await areasBelow(scopes.value[0]?.code ?? '', 'county')
  }

  async function restore() {
    if (known.value) return
    try {
      await begin(await api.session())
    } catch {
      account.value = undefined
    }
    known.value = true
  }

  async function signIn(login: string, password: string) {
    below.clear()
    await begin(await api.signIn(login, password))
    known.value = true
  }

  /** The same person again, with everything on the page as it stands. */
  async function renew(password: string) {
    const view = await api.signIn(account.value?.login ?? '', password)
    account.value = view.account
    ended.value = false
  }

  function forget() {
    ended.value = false
    account.value = undefined
    catalog.value = undefined
    below.clear()
  }

  async function signOut() {
    await api.signOut().catch(() => {}) // an ended session is signed out already
    forget()
  }

  function learnAreas(list: { code: string; name: string }[]) {
    const next = new Map(areaNames.value)
    for (const area of list) if (area.name) next.set(area.code, area.name)
    if (next.size !== areaNames.value.size) areaNames.value = next
  }

  function areasBelow(within: string, level?: string): Promise<AreaView[]> {
    const key = `${within}/${level ?? ''}`
    const found = below.get(key)
    if (found) return found
    const asked = api.areas({ within, ...(level ? { level } : {}) }).then((list) => {
      learnAreas(list)
      return list
    })
    asked.catch(() => below.delete(key))
    below.set(key, asked)
    return asked
  }

  return {
    account,
    catalog,
    registers,
    forms,
    workflows,
    roles,
    scopes,
    home,
    first,
    known,
    filling,
    ended,
    outdated,
    areaNames,
    restore,
    signIn,
    renew,
    signOut,
    forget,
    learnAreas,
    areasBelow,
  }
})
