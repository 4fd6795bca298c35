import type { FieldView, Text } from './catalog'

/** One problem at one place, in the same shape as the server's (package fault). */
export interface Finding {
  /** Stable, snake case. */
  code: string
  /** Question path: "income", "people[2].health"; "" is the whole form. */
  path?: string
  severity: 'error' | 'warning'
  text: Text
}

export function finding(code: string, path: string, zh: string, en: string): Finding {
  return { code, path, severity: 'error', text: { zh, en } }
}

export const problems = {
  required: (path: string, field: FieldView) =>
    finding('required', path, `请填写${field.label.zh}。`, `Please fill in: ${field.label.en ?? field.label.zh}.`),
  constraint: (path: string, field: FieldView): Finding => ({
    code: 'constraint',
    path,
    severity: 'error',
    text: field.message?.zh
      ? field.message
      : {
          zh: `${field.label.zh}与其他内容不符，请核对。`,
          en: `${field.label.en ?? field.label.zh} does not fit; please check it.`,
        },
  }),
  tooManyRows: (path: string, max: number) =>
    finding('too_many_rows', path, `最多填写 ${max} 行。`, `At most ${max} rows.`),
}

/** Puts a prefix before the path: under("people[0]") turns "health" into "people[0].health". */
export function under(prefix: string, f: Finding): Finding {
  if (!f.path) return { ...f, path: prefix }
  return { ...f, path: f.path.startsWith('[') ? prefix + f.path : `${prefix}.${f.path}` }
}

/**
 * The question path of a finding of the server: "answers.people[2].health" and "household.members" are both told to
 * the question that asks; what no question asks goes to the whole form.
 */
export function questionPath(
  path: string | undefined,
  known: ReadonlySet<string>,
  savesTo: ReadonlyMap<string, string>,
): string {
  const bare = (path ?? '').replace(/^answers\./, '').replace(/^fields\./, '')
  if (known.has(bare)) return bare
  const direct = savesTo.get(bare)
  if (direct) return direct
  const last = bare.slice(bare.lastIndexOf('.') + 1)
  for (const [target, question] of savesTo) if (target.endsWith(`.${last}`)) return question
  return known.has(last) ? last : ''
}
