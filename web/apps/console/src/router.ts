import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { words } from '@jieli/form-engine'
import { currentLang, i18n } from './i18n'
import { onSignedOut } from './lib/api'
import { useSession } from './stores/session'

const routes: RouteRecordRaw[] = [
  { path: '/', redirect: () => useSession().first },
  { path: '/cockpit', name: 'cockpit', component: () => import('./pages/CockpitPage.vue') },
  { path: '/sign-in', name: 'sign-in', component: () => import('./pages/SignInPage.vue'), meta: { open: true } },
  { path: '/tasks', name: 'tasks', component: () => import('./pages/TasksPage.vue') },
  { path: '/work', name: 'work', component: () => import('./pages/WorkPage.vue') },
  { path: '/work/:mechanism', name: 'mechanism', component: () => import('./pages/MechanismPage.vue') },
  { path: '/registers', name: 'registers', component: () => import('./pages/RegistersPage.vue') },
  { path: '/r/:register', name: 'register', component: () => import('./pages/RegisterPage.vue') },
  { path: '/r/:register/new', name: 'new', component: () => import('./pages/FormPage.vue') },
  { path: '/r/:register/:county/:id', name: 'record', component: () => import('./pages/RecordPage.vue') },
  { path: '/r/:register/:county/:id/edit', name: 'edit', component: () => import('./pages/FormPage.vue') },
  {
    path: '/r/:register/:county/:id/statement/:account',
    name: 'statement',
    component: () => import('./pages/StatementPage.vue'),
  },
  {
    path: '/ledger/:county/statement/:account',
    name: 'county-statement',
    component: () => import('./pages/StatementPage.vue'),
  },
  { path: '/form/:form', name: 'form-new', component: () => import('./pages/FormPage.vue') },
  { path: '/form/:form/:county/:id', name: 'form', component: () => import('./pages/FormPage.vue') },
  { path: '/cases/:workflow/:county/:id', name: 'case', component: () => import('./pages/CasePage.vue') },
  { path: '/queue/:workflow?', name: 'queue', component: () => import('./pages/QueuePage.vue') },
  { path: '/rules', name: 'rules', component: () => import('./pages/RulesPage.vue') },
  { path: '/devices', name: 'devices', component: () => import('./pages/DevicesPage.vue') },
  { path: '/imports/:import?', name: 'imports', component: () => import('./pages/ImportPage.vue') },
  { path: '/rounds', name: 'rounds', component: () => import('./pages/RoundsPage.vue') },
  { path: '/rounds/:round/:county/:id', name: 'coverage', component: () => import('./pages/CoveragePage.vue') },
  { path: '/figures', redirect: (to) => ({ path: '/cockpit', query: { ...to.query, show: 'all' } }) },
  { path: '/figures/:id', name: 'figure', component: () => import('./pages/FigurePage.vue') },
  { path: '/map', name: 'map', component: () => import('./pages/MapPage.vue') },
  { path: '/wall', name: 'wall', component: () => import('./pages/WallPage.vue') },
  { path: '/conflicts', name: 'conflicts', component: () => import('./pages/ConflictsPage.vue') },
  { path: '/:rest(.*)*', name: 'nowhere', component: () => import('./pages/NowherePage.vue') },
]

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? undefined : { top: 0 }),
})

/** Words for the tab of the browser; a page that knows better, by what it has read, says so itself. */
const titles: Record<string, string> = {
  tasks: 'tasks.title',
  registers: 'registers.title',
  work: 'work.title',
  queue: 'nav.queue',
  rules: 'nav.rules',
  imports: 'nav.imports',
  devices: 'devices.title',
  rounds: 'nav.rounds',
  cockpit: 'nav.figures',
  map: 'map.title',
  wall: 'wall.title',
  'sign-in': 'sign_in.title',
  conflicts: 'conflict.title',
  nowhere: 'common.nowhere',
}
router.afterEach((to, from) => {
  if (to.path === from.path) return
  const { t } = i18n.global
  const session = useSession()
  const name = typeof to.name === 'string' ? to.name : ''
  const register = session.registers.get(String(to.params.register ?? ''))
  const form = session.forms.get(String(to.params.form ?? ''))
  const what = titles[name] ? t(titles[name]) : words((form ?? register)?.label, currentLang())
  document.title = [what, t('app.name')].filter(Boolean).join(' · ')
})

router.beforeEach(async (to) => {
  const session = useSession()
  await session.restore()
  if (!session.account && !to.meta.open)
    return { name: 'sign-in', query: to.fullPath === '/' || to.fullPath === session.first ? {} : { to: to.fullPath } }
  if (session.account && to.name === 'sign-in') return { path: '/' }
  return true
})

onSignedOut(() => {
  const session = useSession()
  const here = router.currentRoute.value
  if (!session.known || here.meta.open) return
  if (session.filling) {
    session.ended = true
    return
  }
  session.forget()
  void router.push({ name: 'sign-in', query: { to: here.fullPath } })
})
