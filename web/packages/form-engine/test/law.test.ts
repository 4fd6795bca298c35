// The import law of the web: form-engine ← client ← ui ← apps; and both languages say the same things.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const web = join(import.meta.dirname, '../../..')

function files(folder: string, ending: RegExp): string[] {
  return readdirSync(join(web, folder)).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(join(web, path)).isDirectory())
      return name === 'node_modules' || name === 'dist' ? [] : files(path, ending)
    return ending.test(name) ? [path] : []
  })
}

const law: [string, string[]][] = [
  ['packages/form-engine/src', ['@bufbuild/']],
  ['packages/client/src', ['@jieli/form-engine']],
  ['packages/ui/src', ['@jieli/form-engine', '@jieli/client', 'vue', 'vue-i18n', 'vue-router', 'element-plus']],
]

describe('imports', () => {
  test.each(law)('%s takes only %j', (folder, allowed) => {
    for (const file of files(folder, /\.(ts|vue)$/)) {
      for (const [, from = ''] of readFileSync(join(web, file), 'utf8').matchAll(/from '([^']+)'/g)) {
        const fine =
          from.startsWith('.') || allowed.some((a) => from === a || from.startsWith(a.endsWith('/') ? a : `${a}/`))
        expect(fine, `${file} imports ${from}; ${folder} may take ${allowed.join(', ')} only`).toBe(true)
      }
    }
  })

  test('nothing runs text as code, and nothing asks another host', () => {
    for (const file of [...files('packages', /\.(ts|vue)$/), ...files('apps', /\.(ts|vue|html)$/)].filter(
      (f) => !f.includes('/test/'),
    )) {
      const text = readFileSync(join(web, file), 'utf8')
      expect(/\beval\(|new Function|v-html|innerHTML/.test(text), file).toBe(false)
      expect(/https?:\/\/(?!www\.w3\.org|127\.0\.0\.1)/.test(text), `${file} names a host`).toBe(false)
      expect(/<[^>]+ style="/.test(text), `${file} has a style attribute`).toBe(false)
    }
  })
})

type Words = { [key: string]: string | Words }
function keys(words: Words, at = ''): string[] {
  return Object.entries(words).flatMap(([k, v]) =>
    typeof v === 'string' ? [`${at}${k} ${(v.match(/\{\w+\}/g) ?? []).sort().join()}`] : keys(v, `${at}${k}.`),
  )
}

describe('words', () => {
  test.each(['packages/ui/src/locales', 'apps/console/src/locales', 'apps/field/src/locales'])(
    '%s: both languages have the same keys and places',
    (folder) => {
      const read = (lang: string) => JSON.parse(readFileSync(join(web, folder, `${lang}.json`), 'utf8')) as Words
      expect(keys(read('en')).sort()).toEqual(keys(read('zh')).sort())
    },
  )

  test('every word that is asked for exists, and none stands unused', () => {
    const all = [
      ...keys(JSON.parse(readFileSync(join(web, 'packages/ui/src/locales/zh.json'), 'utf8')) as Words),
      ...keys(JSON.parse(readFileSync(join(web, 'apps/console/src/locales/zh.json'), 'utf8')) as Words),
      ...keys(JSON.parse(readFileSync(join(web, 'apps/field/src/locales/zh.json'), 'utf8')) as Words),
    ].map((k) => k.split(' ')[0]!)
    const code = ['packages/ui/src', 'apps/console/src', 'apps/field/src']
      .flatMap((folder) => files(folder, /\.(ts|vue)$/))
      .map((f) => readFileSync(join(web, f), 'utf8'))
      .join('\n')
    const called = [...code.matchAll(/(?:\bt\(|keypath=)['"]([\w.]+)['"]/g)].map((m) => m[1]!)
    expect(called.filter((k) => !all.includes(k))).toEqual([])
    const asked = [...code.matchAll(/['"]([a-z_]+(?:\.\w+)+)['"]/g)].map((m) => m[1]!)
    const prefixes = [...code.matchAll(/`([\w.]+\.)\$\{/g)].map((m) => m[1]!)
    expect(all.filter((k) => !asked.includes(k) && !prefixes.some((p) => k.startsWith(p)))).toEqual([])
  })
})
