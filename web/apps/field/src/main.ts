import { createApp } from 'vue'
import '@jieli/ui/styles/tokens.css'
import '@jieli/ui/styles/base.css'
import './field.css'
import App from './App.vue'
import { i18n } from './i18n'

createApp(App).use(i18n).mount('#app')
if ('serviceWorker' in navigator) void navigator.serviceWorker.register('/field/sw.js', { scope: '/field/' })
