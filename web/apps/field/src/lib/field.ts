// The one device of this page: its vault, what it carries, what waits, and how far it is in step.
import { computed, ref, shallowRef } from 'vue'
import {
  IndexedCabinet,
  newId,
  Outbox,
  Pocket,
  PocketApi,
  Syncer,
  Vault,
  Wiped,
  type KeptDraft,
  type SessionView,
  type SyncResult,
} from '@jieli/client'
import { dayOfInstant, instantOf, type Catalog } from '@jieli/form-engine'
import { currentLang } from '../i18n'

/** Where the person is on the way to work. */
export type Phase = 'opening' | 'busy_elsewhere' | 'welcome' | 'locked' | 'first_copy' | 'ready' | 'wiped'

const lockAfter = 5 * 60_000 // ms without a touch, or behind another app
const syncEvery = 5 * 60_000 // ms
const draftPrefix = 'draft/'

export const phase = ref<Phase>('opening')
/** Rises with every change of what the device carries: what is drawn from it reads this. */
export const tick = ref(0)
export const syncing = ref(false)
export const online = ref(navigator.onLine)
export const last = shallowRef<SyncResult>()
export const signedOut = ref(false)
export const drafts = shallowRef<KeptDraft[]>([])

const cabinet = new IndexedCabinet()
export const vault = new Vault(cabinet)
export const pocket = new Pocket(vault)
export const api = new PocketApi(pocket, vault, { lang: currentLang })
export const outbox = new Outbox(vault, pocket)
let syncer: Syncer | undefined
export let device = ''

export const catalog = computed<Catalog | undefined>(() => (tick.value, pocket.kit?.catalog))
export const account = computed(() => (tick.value, pocket.state.session?.account))
export const items = computed(() => (tick.value, outbox.items))
export const tasks = computed(() => (tick.value, pocket.state.tasks))

export const today = () => dayOfInstant(Date.now() + pocket.state.ahead)
export const now = () => instantOf(Date.now() + pocket.state.ahead)
export const home = () => pocket.state.session?.account.grants[0]?.area ?? catalog.value?.areas_root ?? ''
export const nextSeq = () => pocket.state.seq + 1

/** Finds out where the device stands. A second window would write over what this one keeps. */
export async function open(): Promise<void> {
  if (navigator.locks && !(await onlyWindow())) {
    phase.value = 'busy_elsewhere'
    return
  }
  device = (await vault.device()) ?? ''
  phase.value = device ? 'locked' : 'welcome'
  if (device) void obey()
}

function onlyWindow(): Promise<boolean> {
  return new Promise((answer) => {
    void navigator.locks.request('jieli.field', { ifAvailable: true }, (lock) => {
      answer(Boolean(lock))
      return lock ? new Promise(() => {}) : undefined // held as long as the page lives
    })
  })
}

/** A lost device is told to wipe itself even while it is locked. */
async function obey(): Promise<void> {
  const order = await api.deviceOrder(device).catch(() => ({ wipe: false }))
  if (order.wipe) await wiped()
}

async function wiped(): Promise<void> {
  const id = device
  await vault.wipe()
  phase.value = 'wiped'
  await api.deviceWiped(id).catch(() => {}) // it is gone whether or not the server hears of it
}

/** The person has signed in and chosen a PIN: an empty vault is made, and the first copy begins. */
export async function begin(session: SessionView, login: string, pin: string): Promise<void> {
  device = newId()
  await vault.make(pin, device)
  await pocket.keep({ session, login })
  await navigator.storage?.persist?.().catch(() => false) // a browser that is short of room must not clear it
  await start()
}

export async function unlock(pin: string): Promise<void> {
  try {
    await vault.unlock(pin)
  } catch (error) {
    if (error instanceof Wiped) phase.value = 'wiped'
    throw error
  }
  await pocket.load()
  await outbox.load()
  await start()
}

async function start(): Promise<void> {
  const app = /-([\w-]+)\.js/.exec(import.meta.url)?.[1] ?? 'dev'
  syncer = new Syncer(api, pocket, outbox, { device, name: deviceName(), app, onStep: () => tick.value++ })
  await loadDrafts()
  tick.value++
  phase.value = pocket.state.ready && pocket.kit ? 'ready' : 'first_copy'
  window.addEventListener('online', () => ((online.value = true), void sync()))
  window.addEventListener('offline', () => (online.value = false))
  setInterval(() => document.visibilityState === 'visible' && void sync(), syncEvery)
  watchIdle()
  void sync()
}

function deviceName(): string {
  const system = /\(([^)]+)\)/.exec(navigator.userAgent)?.[1] ?? navigator.userAgent
  return `${system.split(';').slice(0, 3).join(';')} ${screen.width}×${screen.height}`
}

/** Sends and pulls. Never throws: what came of it is in `last`. */
export async function sync(): Promise<void> {
  if (!syncer || phase.value === 'wiped') return
  syncing.value = true
  try {
    const result = await syncer.run()
    last.value = result
    online.value = result.stopped !== 'offline'
    signedOut.value = result.stopped === 'signed_out'
    if (result.stopped === 'revoked') return await wiped()
    if (phase.value === 'first_copy' && pocket.state.ready && pocket.kit) phase.value = 'ready'
  } finally {
    syncing.value = false
    tick.value++
  }
}

/** Whether the phone and the server hold the same, record for record. */
export async function compare(): Promise<{ same: number; differ: string[] }> {
  await sync()
  return (syncer as Syncer).compare()
}

/** Signs in again, when the session has ended: the copy stays as it is. */
export async function signInAgain(password: string): Promise<void> {
  const session = await api.signIn(pocket.state.login, password, device)
  await pocket.keep({ session: { account: session.account, expires_at: session.expires_at } })
  signedOut.value = false
  await sync()
}

/** Everything of this device goes; its session ends. */
export async function leave(): Promise<void> {
  await api.signOut().catch(() => {})
  await vault.wipe()
  location.reload()
}

/** A new page knows nothing: the key and everything read with it are gone with the old one. */
export function lock(): void {
  location.reload()
}

function watchIdle(): void {
  let touched = Date.now()
  for (const event of ['pointerdown', 'keydown', 'input'])
    window.addEventListener(event, () => (touched = Date.now()), true)
  const check = () => Date.now() - touched > lockAfter && lock()
  setInterval(check, 10_000)
  document.addEventListener('visibilitychange', check)
}

async function loadDrafts(): Promise<void> {
  drafts.value = (await vault.readAll<KeptDraft>(draftPrefix)).map(([, d]) => d).sort(latestFirst)
}
const latestFirst = (a: KeptDraft, b: KeptDraft) => b.savedAt.localeCompare(a.savedAt)

/** Drafts are kept under numbers that say nothing: names in the vault are not sealed. */
export async function keepDraft(draft: KeptDraft): Promise<void> {
  const before = drafts.value.find((d) => d.key === draft.key && d.bundle !== draft.bundle)
  await vault.write({ [draftPrefix + draft.bundle]: draft }, before ? [draftPrefix + before.bundle] : [])
  drafts.value = [draft, ...drafts.value.filter((d) => d.key !== draft.key)].sort(latestFirst)
}
export async function dropDraft(draft: Pick<KeptDraft, 'key' | 'bundle'>): Promise<void> {
  await vault.write({}, [draftPrefix + draft.bundle])
  drafts.value = drafts.value.filter((d) => d.key !== draft.key)
}
export const draftName = (draft: Pick<KeptDraft, 'bundle'>) => draftPrefix + draft.bundle
