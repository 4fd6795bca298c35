import { describe, expect, test, vi } from 'vitest'
import { Api, ApiError, Device, MemoryDrafts, draftKey, newId, withQuery, type KeptDraft } from '../src'

function api(status: number, body: unknown, seen: { url?: string; init?: RequestInit } = {}, onSignedOut = () => {}) {
  const fetch = async (url: string | URL | Request, init?: RequestInit) => {
    Object.assign(seen, { url: String(url), init })
    return new Response(body === undefined ? null : JSON.stringify(body), { status })
  }
  return new Api({ fetch: fetch as typeof globalThis.fetch, lang: () => 'en', onSignedOut })
}

describe('requests', () => {
  test('what changes something says that it comes from our own pages; reading does not', async () => {
    const seen: { url?: string; init?: RequestInit } = {}
    await api(200, { accepted: true }, seen).send({ id: 'b', county: '441823', device: 'd', made_at: 'now' })
    expect(seen.url).toBe('/api/v1/bundles')
    expect(seen.init?.headers).toMatchObject({ 'X-Jieli': '1', 'Accept-Language': 'en' })
    await api(200, [], seen).areas({ within: '441823', level: '' })
    expect(seen.url).toBe('/api/v1/areas?within=441823')
    expect(seen.init?.headers).not.toHaveProperty('X-Jieli')
  })

  test('a refusal carries its code, both sentences and all findings', async () => {
    const findings = [
      { code: 'required', path: 'answers.members', severity: 'error', text: { zh: '请填写', en: 'Please' } },
    ]
    const refused = await api(422, { code: 'refused', detail: '不能接受', detail_en: 'Refused', findings })
      .catalog()
      .catch((e) => e)
    expect(refused).toBeInstanceOf(ApiError)
    expect(refused).toMatchObject({ status: 422, code: 'refused', detail: { zh: '不能接受', en: 'Refused' }, findings })
  })

  test('no answer is told apart from a refusal, and a body that is no JSON still gives a sentence', async () => {
    const broken = new Api({ fetch: () => Promise.reject(new TypeError('failed')) })
    expect(await broken.catalog().catch((e) => e.offline)).toBe(true)
    const html = new Api({ fetch: async () => new Response('<html>', { status: 502 }) })
    expect(await html.catalog().catch((e) => e.code)).toBe('http_502')
  })

  test('an ended session is reported, a wrong password is not', async () => {
    const out = vi.fn()
    await api(401, {}, {}, out)
      .tasks()
      .catch(() => {})
    expect(out).toHaveBeenCalledOnce()
    await api(401, {}, {}, out)
      .signIn('a', 'b')
      .catch(() => {})
    expect(out).toHaveBeenCalledOnce()
  })

  test('ids and words go into addresses safely', async () => {
    const seen: { url?: string } = {}
    await api(200, {}, seen).record({ register: 'a/b', county: '4', id: '?' }, '2021-08-01')
    expect(seen.url).toBe('/api/v1/registers/a%2Fb/records/4/%3F?as_of=2021-08-01')
    expect(withQuery('/x', { q: '张 三', no: undefined, zero: 0 })).toBe('/x?q=%E5%BC%A0+%E4%B8%89&zero=0')
  })
})

describe('ids', () => {
  test('are UUIDv7, unique, and sort as they were made, even within a millisecond', () => {
    const ids = Array.from({ length: 500 }, () => newId(1_700_000_000_000))
    expect(new Set(ids).size).toBe(500)
    expect([...ids].sort()).toEqual(ids)
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  test('a device keeps its id and counts on', () => {
    const map = new Map<string, string>()
    const keep = {
      getItem: (k: string) => map.get(k) ?? null,
      setItem: (k: string, v: string) => void map.set(k, v),
      removeItem: () => {},
    }
    const first = new Device(keep)
    expect([first.nextSeq(), first.nextSeq()]).toEqual([1, 2])
    const again = new Device(keep)
    expect(again.id).toBe(first.id)
    expect(again.nextSeq()).toBe(3)
  })
})

test('drafts are kept apart by account, form and subject, the latest first', async () => {
  const store = new MemoryDrafts()
  const put = (account: string, subject: string, savedAt: string) =>
    store.put({ key: draftKey(account, 'visit', subject), account, subject, savedAt, form: 'visit' } as KeptDraft)
  await put('li', 'h1', '2021-08-01')
  await put('li', 'h2', '2021-08-03')
  await put('wang', 'h1', '2021-08-02')
  expect((await store.list('li')).map((d) => d.subject)).toEqual(['h2', 'h1'])
  await store.remove(draftKey('li', 'visit', 'h2'))
  expect(await store.list('li')).toHaveLength(1)
})

describe('files', () => {
  test('go as they are, their Chinese names escaped in a header', async () => {
    const seen: { url?: string; init?: RequestInit } = {}
    const file = new File(['姓名'], '名单.csv', { type: 'text/csv' })
    await api(200, {}, seen).sendFile('warnings', file, true)
    expect(seen.url).toBe('/api/v1/imports/warnings?dry=yes')
    expect(seen.init?.headers).toMatchObject({ 'X-Jieli': '1', 'Content-Type': 'text/csv' })
    expect(new Headers(seen.init?.headers).get('X-File-Name')).toBe('%E5%90%8D%E5%8D%95.csv')
    expect(seen.init?.body).toBe(file)
  })

  test('that are attached are asked for with the record that holds them', () => {
    const key = { register: 'visit', county: '441823', id: 'x' }
    expect(api(200, {}).attachmentAddress('ab', key)).toBe('/api/v1/attachments/ab?register=visit&county=441823&id=x')
    expect(api(200, {}).documentAddress('file', key)).toBe('/api/v1/documents/file/visit/441823/x')
  })
})
