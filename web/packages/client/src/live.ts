/** What has changed since the message before, as far as the caller may see it. */
export interface LiveChange {
  registers: string[]
  /** Towns, or higher areas. */
  areas: string[]
  figures: boolean
}

/** A stream of changes; it opens again by itself after a cut. `close` ends it. */
export interface LiveStream {
  close(): void
}

type Source = Pick<EventSource, 'onmessage' | 'onopen' | 'close'>

/**
 * Listens to the server. After a cut changes may have been missed: then `onChange` is called with what says that
 * anything may have changed.
 */
export function listen(
  address: string,
  onChange: (change: LiveChange) => void,
  make: (address: string) => Source = (a) => new EventSource(a),
): LiveStream {
  const source = make(address)
  let opened = false
  source.onopen = () => {
    if (opened) onChange({ registers: ['*'], areas: [''], figures: true })
    opened = true
  }
  source.onmessage = (event: MessageEvent<string>) => {
    const change = parse(event.data)
    if (change) onChange(change)
  }
  return { close: () => source.close() }
}

function parse(text: string): LiveChange | undefined {
  try {
    const got = JSON.parse(text) as Partial<LiveChange>
    return { registers: got.registers ?? [], areas: got.areas ?? [], figures: Boolean(got.figures) }
  } catch {
    return undefined // a message of a newer server
  }
}

/** Whether a change concerns an area: it lies in it, or it lies in the change's. */
export function concerns(change: LiveChange, area: string): boolean {
  return change.areas.some((a) => a.startsWith(area) || area.startsWith(a))
}
