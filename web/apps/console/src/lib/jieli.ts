import type { Jieli } from '@jieli/ui'
import { words } from '@jieli/form-engine'
import { currentLang } from '../i18n'
import type { useSession } from '../stores/session'
import { api } from './api'

/** What the components of the ui package ask of this app. */
export function jieliOf(session: ReturnType<typeof useSession>): Jieli {
  return {
    api,
    get catalog() {
      if (!session.catalog) throw new Error('the catalog is read before anything is drawn')
      return session.catalog
    },
    get lang() {
      return currentLang()
    },
    get scopes() {
      return session.scopes
    },
    register: (name) => session.registers.get(name),
    look: {
      choices: (list) => session.catalog?.choices[list],
      unit: (name) => session.catalog?.units?.[name]?.label,
      areaName: (code) => words({ zh: session.areaNames.get(code) ?? code }, currentLang()),
    },
    areasBelow: session.areasBelow,
    learnAreas: session.learnAreas,
    recordLink: (register, county, id) =>
      `/${session.workflows.has(register) ? 'cases' : 'r'}/${register}/${county}/${id}`,
  }
}
