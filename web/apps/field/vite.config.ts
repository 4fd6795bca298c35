import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin } from 'vite'

const dist = join(import.meta.dirname, 'dist')

/** Components of the ui package that a phone has its own of: they need neither map nor network. */
const own = ['ReferencePicker.vue', 'ShapeInput.vue', 'MaskedValue.vue']
function ownComponents(): Plugin {
  return {
    name: 'own-components',
    enforce: 'pre',
    resolveId(source, importer) {
      const name = source.split('/').pop() ?? ''
      const ours = own.includes(name) && importer?.includes('/packages/ui/')
      return ours ? join(import.meta.dirname, 'src/components', name) : undefined
    },
  }
}

function filesOf(folder: string, at = ''): string[] {
  return readdirSync(join(folder, at), { withFileTypes: true }).flatMap((f) =>
    f.isDirectory() ? filesOf(folder, `${at}${f.name}/`) : [at + f.name],
  )
}

/** Writes into the service worker which files the app is made of, and leaves the placeholder; see web/embed.go. */
function shell(): Plugin {
  return {
    name: 'shell',
    closeBundle() {
      const files = filesOf(dist).filter((f) => !['sw.js', '.keep'].includes(f))
      const hash = createHash('sha256')
      for (const f of files.sort()) hash.update(f).update(readFileSync(join(dist, f)))
      const worker = readFileSync(join(import.meta.dirname, 'src/sw.js'), 'utf8')
        .replace('__VERSION__', hash.digest('hex').slice(0, 12))
        .replace('__FILES__', JSON.stringify(files))
      writeFileSync(join(dist, 'sw.js'), worker)
      const text =
        'The client is built here by `npm run build`; embed.go reports it as absent as long as only this file is here.\n'
      writeFileSync(join(dist, '.keep'), text)
    },
  }
}

const server = process.env.JIELI_URL ?? 'http://127.0.0.1:8780'

export default defineConfig({
  base: '/field/',
  plugins: [ownComponents(), vue(), shell()],
  define: { __VUE_OPTIONS_API__: false, __VUE_I18N_LEGACY_API__: false, __INTLIFY_PROD_DEVTOOLS__: false },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0, // no data: addresses, so that the content policy stays strict
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  server: { port: 5174, proxy: { '/api': { target: server, changeOrigin: true } } },
})
