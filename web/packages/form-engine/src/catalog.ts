// The views of the catalog and of records, as the server sends them (GET /api/v1/openapi.json describes them). Types only.

/** Words for people in both languages; Chinese stands in where English is missing. */
export interface Text {
  zh: string
  en?: string
}

export type Lang = 'zh' | 'en'

let script = (zh: string) => zh

/** How Chinese is written from now on: as it is (nothing given), or rewritten in other characters. */
export function writeChinese(rewrite?: (zh: string) => string): void {
  script = rewrite ?? ((zh) => zh)
}

export function words(text: Text | undefined | null, lang: Lang): string {
  if (!text) return ''
  return (lang === 'en' && text.en) || script(text.zh) || text.en || ''
}

export type FieldType =
  | 'text'
  | 'integer'
  | 'number'
  | 'money'
  | 'date'
  | 'instant'
  | 'yes_no'
  | 'choice'
  | 'choices'
  | 'area'
  | 'point'
  | 'line'
  | 'polygon'
  | 'reference'
  | 'photo'
  | 'file'
  | 'person_name'
  | 'national_id'
  | 'phone'
  | 'bank_account'

/** A value in its JSON form; null or undefined is "not known". Money is integer fen. */
export type Value = string | number | boolean | readonly string[] | Geometry | null | undefined

export interface Geometry {
  type: 'Point' | 'LineString' | 'Polygon'
  coordinates: unknown
}

/** What stands in place of a value that the caller may not see. */
export interface Masked {
  masked: true
  hint?: string
}

export function isMasked(value: unknown): value is Masked {
  return typeof value === 'object' && value !== null && (value as Masked).masked === true
}

export interface FieldView {
  name: string
  label: Text
  help?: Text
  type: FieldType
  required?: boolean
  privacy?: '' | 'personal' | 'sensitive'
  default?: Value
  unit?: string
  decimals?: number
  per?: string
  min?: number | string | null
  max?: number | string | null
  min_length?: number
  max_length?: number
  pattern?: string
  choices?: string
  level?: string
  max_count?: number
  register?: string
  calculate?: string
  constraint?: string
  message?: Text
  search?: boolean
  filter?: boolean
  list?: boolean
  retired?: boolean
  masked?: boolean
  read_only?: boolean
}

export interface RegisterView {
  name: string
  label: Text
  help?: Text
  folder?: string
  key?: string[]
  parent?: string | null
  as?: string
  title?: unknown
  area_field?: string
  date_field?: string
  rights: string[]
  fields: FieldView[]
  children?: string[]
  /** Its records own accounts, or move money or goods. */
  accounts?: boolean
}

export interface RepeatView {
  register: string
  as: string
  add?: boolean
  pick?: boolean
  max_rows?: number
  questions: QuestionView[]
}

/** What a submission sets besides its answers; `on` is another record than those in scope. */
export interface SetView {
  on?: string
  field: string
  value: string | null
  when: string | null
}

export interface QuestionView {
  name: string
  /** Of a question that asks for one value; for one that asks for rows `completeForm` makes it of the label. */
  field: FieldView
  label?: Text
  save_to?: string | null
  relevant?: string | null
  required?: boolean
  read_only?: boolean
  repeat?: RepeatView | null
}

export interface SectionView {
  name: string
  label: Text
  relevant?: string | null
  questions: QuestionView[]
}

export interface FormView {
  name: string
  label: Text
  folder?: string
  help?: Text
  subject?: string | null
  creates?: boolean
  own?: string | null
  dated_by?: string | null
  may_submit?: boolean
  /** The step of a workflow that it takes. */
  transition?: { workflow: string; do: string; from?: string[]; to?: string } | null
  sections: SectionView[]
  sets?: SetView[]
}

export interface ChoiceView {
  code: string
  label: Text
  retired?: boolean
  group?: string
}

export interface ChoiceListView {
  label: Text
  values: ChoiceView[]
}

export interface RoundView {
  name: string
  label: Text
  target: string
  covered_by: string
  /** Empty: each target falls due on a day of its own. */
  opened_by: string
  /** Then: the field of the target that has this day. */
  due?: string
}

/** A way that cases go through: stages in the order of the chain, each with the roles whose task it is. */
export interface WorkflowView {
  name: string
  label: Text
  folder?: string
  help?: Text
  /** Register of what the cases are about; absent when they stand alone. */
  subject?: string | null
  stages: { name: string; label: Text; final?: boolean; good?: boolean; owners?: { role: string; label: Text }[] }[]
  /** Register of the steps of a case. */
  steps?: string
  /** Forms that open a case. */
  opens?: { form: string; label: Text }[]
}

/** What a folder of the pack is for people. */
export interface MechanismView {
  name: string
  label: Text
  help?: Text
}

/** A layer of the map: records of a register, drawn where they are. */
export interface LayerView {
  name: string
  label: Text
  folder?: string
  register: string
  kind: 'point' | 'line' | 'polygon' | 'area' // area: counted where their towns are
  /** Field by which records are coloured. */
  color?: string
  /** Fields that are said of a record when it is pointed at. */
  shows: string[]
  /** It can be drawn as of a day. */
  dated?: boolean
}

/** A map to print and hang on a wall. */
export interface WallChartView {
  name: string
  label: Text
  /** Levels of the areas for which it is made. */
  levels: string[]
  layers: string[]
  sizes: string[]
}

export interface DocumentView {
  name: string
  label: Text
  register: string
  /** It may hang in public: nothing private is on it. */
  public?: boolean
}

/** For a record of the subject's register, records of another one that fit it. */
export interface MatchView {
  name: string
  label: Text
  help?: Text
  subject: string
  candidates: string
  /** They are measured: nearest first. */
  distance?: boolean
  /** Fields of the candidates to show. */
  shows: string[]
}

export interface IndicatorView {
  name: string
  label: Text
  definition?: Text
  unit?: Text
  kind: string
  decimals?: number
  precision?: string
  folder?: string
  by?: string[]
}

export interface Catalog {
  pack: { name: string; version: string; label: Text }
  areas_root: string
  /** The folders of the pack, in the order in which people see them. */
  mechanisms?: MechanismView[]
  roles: { name: string; label: Text; level: string }[]
  choices: Record<string, ChoiceListView>
  registers: RegisterView[]
  forms: FormView[]
  rounds: RoundView[]
  /** Each is named as the register of its cases. */
  workflows?: WorkflowView[]
  /** Pages that can be printed of each record of a register. */
  documents?: DocumentView[]
  /** What can be listed for a record because it fits. */
  matches?: MatchView[]
  indicators: IndicatorView[]
  layers?: LayerView[]
  wall_charts?: WallChartView[]
  /** A base map that the server hands on, where it has one. */
  base_map?: { tiles: string; credit: string } | null
  workspace: { registers: string[]; forms: string[]; rounds: string[]; indicators: string[] }
  units?: Record<string, { label: Text; dimension?: string }>
}

export interface RecordView {
  register: string
  county: string
  id: string
  version: number
  state: string
  area: string
  area_name: string
  parent?: string | null
  title: string
  created_at?: string
  updated_at?: string
  updated_by_name?: string
  fields: Record<string, unknown>
  /** What its references point to, by id. */
  named?: Record<string, string>
  erased?: boolean
  warnings?: { code: string; text: Text | string }[]
  conflicts?: string[]
}

/** A form as the engine takes it: questions that ask for rows have a field like all others, for their label. */
export function completeForm(form: FormView): FormView {
  const complete = (q: QuestionView): QuestionView =>
    q.field ? q : { ...q, field: { name: q.name, label: q.label ?? { zh: q.name }, type: 'text' } }
  return { ...form, sections: form.sections.map((s) => ({ ...s, questions: s.questions.map(complete) })) }
}
