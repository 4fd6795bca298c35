import { Api, Device } from '@jieli/client'
import { currentLang } from '../i18n'

let signedOut = () => {}

/** What happens when the server says that the session has ended. */
export function onSignedOut(work: () => void): void {
  signedOut = work
}

let packSeen = (_version: string) => {}

/** What happens when the server says which version of the programme it has. */
export function onPack(work: (version: string) => void): void {
  packSeen = work
}

export const api = new Api({
  lang: currentLang,
  onSignedOut: () => signedOut(),
  onPack: (version) => packSeen(version),
})
export const device = new Device()
