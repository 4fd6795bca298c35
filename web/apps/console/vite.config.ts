import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin } from 'vite'
import { traditional } from './traditional'

/** The placeholder that lets the Go package compile before the first build; see web/embed.go. */
function keepPlaceholder(): Plugin {
  const text =
    'The client is built here by `npm run build`; embed.go reports it as absent as long as only this file is here.\n'
  return {
    name: 'keep-placeholder',
    closeBundle() {
      writeFileSync(join(import.meta.dirname, 'dist/.keep'), text)
    },
  }
}

const server = process.env.JIELI_URL ?? 'http://127.0.0.1:8780'

/** What changes seldom stands apart, so that a new version of the client leaves it in the cache. */
const chunks = [
  { name: 'vue', test: /node_modules[\\/](@vue|vue|vue-router|pinia|vue-i18n|@intlify)[\\/]/ },
  { name: 'cel', test: /node_modules[\\/]@bufbuild[\\/]/ },
]

export default defineConfig({
  plugins: [vue(), traditional(), keepPlaceholder()],
  define: { __VUE_OPTIONS_API__: true, __VUE_I18N_LEGACY_API__: false, __INTLIFY_PROD_DEVTOOLS__: false },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0, // no data: addresses, so that the content policy stays strict
    modulePreload: { polyfill: false }, // the polyfill is an inline script in old browsers only
    reportCompressedSize: true,
    rolldownOptions: { output: { codeSplitting: { groups: chunks } } },
  },
  server: { port: 5173, proxy: { '/api': { target: server, changeOrigin: true } } },
})
