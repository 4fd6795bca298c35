import { ref, type WritableComputedRef } from 'vue'
import { createI18n } from 'vue-i18n'
import { writeChinese, type Lang } from '@jieli/form-engine'
import ui from '@jieli/ui/locales/zh.json'
import { convert, convertAll } from './lib/traditional'
import zh from './locales/zh.json'

const kept = 'jieli.lang'

export const i18n = createI18n({
  legacy: false,
  locale: 'zh',
  fallbackLocale: 'zh',
  messages: { zh: { ...ui, ...zh } },
})

const locale = i18n.global.locale as unknown as WritableComputedRef<Lang>

/** What a person can choose: traditional characters are Chinese, written otherwise. */
export const languages = ['zh', 'zh-Hant', 'en'] as const
export type Language = (typeof languages)[number]
export const language = ref<Language>('zh')

export function currentLang(): Lang {
  void language.value // words are written anew when the characters change
  return locale.value
}

/** Simplified Chinese is part of the first load; everything else is fetched when it is chosen. */
export async function setLang(chosen: Language): Promise<void> {
  if (chosen === 'en') {
    const [own, ui] = await Promise.all([import('./locales/en.json'), import('@jieli/ui/locales/en.json')])
    i18n.global.setLocaleMessage('en' as 'zh', { ...ui.default, ...own.default })
  }
  await writeIn(chosen)
  locale.value = chosen === 'en' ? 'en' : 'zh'
  language.value = chosen
  document.documentElement.lang = { zh: 'zh-CN', 'zh-Hant': 'zh-Hant-HK', en: 'en' }[chosen]
  localStorage.setItem(kept, chosen)
}

const simplified = { ...ui, ...zh }
async function writeIn(chosen: Language) {
  if (chosen !== 'zh-Hant') {
    if (language.value === 'zh-Hant') i18n.global.setLocaleMessage('zh', simplified)
    writeChinese()
    return
  }
  const { default: known } = await import('virtual:traditional')
  const remembered = new Map<string, string>()
  writeChinese((text) => {
    const found = remembered.get(text) ?? convert(text, known)
    remembered.set(text, found)
    return found
  })
  i18n.global.setLocaleMessage('zh', convertAll(simplified, known))
}

export function restoreLang(): Promise<void> {
  const chosen = localStorage.getItem(kept) as Language | null
  return chosen && chosen !== 'zh' && languages.includes(chosen) ? setLang(chosen) : Promise.resolve()
}
