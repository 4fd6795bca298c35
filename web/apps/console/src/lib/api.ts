import { Api, Device } from '@jieli/client'
import { currentLang } from '../i18n'

let signedOut = () => {}

/** What happens when the server says that the session has ended. */
export function onSignedOut(work: () => void): void {
  signedOut = work
}

export const api = new Api({ lang: currentLang, onSignedOut: () => signedOut() })
export const device = new Device()
