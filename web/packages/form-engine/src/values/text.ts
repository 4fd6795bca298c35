import type { FieldView, Value } from '../catalog'
import { problem, type FieldKind, type Problem } from './type'

function lengthOf(value: string): number {
  return [...value].length
}

function checkText(value: NonNullable<Value>, field: FieldView): Problem | undefined {
  const text = String(value)
  const length = lengthOf(text)
  if (field.max_length && length > field.max_length) {
    return problem(
      'too_long',
      `最多 ${field.max_length} 个字，现在 ${length} 个。`,
      `At most ${field.max_length} characters, now ${length}.`,
    )
  }
  if (field.min_length && length < field.min_length) {
    return problem('too_short', `至少 ${field.min_length} 个字。`, `At least ${field.min_length} characters.`)
  }
  if (field.pattern && !matches(field.pattern, text)) {
    return problem('pattern', '格式不对，请核对。', 'The format is wrong; please check it.')
  }
  return undefined
}

/** RE2 patterns of packs use only what JavaScript knows as well; one that it does not know is left to the server. */
function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(text)
  } catch {
    return true
  }
}

export const text: FieldKind = {
  parse: (typed) => ({ value: typed.trim() === '' ? null : typed.trim() }),
  check: checkText,
  display: (value) => String(value),
  edit: (value) => String(value),
}
