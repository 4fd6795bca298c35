import { onBeforeUnmount } from 'vue'
import { concerns, listen, type LiveChange, type LiveStream } from '@jieli/client'
import { api } from './api'

// One stream for all open parts of the page, as long as some of them listen.
const listeners = new Set<(change: LiveChange) => void>()
let stream: LiveStream | undefined

function add(listener: (change: LiveChange) => void) {
  listeners.add(listener)
  stream ??= listen(api.http.address('/live'), (change) => listeners.forEach((f) => f(change)))
}

function remove(listener: (change: LiveChange) => void) {
  listeners.delete(listener)
  if (listeners.size) return
  stream?.close()
  stream = undefined
}

const rest = 500 // ms between two loads, so that a busy hour does not keep a page loading

/** Loads anew when something changes that the part shows; `mine` says whether a change concerns it. */
export function useLive(mine: (change: LiveChange) => boolean, load: () => unknown): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const listener = (change: LiveChange) => {
    if (timer || !mine(change)) return
    timer = setTimeout(() => {
      timer = undefined
      void load()
    }, rest)
  }
  add(listener)
  onBeforeUnmount(() => {
    clearTimeout(timer)
    remove(listener)
  })
}

/** Loads figures of an area anew when they may have changed. */
export function useLiveFigures(area: () => string, load: () => unknown): void {
  useLive((change) => change.figures && concerns(change, area()), load)
}
