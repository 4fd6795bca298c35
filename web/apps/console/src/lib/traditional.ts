const longest = 4 // characters of a phrase

/** Rewrites a text by a table of characters and phrases; the longest phrase that fits goes first. */
export function convert(text: string, known: Record<string, string>): string {
  let out = ''
  for (let at = 0; at < text.length;) {
    let length = Math.min(longest, text.length - at)
    while (length > 1 && known[text.slice(at, at + length)] === undefined) length--
    const piece = text.slice(at, at + length)
    out += known[piece] ?? piece
    at += length
  }
  return out
}

/** Rewrites all texts of a tree of messages. */
export function convertAll<T>(tree: T, known: Record<string, string>): T {
  if (typeof tree === 'string') return convert(tree, known) as T
  if (typeof tree !== 'object' || tree === null) return tree
  return Object.fromEntries(Object.entries(tree).map(([k, v]) => [k, convertAll(v, known)])) as T
}
