// The app's own files are kept, so that it opens without network. Answers of the API are never kept: what is private
// lies sealed in the vault only.
const version = '__VERSION__'
const files = __FILES__
const root = '/field/'
const shell = `jieli-field-${version}`

self.addEventListener('install', (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(shell)
      await cache.addAll(files.map((f) => new Request(root + f, { cache: 'no-cache' })))
      await self.skipWaiting()
    })(),
  )
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      // The version before stays too: a page of it that is open may still ask for its parts.
      const kept = (await caches.keys()).filter((name) => name.startsWith('jieli-field-') && name !== shell)
      for (const name of kept.slice(0, -1)) await caches.delete(name)
      await self.clients.claim()
    })(),
  )
})

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  if (event.request.method !== 'GET' || url.origin !== location.origin || !url.pathname.startsWith(root)) return
  event.respondWith(
    (async () => {
      const cache = await caches.open(shell)
      const name = event.request.mode === 'navigate' ? `${root}index.html` : url.pathname
      return (await cache.match(name)) ?? (await caches.match(name)) ?? fetch(event.request)
    })(),
  )
})
