import { createPinia } from 'pinia'
import { createApp } from 'vue'
import '@jieli/ui/styles/tokens.css'
import '@jieli/ui/styles/base.css'
import App from './App.vue'
import { i18n } from './i18n'
import { restoreLook } from './lib/look'
import { router } from './router'

restoreLook()

createApp(App).use(createPinia()).use(i18n).use(router).mount('#app')
