// Rounds that begin with an area on the map: forms that open one for what is drawn, or for villages that are chosen.
import { newId, draftKey, type KeptDraft } from '@jieli/client'
import { countyOf, words, type Catalog, type FormView, type Lang, type QuestionView } from '@jieli/form-engine'

/** A form that opens a round, and its questions for where. */
export interface Opening {
  form: FormView
  /** Asks for an outline. */
  shape?: QuestionView
  /** Asks for places, row by row. */
  places?: { rows: QuestionView; area: QuestionView }
}

export function openingsOf(catalog: Catalog): Opening[] {
  const opens = new Set(catalog.rounds.map((r) => r.opened_by).filter(Boolean))
  const found: Opening[] = []
  for (const form of catalog.forms) {
    if (!form.creates || !form.may_submit || !opens.has(form.subject ?? '')) continue
    const questions = form.sections.flatMap((s) => s.questions)
    const shape = questions.find((q) => q.field?.type === 'polygon')
    const rows = questions.find((q) => q.repeat?.add && q.repeat.questions.some((x) => x.field.type === 'area'))
    const area = rows?.repeat?.questions.find((x) => x.field.type === 'area')
    if (shape || (rows && area))
      found.push({ form, ...(shape ? { shape } : {}), ...(rows && area ? { places: { rows, area } } : {}) })
  }
  return found
}

/** The form as a draft in which the place is answered; the person goes on from there. */
export function draftOf(
  opening: Opening,
  account: string,
  home: string,
  deviceSeq: number,
  lang: Lang,
  polygon: unknown,
  villages: readonly string[],
): KeptDraft {
  const { form, shape, places } = opening
  const answer = (value: unknown) => ({ value, touched: true })
  return {
    key: draftKey(account, form.name, undefined),
    account,
    form: form.name,
    county: countyOf(home),
    title: words(form.label, lang),
    savedAt: new Date().toISOString(),
    bundle: newId(),
    deviceSeq,
    draft: {
      form: form.name,
      subject: newId(),
      answers: shape && polygon ? { [shape.name]: answer(polygon) } : {},
      rows: places
        ? {
            [places.rows.name]: villages.map((code) => ({
              record: newId(),
              fresh: true,
              answers: { [places.area.name]: answer(code) },
            })),
          }
        : {},
    },
  }
}
