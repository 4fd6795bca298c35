import type { FieldView, FormView, RecordView, RegisterView, Text } from './catalog'
import type { Answers } from './bundle'

/**
 * A form over the fields of a register, for a direct entry where no form of the programme asks: the same logic, drafts
 * and findings then serve both. `parts` arranges the fields; without it all stand in one part.
 */
export function formOfRegister(
  register: RegisterView,
  label: Text,
  parts?: { label: Text; fields: FieldView[] }[],
): FormView {
  const all = parts ?? [{ label: register.label, fields: register.fields }]
  return {
    name: `${register.name}_direct`,
    label,
    subject: register.name,
    may_submit: true,
    sections: all.map((part, i) => ({
      name: `part${i}`,
      label: part.label,
      questions: part.fields.filter((f) => !f.retired).map((f) => question(register, f)),
    })),
  }
}

function question(register: RegisterView, field: FieldView) {
  return {
    name: field.name,
    field,
    save_to: `${register.name}.${field.name}`,
    required: Boolean(field.required),
    read_only: Boolean(field.read_only),
  }
}

/** The fields of a direct entry from the answers of such a form. */
export function entryFields(answers: Answers): Record<string, unknown> {
  return { ...answers }
}

/** An empty record to start from when one is made. */
export function blankRecord(register: string, county: string, id: string, area: string): RecordView {
  return { register, county, id, version: 0, state: 'active', area, area_name: '', title: '', fields: {} }
}
