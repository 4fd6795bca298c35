import { onBeforeUnmount, ref } from 'vue'

/** How the client looks on this device: light or dark, the size of its type. Both are remembered. */
export const themes = ['auto', 'light', 'dark'] as const
export const sizes = ['normal', 'large', 'larger'] as const
export type Theme = (typeof themes)[number]
export type Size = (typeof sizes)[number]

const kept = { theme: 'jieli.theme', size: 'jieli.size' }
const read = <T extends string>(key: string, known: readonly T[]): T => {
  const value = localStorage.getItem(key) as T | null
  return value && known.includes(value) ? value : (known[0] as T)
}

export const theme = ref<Theme>('auto')
export const size = ref<Size>('normal')
const listeners = new Set<() => void>()
const night = matchMedia('(prefers-color-scheme: dark)')

function apply() {
  const dark = theme.value === 'dark' || (theme.value === 'auto' && night.matches)
  const root = document.documentElement
  root.dataset.theme = dark ? 'dark' : 'light'
  root.dataset.size = size.value
  document.querySelector('meta[name=theme-color]')?.setAttribute('content', dark ? '#12201d' : '#0b6a5f')
  listeners.forEach((f) => f())
}

/** Before anything is drawn, so that nothing flashes. */
export function restoreLook(): void {
  theme.value = read(kept.theme, themes)
  size.value = read(kept.size, sizes)
  night.addEventListener('change', apply)
  apply()
}

export function setTheme(value: Theme): void {
  theme.value = value
  localStorage.setItem(kept.theme, value)
  apply()
}

export function setSize(value: Size): void {
  size.value = value
  localStorage.setItem(kept.size, value)
  apply()
}

/** Calls when colours or sizes change: for what is drawn with them and not styled by them. */
export function onLook(draw: () => void): void {
  listeners.add(draw)
  onBeforeUnmount(() => listeners.delete(draw))
}
