import { words, type FieldView, type Lang, type Value } from '../catalog'
import { problem, type FieldKind, type Lookup, type Parsed } from './type'

const unknownChoice = problem('unknown_choice', '没有这个选项，请重新选择。', 'No such option; please choose again.')

/** A code by code or by its words in either language. */
function codeOf(typed: string, field: FieldView, look: Lookup): string | undefined {
  const text = typed.trim().toLowerCase()
  return look
    .choices(field.choices ?? '')
    ?.values.find(
      (v) => v.code === typed.trim() || v.label.zh.toLowerCase() === text || v.label.en?.toLowerCase() === text,
    )?.code
}

function labelOf(code: string, field: FieldView, look: Lookup, lang: Lang): string {
  const found = look.choices(field.choices ?? '')?.values.find((v) => v.code === code)
  return found ? words(found.label, lang) : code
}

function exists(code: string, field: FieldView, look: Lookup): boolean {
  const list = look.choices(field.choices ?? '')
  return !list || list.values.some((v) => v.code === code)
}

export const choice: FieldKind = {
  parse(typed, field, look): Parsed {
    if (typed.trim() === '') return { value: null }
    const code = codeOf(typed, field, look)
    return code === undefined ? { problem: unknownChoice } : { value: code }
  },
  check: (value, field, look) => (exists(String(value), field, look) ? undefined : unknownChoice),
  display: (value, field, look, lang) => labelOf(String(value), field, look, lang),
  edit: (value) => String(value),
}

function listOf(value: NonNullable<Value>): string[] {
  return Array.isArray(value) ? value.map(String) : [String(value)]
}

export const choices: FieldKind = {
  parse(typed, field, look): Parsed {
    const parts = typed
      .split(/[、,，;；\n]/)
      .map((p) => p.trim())
      .filter(Boolean)
    if (parts.length === 0) return { value: null }
    const codes = parts.map((p) => codeOf(p, field, look))
    if (codes.some((c) => c === undefined)) return { problem: unknownChoice }
    return { value: [...new Set(codes as string[])] }
  },
  check(value, field, look) {
    const list = listOf(value)
    if (field.max_count && list.length > field.max_count) {
      return problem('too_many', `最多选 ${field.max_count} 项。`, `At most ${field.max_count}.`)
    }
    return list.every((code) => exists(code, field, look)) ? undefined : unknownChoice
  },
  display: (value, field, look, lang) =>
    listOf(value)
      .map((code) => labelOf(code, field, look, lang))
      .join(lang === 'en' ? ', ' : '、'),
  edit: (value) => listOf(value).join('、'),
}

const yes = new Set(['是', '有', '对', 'yes', 'y', 'true', '1', '√'])
const no = new Set(['否', '无', '没有', '不', 'no', 'n', 'false', '0', '×'])

export const yesNo: FieldKind = {
  parse(typed): Parsed {
    const text = typed.trim().toLowerCase()
    if (text === '') return { value: null }
    if (yes.has(text)) return { value: true }
    if (no.has(text)) return { value: false }
    return { problem: problem('not_yes_no', '请选择是或否。', 'Please choose yes or no.') }
  },
  check: () => undefined,
  display: (value, _field, _look, lang) => (value ? (lang === 'en' ? 'Yes' : '是') : lang === 'en' ? 'No' : '否'),
  edit: (value) => (value ? '是' : '否'),
}
