import type { Finding, Text } from '@jieli/form-engine'

/** A refusal of the server (RFC 9457), or no answer at all (status 0, code "offline"). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: Text,
    readonly findings: Finding[] = [],
  ) {
    super(detail.zh)
    this.name = 'ApiError'
  }

  /** Nothing came back: the request may or may not have been served; send it again under the same id. */
  get offline(): boolean {
    return this.status === 0
  }
}

const noAnswer: Text = {
  zh: '连不上服务器。已填写的内容保存在本机，请稍后再试。',
  en: 'The server cannot be reached. What you entered is kept on this device; please try again later.',
}

const noSentence: Text = {
  zh: '服务器没有说明原因，请稍后再试。',
  en: 'The server gave no reason; please try again later.',
}

interface Problem {
  title?: string
  code?: string
  detail?: string
  detail_en?: string
  findings?: Finding[]
}

async function problemOf(response: Response): Promise<ApiError> {
  const body: Problem = await response.json().catch(() => ({}))
  const findings = body.findings ?? []
  const zh = body.detail ?? body.title ?? findings[0]?.text.zh ?? noSentence.zh
  const en = body.detail_en ?? findings[0]?.text.en ?? noSentence.en
  return new ApiError(response.status, body.code ?? `http_${response.status}`, { zh, en }, findings)
}

export type Query = Record<string, string | number | boolean | undefined | null>

/** The path with its query; empty values are left out. */
export function withQuery(path: string, query: Query = {}): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') params.append(key, String(value))
  }
  const text = params.toString()
  return text ? `${path}?${text}` : path
}

export interface HttpOptions {
  base?: string
  lang?: () => string
  /** Called when the session has ended, so that the sign-in page can be shown. */
  onSignedOut?: () => void
  /** Called with the version of the programme that the server has, with each answer that tells it. */
  onPack?: (version: string) => void
  fetch?: typeof fetch
}

export class Http {
  constructor(private readonly options: HttpOptions = {}) {}

  get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
    return this.send<T>('GET', withQuery(path, query), undefined, signal)
  }

  post<T>(path: string, body: unknown): Promise<T> {
    return this.send<T>('POST', path, body)
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.send<T>('PUT', path, body)
  }

  /** Sends a file as it is; its name goes in a header, escaped, for headers take no Chinese. */
  upload<T>(path: string, file: File): Promise<T> {
    const type = file.type || 'application/octet-stream'
    return this.send<T>('POST', path, file, undefined, {
      'Content-Type': type,
      'X-File-Name': encodeURIComponent(file.name),
    })
  }

  delete<T>(path: string): Promise<T> {
    return this.send<T>('DELETE', path)
  }

  private async send<T>(
    method: string,
    path: string,
    body?: unknown,
    signal?: AbortSignal,
    raw?: Record<string, string>,
  ): Promise<T> {
    const headers: Record<string, string> = {
      Accept: 'application/json',
      'Accept-Language': this.options.lang?.() ?? 'zh',
    }
    if (method !== 'GET') headers['X-Jieli'] = '1' // shows that the request comes from our own pages
    if (body !== undefined) Object.assign(headers, raw ?? { 'Content-Type': 'application/json' })
    const init: RequestInit = { method, headers, credentials: 'same-origin', ...(signal ? { signal } : {}) }
    if (body !== undefined) init.body = raw ? (body as Blob) : JSON.stringify(body)
    const response = await this.reach(path, init)
    if (!response.ok) {
      if (response.status === 401 && path !== '/session') this.options.onSignedOut?.()
      throw await problemOf(response)
    }
    const text = await response.text()
    return (text ? JSON.parse(text) : undefined) as T
  }

  /** An answer as the text that came, where bytes matter. */
  async text(path: string): Promise<string> {
    const response = await this.reach(path, {
      headers: { 'Accept-Language': this.options.lang?.() ?? 'zh' },
      credentials: 'same-origin',
    })
    if (!response.ok) throw await problemOf(response)
    return response.text()
  }

  /** Asks for a file, and gives it with the name that the server gives it. */
  async file(path: string): Promise<{ name: string; content: Blob }> {
    const response = await this.reach(path, {
      method: 'POST',
      headers: { 'Accept-Language': this.options.lang?.() ?? 'zh', 'X-Jieli': '1' },
      credentials: 'same-origin',
    })
    if (!response.ok) throw await problemOf(response)
    const named = /filename\*=utf-8''([^;]+)/i.exec(response.headers.get('Content-Disposition') ?? '')?.[1]
    return { name: named ? decodeURIComponent(named) : 'list', content: await response.blob() }
  }

  /** Where a path of the API is, for what the browser opens itself. */
  address(path: string): string {
    return (this.options.base ?? '/api/v1') + path
  }

  private async reach(path: string, init: RequestInit): Promise<Response> {
    try {
      const response = await (this.options.fetch ?? fetch)(this.address(path), init)
      const pack = response.headers?.get('X-Jieli-Pack')
      if (pack) this.options.onPack?.(pack)
      return response
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') throw error
      throw new ApiError(0, 'offline', noAnswer)
    }
  }
}
