import { words, type Catalog, type Lang, type Text } from '@jieli/form-engine'

/** Something that the palette goes to or begins. */
export interface Command {
  kind: 'page' | 'form' | 'queue' | 'register' | 'figure'
  to: string
  label: Text
}

/** All that a person may open or begin without choosing a record first; `pages` are those of the menu. */
export function commandsOf(catalog: Catalog, pages: { to: string; label: string }[]): Command[] {
  return [
    ...pages.map((p): Command => ({ kind: 'page', to: p.to, label: { zh: p.label, en: p.label } })),
    ...catalog.forms
      .filter((f) => f.may_submit && (f.creates || !f.subject))
      .map((f): Command => ({ kind: 'form', to: `/form/${f.name}`, label: f.label })),
    ...(catalog.workflows ?? []).map((w): Command => ({ kind: 'queue', to: `/queue/${w.name}`, label: w.label })),
    ...catalog.registers
      .filter((r) => r.rights.includes('read'))
      .map((r): Command => ({ kind: 'register', to: `/r/${r.name}`, label: r.label })),
    ...catalog.indicators.map((i): Command => ({ kind: 'figure', to: `/figures/${i.name}`, label: i.label })),
  ]
}

const mostShown = 8
const initials = 4 // letters: fewer are more likely those of somebody's name than of an English word

/** Those whose name holds the text, in either language; names that begin with it come first, then shorter ones. */
export function matching(commands: readonly Command[], typed: string, lang: Lang): Command[] {
  const text = typed.trim().toLowerCase()
  if (!text) return []
  const ranked = commands.flatMap((command) => {
    const other = text.length < initials && /^[a-z]+$/.test(text) ? '' : (command.label.en ?? '')
    const names = [words(command.label, lang), command.label.zh, other].map((n) => n.toLowerCase())
    const at = Math.min(...names.map((n) => (n.includes(text) ? n.indexOf(text) : Infinity)))
    return at === Infinity ? [] : [{ command, rank: (at ? 1000 : 0) + names[0]!.length }]
  })
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, mostShown)
    .map((r) => r.command)
}
