import type { RecordView } from '@jieli/form-engine'

/** A record that fits another. */
export interface Matched {
  record: RecordView
  /** Title of its parent record, for who may read that. */
  of?: string
  /** Distance; missing when a place is not known. */
  km?: number
}

export interface MatchesView {
  /** It is made for this record today; else it lists nothing. */
  asked: boolean
  /** At most 50, nearest first. */
  matches: Matched[]
  found: number
  /** How many records were looked at. */
  read: number
  /** There are more in the county: only those that changed last were looked at. */
  more: boolean
}
