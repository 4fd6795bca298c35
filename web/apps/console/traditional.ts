import type { Plugin } from 'vite'
import * as OpenCC from 'opencc-js/cn2t'
import phrases from 'opencc-js/dict/STPhrases'
import { convert } from './src/lib/traditional'

const module = 'virtual:traditional'

/**
 * What turns simplified into traditional characters as Hong Kong writes them, made by OpenCC when the client is built: a
 * table of characters, and the short phrases in which a character is written otherwise than its table says.
 */
function table() {
  const opencc = OpenCC.Converter({ from: 'cn', to: 'hk' })
  const known: Record<string, string> = {}
  for (let code = 0x4e00; code <= 0x9fff; code++) {
    const character = String.fromCharCode(code)
    const other = opencc(character)
    if (other !== character && other.length === 1) known[character] = other
  }
  const words = String(phrases)
    .split('|')
    .map((line) => line.split(' ')[0] ?? '')
  for (let length = 2; length <= 4; length++)
    for (const word of words) {
      // One that follows from what is shorter need not be known.
      if (word.length === length && convert(word, known) !== opencc(word)) known[word] = opencc(word)
    }
  // A word whose end could begin such a phrase stands for itself: 开发式 is 开发 and 式, not 开 and 发式.
  const begin = new Set(Object.keys(known).flatMap((word) => (word.length > 1 ? [word[0]] : [])))
  for (const word of words) if (word.length === 2 && begin.has(word[1])) known[word] ??= opencc(word)
  return known
}

/** Gives the table as a module, which is loaded where traditional characters are chosen. */
export function traditional(): Plugin {
  return {
    name: 'traditional',
    resolveId: (id) => (id === module ? `\0${module}` : undefined),
    load: (id) => (id === `\0${module}` ? `export default ${JSON.stringify(table())}` : undefined),
  }
}
