import { completeForm, type QuestionView, type RecordView, type RegisterView } from './catalog'
import { compile, fromCel, holds, type Vars } from './expr'
import { problems, type Finding } from './finding'
import type { Answer, Draft, DraftRow, FormState, QuestionState, RowState, SectionState, SessionInput } from './input'
import { judge } from './judge'
import { followsNeeded } from './needs'
import { firstRows, newRow, rowAnswer, rowChanged, rowFields, type Row } from './rows'
import type { Fields } from './scope'
import { isKnown, kindOf, same } from './values/index'
import { ownName, variablesOf } from './world'

/** Relevance feeds on answers and answers on relevance; forms settle in two or three turns, loops are cut. */
const settleLimit = 12

/** A record that a reference names. */
export interface Named {
  register: string
  id: string
}

/** One form being filled in. Mutations are set, addRow, removeRow, pick; state() gives what to draw. */
export class Session {
  readonly input: SessionInput
  readonly base: number
  private readonly answers: Record<string, Answer> = {}
  private readonly rows: Record<string, Row[]> = {}
  private relevance = new Map<string, boolean>()
  private readonly follows: Set<string>
  private readonly known = new Map<string, RecordView | null>() // what references name; null: nothing that counts
  private readonly missing = new Map<string, Named>()

  constructor(input: SessionInput) {
    this.input = { ...input, form: completeForm(input.form) }
    this.follows = followsNeeded(this.input.form, this.input.register)
    this.base = input.draft?.base ?? input.subject?.version ?? 0
    for (const question of this.questions()) {
      if (question.repeat) this.rows[question.name] = firstRows(this.input, question)
      else this.answers[question.name] = this.firstAnswer(question)
    }
  }

  /** All questions of the form, in order. */
  questions(): QuestionView[] {
    return this.input.form.sections.flatMap((section) => section.questions)
  }

  /** Takes typing: kept as a value when it can be read, as typing otherwise. */
  type(path: string, text: string): void {
    const { answer, question } = this.find(path)
    const parsed = kindOf(question.field).parse(text, question.field, this.input.look)
    answer.touched = true
    if (parsed.problem) {
      answer.value = null
      answer.typed = text
    } else {
      answer.value = parsed.value ?? null
      delete answer.typed
    }
  }

  /** Takes a value in JSON form; null clears. */
  set(path: string, value: unknown): void {
    const { answer } = this.find(path)
    answer.value = value ?? null
    answer.touched = true
    delete answer.typed
  }

  /** Goes back to what the record holds. */
  undo(path: string): void {
    const { question, row } = this.find(path)
    const target = row ? row.answers : this.answers
    target[question.name] = row ? rowAnswer(question, row.stored) : this.firstAnswer(question, true)
  }

  addRow(name: string): Row | undefined {
    const question = this.questions().find((q) => q.name === name)
    const rows = this.rows[name]
    if (!question?.repeat || !rows || !this.canAdd(question)) return undefined
    const row = newRow(this.input.newId(), 0, true, '', {})
    for (const q of question.repeat.questions) row.answers[q.name] = { value: q.field.default ?? null }
    rows.push(row)
    return row
  }

  /** Takes away a row that was added here; rows of the record stay. */
  removeRow(name: string, record: string): void {
    this.rows[name] = (this.rows[name] ?? []).filter((row) => !(row.fresh && row.record === record))
  }

  pick(name: string, record: string, picked: boolean): void {
    const row = this.rows[name]?.find((r) => r.record === record)
    if (row) row.picked = picked
  }

  /** The state to draw: relevance settled, calculations done, all findings. */
  state(): FormState {
    this.missing.clear()
    const vars = this.settle()
    const sections = this.input.form.sections.map((section): SectionState => {
      const questions = section.questions.map((q) => this.questionState(q, vars))
      const relevant = section.relevant ? holds(section.relevant, vars) : true
      return { name: section.name, section, relevant, questions, findings: questions.flatMap(findingsOf) }
    })
    return { sections, findings: sections.flatMap((s) => s.findings), dirty: this.dirty() }
  }

  /** The records that are read through references and not known yet, as of the last state. */
  wanted(): Named[] {
    return [...this.missing.values()]
  }

  /** Takes a record that was wanted; null when there is none, or the caller may not read it. */
  learn(named: Named, record: RecordView | null): void {
    this.known.set(`${named.register}/${named.id}`, record)
  }

  private named(register: string, id: string, path: string): RecordView | undefined {
    if (!this.follows.has(path)) return undefined
    const key = `${register}/${id}`
    const record = this.known.get(key)
    if (record === undefined) this.missing.set(key, { register, id })
    return record && record.state !== 'void' && !record.erased ? record : undefined
  }

  /** What the submission would set besides its answers, as far as it can be told here: by "record.field". */
  effects(): Record<string, unknown> {
    const vars = this.settle()
    const effects: Record<string, unknown> = {}
    for (const set of this.input.form.sets ?? []) {
      const [record = '', name] = set.field.split('.')
      const field = this.input.register(record)?.fields.find((f) => f.name === name)
      if (set.on || !field || (set.when && !holds(set.when, vars))) continue
      effects[set.field] =
        set.value === null ? null : (fromCel(compile(set.value)(vars), field.type, field.decimals) ?? null)
    }
    return effects
  }

  /** The session as plain JSON. Untouched answers are left out: they follow the record. */
  draft(): Draft {
    const rows: Draft['rows'] = {}
    for (const [name, list] of Object.entries(this.rows)) {
      rows[name] = list.map((r): DraftRow => ({
        record: r.record,
        fresh: r.fresh,
        picked: r.picked,
        answers: touched(r.answers),
      }))
    }
    const subject = this.input.subject?.id
    return {
      form: this.input.form.name,
      ...(subject ? { subject } : {}),
      base: this.base,
      answers: touched(this.answers),
      rows,
    }
  }

  /** What a question's record holds, without the answer. */
  stored(question: QuestionView): unknown {
    return question.save_to ? this.shown(question) : null
  }

  private firstAnswer(question: QuestionView, fresh = false): Answer {
    const drafted = fresh ? undefined : this.input.draft?.answers[question.name]
    if (drafted) return { ...drafted }
    const stored = question.save_to || question.read_only ? this.shown(question) : null
    if (isKnown(stored)) return { value: stored }
    if (question.read_only) return { value: null }
    const given = this.input.prefill?.[question.name] ?? question.field.default
    if (isKnown(given)) return { value: given }
    return {
      value: question.name === this.input.form.dated_by && question.field.type === 'date' ? this.input.today : null,
    }
  }

  /** The record's value for a saving or showing question: of the subject, or of a parent. */
  private shown(question: QuestionView): unknown {
    const [register, field] = (question.save_to ?? '').split('.')
    const parent = register ? this.input.parents?.[register] : undefined
    if (parent && field) return parent.fields[field] ?? null
    if (field && register !== this.input.form.subject) return null // of a record that is yet to be made
    return this.input.subject?.fields[field ?? question.field.name] ?? null
  }

  private canAdd(question: QuestionView): boolean {
    const rows = this.rows[question.name] ?? []
    return question.repeat?.add === true && rows.length < (question.repeat.max_rows ?? 200)
  }

  private find(path: string): { answer: Answer; question: QuestionView; row?: Row } {
    const match = /^([^[]+)\[(\d+)\]\.(.+)$/.exec(path)
    if (match) {
      const [, name = '', index, child = ''] = match
      const row = this.rows[name]?.[Number(index)]
      const question = this.questions()
        .find((q) => q.name === name)
        ?.repeat?.questions.find((q) => q.name === child)
      if (row && question) return { answer: (row.answers[child] ??= { value: null }), question, row }
    }
    const question = this.questions().find((q) => q.name === path)
    if (!question) throw new Error(`form ${this.input.form.name} has no question ${path}`)
    return { answer: (this.answers[path] ??= { value: null }), question }
  }

  /** Evaluates relevance and calculations until they stand still; gives the variables of the last turn. */
  private settle(): Vars {
    let vars = this.vars()
    for (let turn = 0; turn < settleLimit; turn++) {
      const next = this.relevances(vars)
      const still = sameMap(next, this.relevance)
      this.relevance = next
      vars = this.vars()
      if (still) break
    }
    return vars
  }

  private relevances(vars: Vars): Map<string, boolean> {
    const next = new Map<string, boolean>()
    for (const section of this.input.form.sections) {
      const open = section.relevant ? holds(section.relevant, vars) : true
      for (const q of section.questions) next.set(q.name, open && (q.relevant ? holds(q.relevant, vars) : true))
    }
    return next
  }

  private isRelevant(name: string): boolean {
    return this.relevance.get(name) ?? true
  }

  /** The variables of the form as it stands; with a row of a repeat, also those of the row. */
  private vars(row?: { register: RegisterView; fields: Fields }): Vars {
    const now = {
      answers: this.answers,
      rows: this.rows,
      isRelevant: (name: string) => this.isRelevant(name),
      named: (register: string, id: string, path: string) => this.named(register, id, path),
    }
    return variablesOf(this.input, now, row)
  }

  private questionState(question: QuestionView, vars: Vars): QuestionState {
    const answer = this.answers[question.name] ?? { value: null }
    const relevant = this.isRelevant(question.name)
    const calculated = question.field?.calculate && !question.repeat
    const value = calculated ? this.calculated(question, vars) : answer.value
    const state = this.baseState(question.name, question, { ...answer, value }, relevant)
    state.changed = question.save_to ? !same(value, this.stored(question)) : isKnown(value)
    if (question.repeat) this.addRows(state, question, vars)
    else if (relevant && !state.readOnly) state.findings = judge(state, vars, this.input.look)
    return state
  }

  private calculated(question: QuestionView, vars: Vars): unknown {
    const owner = question.save_to ? question.save_to.split('.')[0] : ownName(this.input.form)
    const name = question.save_to?.split('.')[1] ?? question.field.name
    const row = vars[owner ?? ''] as Vars | undefined
    return fromCel(row?.[name], question.field.type, question.field.decimals) ?? null
  }

  private baseState(path: string, question: QuestionView, answer: Answer, relevant: boolean): QuestionState {
    return {
      path,
      question,
      value: answer.value,
      ...(answer.typed === undefined ? {} : { typed: answer.typed }),
      relevant,
      required: Boolean(question.required || question.field?.required) && !question.read_only,
      readOnly: Boolean(question.read_only || question.field?.calculate || question.field?.read_only),
      touched: answer.touched ?? false,
      changed: false,
      findings: [],
    }
  }

  private addRows(state: QuestionState, question: QuestionView, vars: Vars): void {
    const repeat = question.repeat
    const register = this.input.register(repeat?.register ?? '')
    const rows = this.rows[question.name] ?? []
    state.canAdd = this.canAdd(question)
    state.rows = rows.map((row, i): RowState => {
      const path = `${question.name}[${i}]`
      const rowVars =
        register && repeat && !repeat.pick ? this.vars({ register, fields: rowFields(question, row) }) : vars
      const questions = (repeat?.pick ? [] : (repeat?.questions ?? [])).map((q) =>
        this.rowQuestion(path, q, row, rowVars, state.relevant),
      )
      return {
        path,
        record: row.record,
        base: row.base,
        fresh: row.fresh,
        picked: row.picked,
        title: row.title,
        questions,
      }
    })
    state.changed = rows.some((row) => row.fresh || row.picked || rowChanged(question, row))
    const picked = rows.filter((row) => row.picked).length
    const empty = repeat?.pick ? picked === 0 : rows.length === 0
    if (state.relevant && question.required && empty) state.findings.push(problems.required(state.path, question.field))
    const count = repeat?.pick ? picked : rows.length
    if (repeat?.max_rows && count > repeat.max_rows)
      state.findings.push(problems.tooManyRows(state.path, repeat.max_rows))
  }

  private rowQuestion(path: string, question: QuestionView, row: Row, vars: Vars, open: boolean): QuestionState {
    const answer = row.answers[question.name] ?? { value: null }
    const relevant = open && (question.relevant ? holds(question.relevant, vars) : true)
    const field = question.save_to?.split('.')[1] ?? question.field.name
    const owner = vars[question.save_to?.split('.')[0] ?? ''] as Vars | undefined
    const value = question.field.calculate
      ? (fromCel(owner?.[field], question.field.type, question.field.decimals) ?? null)
      : answer.value
    const state = this.baseState(`${path}.${question.name}`, question, { ...answer, value }, relevant)
    state.changed = !same(value, row.stored[field])
    if (relevant && !state.readOnly) state.findings = judge(state, vars, this.input.look)
    return state
  }

  private dirty(): boolean {
    const changed = (answers: Record<string, Answer>) => Object.values(answers).some((a) => a.touched)
    return (
      changed(this.answers) ||
      Object.values(this.rows).some((rows) => rows.some((r) => r.fresh || r.picked || changed(r.answers)))
    )
  }
}

function touched(answers: Record<string, Answer>): Record<string, Answer> {
  return Object.fromEntries(Object.entries(answers).filter(([, a]) => a.touched))
}

function findingsOf(state: QuestionState): Finding[] {
  if (!state.relevant) return []
  const rows = (state.rows ?? []).flatMap((row) => row.questions.flatMap(findingsOf))
  return [...state.findings, ...rows]
}

function sameMap(a: Map<string, boolean>, b: Map<string, boolean>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value)
}
