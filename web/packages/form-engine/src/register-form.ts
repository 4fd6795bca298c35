import type { FieldView, FormView, RecordView, RegisterView, Text } from './catalog'
import type { Answers } from './bundle'

/**
 * A form over the fields of a register, for a direct entry where no form of the programme asks: the same logic, drafts
 * and findings then serve both. `asked` limits it to some fields.
 */
export function formOfRegister(register: RegisterView, label: Text, asked?: readonly string[]): FormView {
  const fields = register.fields.filter((f) => !f.retired && (!asked || asked.includes(f.name)))
  return {
    name: `${register.name}_direct`,
    label,
    subject: register.name,
    may_submit: true,
    sections: [{ name: 'fields', label: register.label, questions: fields.map((f) => question(register, f)) }],
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
