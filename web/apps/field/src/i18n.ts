import type { WritableComputedRef } from 'vue'
import { createI18n } from 'vue-i18n'
import type { Lang } from '@jieli/form-engine'
import ui from '@jieli/ui/locales/zh.json'
import zh from './locales/zh.json'

const kept = 'jieli.lang'

export const i18n = createI18n({
  legacy: false,
  locale: 'zh',
  fallbackLocale: 'zh',
  messages: { zh: { ...ui, ...zh } },
})

const locale = i18n.global.locale as unknown as WritableComputedRef<Lang>

export function currentLang(): Lang {
  return locale.value
}

/** Chinese is part of the first load; English is taken from the kept files when it is chosen. */
export async function setLang(lang: Lang): Promise<void> {
  if (lang === 'en') {
    const [own, ui] = await Promise.all([import('./locales/en.json'), import('@jieli/ui/locales/en.json')])
    i18n.global.setLocaleMessage('en' as 'zh', { ...ui.default, ...own.default })
  }
  locale.value = lang
  document.documentElement.lang = lang === 'en' ? 'en' : 'zh-CN'
  localStorage.setItem(kept, lang)
}

export function restoreLang(): Promise<void> {
  return localStorage.getItem(kept) === 'en' ? setLang('en') : Promise.resolve()
}
